"""What a file really is, told from its content; its ending is only a hint for the words."""

from __future__ import annotations

import re

from app.sheets.grid import SAVE_AS, file_error

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS = (
    (b"%PDF", "PDF 文件", "PDF 里的表格不能导入；请向来表单位要 Excel 原件。"),
    (b"Rar!\x1a\x07", "RAR 压缩包", "请先解压，再导入里面的表格文件。"),
    (b"7z\xbc\xaf\x27\x1c", "7z 压缩包", "请先解压，再导入里面的表格文件。"),
    (b"\x1f\x8b", "gzip 压缩包", "请先解压，再导入里面的表格文件。"),
    (b"\x89PNG", "图片", "图片里的表格不能导入；请向来表单位要 Excel 原件。"),
    (b"\xff\xd8\xff", "图片", "图片里的表格不能导入；请向来表单位要 Excel 原件。"),
    (b"GIF8", "图片", "图片里的表格不能导入；请向来表单位要 Excel 原件。"),
    (b"BM", "图片", "图片里的表格不能导入；请向来表单位要 Excel 原件。"),
    (b"{\\rtf", "Word（RTF）文档", "请把表格复制到 Excel 里存成 .xlsx，再导入。"),
    (b"MZ", "程序文件", "这不是表格，请不要打开它；请确认文件来源。"),
    (b"SQLite format 3", "数据库文件", "请导出成 Excel 工作簿再导入。"),
)


def sniff(data: bytes) -> str:
    """``zip``, ``ole``, ``biff`` (bare old Excel), ``html``, ``xml``, ``mht`` or ``text``.

    Raises:
        KnownError: IMP-FILE for an empty file and for what is plainly something else.
    """
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise file_error("这个文件是空的，里面没有内容。", "请确认文件已经保存、复制完整，再导入。")
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return "zip"
    if data[:8] == _OLE:
        return "ole"
    if data[:2] == b"\x09\x08" and data[2:4] in (b"\x10\x00", b"\x08\x00"):
        return "biff"
    for magic, what, advice in _OTHERS:
        if data.startswith(magic) and (magic not in (b"BM", b"MZ") or b"\0" in data[:64]):
            raise file_error(f"这是{what}，不是表格文件。", advice)
    return _markup(data)


def _markup(data: bytes) -> str:
    head = data[:4096]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = head.decode("utf-16", errors="replace")
    else:
        text = head.decode("latin-1")
    text = text.lstrip("ï»¿\ufeff \t\r\n").lower()
    if text.startswith("mime-version") or "multipart/related" in text[:600]:
        return "mht"
    if text.startswith("<?xml") and "urn:schemas-microsoft-com:office:spreadsheet" in text:
        return "xml"
    if re.match(
        r"(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype html|html|head|body|table|meta|style|div)",
        text,
        re.S,
    ):
        return "html"
    if text.startswith("<?xml"):
        raise file_error("这是 XML 文件，不是表格文件。", SAVE_AS)
    return "text"


def ole_content(names: set[str]) -> None:
    """Check that an OLE file is an old Excel workbook.

    Args:
        names: of its streams.

    Raises:
        KnownError: IMP-FILE, with what it is instead.
    """
    if names & {"Workbook", "Book"}:
        return
    if "EncryptedPackage" in names:
        raise encrypted()
    if "WordDocument" in names:
        raise word()
    if "PowerPoint Document" in names:
        raise slides()
    raise file_error("这个文件不是能认出的表格，或者已经损坏。", SAVE_AS)


def encrypted() -> Exception:
    """The file has a password."""
    return file_error(
        "这个表格设了打开密码，程序读不了。",
        "请用密码打开它，在「文件 → 文件加密（或：保护工作簿）」里去掉密码，保存后再导入。",
    )


def word() -> Exception:
    """A Word document."""
    return file_error(
        "这是 Word（WPS 文字）文档，不是表格。",
        "请把里面的表格复制到 WPS 表格或 Excel 里，存成 .xlsx，再导入。",
    )


def slides() -> Exception:
    """A presentation."""
    return file_error("这是演示文稿，不是表格。", "请向来表单位要 Excel 原件。")


def broken() -> Exception:
    """Truncated or damaged."""
    return file_error(
        "这个表格文件不完整或已损坏，打不开。",
        "可能是复制、下载没有完成；请重新复制一份。"
        "如果 WPS 或 Excel 能打开，请另存为 .xlsx 再导入。",
    )
