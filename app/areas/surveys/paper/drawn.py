"""Charts of a result, for paper and window alike."""

from __future__ import annotations

from fractions import Fraction

from app.paper.model import Chart, ChartKind, Series

from ..lists.results import Counted
from ..lists.surveys import percent
from ..rules.counting import Result

FULL = 100.0


def items_chart(data: Counted, result: Result, title: str) -> Chart | None:
    """满意率 and 综合满意率 of each item, or of each person overall; None before votes."""
    if not data.counted:
        return None
    if data.form.subjects:
        names = {s["id"]: s["name"] for s in data.subjects}
        pairs = [(names[one], found) for one, found in result.overall.items()]
    else:
        words = dict(data.form.items)
        pairs = [(words[key[1]], found) for key, found in result.items.items()]
    series = tuple(
        Series(
            name,
            tuple(_length(value) for value in values),
            tuple(percent(value) or "—" for value in values),
        )
        for name, values in (
            ("满意率", [found.satisfied for _name, found in pairs]),
            ("综合满意率", [found.accepted for _name, found in pairs]),
        )
    )
    return Chart(title, tuple(name for name, _found in pairs), series, top=FULL)


def shares_chart(data: Counted, result: Result, title: str) -> Chart | None:
    """How the votes of the overall item divide; only where one thing is rated."""
    if data.form.subjects or not data.counted:
        return None
    overall = result.overall[""]
    votes = [(g.name, overall.votes[g.code]) for g in data.form.grades]
    votes.append(("弃权", overall.abstain))
    shown = [(name, number) for name, number in votes if number]
    if not shown:
        return None
    series = Series("票数", tuple(float(number) for _name, number in shown),
                    tuple(f"{number}票" for _name, number in shown))  # fmt: skip
    labels = tuple(name for name, _number in shown)
    return Chart(title, labels, (series,), kind=ChartKind.SHARE, unit="票")


def _length(value: Fraction | None) -> float:
    return 0.0 if value is None else float(value * 100)
