"""The view 年度目标: a goal with its progress, set and taken away."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from app.areas.members.page.maker import Maker
from app.areas.organisations.lists.names import names_of
from app.base.home import Target
from app.base.lists import Choice
from app.desk.detail import Fact
from app.desk.fields import Field, Kind
from app.desk.form_spec import Call, FormSpec, Values
from app.desk.page import PageAction
from app.desk.parts_page import Part
from app.desk.record_detail import RecordDetail
from app.figures.registry import Figure, Registry

from .. import acts
from ..lists.targets import TargetList, progress, reached, read_target, said
from ..rules.conditions import plain, to_hundredths
from .reading import Card
from .story import WORDS

if TYPE_CHECKING:
    from .screen import SixPage

KIND = "target"


def _kept(registry: Registry, code: str, text: str) -> int:
    """A goal as it is kept.

    Raises:
        ValueError: it is no number of this kind.
    """
    hundredths = to_hundredths(text)
    if not isinstance(registry.get(code), Figure):
        return hundredths
    if hundredths % 100:
        raise ValueError(text)
    return hundredths // 100


def set_one(
    registry: Registry, year: int, make: Maker, row: Any = None, union: Any = None
) -> FormSpec:
    """设目标 or 改目标 of one union and figure."""
    choices = tuple(
        Choice(code, registry.get(code).title, code)
        for code in registry.codes()
        if isinstance(registry.get(code), Figure) or code in registry.rates
    )
    fixed = {"union_id": row["union_id"], "code": row["code"]} if row is not None else {}
    which = (
        make.union(label="哪个工会"),
        Field("code", "指标", Kind.CHOICE, choices=choices, obligatory=True),
    )
    fields = (
        *(() if fixed else which),
        Field("value", "目标", obligatory=True, max_length=12,
              help="人数、个数填整数；比率按百分数填，例如 95"),
    )  # fmt: skip

    def before(_connection: Any, values: Values) -> dict[str, str]:
        try:
            _kept(registry, str({**values, **fixed}["code"]), str(values["value"]))
        except ValueError:
            return {"value": "人数、个数填整数；比率填百分数，最多两位小数。"}
        return {}

    def call(values: Values) -> Call:
        given = {**values, **fixed}
        key = (str(given["union_id"]), str(given["code"]))
        value = _kept(registry, key[1], str(values["value"]))
        return Call(acts.set_targets, (), {"year": year, "targets": {key: value}})

    first: dict[str, Any] = {}
    titles: dict[str, str] = {}
    intro = ""
    if row is not None:
        rate = row["code"] in registry.rates
        first["value"] = plain(row["value"]) if rate else str(row["value"])
        intro = "　".join((union[1] if union else "", registry.get(row["code"]).title)).strip()
    elif union is not None:
        first["union_id"], titles["union_id"] = union
    return FormSpec(
        "set_target", f"{year}年目标", fields, call, first, titles, intro=intro,
        before=before, kind=KIND,
        record=row["id"] if fixed else "", shows=row["id"] if fixed else "",
        errors={"VALUE": "value"},
    )  # fmt: skip


class TargetDetail(RecordDetail):
    """A goal with its progress."""

    area = "six_haves"
    word = "年度目标"
    judged = False
    dated = False

    def __init__(self, page: SixPage) -> None:
        self._page = page
        super().__init__(KIND, page.desk, page.problems, WORDS)

    def show_record(self, record: str) -> None:
        """With the figures of all areas."""
        self._registry: Registry = self._page.scoring.registry
        super().show_record(record)

    def read(self, connection: Any, record: str, day: date) -> Card | None:
        """The goal."""
        row, registry = read_target(connection, record), self._registry
        if row is None:
            return None
        name = names_of(connection, "union", [row["union_id"]], day).get(row["union_id"], "")
        thing, now = registry.get(row["code"]), reached(connection, registry, row, day)
        status = progress(row["value"], now)
        facts = [
            Fact("工会", name, target=Target("organisations", "union", row["union_id"])),
            Fact("指标", f"{row['code']}　{thing.title}"),
            Fact("指标解释", thing.definition),
            Fact("年度", f"{row['year']}年"),
            Fact("目标", said(registry, row["code"], row["value"])),
            Fact("现在", said(registry, row["code"], now), tone=status.tone),
            Fact("备注", row["note"] or ""),
        ]
        return Card(
            record, thing.title, f"{name}　{row['year']}年", status,
            [f for f in facts if f.value], row, (row["union_id"], name),
        )  # fmt: skip

    def acts_of(self, card: Card) -> list[PageAction]:
        """改目标, 取消."""
        row, page = card.data, self._page

        def form() -> FormSpec:
            return set_one(self._registry, row["year"], page.make, row, card.union)

        key = (row["union_id"], row["code"])
        return [
            page.acts.form("edit", "改目标", form, main=True),
            page.acts.sure("drop", "取消目标…", "这项目标不再要求。", acts.set_targets,
                           year=row["year"], targets={key: None}),
        ]  # fmt: skip


def _start(page: SixPage) -> FormSpec:
    return set_one(page.scoring.registry, page.target_year(), page.make, None, page.union())


def _edit(page: SixPage, card: Any) -> FormSpec:
    return set_one(page.scoring.registry, card.data["year"], page.make, card.data, card.union)


def part(page: SixPage) -> Part:
    """The view, given the page whose figures it shows."""
    return Part(
        "six_targets", "年度目标", TargetList(lambda: page.scoring.registry), TargetDetail,
        "设目标", _start, _edit,
    )  # fmt: skip
