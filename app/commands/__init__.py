"""The commands of the command line, in the order of ``--help``.

One module per group holds what they do (``workspace``, ``users``, ``log``, ``books``,
``reports``); it is imported when its command runs. The kind-specific work is in the areas: a
command whose area part is not there is absent, never a stub. An area adds commands of its own by
its ``commands`` part.
"""

from __future__ import annotations

from app.base.command import Command

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser

KINDS = ("township", "subdistrict", "zone", "federation", "village", "enterprise", "county")
"""office_kind of a workspace."""


def _day(text: str) -> object:
    from app.cli import day

    return day(text)


def _count(text: str) -> int:
    from app.cli import count

    return count(text)


def _verbs(p: ArgumentParser, **verbs: str) -> dict[str, ArgumentParser]:
    made = p.add_subparsers(dest="verb", metavar="VERB", required=True, title="操作", prog=p.prog)
    return {name: made.add_parser(name, help=text) for name, text in verbs.items()}


def _new(p: ArgumentParser) -> None:
    p.add_argument("to", metavar="FOLDER", help="新工作库的文件夹")
    p.add_argument("--division", metavar="CODE", required=True, help="所在地的区划代码")
    p.add_argument("--kind", choices=KINDS, metavar="KIND", required=True,
                   help="单位类型：" + "、".join(KINDS))  # fmt: skip
    p.add_argument("--name", metavar="NAME", help="本级工会的名称")
    p.add_argument("--villages", action="store_true", help="把村、社区建为地点（不建工会）")
    p.add_argument("--opening", type=_day, metavar="DATE", help="启用日，默认今年1月1日")
    p.add_argument("--recovery-key", metavar="FILE", help="恢复密钥写到哪里，默认在工作库旁边")


def _demo(p: ArgumentParser) -> None:
    p.add_argument("to", metavar="FOLDER", help="新工作库的文件夹")
    p.add_argument("--size", choices=("small", "township", "county"), default="township",
                   help="大小，默认 township")  # fmt: skip
    p.add_argument("--seed", type=int, default=1, metavar="N", help="同一个数，同样的内容")


def _unit(p: ArgumentParser) -> None:
    p.add_argument("--unit", metavar="ID", help="只看这个单位")


def _year(p: ArgumentParser) -> None:
    p.add_argument("--year", type=int, metavar="Y", help="年度")


def _import(p: ArgumentParser) -> None:
    p.add_argument("kind", metavar="KIND", help="种类；写 list 列出全部")
    p.add_argument("file", metavar="FILE|FOLDER", nargs="?", help="工作簿，或装着工作簿的文件夹")
    p.add_argument("--sheet", metavar="S", help="只读这一张表")
    p.add_argument("--unit", metavar="ID|NAME", help="表里没写单位时，算哪个单位的")
    p.add_argument("--as", dest="as_type", metavar="TYPE", help="文件没写类型时，算哪种类型")
    p.add_argument("--policy", choices=("fill", "skip", "overwrite", "new"), default="fill",
                   help="已有记录怎么办，默认 fill 只补空白")  # fmt: skip
    p.add_argument("--transfer", action="store_true", help="转入原单位已报离职的人")
    p.add_argument("--complete", action="store_true", help="这份名册是全的")
    p.add_argument("--dry-run", action="store_true", help="只检查，不写入")
    p.add_argument("--outcomes", action="store_true", help="列出每一行的结果")
    p.add_argument("--rejected", metavar="OUT.xlsx", help="把没有写入的行另存为工作簿")


def _template(p: ArgumentParser) -> None:
    p.add_argument("kind", metavar="KIND", help="种类")
    p.add_argument("out", metavar="OUT.xlsx", help="写到哪个文件")
    p.add_argument("--unit", metavar="ID", help="预先填好这个单位的数据")


def _export(p: ArgumentParser) -> None:
    p.add_argument("kind", metavar="KIND", help="种类")
    p.add_argument("out", metavar="OUT.xlsx|OUT.csv", help="写到哪个文件")
    _unit(p)
    p.add_argument("--as-of", type=_day, metavar="DATE", help="按哪一天")
    p.add_argument("--reveal", action="store_true", help="号码不打星号（会记入日志）")
    p.add_argument("--reason", metavar="TEXT", help="为什么要完整号码")


def _find(p: ArgumentParser) -> None:
    p.add_argument("text", metavar="TEXT", help="名称、拼音、首字母、号码")
    p.add_argument("--limit", type=_count, default=50, metavar="N", help="最多几条，默认 50")


def _figures(p: ArgumentParser) -> None:
    _year(p)
    p.add_argument("--as-of", type=_day, metavar="DATE", help="存量按哪一天")
    _unit(p)
    p.add_argument("--code", metavar="CODE", help="只看这个指标")
    p.add_argument("--by", metavar="DIMENSION", help="按什么分组")
    p.add_argument("--open", action="store_true", help="列出一个指标背后的记录")


def _check(p: ArgumentParser) -> None:
    _year(p)
    _unit(p)
    p.add_argument("--rule", metavar="ID", help="只查这一条规则")
    p.add_argument("--all", action="store_true", help="通过的、缺数据的、不适用的也列出")


def _report(p: ArgumentParser) -> None:
    p.add_argument("name", metavar="NAME", help="报表名；写 list 列出全部")
    p.add_argument("out", metavar="OUT.pdf", nargs="?", help="写到哪个文件")
    _year(p)
    _unit(p)
    p.add_argument("--option", action="append", default=[], metavar="K=V", help="报表自己的选项")


def _assess(p: ArgumentParser) -> None:
    p.add_argument("unit", metavar="UNIT", help="工会的编号或名称")
    _year(p)


def _history(p: ArgumentParser) -> None:
    p.add_argument("--record", metavar="ID", help="只看这条记录")
    p.add_argument("--limit", type=_count, default=50, metavar="N", help="最多几条，默认 50")


def _undo(p: ArgumentParser) -> None:
    p.add_argument("--batch", metavar="ID", help="撤销这一次导入（或写操作的序号）")


def _backup(p: ArgumentParser) -> None:
    p.add_argument("out", metavar="OUT", help="备份文件")


def _restore(p: ArgumentParser) -> None:
    p.add_argument("file", metavar="FILE", help="备份文件")
    p.add_argument("to", metavar="FOLDER", help="恢复成哪个文件夹")


def _user(p: ArgumentParser) -> None:
    verbs = _verbs(p, list="列出用户", add="增加用户", disable="停用用户")
    for name in ("add", "disable"):
        verbs[name].add_argument("name", metavar="NAME", help="姓名")
    _new_password(verbs["add"])


def _password(p: ArgumentParser) -> None:
    _new_password(_verbs(p, change="更改自己的口令")["change"])


def _new_password(p: ArgumentParser) -> None:
    p.add_argument("--new-password-file", metavar="FILE",
                   help="新口令文件（或环境变量 UNION_DESK_NEW_PASSWORD）")  # fmt: skip


def _recovery(p: ArgumentParser) -> None:
    verbs = _verbs(p, print="打印恢复密钥")
    verbs["print"].add_argument("out", metavar="OUT.pdf", help="写到哪个文件；不能在工作库里面")


_AT = "app.commands"

COMMANDS = (
    Command("new", "建立新的工作库", f"{_AT}.workspace:new", _new, needs="office"),
    Command("demo", "建立一个装满示例数据的工作库", f"{_AT}.workspace:demo", _demo, needs="demo"),
    Command("info", "工作库里有什么", f"{_AT}.workspace:info"),
    Command("import", "导入工作簿", f"{_AT}.books:import_", _import, needs="sheets"),
    Command("template", "做一个空白或预填的工作簿", f"{_AT}.books:template", _template,
            needs="sheets"),
    Command("export", "导出名单", f"{_AT}.books:export", _export, needs="sheets"),
    Command("find", "全库搜索", f"{_AT}.log:find", _find, needs="search"),
    Command("figures", "指标", f"{_AT}.reports:figures", _figures, needs="figures"),
    Command("check", "审核", f"{_AT}.reports:check", _check, needs="checks"),
    Command("report", "打印报表", f"{_AT}.reports:report", _report, needs="papers"),
    Command("assess", "六有自评：得分和依据", f"{_AT}.reports:assess", _assess, needs="assess"),
    Command("history", "操作记录", f"{_AT}.log:history", _history),
    Command("undo", "撤销", f"{_AT}.log:undo", _undo),
    Command("redo", "重做", f"{_AT}.log:redo"),
    Command("backup", "备份到一个文件", f"{_AT}.keeping:backup", _backup),
    Command("restore", "从备份恢复成新的工作库", f"{_AT}.keeping:restore", _restore),
    Command("verify", "检查工作库是否完好", f"{_AT}.keeping:verify"),
    Command("user", "用户", f"{_AT}.users:user", _user),
    Command("recovery", "恢复密钥", f"{_AT}.users:recovery", _recovery),
    Command("password", "口令", f"{_AT}.users:password", _password),
)  # fmt: skip


def available() -> list[Command]:
    """The commands whose parts are built, areas' own ones last."""
    from app.areas import AREAS

    built = {part for area in AREAS for part in area.parts}
    commands = [c for c in COMMANDS if not c.needs or c.needs in built]
    for area in AREAS:
        commands += area.load("commands") or ()
    return commands
