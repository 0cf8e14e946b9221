"""What the area puts on the home page: cards with figures, what is due, what is not filled in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from app.base.days import add_years, chinese
from app.base.home import Card, Due, Target
from app.base.lists import Tone
from app.base.text import rate
from app.figures.engine import Value, evaluate
from app.figures.registry import Registry, Scope

from .checks import pending
from .checks.completeness import completeness, due_settings
from .checks.fetch import Register
from .figures import register

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from app.rules.book import RuleBook

AREA = "organisations"
STOCKS = ("J101", "J107")
FINDINGS = Target(AREA, view="findings")


def _figure(code: str) -> Target:
    return Target("returns", "figure", code)


# -- cards -------------------------------------------------------------------------------------


def home(
    conn: Connection,
    *,
    day: date,
    book: RuleBook,
    unit: str | None = None,
    registry: Registry | None = None,
) -> list[Card]:
    """The cards of the area as of a day; each opens the figure it shows.

    Args:
        unit: hex id of a union: only it and what is below it.
        registry: the figures of all areas; None: those of this area.
    """
    if registry is None:
        registry = Registry()
        register(registry)
    records = Register(conn, day, unit)
    period = book.period("working_year", day.year)
    scope = Scope(day, period, records.unit, records.opening)
    codes = (*STOCKS, "J201", "J206", "R201", "R104")
    now = evaluate(conn, registry, codes, scope)
    begin = max(period.first - timedelta(1), records.opening or date.min)
    then: dict[str, Value] = {}
    if begin < day:
        then = evaluate(conn, registry, STOCKS, Scope(begin, period, records.unit, records.opening))
    return [
        _organisations(now, then),
        _heads(conn, now["J201"], "workers", "职工", day),
        _heads(conn, now["J206"], "members", "会员", day),
        _joining(now["R201"], book, day),
        _founding(now["R104"], book, day),
    ]


def _number(value: Value | None) -> str:
    return "—" if value is None or value.value is None else f"{int(value.value):,}"


def _organisations(now: dict[str, Value], then: dict[str, Value]) -> Card:
    note, tone = "", Tone.IDLE
    pairs = [(now[code].value, then[code].value) for code in STOCKS if code in then]
    if pairs and all(a is not None and b is not None for a, b in pairs):
        changes = [int(a or 0) - int(b or 0) for a, b in pairs]
        note = "比年初 " + " / ".join(f"{change:+d}" for change in changes)
        note = note.replace("-", "−").replace("+0", "0")
        tone = Tone.GOOD if changes[0] >= 0 < max(changes) else tone
        tone = Tone.WARN if changes[0] < 0 else tone
        note = "与年初相同" if not any(changes) else note
    value = " / ".join(_number(now[code]) for code in STOCKS)
    return Card("organisations", "工会组织 / 涵盖单位", value, note, tone, _figure("J101"))


def _heads(conn: Connection, value: Value, key: str, title: str, day: date) -> Card:
    if value.value is None:
        return Card(key, title, "—", "还没有填报", Tone.IDLE, _figure(value.code))
    newest = pending.newest_reading(conn, value.code, day)
    note = f"数据截至 {newest.isoformat()}" if newest and value.state != "counted" else ""
    stale = newest is not None and newest < add_years(day, -1)
    return Card(key, title, _number(value), note, Tone.WARN if stale else Tone.IDLE,
                _figure(value.code))  # fmt: skip


def _joining(value: Value, book: RuleBook, day: date) -> Card:
    target = int(book.rule("STA-02", on=day).params["target_percent"])
    members, workers = value.numerator, value.denominator
    if members is None or not workers:
        return Card("joining", "入会率", "—", "职工或会员还没有填报", Tone.IDLE, _figure("R201"))
    if members > workers:
        note, tone = "超过100%，职工数未更新", Tone.WARN
    elif members * 100 >= workers * target:
        note, tone = f"达到目标 {target}%", Tone.GOOD
    else:
        lacking = -(-workers * target // 100) - members
        note, tone = f"还差 {lacking:,} 人到 {target}%", Tone.WARN
    return Card("joining", "入会率", rate(members, workers), note, tone, _figure("R201"))


def _founding(value: Value, book: RuleBook, day: date) -> Card:
    title = "建会率（法人单位）"
    target = int(book.rule("STA-01", on=day).params["target_percent"])
    done, due_ = value.numerator, value.denominator
    if done is None or not due_:
        return Card("founding", title, "—", "还没有应建会的法人单位", Tone.IDLE, _figure("R104"))
    lacking = -(-due_ * target // 100) - done
    note, tone = f"{done:,}/{due_:,}，达到目标 {target}%", Tone.GOOD
    if lacking > 0:
        note, tone = f"{done:,}/{due_:,}，还差 {lacking:,} 家到 {target}%", Tone.WARN
    return Card("founding", title, rate(done, due_), note, tone, _figure("R104"))


# -- due ---------------------------------------------------------------------------------------


def due(conn: Connection, *, day: date, book: RuleBook, unit: str | None = None) -> list[Due]:
    """What is to be done as of a day: overdue first, then by day, then what has no day."""
    records = Register(conn, day, unit)
    shown = due_settings()["shown"]
    found = capped(_certificates(records, book), shown, "法人证书到期")
    found += capped(_preparing(records, book), shown, "筹建时间过长")
    ahead = day + timedelta(due_settings()["planned_days"])
    found += capped(_planned(records, ahead), shown, "计划建会")
    found += capped(_returned(conn, book, day, records), shown, "暂缓到期的审核问题")
    bare = pending.bare_places(records)
    if bare:
        names = "、".join(bare[:3]) + ("等" if len(bare) > 3 else "")
        found.append(
            Due(f"{len(bare)} 个村（社区）还没有工会覆盖", None, names, Tone.IDLE, "查看",
                Target(AREA, "rule", "TWN-02", view="findings"))
        )  # fmt: skip
    order = {Tone.BAD: 0, Tone.WARN: 1}
    return sorted(found, key=lambda d: (order.get(d.tone, 2), d.day or date.max, d.title))


def capped(found: Iterable[Due], shown: int, what: str, to: Target = FINDINGS) -> list[Due]:
    """The first of one sort, of what is overdue the newest; and how many more there are.

    Args:
        what: the sort, in the line that stands for the others; ``to``: where that leads.
    """
    every = sorted(found, key=lambda d: (d.day or date.max, d.title))
    late = [one for one in every if one.tone is Tone.BAD]
    soon = [one for one in every if one.tone is not Tone.BAD]
    kept = [*late[-shown:], *soon[:shown]]
    if len(kept) == len(every):
        return kept
    rest = Due(f"另有 {len(every) - len(kept)} 项：{what}", None, "办完前面的会接着列出",
               Tone.IDLE, "查看", to)  # fmt: skip
    return [*kept, rest]


def calendar(
    conn: Connection, *, day: date, year: int, book: RuleBook, unit: str | None = None
) -> list[Due]:
    """What falls into a year: ends of certificates, 计划建会."""
    del book
    records = Register(conn, day, unit)
    found = []
    for union in _working(records):
        until = union.certificate_until
        if until is not None and until.year == year:
            what = "法人证书到期"
            found.append(_until(union, what, until, records.day, "查看", "certificate_until"))
    for one in _planned(records, date(year, 12, 31)):
        if one.day is not None and one.day.year == year:
            found.append(one)
    return found


def _working(records: Register) -> list[Any]:
    return [u for u in records.own_unions if u.status == "active" and not u.outside]


def _certificates(records: Register, book: RuleBook) -> list[Due]:
    """法人证书 that run out (CERT-01); the ends of terms are told by 干部与换届."""
    rule = book.rule("CERT-01", on=records.day)
    ahead = timedelta(int(rule.params["first_reminder_days"]))
    found = []
    for union in _working(records):
        until = union.certificate_until
        if until is not None and until <= records.day + ahead:
            what = "法人证书到期" if until >= records.day else "法人证书已经过期"
            found.append(_until(union, what, until, records.day, "处理", "certificate_until"))
    return found


def _until(union: Any, what: str, until: date, day: date, action: str, field: str) -> Due:
    left = (until - day).days
    late = left < 0
    note = f"{chinese(until)}到期" if late else "今天到期" if not left else f"还有 {left} 天"
    return Due(f"{union.name} {what}", until, note, Tone.BAD if late else Tone.WARN, action,
               Target(AREA, "union", union.id, field))  # fmt: skip


def _preparing(records: Register, book: RuleBook) -> list[Due]:
    """Unions in preparation for longer than the days that LAW-10 gives to an approval."""
    days = int(book.rule("LAW-10", on=records.day).params["days"])
    found = []
    for union in records.own_unions:
        since = union.preparing_on or union.since
        if union.status != "preparing" or union.outside or since is None:
            continue
        passed = (records.day - since).days
        if passed > days:
            found.append(
                Due(f"{union.name} 还在筹备", since + timedelta(days), f"已经 {passed} 天",
                    Tone.WARN, "登记批准", Target(AREA, "union", union.id, "status"))
            )  # fmt: skip
    return found


def _planned(records: Register, ahead: date) -> list[Due]:
    """Employers that were to have a union by a day."""
    found = []
    for row in pending.planned(records, ahead):
        late = row.planned_on < records.day
        note = "计划日期已过" if late else f"还有 {(row.planned_on - records.day).days} 天"
        found.append(
            Due(f"{row.name} 计划建会", row.planned_on, note, Tone.BAD if late else Tone.WARN,
                "登记建会", Target(AREA, "employer", row.id, "planned_on"))
        )  # fmt: skip
    return found


def _returned(conn: Connection, book: RuleBook, day: date, records: Register) -> list[Due]:
    """Findings put off to a day that has come."""
    mine: Callable[[str], bool] = {u.id for u in records.own_unions}.__contains__
    return [
        Due(f"{row.name} 暂缓的审核问题到期".strip(), row.put_off, _title(book, row.rule, day),
            Tone.WARN, "处理", Target(AREA, row.kind, row.id, view="findings"))
        for row in pending.returned(conn, day, due_settings()["returned_days"])
        if records.unit is None or mine(row.id)
    ]  # fmt: skip


def _title(book: RuleBook, rule: str, day: date) -> str:
    if rule in book.ids:
        return book.rule(rule, on=day).title
    return next((check.title for check in book.checks() if check.id == rule), rule)


# -- not filled in -----------------------------------------------------------------------------


def missing(conn: Connection, *, day: date, unit: str | None = None) -> list[Due]:
    """How complete the records are, and what is lacking most; each leads to one that lacks it."""
    whole = completeness(conn, day, unit=unit)
    if not whole.missing or whole.percent is None:
        return []
    found = [
        Due(f"资料完整率 {whole.percent}%", None, f"应填 {whole.expected:,} 项，缺 "
            f"{whole.expected - whole.filled:,} 项", Tone.INFO, "查看",
            Target(AREA, view="missing"))
    ]  # fmt: skip
    words = {"union": ("工会", "个"), "employer": ("单位", "家")}
    counts = Counter((one.kind, one.field, one.label) for one in whole.missing)
    for (kind, field, label), count in counts.most_common(due_settings()["shown"]):
        word, unit_word = words[kind]
        found.append(
            Due(f"{word}{label}没有填", None, f"{count:,} {unit_word}", Tone.IDLE, "补填",
                Target(AREA, kind, field=field, view="missing"))
        )  # fmt: skip
    return found
