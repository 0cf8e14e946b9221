"""The view 评分标准: what a rubric asks, other grades, its workbook, and that it is retired."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.base.home import Target
from app.base.lists import Choice
from app.base.progress import Progress
from app.desk.detail import Fact
from app.desk.dialogs import ask
from app.desk.fields import Field, Kind
from app.desk.form_spec import Call, FormSpec, Values
from app.desk.list_out import ask_file, written_notice
from app.desk.page import PageAction
from app.desk.parts_page import Part
from app.desk.record_detail import RecordDetail
from app.desk.rows import Row, RowList

from .. import acts
from ..lists.assessments import presets
from ..lists.catalogue import Named, catalogue, county_of
from ..lists.rubrics import RUBRICS, STATES, kinds_of, rubric_of, state_of, uses_of
from ..rules.conditions import plain
from ..rules.rubric import HOWS, Rubric
from .reading import Card
from .rubric_editor.drafts import Drafts
from .rubric_editor.screen import RubricEditor, Start
from .story import WORDS

if TYPE_CHECKING:
    from .screen import SixPage

KIND = "rubric"


def read_card(connection: Any, record: str) -> Card | None:
    """A rubric."""
    try:
        rubric, row = rubric_of(connection, record)
    except KeyError:
        return None
    grades = "　".join(f"{g.name} {plain(g.least)} 分起" for g in rubric.grades)
    facts = [
        Fact("版本", rubric.version),
        Fact("适用", kinds_of(rubric)),
        Fact("会员人数", _members(rubric)),
        Fact("满分", "" if rubric.by_class else f"{plain(rubric.full)} 分"),
        Fact("加分", f"最多 {plain(rubric.bonus_cap)} 分" if rubric.bonus_cap else ""),
        Fact("等次", grades or "各项取最低的一类", f"　其余{rubric.failed}"),
        Fact("不适用的项", "去掉后按比例折算" if rubric.rescale else "按满分计"),
        Fact("出处", rubric.source),
        Fact("已用于", f"{uses_of(connection).get(record, 0)} 个工会的评分"),
        Fact("停用", row["retired_on"].isoformat() if row and row["retired_on"] else ""),
    ]
    return Card(
        record, rubric.title, f"{len(rubric.items)} 项", STATES[state_of(row)],
        [f for f in facts if f.value], (rubric, row),
    )  # fmt: skip


def _members(rubric: Rubric) -> str:
    if rubric.most is not None:
        return f"{rubric.least} 至 {rubric.most} 人"
    return f"{rubric.least} 人及以上" if rubric.least else ""


def item_rows(rubric: Rubric) -> list[Row]:
    """The items under their sections."""
    found, titles, section = [], dict(rubric.sections), ""
    for item in rubric.items:
        if item.section != section:
            section = item.section
            full = sum(
                each.points
                for each in rubric.items
                if each.section == section and each.how not in ("veto", "bonus")
            )
            value = f"{plain(full)} 分" if full else ""
            found.append(Row(f"section:{section}", f"【{titles[section]}】", value=value))
        asked = "、".join(sorted(item.codes())) if item.computed else "人工评定"
        note = "　".join(p for p in (item.criterion or HOWS[item.how], f"依据：{asked}") if p)
        value = f"{plain(item.points)} 分" if item.points else HOWS[item.how]
        found.append(Row(item.id, f"{item.id}　{item.text}", note, value=value))
    return found


def regrade(record: str, rubric: Rubric) -> FormSpec:
    """换一套等次: the same items with other grades, as a new version."""
    choices = tuple(
        Choice(one["code"], one["title"],
               "　".join(f"{g['name']}{g['least']}" for g in one["grades"]))
        for one in presets()
    )  # fmt: skip
    fields = (
        Field("preset", "等次", Kind.CHOICE, choices=choices, obligatory=True),
        Field("title", "名称", obligatory=True, max_length=80),
    )

    def call(values: Values) -> Call:
        preset = next(one for one in presets() if one["code"] == values["preset"])
        content = {
            **rubric.as_data(), "title": values["title"], "grades": preset["grades"],
            "failed": preset["failed"],
        }  # fmt: skip
        return Call(acts.take_in_rubric, (), {"content": content, "source": preset["title"]})

    return FormSpec(
        "regrade_rubric", "换一套等次", fields, call, {"title": f"{rubric.title}（本县等次）"},
        intro="各项内容不变，等次换成所选的一套，另存为一份新的评分标准；已经评的不受影响。",
        kind=KIND, record=record, errors={"RUBRIC": "preset"},
    )  # fmt: skip


def beginning(
    base: str, rubric: Rubric, row: Mapping[Any, Any] | None, county: str, year: int
) -> Start:
    """What an edited copy begins with: the next version of the county's own, or a copy of what
    came with the program, named for her county.

    Args:
        base: id in the list.
        year: the present one.
    """
    content = rubric.as_data()
    if row is None or row["shipped"]:
        content |= {"title": f"{county or '本县'}{rubric.title}", "version": f"{year}.1"}
        return Start(base, rubric.title, content, str(year))
    content["version"] = next_version(rubric.version)
    since = "" if row["year"] is None else str(row["year"])
    return Start(base, rubric.title, content, since, own=row["retired_on"] is None)


def next_version(version: str) -> str:
    """The version after one: 2026.1 → 2026.2."""
    head, dot, last = version.rpartition(".")
    return f"{head}.{int(last) + 1}" if dot and last.isdigit() else f"{version}.2"


class RubricDetail(RecordDetail):
    """A rubric: its particulars and its items."""

    area = "six_haves"
    word = "评分标准"
    judged = False
    dated = False

    def __init__(self, page: SixPage) -> None:
        self._page = page
        super().__init__(KIND, page.desk, page.problems, WORDS)
        self.drafts = Drafts(page.desk, self)
        self.drafts.told.connect(self.again)

    def add_own_tabs(self) -> None:
        """评分项."""
        self.add_tab("items", "评分项", self._items_tab)

    def read(self, connection: Any, record: str, day: date) -> Card | None:
        """The rubric."""
        del day
        return read_card(connection, record)

    def acts_of(self, card: Card) -> list[PageAction]:
        """修改, another set of grades, the workbook, retiring."""
        rubric, row = card.data
        made, found = self._page.acts, []
        if not rubric.by_class:
            regraded = made.form("regrade", "换一套等次…", lambda: regrade(card.id, rubric))
            found.append(regraded)
        words = "接着修改…" if self.drafts.of(card.id) else "照此修改…"
        found.insert(0, PageAction("edit", words, self.edit, main=True, help="另存为新的一份"))
        found.insert(1, PageAction("workbook", "导出工作簿…", self._ask_file))
        if row is not None and state_of(row) == "own":
            found.append(
                made.sure("retire", "停用…", "开始评分时不再列出，已经评的不变。",
                          acts.retire_rubric, card.id, on=self._desk.today)
            )  # fmt: skip
        return found

    def fill(self, tab: str) -> None:
        """The items."""
        made = self.widget(tab)
        if self.card is not None and isinstance(made, RowList):
            rubric = self.card.data[0]
            made.show_rows(item_rows(rubric), f"{len(rubric.items)} 项")

    def _items_tab(self) -> QWidget:
        return RowList(f"{self.name}_items", "评分项", "没有评分项。")

    # editing

    def edit(self) -> None:
        """Edit it as a new version, or go on where that was left."""
        if not self._page.may_act() or self.card is None:
            return
        rubric, row = self.card.data
        base, kept = self.card.id, self.drafts.of(self.card.id)
        registry, day = self._page.scoring.registry, self._desk.today

        def read(connection: Any) -> tuple[Mapping[str, Named], str]:
            return catalogue(connection, registry, day), county_of(connection)

        def done(found: tuple[Mapping[str, Named], str]) -> None:
            known, county = found
            fresh = beginning(base, rubric, row, county, day.year)
            if kept is None:
                self._open(fresh, known)
                return
            unfinished = replace(fresh, content=kept["content"], year=kept["year"], dirty=True)
            ask(
                self.window(), "rubric_kept", "接着上次的改吗？", "上次改到一半，没有保存。",
                [("again", "重新开始", lambda: self._open(fresh, known)),
                 ("go_on", "接着改", lambda: self._open(unfinished, known))], main="go_on",
            )  # fmt: skip

        self._desk.ops.ask(read, owner=self, done=done, slot="edit")

    def _open(self, start: Start, known: Mapping[str, Named]) -> None:
        page = self._page

        def saved(record: str) -> None:
            page.leave_whole()
            page.jump(Target("six_haves", KIND, record))

        made = RubricEditor(page, self.drafts, start, known, saved)
        made.left.connect(self.again)
        page.show_whole(made)

    def _ask_file(self) -> None:
        self.files = ask_file(self, str(self.card.title), self.write)

    def write(self, path: Path) -> None:
        """Write the rubric as the workbook that can be imported again."""
        rubric = self.card.data[0]

        def work(progress: Progress) -> Any:
            from app.sheets.writing import write_list

            from ..sheet import KIND as WORKBOOK
            from ..sheet import rows_for

            return write_list(path, WORKBOOK, rows_for(rubric), progress)

        self._desk.ops.run(
            "导出评分标准", work, owner=self,
            done=lambda done: self._desk.ops.noticed.emit(written_notice(done)),
        )  # fmt: skip


PART = Part(
    "six_rubrics", "评分标准", RUBRICS, RubricDetail, sheet="rubric",
)  # fmt: skip
