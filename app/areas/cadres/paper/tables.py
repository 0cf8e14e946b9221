"""Tables of elections on paper: 代表名册, 选票, 计票表, 候选人名单, 简历表."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from app.areas.members.lists import forms as reading
from app.base.errors import UserError
from app.base.strokes import by_strokes
from app.paper.figured import CENTRE
from app.paper.model import (
    Align,
    Block,
    Column,
    FormGrid,
    Note,
    PageBreak,
    Paragraph,
    Slot,
    Table,
    Title,
    Together,
)
from app.paper.reports import Ask, texts
from app.pictures.printing import portrait

from ..lists.delegations import delegation_of
from ..lists.votes import Vote, Whole, candidate_rows, whole_elections
from ..rules.counting import Outcome

_TEXTS = "official_tables"
_YEAR_MONTH = re.compile(r"(\d+)年(\d+)月")
_RESUME = (1.2, 1.3, 1.0, 1.2, 1.2, 1.2, 1.3)
"""Shares of the columns of a 简历表; the last has the photo."""
ACROSS = 5
"""So many names stand beside each other on a ballot."""


def election(ask: Ask, record: str) -> Whole:
    """The election a paper is about.

    Raises:
        UserError: NOT_FOUND.
    """
    found = whole_elections(ask.conn, [record], ask.scope.day, ask.book).get(record)
    if found is None:
        raise UserError("NOT_FOUND", "找不到这次选举。", "它可能刚刚被删除，请刷新后再试。")
    return found


# -- delegates -------------------------------------------------------------------------------------


def delegates(ask: Ask, record: str) -> list[Block]:
    """代表名册 of the election's delegates, or of a 届 itself, by the strokes of the surnames."""
    said, of = texts(_TEXTS)["roster"], delegation_of(ask.conn, record, ask.scope.day)
    people = of.serving if of is not None else []
    rows = tuple(
        (
            number, p["name"], p["sex_name"], _year(p["birth_year"]), p["ethnicity_name"],
            p["political_name"], p["education_name"], p["unit"], p["post_name"] or "",
            _marks(p, said["marks"]),
        )
        for number, p in enumerate(people, 1)
    )  # fmt: skip
    columns = tuple(Column(t, w, CENTRE if c else Align.LEFT) for t, w, c in said["columns"])
    made: list[Block] = [Table(columns, rows, size=10.5, empty=said["empty"])]
    if of is not None and of.numbers["total"]:
        numbers = {k: v if v is not None else "—" for k, v in of.numbers.items()}
        made.append(Note(said["sum"].format(**numbers)))
    return made


def _marks(person: Mapping[str, Any], words: Mapping[str, str]) -> str:
    return "、".join(word for key, word in words.items() if person.get(key))


def _year(year: int | None) -> str:
    return f"{year}年" if year else ""


# -- ballots and counts ----------------------------------------------------------------------------


def ballots(ask: Ask, record: str) -> list[Block]:
    """选票, one page for each vote, names by the strokes of the surnames (选举条例 第二十一条)."""
    said, whole = texts(_TEXTS)["ballot"], election(ask, record)
    made: list[Block] = []
    for number, vote in enumerate(_open_votes(whole)):
        if number:
            made += [PageBreak(), Title(whole.name + said["title"])]
        made += _ballot(whole, vote, said)
    return made or [Paragraph(said["none"])]


def _open_votes(whole: Whole) -> Sequence[Vote]:
    """Votes whose result is not known yet; all where every one is."""
    waiting = [v for v in whole.votes if v.result.outcome is Outcome.MISSING]
    return waiting or whole.votes


def _ballot(whole: Whole, vote: Vote, said: Mapping[str, Any]) -> list[Block]:
    standing = [c for c in vote.facts.candidates if not c.written_in]
    names = [c.name for c in by_strokes(standing, lambda c: c.name)]
    recall = whole.row["kind"] == "recall"
    rows: list[tuple[Slot, ...]] = []
    heights: list[int] = []
    for start in range(0, len(names), ACROSS):
        part = names[start : start + ACROSS]
        part += [""] * (ACROSS - len(part))
        rows.append((Slot(said["mark"], head=True), *(Slot("") for _ in part)))
        rows.append((Slot(said["name"], head=True), *(Slot(n, align=CENTRE) for n in part)))
        heights += [2, 2]
    if not recall:
        for head in (said["mark"], said["other"]):
            rows.append((Slot(head, head=True), *(Slot("") for _ in range(ACROSS))))
            heights.append(2)
    seats = vote.facts.seats if vote.facts.seats is not None else "＿＿"
    how = said["recall"] if recall else said["how"].format(seats=seats)
    subtitle = Paragraph(f"（{vote.title}）", indent=False, align=CENTRE)
    grid = FormGrid((1.3, *(1.0 for _ in range(ACROSS))), tuple(rows), tuple(heights), size=14)
    return [subtitle, grid, Note(how)]


def tally(ask: Ask, record: str) -> list[Block]:
    """计票表: per vote its counts, candidates with their votes and who is elected, names written
    in."""
    said, whole = texts(_TEXTS)["tally"], election(ask, record)
    made: list[Block] = []
    for vote in whole.votes:
        part: list[Block] = []
        facts = vote.facts
        counts = (
            (said["due"], facts.due), (said["present"], facts.present),
            (said["issued"], facts.issued),
            (said["returned"], facts.returned), (said["valid"], facts.valid),
            (said["invalid"], facts.invalid),
        )  # fmt: skip
        line = "　".join(f"{name} {'＿＿' if value is None else value}" for name, value in counts)
        part.append(Paragraph(vote.title, indent=False))
        part.append(Note(line + f"　{said['seats']} {_blank(facts.seats)}"))
        rows = tuple(
            (s.candidate.name, _blank(s.candidate.yes), _blank(s.candidate.no),
             _blank(s.candidate.abstain), said["results"].get(_result(s.elected, s.tied), ""))
            for s in vote.result.standings if not s.candidate.written_in
        )  # fmt: skip
        columns = (
            Column(said["candidate"], 1.6, CENTRE),
            *(Column(t, 1.0, CENTRE) for t in said["votes"]),
            Column(said["result"], 1.2, CENTRE),
        )  # fmt: skip
        part.append(Table(columns, rows, size=12, empty=said["none"]))
        written = tuple(
            (c.name, _blank(c.yes)) for c in facts.candidates if c.written_in
        ) or (("", ""), ("", ""))  # fmt: skip
        heads = (Column(said["other"], 1.6, CENTRE), Column(said["other_votes"], 1.0, CENTRE))
        part.append(Table(heads, written, size=12))
        made.append(Together(tuple(part)))
    made.append(Paragraph(said["sign"], indent=False))
    return made


def _result(elected: bool | None, tied: bool) -> str:
    return "tied" if tied else "unknown" if elected is None else "yes" if elected else "no"


def _blank(value: int | None) -> str:
    return "" if value is None else str(value)


# -- candidates ------------------------------------------------------------------------------------


def standing(ask: Ask, record: str) -> list[Block]:
    """The candidates of each vote with a few particulars, by the strokes of the surnames."""
    said, whole = texts(_TEXTS)["standing"], election(ask, record)
    made: list[Block] = []
    for vote in whole.votes:
        if vote.row["round"] > 1:
            continue
        rows = tuple(
            (c.name, *(known[k] for k in ("sex", "birth", "education", "political", "post")))
            for c in by_strokes(
                (c for c in vote.facts.candidates if not c.written_in), lambda c: c.name
            )
            for known in (_particulars(ask, c.person_id),)
        )  # fmt: skip
        columns = tuple(Column(t, w, CENTRE if c else Align.LEFT) for t, w, c in said["columns"])
        made.append(Table(columns, rows, title=vote.title, size=10.5, empty=said["empty"]))
    return made


def resumes(ask: Ask, record: str) -> list[Block]:
    """简历表, one form for each candidate."""
    said, whole = texts(_TEXTS)["resume"], election(ask, record)
    ids = [c.id for v in whole.votes for c in v.facts.candidates if not c.written_in]
    rows = candidate_rows(ask.conn, ids)
    roles: dict[str, list[str]] = {}
    first: dict[str, Mapping[Any, Any]] = {}
    for vote in whole.votes:
        for one in vote.facts.candidates:
            if one.id in rows and vote.row["round"] == 1:
                key = one.person_id or one.name
                roles.setdefault(key, []).append(vote.title)
                first.setdefault(key, rows[one.id])
    made: list[Block] = []
    for key in by_strokes(first, lambda k: str(first[k]["name"])):
        person = first[key]["person_id"]
        photo = portrait(ask.conn, "person", person) if person else b""
        form = _resume(first[key], _particulars(ask, person), roles[key], said, photo)
        made.append(Together((form,)))
    return made or [Paragraph(said["none"])]


def _resume(
    row: Mapping[Any, Any],
    known: Mapping[str, str],
    roles: Sequence[str],
    said: Mapping[str, str],
    photo: bytes,
) -> FormGrid:
    def head(key: str, **more: Any) -> Slot:
        return Slot(said[key], head=True, **more)

    def value(words: str, **more: Any) -> Slot:
        return Slot(words, align=CENTRE, **more)

    story = "\n".join(
        f"{part.get('since') or ''}—{part.get('until') or ''}　{part.get('what') or ''}"
        for part in row["resume"] or ()
    )
    rows = (
        (head("name"), value(row["name"]), head("sex"), value(known["sex"]), head("birth"),
         value(known["birth"]), head("photo", down=3, photo=photo)),
        (head("ethnicity"), value(known["ethnicity"]), head("education"), value(known["education"]),
         head("political"), value(known["political"])),
        (head("post"), value(known["post"], across=3), head("worked"), value(known["worked"])),
        (head("stands"), Slot("、".join(roles), across=6)),
        (head("story"), Slot(story, across=6)),
        (head("opinion"), Slot(said["opinion_text"], across=6, low=True)),
    )  # fmt: skip
    return FormGrid(_RESUME, rows, heights=(2, 2, 2, 2, 17, 4), size=12)


def _particulars(ask: Ask, person_id: str | None) -> dict[str, str]:
    """Sex, birth, education … of a person of the register; nothing is known of a bare name."""
    keys = ("sex", "ethnicity", "education", "political")
    if person_id is None:
        return dict.fromkeys((*keys, "birth", "worked", "post"), "")
    known = reading.facts(ask.conn, person_id, ask.scope.day)
    post = " ".join(part for part in (known.get("employer"), known.get("post")) if part)
    return {key: known.get(key, "") for key in keys} | {
        "birth": _month(known.get("birth_on", "")),
        "worked": _month(known.get("worked_from", "")),
        "post": post,
    }


def _month(day: str) -> str:
    """1990年1月31日 as 1990.01."""
    found = _YEAR_MONTH.match(day)
    return f"{found[1]}.{int(found[2]):02d}" if found else day
