"""The commands that only this area has; imports nothing that would slow ``--help`` down."""

from __future__ import annotations

from app.base.command import Command

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser


def _platform(p: ArgumentParser) -> None:
    made = p.add_subparsers(dest="verb", metavar="VERB", required=True, title="操作", prog=p.prog)
    made.add_parser("list", help="列出上级平台的模板")
    add = made.add_parser("add", help="添加平台的空白模板")
    add.add_argument("file", metavar="FILE", help="平台下载的空白模板")
    add.add_argument("--name", metavar="NAME", required=True, help="平台名称")
    add.add_argument("--kind", choices=("members", "organisations"), default="members",
                     help="会员或工会组织的模板，默认 members")  # fmt: skip
    add.add_argument("--set", action="append", default=[], metavar="列=字段",
                     help="自己指定一列填什么；可以写多次")  # fmt: skip
    add.add_argument("--text", action="append", default=[], metavar="列=文字",
                     help="一列每行都填这个；可以写多次")  # fmt: skip
    send = made.add_parser("export", help="把新增和变动的写进平台的模板")
    send.add_argument("name", metavar="NAME", help="平台名称")
    send.add_argument("out", metavar="OUT.xlsx", help="写到哪个文件")
    send.add_argument("--reason", metavar="TEXT", default="", help="为什么要完整号码")
    send.add_argument("--all", action="store_true", help="缺必填项的也写进去")
    send.add_argument("--most", type=int, default=0, metavar="N", help="一次最多几行，其余下次再写")
    result = made.add_parser("result", help="登记平台导入后的结果文件")
    result.add_argument("name", metavar="NAME", help="平台名称")
    result.add_argument("file", metavar="FILE", help="结果文件")
    compare = made.add_parser("compare", help="与平台的全部名单核对")
    compare.add_argument("name", metavar="NAME", help="平台名称")
    compare.add_argument("file", metavar="FILE", help="平台导出的全部名单")
    compare.add_argument("out", metavar="OUT.xlsx", nargs="?", help="核对结果写到哪个文件")
    compare.add_argument("--reason", metavar="TEXT", default="", help="为什么要完整号码")
    compare.add_argument("--settle", action="store_true", help="完全一致的记为已上平台")
    compare.add_argument("--again", action="store_true", help="平台没有的、不一致的，下次再传")


COMMANDS = (
    Command("platform", "上级平台：模板、上传、回执、核对",
            "app.areas.members.sheet.platform_command:platform", _platform),
)  # fmt: skip
