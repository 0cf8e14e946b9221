"""What a new workspace needs to know, and when enough is known. No Qt in here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from app.base.lists import Choice, Tone
from app.base.prepared import Prepared
from app.base.progress import Progress
from app.desk.flow import Flow, Step

SHORTEST = 8
"""Characters of a password below which it is refused."""


@dataclass(frozen=True, slots=True)
class NewOffice:
    """The answers of the first-run wizard.

    Attributes:
        division: code of the office's place.
        kind: office_kind.
        name: of the office's own union.
        villages: make the villages and communities below as places.
        opening: 启用日.
        folder: where the workspace is to lie.
        user, password: of the first user.
    """

    division: str
    kind: str
    name: str
    villages: bool
    opening: date
    folder: Path
    user: str
    password: str


@dataclass(frozen=True, slots=True)
class FirstRunWork:
    """What the wizard asks of the rest of the program; all but the plain values run in a thread.

    Attributes:
        divisions: opens the national divisions (``app.divisions.Divisions``).
        kinds: the kinds of office, in order.
        suggest: (division, kind or empty) to (kind, name, sentence why it cannot be, or empty).
        folder_for: a free folder for an office of this name.
        create: makes the workspace; returns it open.
        recovery_text: the recovery key of an open workspace, in groups.
        recovery_pdf: the sheet to print.
        restore: (file, folder, user or None, secret, by recovery key, progress) to the sentences
            that say what was restored.
        today: the present day.
        prepared: answers to begin with.
    """

    divisions: Callable[[], Any]
    kinds: Sequence[Choice]
    suggest: Callable[[Any, str], tuple[str, str, str]]
    folder_for: Callable[[str], Path]
    create: Callable[[NewOffice, Progress], Any]
    recovery_text: Callable[[Any], str]
    recovery_pdf: Callable[[Any, Progress], bytes]
    restore: Callable[[Path, Path, str | None, str, bool, Progress], Sequence[str]]
    today: date
    prepared: Prepared = field(default_factory=Prepared)


def strength(password: str, user: str = "") -> tuple[str, Tone]:
    """A word for how hard a password is to guess, with its tone; empty for none typed."""
    if not password:
        return "", Tone.IDLE
    if len(password) < SHORTEST:
        return f"太短，至少 {SHORTEST} 个字符", Tone.BAD
    kinds = sum(
        any(test(c) for c in password)
        for test in (str.islower, str.isupper, str.isdigit, lambda c: not c.isalnum())
    )
    kinds += any("\u3400" <= c <= "\u9fff" for c in password)
    simple = len(set(password)) <= 4 or _runs(password) or (user and user in password)
    if simple:
        return "太简单，换一个不好猜的", Tone.WARN
    if len(password) >= 14 or (len(password) >= 10 and kinds >= 3):
        return "很好", Tone.GOOD
    if len(password) >= 10 or kinds >= 3:
        return "可以", Tone.GOOD
    return "偏弱，再长一些更好", Tone.WARN


def _runs(password: str) -> bool:
    """Mostly 12345678 or abcdefgh."""
    steps = [ord(b) - ord(a) for a, b in pairwise(password)]
    return bool(steps) and max(steps.count(1), steps.count(-1), steps.count(0)) >= len(steps) * 0.7


def check_user(data: Mapping[str, Any]) -> str:
    """What is still missing on the page of user and password."""
    if not str(data.get("user", "")).strip():
        return "请填写经办人姓名。"
    password = str(data.get("password", ""))
    if len(password) < SHORTEST:
        return f"口令至少要 {SHORTEST} 个字符。"
    if password != data.get("again"):
        return "两次输入的口令不一样。"
    return ""


def check_place(data: Mapping[str, Any]) -> str:
    """Whether a place was chosen."""
    return "" if data.get("division") else "请选择本单位所在的地方。"


def check_office(data: Mapping[str, Any]) -> str:
    """What is still missing on the page of the office."""
    if data.get("unfit"):
        return str(data["unfit"])
    if not str(data.get("name", "")).strip():
        return "请填写本级工会的名称。"
    if data.get("opening") is None:
        return "请填写启用日。"
    if not data.get("folder"):
        return "请选择工作库放在哪里。"
    return ""


def new_office_flow() -> Flow:
    """The steps of 新建."""
    return Flow.of(
        Step("place", "所在地", "office", check_place),
        Step("office", "本单位", "user", check_office),
        Step("user", "用户和口令", "key", check_user),
        Step(
            "key",
            "恢复密钥",
            "next",
            lambda data: "" if data.get("key_kept") else "请先打印或抄下恢复密钥，再勾选确认。",
            no_return=True,
        ),
        Step("next", "开始", None, no_return=True),
    )


def as_office(data: Mapping[str, Any]) -> NewOffice:
    """The answers gathered by the flow."""
    return NewOffice(
        division=data["division"],
        kind=data["kind"],
        name=data["name"].strip(),
        villages=bool(data.get("villages", True)),
        opening=data["opening"],
        folder=Path(data["folder"]),
        user=data["user"].strip(),
        password=data["password"],
    )
