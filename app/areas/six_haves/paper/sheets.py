"""评分表, 申报表 and 整改清单 of one union."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.base.codes import code_list
from app.base.days import chinese
from app.paper.model import (
    Block,
    Document,
    Facts,
    FormGrid,
    Note,
    SealBox,
    Slot,
    Table,
    Title,
)
from app.paper.reports import Ask, shown, texts

from ..lists.assessments import Assessed
from ..lists.proofs import proofs_of
from ..rules.scoring import STATES, Line, State
from .reading import about_union, columns_of, lost_before, one_of, points

_SIZE = 8.5
_Proofs = Mapping[str, tuple[int, str]]


def sheet(ask: Ask) -> Document:
    """自评/复评表: each item with standard, what the records say, three scores and its proof."""
    ask = about_union(ask)
    one, said = one_of(ask), texts("six_haves")["sheet"]
    members = ask.figures("J206")["J206"]
    day = one.row["on_day"] if one.row is not None else ask.scope.day
    facts = (one.name, f"{shown(members)}人", chinese(day), one.rubric.title)
    proofs = _proofs(ask, one)
    blocks: list[Block] = [
        Title(said["title"], said["subtitle"].format(year=ask.year)),
        Facts(tuple(zip(said["facts"], facts, strict=True))),
        _class_table(one, said, proofs) if one.rubric.by_class else _table(one, said, proofs),
        Note(said["note"]),
        SealBox(tuple((head, tuple(lines)) for head, lines in said["seals"]), 3),
    ]
    title = f"{one.name}{said['title']}"
    return Document(title, tuple(blocks), ask.office, day.isoformat(), landscape=True)


def _table(one: Assessed, said: Mapping[str, Any], proofs: _Proofs) -> Table:
    rows: list[tuple[Any, ...]] = []
    sections: list[int] = []
    totals: list[int] = []
    stages = _stages(one)
    titles = dict(one.rubric.sections)
    section = ""
    for line in one.scored.lines:
        if line.item.section != section:
            section = line.item.section
            sections.append(len(rows))
            full = sum(
                entry.item.points
                for entry in one.scored.lines
                if entry.item.section == section and entry.item.how not in ("veto", "bonus")
            )
            head = f"{titles[section]}（{points(full)}分）" if full else titles[section]
            rows.append((head, *[""] * (len(said["columns"]) - 1)))
        count, words = proofs.get(line.item.id, (0, ""))
        remarks = _remarks(one, line, said["remarks"], stages, count)
        rows.append(_row(line, words, stages, remarks))
    scores = (one.scored.own, one.scored.review, one.scored.final)
    if any(total.scaled for total in scores):
        rows.append(_sum(said["scaled"], "", [points(t.scaled) for t in scores], stages))
    if one.rubric.bonus_cap:
        cap = points(one.rubric.bonus_cap)
        rows.append(_sum(said["bonus"], cap, [points(t.bonus) for t in scores], stages))
    totals.append(len(rows))
    whole = points(one.rubric.full)
    rows.append(_sum(said["total"], whole, [points(t.score) for t in scores], stages))
    totals.append(len(rows))
    rows.append(_sum(said["grade"], "", [t.grade for t in scores], stages))
    return Table(
        columns_of(said["columns"]), tuple(rows), totals=tuple(totals), sections=tuple(sections),
        size=_SIZE,
    )  # fmt: skip


def _stages(one: Assessed) -> tuple[bool, bool, bool]:
    """Which of the three scores are printed; a later one stays empty until somebody gave it."""
    row = one.row
    if row is None:
        return True, False, False
    typed = one.lines.values()
    review = row["review_on"] or any(line["review_score"] is not None for line in typed)
    final = row["final_on"] or any(line["final_score"] is not None for line in typed)
    return True, bool(review or final), bool(final)


def _kept(words: Sequence[str], stages: Sequence[bool]) -> list[str]:
    return [text if shown_ else "" for text, shown_ in zip(words, stages, strict=True)]


def _row(line: Line, proofs: str, stages: Sequence[bool], remarks: str) -> tuple[Any, ...]:
    if line.item.how == "veto":
        scores = [line.shown, "", ""]
    elif line.state is State.NOT_APPLICABLE:
        scores = ["不适用"] * 3
    else:
        scores = [points(line.own), points(line.review), points(line.final)]
    return (
        line.item.id,
        line.item.text,
        points(line.item.points) if line.item.points else "",
        line.item.criterion,
        line.words,
        *_kept(scores, stages),
        proofs,
        remarks,
    )


def _sum(words: str, full: str, scores: Sequence[str], stages: Sequence[bool]) -> tuple[Any, ...]:
    return ("", words, full, "", "", *_kept(scores, stages), "", "")


def _class_table(one: Assessed, said: Mapping[str, Any], proofs: _Proofs) -> Table:
    rows: list[tuple[Any, ...]] = []
    for line in one.scored.lines:
        asked = "\n".join(f"{c.name}：{c.text}" for c in line.item.classes) or line.item.criterion
        count, words = proofs.get(line.item.id, (0, ""))
        remarks = _remarks(one, line, said["remarks"], (True, True, True), count)
        rows.append(
            (line.item.id, line.item.text, asked, line.words, line.shown or "—", words, remarks)
        )
    rows.append(("", said["grade"], "", "", one.scored.own.grade, "", ""))
    return Table(
        columns_of(said["class_columns"]), tuple(rows), totals=(len(rows) - 1,), size=_SIZE
    )  # fmt: skip


def _proofs(ask: Ask, one: Assessed) -> _Proofs:
    """Item → how much is there, and that and what is still asked for in words."""
    said, names = texts("six_haves")["sheet"], code_list("proof_kind")
    there = proofs_of(ask.conn, one, registry=ask.registry, scope=ask.scope, checks=ask.results)
    found = {}
    for item, mine in there.items():
        pieces, words = mine.pieces, []
        if pieces:
            kinds = dict.fromkeys(names[piece.kind].name for piece in pieces)
            words.append(said["attached"].format(count=len(pieces), kinds="、".join(kinds)))
        if mine.missing:
            words.append(said["missing"].format(kinds="、".join(mine.missing)))
        found[item] = len(pieces), "；".join(words)
    return found


def _remarks(
    one: Assessed, line: Line, said: Mapping[str, str], stages: Sequence[bool], proofs: int
) -> str:  # fmt: skip
    """Where the score comes from, unless the program gave it; each score that a person gave in
    place of another with what it was, why, by whom and when."""
    row = one.lines.get(line.item.id)
    words = [] if line.state is State.COMPUTED else [STATES[line.state]]
    if row is not None and line.state in (State.TYPED, State.JUDGED) and row["answered_on"]:
        words = [f"{words[0]}（{_who(row, 'answered')}）"]
    if line.state is State.TYPED and not proofs:
        words.append(said["bare"])
    before = line.proposed
    for shown_, (stage, score) in zip(
        stages, (("self", line.own), ("review", line.review), ("final", line.final)), strict=True
    ):
        if shown_ and row is not None and row[f"{stage}_score"] is not None:
            words.append(
                said[stage].format(
                    before="—" if before is None else points(before), score=points(score),
                    reason=row[f"{stage}_reason"] or "", who=_who(row, stage),
                )
            )  # fmt: skip
        before = score
    return "；".join(words)


def _who(row: Mapping[Any, Any], what: str) -> str:
    day = row[f"{what}_on"]
    return " ".join(part for part in (row[f"{what}_by"], day.isoformat() if day else "") if part)


def application(ask: Ask) -> Document:
    """申报表: one page with the union, its own score, what it did, the opinions of three levels."""
    ask = about_union(ask)
    one, said = one_of(ask), texts("six_haves")["application"]
    figures = ask.figures("J201", "J206", "J207", "R201")
    row = one.row
    practice = (row["practice"] if row is not None else "") or ""
    grade = one.scored.own.grade
    score = grade if one.rubric.by_class else f"{points(one.scored.own.score)}分（{grade}）"
    day = row["on_day"] if row is not None else ask.scope.day

    def pair(head: str, text: str, across: int = 1) -> tuple[Slot, Slot]:
        return Slot(head, head=True), Slot(text, across=across)

    heads = {code: f"{shown(figures[code])}人" for code in ("J201", "J206", "J207")}
    rows: list[tuple[Slot, ...]] = [
        pair("单位名称", one.name, 3),
        (*pair("职工人数", heads["J201"]), *pair("会员人数", heads["J206"])),
        (*pair("女会员", heads["J207"]), *pair("入会率", shown(figures["R201"]))),
        (*pair("评分标准", one.rubric.title), *pair("自评得分", score)),
        (Slot(said["practice"], head=True), Slot(practice, across=3)),
    ]
    for field, head, foot in said["opinions"]:
        opinion = (row[field] if row is not None else "") or ""
        rows.append((Slot(head, head=True), Slot(f"{opinion}\n\n{foot}", across=3, low=True)))
    grid = FormGrid((1.2, 2.0, 1.2, 2.0), tuple(rows), (1, 1, 1, 1, 9, 3, 3, 3))
    blocks = (Title(said["title"], said["subtitle"].format(year=ask.year)), grid)
    return Document(f"{one.name}{said['title']}", blocks, ask.office, day.isoformat())


def improvements(ask: Ask) -> Document:
    """整改清单: every lost point with cause, measure, who, by when, done; last year's beside it."""
    ask = about_union(ask)
    one, said = one_of(ask), texts("six_haves")["improvements"]
    before = lost_before(ask, one.union_id)
    written: dict[str, list[Any]] = {}
    for entry in one.improvements:
        written.setdefault(entry["item"], []).append(entry)
    rows: list[tuple[Any, ...]] = []
    for line in one.scored.lines:
        mine = written.get(line.item.id, [])
        if not line.lost and not mine:
            continue
        for entry in mine or [None]:
            rows.append(_improving(len(rows) + 1, line, entry, before.get(line.item.id)))
    day = one.row["on_day"] if one.row is not None else ask.scope.day
    blocks = (
        Title(said["title"], f"{one.name}{said['subtitle'].format(year=ask.year)}"),
        Table(
            columns_of(said["columns"]), tuple(rows), size=9, empty=said["none"], note=said["note"]
        ),
    )
    title = f"{one.name}{said['title']}"
    return Document(title, blocks, ask.office, day.isoformat(), landscape=True)


def _improving(number: int, line: Line, entry: Any, before: int | None) -> tuple[Any, ...]:
    cause = (entry["cause"] if entry else "") or line.words or STATES[line.state]
    done = ""
    if entry and entry["done_on"]:
        done = f"{chinese(entry['done_on'])}完成。{entry['result'] or ''}"
    elif entry:
        done = entry["result"] or ""
    return (
        number,
        f"{line.item.id} {line.item.text}",
        points(line.lost),
        "—" if before is None else points(before),
        cause,
        entry["measure"] if entry else line.todo,
        (entry["responsible"] if entry else "") or "",
        chinese(entry["due_on"]) if entry and entry["due_on"] else "",
        done,
    )
