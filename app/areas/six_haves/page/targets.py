"""The view 年度目标: goals with their progress; the grid in which many are set at once."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from app.areas.members.page.maker import Maker
from app.base.home import Target
from app.desk.detail import Fact
from app.desk.fields import Field, Kind
from app.desk.form_spec import Call, FormSpec, Values
from app.desk.menus import Entry
from app.desk.page import PageAction
from app.desk.parts_page import Part
from app.desk.record_detail import RecordDetail
from app.figures.registry import Registry

from .. import acts
from ..lists.goal_figures import FigurePicker, is_rate, kept, said, short_of, title_of
from ..lists.targets import TargetList, progress, read_goal
from ..rules.conditions import plain
from .reading import Card
from .story import WORDS
from .target_grid import open_grid

if TYPE_CHECKING:
    from .screen import SixPage

KIND = "target"


def set_one(
    registry: Registry, year: int, make: Maker, row: Any = None, union: Any = None
) -> FormSpec:
    """设目标 or 改目标 of one union and figure."""
    fixed = {"union_id": row["union_id"], "code": row["code"]} if row is not None else {}
    which = (
        make.union(label="哪个工会"),
        Field(
            "code",
            "指标",
            Kind.PICKER,
            picker=FigurePicker(registry),
            obligatory=True,
            help="输入名称里的几个字，例如 会员、入会率、集体合同",
        ),
    )
    fields = (
        *(() if fixed else which),
        Field("value", "目标", obligatory=True, max_length=12,
              help="人数、个数填整数；比率按百分数填，例如 95"),
        Field("note", "备注", max_length=200),
    )  # fmt: skip

    def before(_connection: Any, values: Values) -> dict[str, str]:
        try:
            kept(registry, str({**values, **fixed}["code"]), str(values["value"]))
        except ValueError as problem:
            return {"value": f"{problem}。"}
        return {}

    def call(values: Values) -> Call:
        given = {**values, **fixed}
        key = (str(given["union_id"]), str(given["code"]))
        value = kept(registry, key[1], str(values["value"]))
        whole = {"year": year, "targets": {key: value}, "notes": {key: values.get("note")}}
        return Call(acts.set_targets, (), whole)

    first: dict[str, Any] = {}
    titles: dict[str, str] = {}
    intro = ""
    if row is not None:
        rate = is_rate(registry, row["code"])
        first["value"] = plain(row["value"]) if rate else str(row["value"])
        first["note"] = row["note"] or None
        intro = "　".join((union[1] if union else "", title_of(registry, row["code"]))).strip()
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
        registry = self._registry
        found = read_goal(connection, registry, record, day)
        if found is None:
            return None
        goals, goal = found
        title, status = title_of(registry, goal.code), progress(goal)
        known = goal.code in registry.figures or goal.code in registry.rates
        facts = [
            Fact("工会", goal.union, target=Target("organisations", "union", goal.union_id)),
            Fact("指标", f"{goal.code}　{title}"),
            Fact("指标解释", registry.get(goal.code).definition if known else ""),
            Fact("年度", f"{goals.year}年", f"　到{goals.day}，全年已过 {goals.share}%"),
            Fact("目标", said(registry, goal.code, goal.value)),
            Fact("现在", said(registry, goal.code, goal.now), tone=status.tone),
            Fact("还差", short_of(registry, goal.code, goal.missing)),
            Fact("备注", goal.note),
        ]
        row = {"id": goal.id, "union_id": goal.union_id, "code": goal.code, "year": goals.year,
               "value": goal.value, "note": goal.note}  # fmt: skip
        return Card(
            record, title, f"{goal.union}　{goals.year}年", status,
            [f for f in facts if f.value], row, (goal.union_id, goal.union),
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


def _start(page: SixPage) -> None:
    open_grid(page)


def _one(page: SixPage) -> None:
    page.open_form(
        set_one(page.scoring.registry, page.target_year(), page.make, None, page.union())
    )


def _edit(page: SixPage, card: Any) -> FormSpec:
    return set_one(page.scoring.registry, card.data["year"], page.make, card.data, card.union)


def _more(page: SixPage) -> list[Entry]:
    def paper() -> None:
        page.paper("six_targets", "年度目标完成情况表", year=str(page.target_year()))

    return [
        ("one", "设一项目标…", lambda: _one(page)),
        ("copy", "复制上年目标…", lambda: open_grid(page, copy=True)),
        ("paper", "完成情况表…", paper),
    ]


def part(page: SixPage) -> Part:
    """The view, given the page whose figures it shows."""
    return Part(
        "six_targets", "年度目标", TargetList(lambda: page.scoring.registry), TargetDetail,
        "目标表", _start, _edit, _more, sheet="targets",
    )  # fmt: skip
