"""Files from outside made ready to be kept, in a child process under a memory limit.

A picture can make a decoder abort or eat the machine. So each file is looked at and decoded in a
child; one that kills it is refused, and the rest go on in a new one.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from app.base.errors import UserError
from app.base.progress import SILENT, Progress
from app.pictures.media import clean_name, limits, look, refuse_by_name
from app.sheets.child import ChildDied, run


@dataclass(frozen=True, slots=True)
class Ready:
    """A file that may be kept.

    Attributes:
        name: its name without folder.
        content: what is kept: the file itself, or the photo made fit.
        media: media type of ``content``.
        taken: day on which a photo was taken, if it says so.
        original: the file as it was, where ``content`` is made from it and it was asked for, or
            where ``content`` shows only its first page.
        note: a Chinese sentence on what was done differently, or empty.
    """

    name: str
    content: bytes
    media: str
    taken: date | None = None
    original: bytes | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that is not kept, and why (Chinese)."""

    name: str
    message: str
    advice: str


Item = Path | tuple[str, bytes]
"""A file, or a name and content (pasted)."""


def prepare(
    items: Sequence[Item],
    *,
    keep_original: bool = False,
    progress: Progress = SILENT,
    memory: int = 0,
) -> Iterator[Ready | Refused]:
    """Look at files one after the other; for each what may be kept or why it may not.

    Args:
        keep_original: keep photos as they were taken beside the sized-down ones.
        memory: bytes that the child may take; 0: as the resource says.

    Raises:
        Cancelled: by ``progress``.
    """
    at, alone = 0, False
    while at < len(items):
        todo = items[at : at + 1] if alone else items[at:]
        alone, answered = False, 0
        try:
            for told in run(
                "app.pictures.intake:look_at_each", todo, progress=Progress(None, progress.stopped),
                memory=memory or limits().memory_bytes,
            ):  # fmt: skip
                progress.step(at + answered, len(items), "正在读取文件")
                yield _ready(todo[answered], told, keep_original)
                answered += 1
        except ChildDied:
            # what it had done last may be lost on the way: the next one is tried by itself
            if len(todo) == 1 and answered == 0:
                yield _died(todo[0])
                answered = 1
            else:
                alone = True
        at += answered
    progress.step(len(items), len(items), "读取完成")


def look_at_each(items: Sequence[Item]) -> Iterator[dict[str, Any]]:
    """In the child: what each file is; of a picture, the one to keep."""
    from app.pictures.photo import fit

    for item in items:
        name = _name(item)
        try:
            data = _read(item)
            kind = look(name, data)
            if kind.how != "picture":
                yield {"media": kind.media}
                continue
            if kind.media == "image/heic" and not _heic():
                yield {"media": kind.media, "note": _WHOLE}
                continue
            photo = fit(data, limits(), name)
            yield {
                "media": photo.media, "pages": photo.pages, "source": kind.media,
                "taken": photo.taken.isoformat() if photo.taken else "",
                "content": base64.b64encode(photo.content).decode(),
            }  # fmt: skip
        except UserError as error:
            yield {"refused": [error.message, error.advice]}


_WHOLE = "这台机器上不能显示手机的 HEIC 照片，已原样保存；在手机相册里可以转成 JPG。"


def _heic() -> bool:
    try:
        from pi_heif import register_heif_opener  # type: ignore[import-untyped]
    except ImportError:  # a system for which there is no decoder
        return False
    register_heif_opener()
    return True


def _ready(item: Item, told: dict[str, Any], keep_original: bool) -> Ready | Refused:
    name = clean_name(_name(item))
    if "refused" in told:
        return Refused(name, *told["refused"])
    try:
        if "content" not in told:
            return Ready(name, _read(item), told["media"], note=told.get("note", ""))
        content, several = base64.b64decode(told["content"]), told["pages"] > 1
        original = _read(item) if keep_original or several else None
    except UserError as error:  # gone or changed since
        return Refused(name, error.message, error.advice)
    note = f"有 {told['pages']} 页，这里显示第一页，原件也保存了。" if several else ""
    taken = date.fromisoformat(told["taken"]) if told["taken"] else None
    return Ready(name, content, told["media"], taken, original, note)


def _died(item: Item) -> Refused:
    name = clean_name(_name(item))
    return Refused(
        name, f"「{name}」打开时占用了太多内存，或内容有问题，没有添加。",
        "请用看图软件打开它，另存一份再添加；来历不明的文件请不要打开。",
    )  # fmt: skip


def _name(item: Item) -> str:
    return item.name if isinstance(item, Path) else item[0]


def _read(item: Item) -> bytes:
    """Raises: UserError."""
    if not isinstance(item, Path):
        refuse_by_name(item[0], len(item[1]))
        return item[1]
    name = clean_name(item.name)
    try:
        if not item.is_file():
            raise UserError(
                "EVIDENCE_NO_FILE",
                f"「{name}」不是文件，或者已经不在了。",
                "请选择文件；文件夹请打开后全选。",
            )
        refuse_by_name(item.name, item.stat().st_size)
        return item.read_bytes()
    except OSError as error:
        raise UserError(
            "EVIDENCE_NO_FILE", f"「{name}」读不出来。", "请检查文件是否还在、能否打开。"
        ) from error
