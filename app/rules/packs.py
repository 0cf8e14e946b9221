"""Rule packs: dated TOML files with thresholds, periods, figure checks and where they are written.

A pack is national, a shipped local preset, or handed over by a county; the last comes as bytes.
Reading one checks every key: a misspelt key is an error, never a silent default.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any

from app.base.days import Period, Span
from app.base.errors import KnownError
from app.base.findings import Severity
from app.base.paths import resource
from app.rules.relations import CODE, KINDS, Check, Relation

LIMIT = 1024 * 1024
"""Largest pack that is read, in bytes; the national one is some 20 KB."""

_ID = re.compile(r"(?:[A-Z][A-Z0-9]*-|L)[0-9]{2}\Z")
_KEY = re.compile(r"[a-z][a-z0-9_]*\Z")
_MONTH_DAY = re.compile(r"(\d{2})-(\d{2})\Z")
_ADVICE = "请与提供这个标准文件的工会核对，改好后再导入；在此之前仍按原有标准审核。"


_ALWAYS = Span()


class Confidence(StrEnum):
    """How sure it is that the document says so.

    ``found``: the text was read. ``derived``: follows from definitions, no document needed.
    ``design``: a proposal of this program. ``mem_*``: from memory, high, medium, low.
    """

    FOUND = "found"
    DERIVED = "derived"
    DESIGN = "design"
    MEM_H = "mem_h"
    MEM_M = "mem_m"
    MEM_L = "mem_l"


@dataclass(frozen=True, slots=True)
class Dated:
    """A value that holds on the days of ``span``."""

    value: Any
    span: Span = _ALWAYS


@dataclass(frozen=True, slots=True)
class Basis:
    """Where a rule is written: document, its number, article; and how sure that is."""

    document: str
    number: str
    article: str
    confidence: Confidence

    @property
    def text(self) -> str:
        """《工会法》（2021年修正）第十一条; the sentence itself where it names no document."""
        if self.confidence in (Confidence.DERIVED, Confidence.DESIGN):
            return self.document
        number = f"（{self.number}）" if self.number else ""
        return f"《{self.document}》{number}{self.article}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way a rule fails: how grave, and the sentence with ``{placeholders}``."""

    severity: Severity | None
    say: str | None


@dataclass(frozen=True, slots=True)
class Layer:
    """What one pack says of one rule; None or empty where it says nothing."""

    id: str
    span: Span = _ALWAYS
    title: str | None = None
    area: str | None = None
    text: str | None = None
    next: str | None = None
    enabled: bool | None = None
    confirmed: bool = False
    bases: tuple[Dated, ...] = ()
    params: Mapping[str, tuple[Dated, ...]] = field(default_factory=dict)
    outcomes: Mapping[str, Outcome] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class YearPeriod:
    """A reporting year by its name: first and last day as (month, day); it ends in its year."""

    title: str
    first: tuple[int, int]
    last: tuple[int, int]

    def of(self, year: int) -> Period:
        """The period of that name in that year: its last day lies in the year."""
        start = year if self.first <= self.last else year - 1
        return Period(date(start, *self.first), date(year, *self.last))


@dataclass(frozen=True, slots=True)
class Pack:
    """One rule pack as read.

    Attributes:
        id: stable ASCII name; a later pack of the same id replaces the earlier.
        version: as the maker of the pack calls it.
        scope: prefix of division codes it applies to; empty for the whole country.
        digest: SHA-256 of the bytes, hex; stored with reports made by it.
    """

    id: str
    title: str
    version: str
    scope: str
    digest: str
    layers: Mapping[str, Layer]
    checks: Mapping[str, Check]
    periods: Mapping[str, YearPeriod]
    reports: Mapping[str, str]

    @property
    def national(self) -> bool:
        """Whether it applies everywhere."""
        return not self.scope


def read_pack(data: bytes, name: str) -> Pack:
    """A pack from the bytes of its TOML file.

    Args:
        data: the file's content.
        name: the file's name, for the messages.

    Raises:
        KnownError: ``PACK-FORMAT``, saying what is wrong and where.
    """
    if len(data) > LIMIT:
        raise _bad(name, "", "文件太大，不是标准文件")
    try:
        root = tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise _bad(name, "", "不是 UTF-8 编码的文本文件") from None
    except tomllib.TOMLDecodeError as error:
        raise _bad(name, "", f"写法有误（{error}）") from None
    top = _Reader(name, "", root)
    head = top.table("pack")
    try:
        scope = normal_scope(head.text("scope", optional=True) or "")
    except ValueError:
        raise _bad(name, "pack.scope", "不是区划代码") from None
    pack = Pack(
        id=head.matching("id", re.compile(r"[a-z0-9][a-z0-9-]*\Z")),
        title=head.need("title"),
        version=head.need("version"),
        scope=scope,
        digest=hashlib.sha256(data).hexdigest(),
        layers={key: _layer(key, t, scope) for key, t in top.tables("rules")},
        checks={key: _check(key, t) for key, t in top.tables("checks")},
        periods={key: _period(t) for key, t in top.tables("periods")},
        reports={key: _report(t) for key, t in top.tables("reports")},
    )
    head.done()
    top.done()
    return pack


@cache
def shipped() -> tuple[Pack, ...]:
    """The packs in ``resources/rules``: the national ones (one per part of the office's work), then
    the local presets, each by name."""
    folder = resource("rules")
    national = [folder / "national.toml", *sorted(folder.glob("national-*.toml"))]
    files = [*national, *sorted(folder.glob("local-*.toml"))]
    return tuple(read_pack(file.read_bytes(), file.name) for file in files)


def normal_scope(code: str) -> str:
    """A division code without the zeros that stand for "all below": ``310000`` is ``31``.

    Raises:
        ValueError: not a code of 2, 4, 6, 9 or 12 digits.
    """
    if code in ("", "0", "000000", "000000000000"):
        return ""
    if len(code) not in (2, 4, 6, 9, 12) or not (code.isascii() and code.isdigit()):
        raise ValueError(code)
    for length, shorter in ((12, 9), (9, 6), (6, 4), (4, 2)):
        if len(code) == length and not code[shorter:].strip("0"):
            code = code[:shorter]
    return code


class _Reader:
    """One TOML table: each key is taken once, and what is left over is an error."""

    def __init__(self, name: str, where: str, table: Mapping[str, Any]) -> None:
        self.name, self.where, self._left = name, where, dict(table)

    def error(self, key: str, what: str) -> KnownError:
        return _bad(self.name, f"{self.where}.{key}".strip("."), what)

    def _take(self, key: str, kind: type, called: str, *, optional: bool) -> Any:
        value = self._left.pop(key, None)
        if value is None:
            if optional:
                return None
            raise self.error(key, f"缺少{called}")
        if type(value) is not kind:
            raise self.error(key, f"应当是{called}")
        return value

    def text(self, key: str, *, optional: bool = False) -> str | None:
        value = self._take(key, str, "文字", optional=optional)
        return None if value is None else str(value).strip()

    def need(self, key: str) -> str:
        value = self.text(key)
        if not value:
            raise self.error(key, "不能为空")
        return value

    def matching(self, key: str, pattern: re.Pattern[str]) -> str:
        value = self.need(key)
        if not pattern.match(value):
            raise self.error(key, f"「{value}」写法不对")
        return value

    def flag(self, key: str) -> bool | None:
        value: bool | None = self._take(key, bool, "true 或 false", optional=True)
        return value

    def day(self, key: str) -> date | None:
        value = self._left.pop(key, None)
        if value is not None and (not isinstance(value, date) or isinstance(value, datetime)):
            raise self.error(key, "应当是日期，写成 2026-01-31 这样，不加引号")
        return value

    def span(self) -> Span:
        since, until = self.day("since"), self.day("until")
        if since and until and since >= until:
            raise self.error("until", "应当晚于 since")
        return Span(since, until)

    def choice(self, key: str, kind: type[StrEnum], *, optional: bool = False) -> Any:
        value = self.text(key, optional=optional)
        if value is None:
            return None
        try:
            return kind(value)
        except ValueError:
            raise self.error(key, f"只能是{'、'.join(kind)}，不能是「{value}」") from None

    def words(self, key: str, *, optional: bool = False) -> tuple[str, ...]:
        value = self._take(key, list, "文字的列表", optional=optional)
        if not all(isinstance(word, str) for word in value or ()):
            raise self.error(key, "应当是文字的列表")
        return tuple(value or ())

    def raw(self, key: str) -> Any:
        return self._left.pop(key, None)

    def rest(self) -> list[tuple[str, Any]]:
        left, self._left = list(self._left.items()), {}
        return left

    def sub(self, key: str, table: Any) -> _Reader:
        if not isinstance(table, dict):
            raise self.error(key, "应当是一组值")
        return _Reader(self.name, f"{self.where}.{key}".strip("."), table)

    def table(self, key: str) -> _Reader:
        return self.sub(key, self._take(key, dict, f"[{key}] 一节", optional=False))

    def tables(self, key: str) -> list[tuple[str, _Reader]]:
        outer = self.sub(key, self._left.pop(key, {}))
        return [(name, outer.sub(name, table)) for name, table in outer.rest()]

    def list_of(self, key: str) -> list[_Reader]:
        value = self._left.pop(key, [])
        items = value if isinstance(value, list) else [value]
        return [self.sub(f"{key}[{number}]", item) for number, item in enumerate(items, 1)]

    def done(self) -> None:
        for key in self._left:
            raise self.error(key, "没有这个项目，可能是写错了")


def _bad(name: str, where: str, what: str) -> KnownError:
    place = f"「{where}」处" if where else ""
    return KnownError("PACK-FORMAT", f"标准文件「{name}」不能用：{place}{what}。", _ADVICE)


def _layer(key: str, table: _Reader, scope: str) -> Layer:
    if not _ID.match(key):
        raise table.error("", "审核规则的编号应写成 LAW-01 这样")
    layer = Layer(
        id=key,
        span=table.span(),
        title=table.text("title", optional=True),
        area=table.text("area", optional=True),
        text=table.text("text", optional=True),
        next=table.text("next", optional=True),
        enabled=table.flag("enabled"),
        confirmed=bool(table.flag("confirmed")),
        bases=tuple(_basis(item, scope) for item in table.list_of("basis")),
        params=_params(table),
        outcomes={name: _outcome(t) for name, t in table.tables("outcomes")},
    )
    if layer.confirmed and not scope:
        raise table.error("confirmed", "只有本地标准才能确认依据")
    table.done()
    return layer


def _basis(table: _Reader, scope: str) -> Dated:
    sure = table.choice("confidence", Confidence, optional=True)
    if sure is None:
        if not scope:
            raise table.error("confidence", "缺少可信程度")
        sure = Confidence.FOUND  # a county that cites a document has it
    basis = Basis(
        table.need("document"),
        table.text("number", optional=True) or "",
        table.text("article", optional=True) or "",
        sure,
    )
    dated = Dated(basis, table.span())
    table.done()
    return dated


def _params(table: _Reader) -> dict[str, tuple[Dated, ...]]:
    inner = table.sub("params", table.raw("params") or {})
    params = {}
    for key, value in inner.rest():
        if not _KEY.match(key):
            raise inner.error(key, "参数名只能用小写字母、数字和下划线")
        if isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
            params[key] = tuple(
                _dated_value(inner.sub(f"{key}[{number}]", item))
                for number, item in enumerate(value, 1)
            )
        else:
            params[key] = (Dated(_plain(inner, key, value)),)
    return params


def _dated_value(table: _Reader) -> Dated:
    dated = Dated(_plain(table, "value", table.raw("value")), table.span())
    table.done()
    return dated


def _plain(table: _Reader, key: str, value: Any) -> Any:
    """A whole number, flag, text, list of texts, or texts to lists of texts; as immutable."""
    if isinstance(value, bool | int | str):
        return value
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    if isinstance(value, dict):
        return {name: _plain(table, f"{key}.{name}", item) for name, item in value.items()}
    raise table.error(key, "参数只能是整数、文字、true/false 或文字的列表")


def _outcome(table: _Reader) -> Outcome:
    outcome = Outcome(
        table.choice("severity", Severity, optional=True), table.text("say", optional=True)
    )
    table.done()
    return outcome


def _period(table: _Reader) -> YearPeriod:
    period = YearPeriod(table.need("title"), _month_day(table, "first"), _month_day(table, "last"))
    day_after = date(2001, *period.last).toordinal() + 1
    if date.fromordinal(day_after).timetuple()[1:3] != period.first:
        raise table.error("last", "首日和末日之间应当正好一年")
    table.done()
    return period


def _month_day(table: _Reader, key: str) -> tuple[int, int]:
    text = table.need(key)
    found = _MONTH_DAY.match(text)
    try:
        if not found:
            raise ValueError(text)
        day = date(2001, int(found[1]), int(found[2]))
    except ValueError:
        raise table.error(key, "应写成 01-31 这样的月和日（2月29日除外）") from None
    return day.month, day.day


def _report(table: _Reader) -> str:
    name = table.need("period")
    table.done()
    return name


class _Level(StrEnum):
    ERROR = "error"
    VERIFY = "verify"


_GRAVE = {_Level.ERROR: Severity.MUST, _Level.VERIFY: Severity.EXPLAIN}


def _check(key: str, table: _Reader) -> Check:
    level = table.choice("level", _Level)
    relations = tuple(_relation(item, level) for item in table.list_of("relations"))
    check = Check(key, table.need("title"), table.flag("enabled") is not False, relations)
    table.done()
    return check


def _relation(table: _Reader, level: _Level) -> Relation:
    kind = table.need("relation")
    if kind not in KINDS:
        raise table.error("relation", f"只能是{'、'.join(KINDS)}")
    own_level = table.choice("level", _Level, optional=True) or level
    right = table.raw("right")
    if isinstance(right, bool) or not isinstance(right, int | list | None):
        raise table.error("right", "应当是指标代码的列表或整数")
    relation = Relation(
        left=table.words("left"),
        kind=kind,
        right=tuple(right) if isinstance(right, list) else right,
        severity=_GRAVE[own_level],
        types=table.words("types", optional=True),
        advice=table.text("advice", optional=True) or "",
    )
    codes = relation.left + (relation.right if isinstance(relation.right, tuple) else ())
    if not all(isinstance(code, str) and CODE.match(code) for code in codes):
        raise table.error("left", "指标代码应写成 J101 这样")
    if (relation.right is None) is (kind not in ("whole", "rows")):
        raise table.error("right", "与 relation 不相称")
    table.done()
    return relation
