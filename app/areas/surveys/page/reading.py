"""Reads a survey or a comment for the detail. Called on a reader; no Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.areas.five_ones.page.reading import Card, told
from app.areas.organisations.lists.common import name_of
from app.areas.organisations.lists.names import names_of
from app.base.home import Target
from app.base.lists import Column, Role, Status, Tone
from app.desk.detail import Fact
from app.desk.rows import Row

from ..lists.comments import state_of as comment_state
from ..lists.results import Counted, comment_row, read_survey
from ..lists.surveys import overall_rates, percent, shown_row
from ..rules.counting import Key, Result, keys_of
from ..rules.forms import Form, least

AREA = "surveys"
ALL = ""
"""The whole, where a group could be looked at."""

# -- a survey --------------------------------------------------------------------------------------


def read_card(connection: Any, record: str, day: date) -> Card | None:
    """A survey as of a day."""
    data = read_survey(connection, record, day)
    if data is None:
        return None
    row, result = data.row, data.result
    names = names_of(connection, "union", (row["union_id"], row["object_id"]), day)
    shown = shown_row(data, names, day)
    union = (row["union_id"], names.get(row["union_id"], ""))
    facts = [
        Fact("工会", union[1], target=Target("organisations", "union", union[0])),
        Fact("种类", f"{shown['kind']}　{row['year']}年"),
        Fact("被评工会", names.get(row["object_id"] or "", "")),
        Fact("评议时间", " 至 ".join(told(row[k]) for k in ("since", "until") if row[k])),
        Fact("计票", told(row["on_day"]), _people(row)),
        Fact("发出、收回", _papers(result), _share(shown["return_rate"])),
        Fact("有效票", told(result.valid or None, "张"), _turnout(result, shown["turnout"])),
        *_rates(data),
        Fact("意见建议", told(len(data.comments) or None, "条"), _waiting(shown["waiting"])),
        Fact("公布", told(row["published_on"])),
        Fact("评议表", data.form.title, f"　{'、'.join(g.name for g in data.form.grades)}"),
        Fact("备注", row["note"] or ""),
    ]
    return Card(
        record, row["title"], f"{union[1]} · {shown['kind']}", shown["state"],
        [f for f in facts if f.value], data, union,
    )  # fmt: skip


def _people(row: Mapping[Any, Any]) -> str:
    pairs = (("监票人", row["tellers"]), ("计票人", row["counters"]))
    return "　".join(f"{word} {who}" for word, who in pairs if who)


def _papers(result: Result) -> str:
    if result.issued is None and result.returned is None:
        return ""
    void = f"（废票 {result.void:,}）" if result.void else ""
    return f"{told(result.issued) or '—'} / {told(result.returned) or '—'} 张{void}"


def _share(rate: str) -> str:
    return f"回收率 {rate}" if rate else ""


def _turnout(result: Result, rate: str) -> str:
    return f"应参评 {result.expected:,} 人，参评率 {rate}" if result.expected and rate else ""


def _rates(data: Counted) -> list[Fact]:
    if not data.counted:
        return []
    satisfied, accepted = overall_rates(data)
    said = "按分组权重" if any(g.weight for g in data.groups) else ""
    facts = [
        Fact("满意率", percent(satisfied), said),
        Fact("综合满意率", percent(accepted)),
    ]
    if not data.form.subjects:
        score = data.result.overall[""].score
        facts.append(Fact("加权得分", "" if score is None else f"{float(score):.2f} 分"))
    return facts


def _waiting(count: int | None) -> str:
    return f"{count} 条没有答复" if count else ""


def result_columns(form: Form) -> tuple[Column, ...]:
    """Columns of the result: an item, the grades, what follows."""
    return (
        Column("item", "项目", 190),
        Column("satisfied", "满意率", 74, Role.RATE),
        Column("accepted", "综合满意率", 88, Role.RATE),
        *(Column(f"g_{g.code}", g.name, 66 if len(g.name) < 4 else 80, Role.COUNT)
          for g in form.grades),
        Column("abstain", "弃权", 54, Role.COUNT),
        Column("invalid", "无效", 54, Role.COUNT),
        Column("score", "得分", 66, Role.RATE),
    )  # fmt: skip


def result_entries(data: Counted, group: str = ALL) -> list[dict[str, Any]]:
    """The result item by item, of the whole or of a group that may be shown by itself."""
    result = data.result if group == ALL else data.alone.get(group)
    if result is None:
        return []
    found = []
    for key in keys_of(data.form, [s["id"] for s in data.subjects]):
        one = result.items[key]
        found.append({
            "item": key_words(data, key), "overall": key[1] == data.form.overall,
            **{f"g_{code}": votes for code, votes in one.votes.items()},
            "abstain": one.abstain or None, "invalid": one.invalid or None,
            "satisfied": percent(one.satisfied), "accepted": percent(one.accepted),
            "score": "" if one.score is None else f"{float(one.score):.2f}",
        })  # fmt: skip
    return found


def key_words(data: Counted, key: Key) -> str:
    """An item in words, with the person it is about where people are rated."""
    words = dict(data.form.items)[key[1]]
    if not key[0]:
        return words
    who = next((s["name"] for s in data.subjects if s["id"] == key[0]), "")
    return f"{who}·{words}"


def group_rows(data: Counted) -> list[Row]:
    """The groups; what a small one voted is not told."""
    found = []
    for group in data.groups:
        parts = [
            f"{word} {told(value)}"
            for word, value in (("应参评", group.expected), ("发出", group.issued),
                                ("收回", group.returned), ("废票", group.void or None))
            if value is not None
        ]  # fmt: skip
        if group.weight:
            parts.append(f"权重 {group.weight / 100:g}%")
        if group.id in data.by_ballot:
            parts.append("逐票录入")
        status, value = None, ""
        if not group.ballots:
            status = Status("未计票", Tone.IDLE)
        elif len(data.groups) > 1 and group.id not in data.alone:
            status = Status(f"少于{least()}票，不单独列出", Tone.IDLE)
        else:
            alone = data.alone.get(group.id, data.result)
            results = list(alone.overall.values())
            value = f"满意率 {percent(results[0].satisfied)}" if len(results) == 1 else ""
        note = "　".join(parts) or "还没有填收发票数"
        found.append(Row(group.id, group.name, note, status, value, data=group))
    return found


def batch_rows(data: Counted) -> list[Row]:
    """Ballots as they came in."""
    names = {group.id: group.name for group in data.groups}
    return [
        Row(one.id, f"{one.ballots} 张", names.get(one.group_id, ""), value=one.source, data=one)
        for one in data.batches
    ]


def comment_rows(rows: Sequence[Mapping[Any, Any]], day: date) -> list[Row]:
    """Comments by heading."""
    return [
        Row(
            row["id"],
            row["text"],
            "　".join(part for part in (
                name_of("comment_heading", row["heading"]) or "未分类",
                f"答复：{row['reply']}" if row["reply"] else "") if part),
            comment_state(row, day),
            target=Target(AREA, "survey_comment", row["id"]),
            data=row,
        )
        for row in rows
    ]  # fmt: skip


# -- a comment -------------------------------------------------------------------------------------


def read_comment(connection: Any, record: str, day: date) -> Card | None:
    """A comment as of a day."""
    row = comment_row(connection, record)
    if row is None:
        return None
    survey = read_survey(connection, row["survey_id"], day)
    if survey is None:
        return None
    names = names_of(connection, "union", [survey.row["union_id"]], day)
    union = (survey.row["union_id"], names.get(survey.row["union_id"], ""))
    facts = [
        Fact("意见内容", row["text"]),
        Fact("评议", survey.row["title"], target=Target(AREA, "survey", row["survey_id"])),
        Fact("工会", union[1], target=Target("organisations", "union", union[0])),
        Fact("分类", name_of("comment_heading", row["heading"])),
        Fact("答复", row["reply"] or "", told(row["replied_on"])),
        Fact("措施", row["measure"] or ""),
        Fact("责任人", row["responsible"] or ""),
        Fact("期限", told(row["due_on"])),
        Fact("办结", told(row["done_on"])),
    ]
    title = row["text"] if len(row["text"]) <= 24 else row["text"][:23] + "…"
    data = {**row, "headings": survey.form.headings}
    return Card(
        record, title, union[1], comment_state(row, day), [f for f in facts if f.value], data, union
    )
