"""One act for many people: a form, then what changes for whom and who cannot, as data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from app.base.lists import Choice
from app.desk.fields import Field, Kind, in_words
from app.desk.form_spec import Call, FormSpec, Review, Values, as_kept

from .. import acts
from ..acts import saving
from ..acts.common import DATED
from ..acts.transfers import everybody_of
from ..lists.people import rows_of
from ..rules.batches import Standing, why_not_moved, why_not_present
from .maker import Maker, campaign, day, doc_no, group_name, reason
from .membership_forms import ERRORS, RETAINING, paper_fields
from .person_forms import FLAGS, dated_fields, plain_fields

HEADS = ("姓名", "所在工会", "结果")
_CANNOT = "不能办理："
Judge = Callable[[Mapping[str, Any]], tuple[str, str]]
"""A row of the list → (why not, or empty; what changes)."""


@dataclass(slots=True)
class Batch:
    """The people chosen. ``able``: whom the act fits, known once the review was made."""

    ids: Sequence[str]
    make: Maker
    able: list[str] = field(default_factory=list)

    def review(self, connection: Any, words: str, judge: Judge, heads: Sequence[str] = HEADS
               ) -> Review:  # fmt: skip
        """Who will be changed and how; who cannot come first, with the reason."""
        refused, changed, self.able = [], [], []
        for row in rows_of(connection, list(self.ids), self.make.today):
            why, result = judge(row)
            line = (str(row["name"]), str(row["union"] or "—"))
            if why:
                refused.append((*line, f"{_CANNOT}{why}"))
            else:
                self.able.append(row["id"])
                changed.append((*line, result))
        count = len(self.able)
        said = f"{count} 人将一次办完，可以从操作记录整个撤销。"
        if refused:
            said = f"{len(refused)} 人不能办理，列在最前面，不会改动。" + (said if count else "")
        return Review(f"{words} {count} 人？" if count else f"不能{words}", said, tuple(heads),
                      (*refused, *changed), f"{words} {count} 人" if count else "",
                      wide=1)  # fmt: skip


def _standing(row: Mapping[str, Any]) -> Standing:
    return Standing(row["status_key"], row["union_id"] or "", row["since"])


def _spec(batch: Batch, key: str, title: str, fields: tuple[Field, ...], act: Any, judge: Any,
          start: Values | None = None, **more: Any) -> FormSpec:  # fmt: skip
    """``judge``: (reader, values) → ``Judge``."""
    words = title.removesuffix("…")

    def review(connection: Any, values: Values) -> Review:
        return batch.review(connection, words, judge(connection, values))

    return FormSpec(
        key, f"{title}：所选 {len(batch.ids)} 人", fields,
        lambda v: Call(act, (list(batch.able),), dict(v)), start or {}, words="下一步",
        review=review, done=f"已完成：{words}。", **more,
    )  # fmt: skip


def transfer(batch: Batch) -> FormSpec:
    """内部接转 of many: a firm closes, a firm splits out of a joint union."""
    make = batch.make
    fields = (make.union("to_union_id", "转入工会"), make.day("on", "接转日期"),
              make.employer(help="同时换了单位的，选新的工作单位"), reason(),
              *paper_fields())  # fmt: skip

    def judge(connection: Any, values: Values) -> Judge:
        to = values["to_union_id"]
        name = make.union().picker.titles(connection, [to]).get(to, "")  # type: ignore[union-attr]
        return lambda row: (why_not_moved(_standing(row), values["on"], to), f"转到 {name}")

    return _spec(batch, "transfer_many", "内部接转", fields, acts.transfer, judge,
                 {"on": make.today, "reason": "work_changed"},
                 errors=ERRORS)  # fmt: skip


def send_out(batch: Batch) -> FormSpec:
    """转出 of many to one union outside."""
    fields = (Field("to_name", "转入工会", obligatory=True, max_length=120, help="对方工会的全称"),
              batch.make.day("on", "转出日期"), reason(), *paper_fields())  # fmt: skip

    def judge(_connection: Any, values: Values) -> Judge:
        return lambda row: (
            why_not_moved(_standing(row), values["on"]), f"转到 {values['to_name']}，待对方接收"
        )  # fmt: skip

    return _spec(batch, "send_out_many", "转出", fields, acts.send_out, judge,
                 {"on": batch.make.today, "reason": "work_changed"},
                 errors={"DATES": "on", "REQUIRED": "to_name"})  # fmt: skip


def retain(batch: Batch) -> FormSpec:
    """保留会籍 of many."""
    fields = (batch.make.day("on", "保留日期"), reason(*RETAINING, obligatory=True), doc_no("文号"))

    def judge(_connection: Any, values: Values) -> Judge:
        return lambda row: (why_not_moved(_standing(row), values["on"]), "在籍 → 保留会籍")

    return _spec(batch, "retain_many", "保留会籍", fields, acts.retain, judge,
                 {"on": batch.make.today}, errors={"DATES": "on"})  # fmt: skip


def group(batch: Batch) -> FormSpec:
    """编入分会、小组 of many."""

    def judge(_connection: Any, values: Values) -> Judge:
        after = values["group_name"] or "（不在小组）"
        return lambda row: (
            why_not_present(_standing(row)), f"{row['group_name'] or '（不在小组）'} → {after}"
        )  # fmt: skip

    return _spec(batch, "group_many", "编入小组", (group_name(),), acts.set_group, judge)


def tag(batch: Batch) -> FormSpec:
    """计入专项行动 of many."""

    def judge(connection: Any, values: Values) -> Judge:
        chosen = values["campaign_id"]
        name = campaign().picker.titles(connection, [chosen]).get(chosen, "")  # type: ignore[union-attr]
        return lambda row: (
            why_not_present(_standing(row)), f"{row['campaign'] or '（没有）'} → {name}"
        )  # fmt: skip

    return _spec(batch, "tag_many", "计入专项行动", (campaign(obligatory=True),), saving.tag_people,
                 judge)  # fmt: skip


def move_everybody(make: Maker, union: tuple[str, str] | None) -> FormSpec:
    """整体接转: a union is dissolved, or one of its firms leaves it; retained members go too."""
    fields = (
        make.union("from_union_id", "转出工会"),
        make.employer(help="只转这个单位的会员；不选就是全部"),
        make.union("to_union_id", "转入工会"),
        make.day("on", "接转日期"),
        reason(),
    )

    def review(connection: Any, values: Values) -> Review:
        who = everybody_of(values["from_union_id"], values["employer_id"])
        ids = [row.person_id for row in connection.execute(who)]
        to = values["to_union_id"]
        name = make.union().picker.titles(connection, [to]).get(to, "")  # type: ignore[union-attr]
        rows = [
            (str(row["name"]), str(row["union"]), f"转到 {name}")
            for row in rows_of(connection, ids, make.today)
        ]
        words = f"接转 {len(rows)} 人" if rows else ""
        title = f"{words}？" if rows else "没有人可以接转"
        said = "保留会籍的一起转，仍是保留会籍。"
        return Review(title, said, HEADS, tuple(rows), words, wide=1)

    def call(values: Values) -> Call:
        more = {k: values[k] for k in ("to_union_id", "on", "employer_id", "reason")}
        return Call(acts.move_everybody, (values["from_union_id"],), more)

    return FormSpec(
        "move_everybody", "整体接转", fields, call,
        {"on": make.today, "reason": "work_changed", "from_union_id": union[0] if union else None},
        dict([union]) if union else {}, words="下一步", review=review,
        done="已完成：整体接转。接转单可以在「接转」里选中多人一起打印。",
        intro="单位关停、工会撤销，或者一个单位从联合工会分出来：把会员整体转到另一个工会。",
        errors={**ERRORS, "SAME_UNION": "to_union_id"},
    )  # fmt: skip


# -- one field -------------------------------------------------------------------------------------

_PLAIN = ("ethnicity", "joined_on", "consent_on", "service_card_on", "hardship", "model_worker")
_CHANGE = Choice("change", "变更：从某一天起是新的")
_CORRECT = Choice("correct", "更正：原来就录错了")


def _is_chosen(key: str, values: Values) -> bool:
    return bool(values.get("item") == key)


def change(batch: Batch) -> FormSpec:
    """修改一项: the same value of one field for many."""
    plain = {f.key: f for f in plain_fields() if f.key in _PLAIN}
    every = {f.key: f for f in (*dated_fields(), *plain.values())}
    items = tuple(Choice(f.key, f.label) for f in every.values())
    values_of = [
        Field(f"to_{k}", f"{f.label}改为", f.kind, choices=f.choices) for k, f in every.items()
    ]
    how = Field("how", "怎样改", Kind.CHOICE, choices=(_CHANGE, _CORRECT), obligatory=True)
    fields = (Field("item", "修改哪一项", Kind.CHOICE, choices=items, obligatory=True), *values_of,
              how, day("since", "从哪一天起", obligatory=False))  # fmt: skip
    hides: dict[str, Callable[[Values], bool]] = {
        f"to_{key}": partial(_is_chosen, key) for key in every
    }
    hides["how"] = lambda values: values.get("item") in DATED
    hides["since"] = lambda values: values.get("item") in DATED and values.get("how") == "change"

    def chosen(values: Values) -> tuple[str, Any]:
        item = values["item"]
        return item, as_kept({item: values[f"to_{item}"]}, FLAGS)[item]

    def before(_connection: Any, values: Values) -> dict[str, str]:
        dated = values["item"] in DATED
        if dated and values["how"] == "change" and values["since"] is None:
            return {"since": "请填从哪一天起变更。"}
        return {}

    def review(connection: Any, values: Values) -> Review:
        item = values["item"]
        after = in_words(every[item], values[f"to_{item}"])

        def judge(row: Mapping[str, Any]) -> tuple[str, str]:
            now = str(row.get(item) or "（空）")
            return ("已经是这样。", "") if now == after else ("", f"{now} → {after}")

        heads = ("姓名", "所在工会", every[item].label)
        return batch.review(connection, "修改", judge, heads)

    def call(values: Values) -> Call:
        item, value = chosen(values)
        dated = item in DATED
        more: dict[str, Any] = {"plain": {} if dated else {item: value},
                                "dated": {item: value} if dated else {}}  # fmt: skip
        if dated and values["how"] == "change":
            more |= {"change": True, "since": values["since"]}
        return Call(saving.change_people, (list(batch.able),), more)

    return FormSpec(
        "change_many", f"修改一项：所选 {len(batch.ids)} 人", fields, call,
        {"item": "education", "how": "correct", "since": batch.make.today}, words="下一步",
        review=review, before=before, hides=hides, done="已完成：批量修改。",
        errors={"DATES": "since"},
    )  # fmt: skip


BATCHES: tuple[tuple[str, str, Callable[[Batch], FormSpec]], ...] = (
    ("transfer", "接转…", transfer),
    ("send_out", "转出…", send_out),
    ("retain", "保留…", retain),
    ("group", "编组…", group),
    ("tag", "计入行动…", tag),
    ("change", "修改…", change),
)
"""(key, words on the bar for many, its form)."""
