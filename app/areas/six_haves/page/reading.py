"""Reads an assessment, one of its lines, an improvement for the detail. On a reader; no Qt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from typing import Any

from app.base.codes import code_list
from app.base.days import Period, add_years, chinese
from app.base.home import Target
from app.base.lists import Status, Tone
from app.desk.detail import Fact
from app.desk.rows import Row

from ..checks.behind import Behind, behind
from ..lists.assessments import Assessed, read_assessments
from ..lists.improvements import improvement_row, state_of
from ..lists.overview import STAGES, counted, grade_status, lost, stage_of, total_of
from ..lists.proofs import NO_PROOFS, Proofs, proofs_of
from ..lists.scores import Scores, read_one
from ..lists.township import TOWNSHIP, township_of
from ..rules.conditions import plain
from ..rules.rubric import HOWS
from ..rules.scoring import STATES, Line, State

AREA = "six_haves"
UNION, LINE, IMPROVING = "six_union", "six_line", "improvement"
TONES = {
    State.COMPUTED: Tone.GOOD,
    State.PROPOSED: Tone.WARN,
    State.TYPED: Tone.INFO,
    State.JUDGED: Tone.INFO,
    State.NO_DATA: Tone.WARN,
    State.OPEN: Tone.WARN,
    State.NOT_APPLICABLE: Tone.IDLE,
}
NEXT = {"begun": "self", "self": "review", "review": "final"}
"""Stage of an assessment → the one that is scored now."""
STAGE_WORDS = {"self": "自评", "review": "复评", "final": "终评"}


@dataclass(slots=True)
class Card:
    """What a detail shows; ``union``: (id, name); ``data``: see the readers."""

    id: str
    title: str
    subtitle: str = ""
    status: Status | None = None
    facts: list[Fact] = field(default_factory=list)
    data: Any = None
    union: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class UnionData:
    """An assessment with last year's lost points (item → hundredths)."""

    one: Assessed
    before: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class LineData:
    """A line of an assessment with what proves it."""

    one: Assessed
    line: Line
    proofs: Proofs = NO_PROOFS

    @property
    def row(self) -> Mapping[Any, Any] | None:
        """What a person said of it."""
        return self.one.lines.get(self.line.item.id)


def line_id(union: str, item: str) -> str:
    """Id of a line for the window: a line has no record until somebody says something of it."""
    return f"{union}:{item}"


def scoring_now(one: Assessed) -> str:
    """The stage that is scored now; empty: not begun, or 终评 is closed."""
    return NEXT.get(stage_of(one.row), "")


def points(value: int | None) -> str:
    """Hundredths as shown."""
    return "—" if value is None else plain(value)


# -- an assessment ---------------------------------------------------------------------------------


def read_union(connection: Any, scores: Scores, union: str, registry: Any) -> Card | None:
    """The assessment of a union."""
    one = read_one(connection, scores, union, registry)
    if one is None:
        return None
    row = one.row
    stage = stage_of(row)
    said = "按现有记录算出，还没有开始评分" if row is None else ""
    day = row["on_day"] if row is not None else scores.scope.day
    facts = [
        Fact("工会", one.name, target=Target("organisations", "union", union)),
        Fact("评分标准", one.rubric.title),
        Fact("考核基准日", chinese(day)),
        *_totals(one, stage, said),
        *_township(one, scores),
        Fact("缺数据", f"{counted(one, State.NO_DATA)} 项", "，补录或人工填报后得分"),
        Fact("待评定", f"{counted(one, State.OPEN)} 项", "，由人评定"),
        Fact("待确认", f"{counted(one, State.PROPOSED)} 项", "，程序按记录算出，看过就可以确认"),
        Fact("失分", "" if one.rubric.by_class else f"{plain(lost(one))} 分"),
        *_vetoes(one),
        Fact("主要做法", (row["practice"] or "") if row is not None else ""),
        Fact("填报人", (row["filled_by"] or "") if row is not None else ""),
        Fact("备注", (row["note"] or "") if row is not None else ""),
    ]
    data = UnionData(one, _lost_before(connection, scores, union, registry))
    subtitle = f"{scores.year}年　{total_of(one).grade}"
    if not one.rubric.by_class:
        subtitle = f"{scores.year}年　{plain(total_of(one).score)} 分　{total_of(one).grade}"
    return Card(
        union, one.name, subtitle, STAGES[stage], [f for f in facts if f.value], data,
        (union, one.name),
    )  # fmt: skip


def _totals(one: Assessed, stage: str, said: str) -> list[Fact]:
    found = []
    done = list(STAGES).index(stage)
    for place, (key, total) in enumerate(
        (("self", one.scored.own), ("review", one.scored.review), ("final", one.scored.final)), 2
    ):
        if place > 2 and place > done:
            continue
        row = one.row
        closed = row[f"{key}_on"] if row is not None else None
        score = total.grade if one.rubric.by_class else f"{plain(total.score)} 分　{total.grade}"
        note = f"（{chinese(closed)}确定）" if closed else f"（{said or '还没有确定'}）"
        found.append(Fact(STAGE_WORDS[key], score, note, tone=grade_status(one).tone))
        opinion = row[f"{key}_opinion"] if row is not None else ""
        if opinion:
            found.append(Fact(f"{STAGE_WORDS[key]}意见", opinion))
    return found


def _township(one: Assessed, scores: Scores) -> list[Fact]:
    """Of the township: its points with the share of its unions' mean, and how."""
    if one.letter != TOWNSHIP:
        return []
    every = [one, *(each for each in scores.found.values() if each.letter != TOWNSHIP)]
    found = township_of(every, lambda each: total_of(each).score)
    if found is None:
        return []
    said = plain(found.whole) + (" 分" if found.share else " 分（不合并所属工会）")
    return [Fact("合并得分", said), Fact("怎样合成", found.words)]


def _vetoes(one: Assessed) -> list[Fact]:
    found = []
    for line in one.scored.lines:
        if line.veto:
            words = f"{line.item.id} {line.item.text}"
            note = f"（{line.words}）" if line.words else ""
            found.append(Fact("一票否决", words, note, tone=Tone.BAD))
    return found


def _lost_before(connection: Any, scores: Scores, union: str, registry: Any) -> dict[str, int]:
    """Item → points lost in last year's closed assessment."""
    first = add_years(scores.scope.period.first, -1)
    period = Period(first, scores.scope.period.first - timedelta(1))
    scope = replace(scores.scope, day=period.last, period=period)
    found = read_assessments(
        connection, [union], year=scores.year - 1, scope=scope, registry=registry,
        checks=lambda _rules, _day: (),
    )  # fmt: skip
    closed = [one for one in found if one.row is not None and one.row["self_on"] is not None]
    return {line.item.id: line.lost for one in closed for line in one.scored.lines}


def line_rows(data: UnionData, only: str = "") -> list[Row]:
    """The lines under their sections; ``only``: a key of ``WHICH``."""
    one, found = data.one, []
    stage = scoring_now(one) or ("final" if one.row is not None else "self")
    titles, sums = dict(one.rubric.sections), one.scored.sections
    wanted = WHICH[only][1] if only else None
    section = ""
    for line in one.scored.lines:
        if wanted is not None and not wanted(line):
            continue
        if line.item.section != section:
            section = line.item.section
            full = sum(
                each.item.points
                for each in one.scored.lines
                if each.item.section == section and each.item.how not in ("veto", "bonus")
                and each.state is not State.NOT_APPLICABLE
            )  # fmt: skip
            value = f"{plain(sums[section])} / {plain(full)} 分" if full else ""
            found.append(Row(f"section:{section}", f"【{titles[section]}】", value=value))
        found.append(
            Row(
                line_id(one.union_id, line.item.id),
                f"{line.item.id}　{line.item.text}",
                _line_note(line, stage),
                line_status(line),
                target=Target(AREA, LINE, line_id(one.union_id, line.item.id)),
                data=line,
            )
        )
    return found


WHICH: Mapping[str, tuple[str, Callable[[Line], bool]]] = {
    "left": ("待填报", lambda line: line.state in (State.NO_DATA, State.OPEN)),
    "confirm": ("待确认", lambda line: line.state is State.PROPOSED),
    "lost": ("失分的", lambda line: line.lost > 0),
    "typed": ("人工的", lambda line: line.state in (State.TYPED, State.JUDGED)),
}
"""Which lines are looked at: key → words, condition."""


def line_status(line: Line) -> Status:
    """Where the score comes from, as a word; a veto that holds is told first."""
    if line.item.how == "veto":
        return Status("否决", Tone.BAD) if line.veto else Status("没有", Tone.GOOD)
    if line.state is State.COMPUTED and line.lost:
        return Status("程序计分", Tone.INFO)
    return Status(STATES[line.state], TONES[line.state])


def _score(line: Line, stage: str) -> str:
    if line.item.how == "class_all":
        return line.shown or "未定类别"
    if line.item.how == "veto":
        return ""
    value = {"self": line.own, "review": line.review, "final": line.final}[stage]
    return f"{points(value)} / {plain(line.item.points)} 分"


def _line_note(line: Line, stage: str) -> str:
    if line.state is State.NOT_APPLICABLE:
        return "" if line.own else "不计分，其余各项按比例折算"
    said = line.words or (f"待补：{line.todo}" if line.raise_by else "")
    return "　".join(part for part in (_score(line, stage), said) if part)


def improving_rows(data: UnionData, day: date) -> list[Row]:
    """Lost points with what is done about them; last year's beside."""
    written: dict[str, list[Any]] = {}
    for each in data.one.improvements:
        written.setdefault(each["item"], []).append(each)
    found = []
    for line in data.one.scored.lines:
        mine = written.pop(line.item.id, [])
        if not line.lost and not mine:
            continue
        before = data.before.get(line.item.id)
        last = "" if before is None else f"　上年失 {plain(before)} 分"
        head = f"{line.item.id}　失 {plain(line.lost)} 分{last}"
        if not mine:
            advice = line.todo
            found.append(
                Row(f"lost:{line.item.id}", f"{head}　{line.item.text}",
                    f"建议：{advice}" if advice else STATES[line.state],
                    Status("没有措施", Tone.WARN), data=(line, None))
            )  # fmt: skip
        found += [_improvement_row(head, line, each, day) for each in mine]
    return found


def _improvement_row(head: str, line: Line, each: Mapping[Any, Any], day: date) -> Row:
    who = "　".join(
        part for part in (each["responsible"] or "", _until(each["due_on"])) if part
    )  # fmt: skip
    return Row(
        each["id"], f"{head}　{each['measure']}", who or line.item.text,
        state_of(each, day), target=Target(AREA, IMPROVING, each["id"]),
        data=(line, each),
    )  # fmt: skip


def _until(day: date | None) -> str:
    return f"{chinese(day)}前" if day else ""


# -- a line ----------------------------------------------------------------------------------------


def read_line(connection: Any, scores: Scores, record: str, registry: Any) -> Card | None:
    """A line of an assessment."""
    union, _colon, item = record.partition(":")
    one = read_one(connection, scores, union, registry)
    if one is None:
        return None
    line = next((each for each in one.scored.lines if each.item.id == item), None)
    if line is None:
        return None
    titles = dict(one.rubric.sections)
    stage = scoring_now(one) or ("final" if one.row is not None else "self")
    checks = partial(scores.results, connection)
    proofs = proofs_of(
        connection, one, registry=registry, scope=scores.scope, checks=checks, only=item
    )
    data = LineData(one, line, proofs.get(item, NO_PROOFS))
    status = line_status(line)
    row = one.lines.get(item)
    facts = [
        Fact("内容", line.item.text),
        Fact("得分", _score(line, stage)),
        Fact("来源", status.word, tone=status.tone),
        Fact("工作情况", line.words),
        Fact("怎样提高", line.todo if line.raise_by else ""),
        Fact("评分标准", line.item.criterion or HOWS.get(line.item.how, "")),
        *(Fact(one_class.name, one_class.text) for one_class in line.item.classes),
        Fact("所需材料", "、".join(line.item.proofs)),
        *_proofs(data.proofs),
        Fact("考核办法", line.item.verify),
        Fact("出处", line.item.source),
        *_given(row),
    ]
    return Card(
        record, f"{item}　{line.item.text}", f"{one.name}　{titles.get(line.item.section, '')}",
        status, [f for f in facts if f.value], data, (union, one.name),
    )  # fmt: skip


def read_behind(connection: Any, scores: Scores, data: LineData, registry: Any) -> list[Behind]:
    """The records that a line rests on; of a township these are thousands."""
    one, scope = data.one, scores.scope
    if one.row is not None:
        scope = replace(scope, day=min(scope.day, one.row["on_day"]))
    return behind(
        connection, one.rubric, data.line.item, one.union_id, registry=registry, scope=scope,
        checks=partial(scores.results, connection),
    )  # fmt: skip


def _proofs(mine: Proofs) -> list[Fact]:
    """What there is for a line, on itself and on the records it rests on, and what is missing."""
    names = code_list("proof_kind")
    kinds = Counter(names[piece.kind].name for piece in mine.pieces)
    said = "、".join(f"{kind} {count} 份" for kind, count in kinds.items())
    where = dict.fromkeys(record for record, _piece in mine.records)
    note = f"（其中 {len(mine.records)} 份在记录上：{'、'.join(where)}）" if where else ""
    found = [Fact("已有材料", said, note)]
    return [*found, Fact("还缺材料", "、".join(mine.missing), tone=Tone.WARN)]


def nothing_behind(line: Line) -> tuple[str, str]:
    """What is said where a line has no records: why, and what follows."""
    if line.state is State.NOT_APPLICABLE:
        return "不适用", "这一项不适用于这个工会，不看记录。"
    if not line.item.computed:
        return "由人评定", "这一项看材料、看现场评定，不从记录计分。"
    if line.state in (State.COMPUTED, State.PROPOSED):
        return "没有这样的记录", f"{line.words}。补录以后自动重新计分。"
    return "缺数据", "程序没有和这一项有关的记录。补录以后自动计分，也可以人工填报。"


def _given(row: Mapping[Any, Any] | None) -> list[Fact]:
    """Who gave which score, and why."""
    if row is None:
        return []
    found = []
    if row["answer"] is not None:
        answer = row["answer"]
        said = f"{plain(answer)} 分" if isinstance(answer, int) else str(answer)
        who = "　".join(p for p in (row["answered_by"], _iso(row["answered_on"])) if p)
        found.append(Fact("填报、评定", said, f"（{who}）{row['reason'] or ''}"))
    for key, word in STAGE_WORDS.items():
        if row[f"{key}_score"] is not None:
            who = "　".join(p for p in (row[f"{key}_by"], _iso(row[f"{key}_on"])) if p)
            found.append(
                Fact(f"{word}改分", f"{plain(row[f'{key}_score'])} 分",
                     f"（{who}）{row[f'{key}_reason'] or ''}")
            )  # fmt: skip
    return found


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


# -- an improvement --------------------------------------------------------------------------------


def read_improvement(connection: Any, scores: Scores | None, record: str, day: date) -> Card | None:
    """An improvement with the item it is about."""
    row = improvement_row(connection, record)
    if row is None:
        return None
    one = scores.found.get(row["union_id"]) if scores is not None else None
    name = one.name if one is not None else ""
    text = ""
    if one is not None:
        text = next((x.text for x in one.rubric.items if x.id == row["item"]), "")
    facts = [
        Fact("工会", name, target=Target(AREA, UNION, row["union_id"])),
        Fact("评分项", f"{row['item']}　{text}",
             target=Target(AREA, LINE, line_id(row["union_id"], row["item"]))),
        Fact("原因", row["cause"] or ""),
        Fact("整改措施", row["measure"]),
        Fact("责任人", row["responsible"] or ""),
        Fact("完成期限", _iso(row["due_on"])),
        Fact("完成日期", _iso(row["done_on"])),
        Fact("完成情况", row["result"] or ""),
    ]  # fmt: skip
    return Card(
        record, row["measure"], f"{name}　{row['year']}年", state_of(row, day),
        [f for f in facts if f.value], dict(row), (row["union_id"], name),
    )  # fmt: skip
