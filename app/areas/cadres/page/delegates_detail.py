"""The detail of a 届 of delegates: shares, the people, how the units elected; and its forms."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.areas.members.lists.detail import pick_member
from app.areas.members.page.maker import Maker, day, doc_no
from app.areas.organisations.lists.common import name_of
from app.base.home import Target
from app.base.lists import Choice, Status, Tone
from app.base.text import rate
from app.desk.detail import Fact
from app.desk.fields import Field, Kind
from app.desk.form_spec import Call, FormSpec, Values, as_kept, as_shown, words, yes_no
from app.desk.page import PageAction
from app.desk.record_detail import RecordDetail
from app.desk.rows import Chip, Row, RowList

from .. import acts
from ..lists.delegations import DELEGATIONS, KINDS, MARKS, Delegation, delegations
from .election_story import WORDS
from .paper_editor import start_paper
from .reading import AREA, Card, told

if TYPE_CHECKING:
    from .screen import CadresPage

KIND = "delegation"
_FLAGS = ("front_line", "manager", "business_owner", "model_worker")
_ERRORS = {"OVERLAP": "since", "DATES": "since", "NUMBER": "total", "REQUIRED": "name",
           "TWICE": "person_id"}  # fmt: skip


# -- forms -----------------------------------------------------------------------------------------


def _count(key: str, label: str) -> Field:
    return Field(key, label, Kind.COUNT, unit="名")


def _term_fields() -> tuple[Field, ...]:
    return (
        day("since", "本届自"),
        Field("ordinal", "届次", Kind.COUNT, unit="届"),
        Field("years", "任期", Kind.CHOICE, choices=(Choice("3", "3年"), Choice("5", "5年"))),
        _count("seats", "代表名额"),
        day("elected_on", "全部选出日期", obligatory=False),
        Field("listed", "代表人数", Kind.CHOICE, obligatory=True,
              choices=(Choice("1", "按代表名单数"), Choice("0", "填报人数"))),
        *(_count(key, word) for key, word in (("total", "代表总数"), *MARKS.items())),
        doc_no("批复文号"),
        Field("note", "备注", Kind.LINES, max_length=300),
    )  # fmt: skip


def _reported(values: Values) -> bool:
    return values.get("listed") == "0"


_HIDES = dict.fromkeys(("total", *MARKS), _reported)


def _term(values: Values) -> dict[str, Any]:
    kept = as_kept(values, ("listed",))
    kept["years"] = int(kept["years"]) if kept.get("years") else None
    if kept["listed"]:
        kept |= dict.fromkeys(("total", *MARKS))
    return kept


def start(make: Maker, union: tuple[str, str] | None = None) -> FormSpec:
    """登记代表届次."""
    kinds = tuple(Choice(key, word) for key, word in KINDS.items())
    fields = (
        make.union("union_id", "工会"),
        Field("kind", "大会", Kind.CHOICE, choices=kinds, obligatory=True),
        *_term_fields(),
    )
    return FormSpec(
        "start_delegation", "登记代表届次", fields,
        lambda v: Call(acts.start_delegation, (), _term(v)),
        {"union_id": union[0] if union else None, "kind": "members", "since": make.today,
         "years": "5", "listed": "1"},
        dict([union]) if union else {}, kind=KIND, errors=_ERRORS, hides=_HIDES, words="登记",
    )  # fmt: skip


def edit(row: Mapping[Any, Any]) -> FormSpec:
    """更正代表届次."""
    fields = _term_fields()
    kept = as_shown({f.key: row[f.key] for f in fields}, ("listed",))
    kept["years"] = str(kept["years"]) if kept["years"] else None
    return FormSpec(
        "edit_delegation", "更正代表届次", fields,
        lambda v: Call(acts.edit_delegation, (row["id"],), _term(v)), kept,
        record=row["id"], kind=KIND, shows=row["id"], done="已保存。", errors=_ERRORS, hides=_HIDES,
    )  # fmt: skip


def _delegate_fields(make: Maker, *, person: bool = True) -> tuple[Field, ...]:
    return (
        *((Field("person_id", "从名册里选", Kind.PICKER, picker=pick_member),) if person else ()),
        Field("name", "姓名", max_length=60, help="名册里没有的，写姓名和下面几项"),
        Field("sex", "性别", Kind.CHOICE, choices=words("sex")),
        Field("birth_year", "出生年份", Kind.COUNT),
        Field("ethnicity", "民族", Kind.CHOICE, choices=words("ethnicity")),
        Field("political", "政治面貌", Kind.CHOICE, choices=words("political")),
        Field("education", "学历", Kind.CHOICE, choices=words("education")),
        Field("unit_name", "选举单位", max_length=120, group="代表"),
        Field("post_name", "职务", max_length=80),
        yes_no("front_line", "一线职工"),
        yes_no("manager", "中层正职以上"),
        yes_no("model_worker", "劳模先进"),
        yes_no("business_owner", "企业主、经营者"),
        make.union("unit_id", "选举单位（工会）", obligatory=False),
        Field("note", "备注", Kind.LINES, max_length=300),
    )


_OWN = ("sex", "birth_year", "ethnicity", "political", "education")


def _delegate(values: Values) -> dict[str, Any]:
    kept = as_kept(values, _FLAGS)
    kept["who"] = kept.pop("person_id", None)
    if kept["who"] is not None:
        kept |= dict.fromkeys(_OWN)
        if not kept["name"]:
            kept.pop("name")
    return kept


def add_delegate(make: Maker, delegation: str) -> FormSpec:
    """登记代表."""
    return FormSpec(
        "add_delegate", "登记代表", _delegate_fields(make),
        lambda v: Call(acts.add_delegate, (delegation,), _delegate(v)), {}, record=delegation,
        kind=KIND, shows=delegation, errors=_ERRORS, hides=dict.fromkeys(_OWN, _no_person),
        before=lambda _c, v: {} if v.get("person_id") or v.get("name")
        else {"person_id": "请从名册里选，或者填写姓名。"},
    )  # fmt: skip


def _no_person(values: Values) -> bool:
    return not values.get("person_id")


def edit_delegate(make: Maker, one: Mapping[Any, Any], delegation: str) -> FormSpec:
    """更正代表."""
    fields = _delegate_fields(make)
    known = {**one, "business_owner": one["owner"]}
    kept = as_shown({f.key: known[f.key] for f in fields}, _FLAGS)
    titles = {one["person_id"]: one["name"]} if one["person_id"] else {}
    if one["unit_id"]:
        titles[one["unit_id"]] = one["unit"]

    def call(values: Values) -> Call:
        given = _delegate(values)
        if given["who"] == one["person_id"]:
            given.pop("who")
        given["name"] = given.get("name") or one["name"]
        return Call(acts.edit_delegate, (one["id"],), given)

    return FormSpec(
        "edit_delegate", f"更正代表：{one['name']}", fields, call, kept, titles,
        record=delegation, kind=KIND, shows=delegation, done="已保存。", errors=_ERRORS,
        hides=dict.fromkeys(_OWN, _no_person),
    )  # fmt: skip


def end_delegate(make: Maker, one: Mapping[Any, Any], delegation: str) -> FormSpec:
    """代表资格终止, 罢免 with its votes."""
    fields = (
        day("on", "终止日期"),
        Field("ended", "原因", Kind.CHOICE, choices=words("delegate_ended"), obligatory=True),
        Field("yes", "赞成罢免", Kind.COUNT, unit="票"),
        Field("every", "选举单位全体会员", Kind.COUNT, unit="人"),
    )

    def recalled(values: Values) -> bool:
        return values.get("ended") == "recalled"

    def call(values: Values) -> Call:
        if recalled(values):
            given = {"on": values["on"], "yes": values["yes"], "every": values["every"]}
            return Call(acts.recall_delegate, (one["id"],), given)
        return Call(acts.end_delegate, (one["id"],), {"on": values["on"], "ended": values["ended"]})

    return FormSpec(
        "end_delegate", f"代表资格终止：{one['name']}", fields, call, {"on": make.today},
        record=delegation, kind=KIND, shows=delegation, errors={"NUMBER": "yes", "DATES": "on"},
        hides={"yes": recalled, "every": recalled}, words="登记",
        before=lambda _c, v: {"yes": "请填赞成罢免的票数和全体会员数。"}
        if recalled(v) and (v.get("yes") is None or v.get("every") is None) else {},
    )  # fmt: skip


def poll(make: Maker, delegation: str, row: Mapping[Any, Any] | None = None) -> FormSpec:
    """登记代表选举 of one unit."""
    fields = (
        Field("unit_name", "选举单位", max_length=120),
        make.union("unit_id", "选举单位（工会）", obligatory=False),
        day("on_day", "选举日期", obligatory=False),
        _count("seats", "应选代表"), _count("candidates", "候选人"),
        Field("due", "会员人数", Kind.COUNT, unit="人"),
        Field("present", "到会人数", Kind.COUNT, unit="人"),
        Field("least_yes", "当选者最少得票", Kind.COUNT, unit="票"),
        Field("note", "备注", Kind.LINES, max_length=300),
    )  # fmt: skip
    if row is None:
        return FormSpec(
            "add_poll", "登记代表选举", fields,
            lambda v: Call(acts.add_poll, (delegation,), dict(v)),
            {}, record=delegation, kind=KIND, shows=delegation,
            errors={"REQUIRED": "unit_name", "NUMBER": "present"},
        )  # fmt: skip
    return FormSpec(
        "edit_poll", "更正代表选举", fields, lambda v: Call(acts.edit_poll, (row["id"],), dict(v)),
        {f.key: row[f.key] for f in fields}, record=delegation, kind=KIND, shows=delegation,
        done="已保存。", errors={"REQUIRED": "unit_name", "NUMBER": "present"},
    )  # fmt: skip


# -- the detail ------------------------------------------------------------------------------------


def read_delegation(connection: Any, record: str, day: date) -> Card | None:
    """A 届 of delegates with everybody in it."""
    of = delegations(connection, [record], day).get(record)
    if of is None:
        return None
    from app.base.lists import View

    row = DELEGATIONS.rows(connection, [record], View(day))[0]
    which = f"第{of.row['ordinal']}届" if of.row["ordinal"] else ""
    card = Card(
        record, f"{of.union}{which}{row['kind']}代表", "", row["state"],
        data={"row": row, "of": of}, union=(of.row["union_id"], of.union),
    )  # fmt: skip
    total = of.numbers["total"]
    card.facts = [
        Fact("工会", of.union, target=Target(AREA, "organs", of.row["union_id"])),
        Fact("任期", f"{told(of.row['since'])} 至 {told(of.row['due_on'])}", key="since"),
        Fact("名额 / 代表", f"{_said(of.row['seats'])} / {_said(total)}", key="seats",
             tone=Tone.WARN if of.vacant else None),
        *(
            Fact(f"{word}代表", f"{count}名", f"（{rate(count, total)}）", key)
            for key, word in MARKS.items()
            if (count := of.numbers[key]) is not None and total
        ),
        Fact("全部选出", told(of.row["elected_on"]), key="elected_on"),
        Fact("批复文号", of.row["doc_no"] or "", key="doc_no"),
        Fact("备注", of.row["note"] or ""),
    ]  # fmt: skip
    return card


def _said(value: int | None) -> str:
    return "—" if value is None else f"{value}名"


class DelegationDetail(RecordDetail):
    """The delegates of one 届."""

    area = AREA
    word = "代表届次"
    dated = False

    def __init__(self, page: CadresPage) -> None:
        self._page = page
        super().__init__("delegation", page.desk, page.problems, WORDS)

    def add_own_tabs(self) -> None:
        """代表, 选举单位."""
        self.add_tab("people", "代表", self._people_tab)
        self.add_tab("polls", "选举单位", self._polls_tab)

    def read(self, connection: Any, record: str, day: date) -> Card | None:
        """The delegates as of a day."""
        return read_delegation(connection, record, day)

    def acts_of(self, card: Card) -> list[PageAction]:
        """登记代表 first."""
        menu, of = self._page.menu, card.data["of"]
        found = [
            menu.form("add", "登记代表", lambda: add_delegate(menu.make, card.id), main=True),
            menu.form("edit", "更正届次…", lambda: edit(of.row)),
            menu.form("poll", "登记选举单位…", lambda: poll(menu.make, card.id)),
        ]
        if of.row["election_id"]:
            election = of.row["election_id"]
            found += [
                PageAction("roster", "起草：代表名册", lambda: start_paper(
                    self._page, "delegate_roster", election)),
                PageAction("report", "起草：代表资格审查报告", lambda: start_paper(
                    self._page, "qualification_report", election)),
            ]  # fmt: skip
        found.append(
            menu.sure(
                "delete", "删除误录…", "名单是空的才能删除。", acts.delete_delegation, card.id
            )
        )
        return found

    def _people_tab(self) -> QWidget:
        chips = [
            Chip("edit", "更正…", lambda row: self._form(edit_delegate, row), lambda _row: True),
            Chip("end", "资格终止…", lambda row: self._form(end_delegate, row),
                 lambda row: bool(row.data["serving"])),
            Chip("delete", "删除误录…", self._delete, lambda _row: True),
        ]  # fmt: skip
        made = RowList(f"{self.name}_people", "代表", "还没有名单，可以逐个登记或者导入。", chips)
        made.opened.connect(lambda row: self._form(edit_delegate, row))
        return made

    def _form(self, make: Any, row: Row | None) -> None:
        if row is not None and self.card is not None:
            self._page.menu.open(make(self._page.menu.make, row.data, self.card.id))

    def _delete(self, row: Row | None) -> None:
        if row is not None:
            self._page.menu.sure(
                "delete_delegate", "删除误录…", "只删录错的代表；不再是代表的，请登记资格终止。",
                acts.delete_delegate, row.id,
            ).run()  # fmt: skip

    def _polls_tab(self) -> QWidget:
        chips = [
            Chip("add", "登记…", lambda _row: self._poll(None)),
            Chip("edit", "更正…", self._poll, lambda _row: True),
            Chip("delete", "删除误录…", self._delete_poll, lambda _row: True),
        ]
        made = RowList(f"{self.name}_polls", "选举单位", "登记各选举单位的应选名额、候选人和票数。",
                       chips)  # fmt: skip
        made.opened.connect(self._poll)
        return made

    def _poll(self, row: Row | None) -> None:
        if self.card is not None:
            menu = self._page.menu
            menu.open(poll(menu.make, self.card.id, row.data if row is not None else None))

    def _delete_poll(self, row: Row | None) -> None:
        if row is not None:
            self._page.menu.sure(
                "delete_poll", "删除误录…", "只删录错的。", acts.delete_poll, row.id
            ).run()

    def fill(self, tab: str) -> None:
        """Everything came with the card."""
        made, card = self.widget(tab), self.card
        if card is None or not isinstance(made, RowList):
            return
        of: Delegation = card.data["of"]
        rows = _people_rows(of) if tab == "people" else _poll_rows(of)
        made.show_rows(rows, past=self._desk.is_past)


def _people_rows(of: Delegation) -> list[Row]:
    gone = [p for p in of.people if not p["serving"]]
    found = []
    for one in (*of.serving, *gone):
        marks = "、".join(word for key, word in MARKS.items() if one.get(key) and key != "women")
        said = " · ".join(w for w in (one["sex_name"], one["unit"], marks) if w)
        state = None
        if not one["serving"]:
            state = Status(name_of("delegate_ended", one["ended"]) or "未到任", Tone.IDLE)
        found.append(Row(one["id"], str(one["name"]), said, state, data=one))
    return found


def _poll_rows(of: Delegation) -> list[Row]:
    return [
        Row(
            row["id"], row["unit_name"] or "选举单位",
            f"会员 {_blank(row['due'])}，到会 {_blank(row['present'])}；"
            f"应选 {_blank(row['seats'])}，候选 {_blank(row['candidates'])}，"
            f"最少得票 {_blank(row['least_yes'])}",
            data=row,
        )
        for row in of.polls
    ]  # fmt: skip


def _blank(value: int | None) -> str:
    return "—" if value is None else str(value)
