"""The forms of the register of official papers, as data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from app.areas.members.page.maker import Maker, day, doc_no
from app.desk.fields import Field, Kind
from app.desk.form_spec import Call, FormSpec, Values, words

from .. import acts

KIND = "official_paper"
AWAITED = ("request", "report")
"""Papers that are answered."""


def _register(make: Maker) -> tuple[Field, ...]:
    return (
        make.union("union_id", "所属工会", help="这份公文办的是哪个工会的事"),
        Field("kind", "文种", Kind.CHOICE, choices=words("paper_kind"), obligatory=True),
        Field("title", "标题", Kind.LINES, obligatory=True, max_length=200),
        Field("other_side", "来文单位", max_length=120),
        doc_no("来文文号"),
        day("on", "收到日期"),
        day("due_on", "答复期限", obligatory=False, help="要我们答复的，填最迟哪一天"),
        Field("handler", "经办人", max_length=40),
        Field("note", "备注", Kind.LINES, max_length=300),
    )


def receive(make: Maker, union: tuple[str, str] | None, days: int) -> FormSpec:
    """登记收文. ``days``: within which a request is answered (ELE-08)."""
    start: dict[str, Any] = {"on": make.today, "kind": "request",
                             "due_on": make.today + timedelta(days=days)}  # fmt: skip
    start["union_id"] = union[0] if union else None
    return FormSpec(
        "receive_paper", "登记收文", _register(make),
        lambda v: Call(acts.receive_paper, (), dict(v)), start, dict([union]) if union else {},
        kind=KIND, errors={"REQUIRED": "title", "DATES": "due_on"}, words="登记",
    )  # fmt: skip


def answer(make: Maker, row: Mapping[Any, Any], union: tuple[str, str]) -> FormSpec:
    """登记答复: what came back to a paper of ours; that one is settled."""
    fields = tuple(f for f in _register(make) if f.key not in ("union_id", "due_on"))

    def call(values: Values) -> Call:
        more = {"union_id": union[0], "answers_id": row["id"],
                "subject_kind": row["subject_kind"], "subject": row["subject"]}  # fmt: skip
        return Call(acts.receive_paper, (), {**values, **more})

    start = {"on": make.today, "kind": "reply", "title": f"对《{row['title']}》的批复",
             "other_side": row["other_side"]}  # fmt: skip
    return FormSpec(
        "answer_paper", "登记答复", fields, call, start, kind=KIND, words="登记",
        errors={"REQUIRED": "title", "ANSWERED": "title", "DATES": "on"},
    )  # fmt: skip


def number(make: Maker, row: Mapping[Any, Any], word: str) -> FormSpec:
    """编发文字号."""
    fields = (
        Field("word", "机关代字", obligatory=True, max_length=40, help="例如：柳溪工发"),
        day("on", "成文日期"),
        Field("seq", "序号", Kind.COUNT, help="不填就用本年的下一个号"),
    )
    return FormSpec(
        "number_paper", "编发文字号", fields,
        lambda v: Call(acts.number_paper, (row["id"],), dict(v)), {"word": word, "on": make.today},
        record=row["id"], kind=KIND, shows=row["id"],
        errors={"TAKEN": "seq", "NUMBER": "seq", "REQUIRED": "word"}, words="编号",
        intro="文号按代字、年份连续编号，用过的号不再用。",
    )  # fmt: skip


def send(make: Maker, row: Mapping[Any, Any], days: int) -> FormSpec:
    """登记发文."""
    fields = (
        day("on", "发出日期"),
        Field("other_side", "主送单位", max_length=120),
        day("due_on", "答复期限", obligatory=False, help="请示、报告一般15日内批复"),
    )
    due = make.today + timedelta(days=days) if row["kind"] in AWAITED else None
    return FormSpec(
        "send_paper", "登记发文", fields,
        lambda v: Call(acts.send_paper, (row["id"],), dict(v)),
        {"on": make.today, "other_side": row["other_side"], "due_on": due},
        record=row["id"], kind=KIND, shows=row["id"], errors={"DATES": "due_on"}, words="登记",
    )  # fmt: skip


def close(make: Maker, row: Mapping[Any, Any]) -> FormSpec:
    """办结."""
    return FormSpec(
        "close_paper", "办结公文", (day("on", "办结日期"),),
        lambda v: Call(acts.close_paper, (row["id"],), dict(v)), {"on": make.today},
        record=row["id"], kind=KIND, shows=row["id"], errors={"DATES": "on"}, words="办结",
    )  # fmt: skip


def edit(row: Mapping[Any, Any]) -> FormSpec:
    """更正公文登记."""
    fields = [
        Field("title", "标题", Kind.LINES, obligatory=True, max_length=200),
        Field("other_side", "主送或来文单位", max_length=120),
        day("passed_on", "收发日期", obligatory=False),
        day("due_on", "答复期限", obligatory=False),
        day("closed_on", "办结日期", obligatory=False),
        Field("handler", "经办人", max_length=40),
        Field("note", "备注", Kind.LINES, max_length=300),
    ]
    if row["doc_seq"] is None:
        fields.insert(2, doc_no("文号"))
    return FormSpec(
        "edit_paper", "更正公文登记", tuple(fields),
        lambda v: Call(acts.edit_paper, (row["id"],), dict(v)), {f.key: row[f.key] for f in fields},
        record=row["id"], kind=KIND, shows=row["id"], done="已保存。",
        errors={"REQUIRED": "title", "DATES": "due_on"},
    )  # fmt: skip
