"""What the rules say of a congress that was held, and of a union's congresses of a year
(CNG-06, 07, 10; DEM-01 to 07, 09; CON-01; DEM-08).

Fractions are compared in integers: exactly two thirds are present enough, exactly half the votes
are not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.base.codes import code_list
from app.base.days import parse_iso
from app.base.findings import Finding
from app.base.text import rate
from app.base.workdays import working_days
from app.rules.book import Case
from app.rules.judging import Judge, judged

from .lamps import exceeds, percent, reaches

MEMBERS, WORKERS = "members_congress", "workers_congress"
DELEGATES = {MEMBERS: "members", WORKERS: "workers"}
"""Whose delegates (``delegation.kind``) a congress has."""


@dataclass(frozen=True, slots=True)
class Vote:
    """A decision of a meeting: its yes votes; None: not filled in."""

    title: str
    yes: int | None = None


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """A congress that was held.

    Attributes:
        which: ``members_congress`` or ``workers_congress``.
        on: the day it was held.
        form: ``assembly`` (everybody) or ``delegates``.
        regional: of a federation or another union above enterprises.
        due, present, votes: as counted.
        delegates, women, managers, owners, front_line: of the 届, from their list or as reported.
        workers, women_workers: of the unit on the day.
        agreed_doc: the document on delegates above the number that must be.
        proofs: kinds of evidence.
        beside: whether the other congress of the union was held on the same day.
    """

    id: str
    name: str
    which: str
    on: date
    form: str = "delegates"
    regional: bool = False
    due: int | None = None
    present: int | None = None
    votes: tuple[Vote, ...] = ()
    notice_on: date | None = None
    materials_on: date | None = None
    delegates: int | None = None
    women: int | None = None
    managers: int | None = None
    owners: int | None = None
    front_line: int | None = None
    workers: int | None = None
    women_workers: int | None = None
    agreed_doc: str | None = None
    proofs: frozenset[str] = frozenset()
    beside: bool = False
    where: str = ""
    kind: str = "activity"


@dataclass(frozen=True, slots=True)
class CongressFacts:
    """Members' congresses that a union held in the year up to ``on`` (CON-01, CNG-10).

    Attributes:
        held: how many; None: nothing of the union is kept here.
        rated: whether one of them rated the union's work; None: none was held.
    """

    id: str
    name: str
    on: date
    held: int | None
    rated: bool | None = None
    where: str = ""
    kind: str = "union"


@dataclass(frozen=True, slots=True)
class BoardFacts:
    """Workers of a company and its 职工董事、职工监事 on a day (DEM-08).

    Attributes:
        form: code of ``legal_form`` of the employer; None: not known.
        seats: how many such posts there are; None: no posts are kept of its union.
    """

    id: str
    name: str
    form: str | None
    workers: int | None
    seats: int | None
    where: str = ""
    kind: str = "union"


def _other(case: Case, facts: MeetingFacts, which: str) -> list[Finding] | None:
    return None if facts.which == which else [case.skip("不是这种大会")]


def _quorum(case: Case, params: dict[str, Any], facts: MeetingFacts) -> list[Finding]:
    if not facts.due or facts.present is None:
        return [case.no_data("应到人数、实到人数", field="due" if not facts.due else "present")]
    if reaches(facts.present, facts.due, params["quorum"]):
        return []
    return [case.fail("quorum", field="present", due=facts.due, present=facts.present)]


def _votes(
    case: Case, params: dict[str, Any], facts: MeetingFacts, all_: int | None, word: str
) -> list[Finding]:
    """Decisions that did not get more than half of all; what was not counted is not judged."""
    if not all_:
        return []
    return [
        _lost(case, vote, {word: all_})
        for vote in facts.votes
        if vote.yes is not None and not exceeds(vote.yes, all_, params["majority"])
    ]


def _lost(case: Case, vote: Vote, whole: dict[str, Any]) -> Finding:
    return case.fail("vote", field="yes", title=vote.title, yes=vote.yes, **whole)


@judged
def cng_06(case: Case, params: dict[str, Any], facts: MeetingFacts) -> list[Finding]:
    """Two thirds present; every decision with more than half of those due."""
    if skip := _other(case, facts, MEMBERS):
        return skip
    found = _quorum(case, params, facts) + _votes(case, params, facts, facts.due, "due")
    return found or [case.passed()]


@judged
def cng_07(case: Case, params: dict[str, Any], facts: MeetingFacts) -> list[Finding]:
    """The notice went out so many working days before the meeting."""
    if skip := _other(case, facts, MEMBERS):
        return skip
    if facts.form != "delegates":
        return [case.skip("不是代表大会")]
    if facts.notice_on is None:
        return [case.no_data("通知日期", field="notice_on")]
    if facts.notice_on >= facts.on:
        days = 0
    else:  # the day of the notice itself counts, that of the meeting does not
        days = working_days(facts.notice_on, facts.on - timedelta(days=1)).count
    if days >= params["working_days"]:
        return [case.passed()]
    return [
        case.fail("short", field="notice_on", notice=facts.notice_on, held=facts.on, days=days,
                  wanted=params["working_days"])
    ]  # fmt: skip


@judged
def cng_10(case: Case, params: dict[str, Any], facts: CongressFacts) -> list[Finding]:
    """The members' congress of the year rated the union's work, with ballots."""
    del params
    if facts.rated is None:
        return [case.skip("本年没有召开会员（代表）大会")]
    if facts.rated:
        return [case.passed()]
    return [case.fail("none", year=facts.on.year)]


@judged
def con_01(case: Case, params: dict[str, Any], facts: CongressFacts) -> list[Finding]:
    """A members' (delegates') congress at least once a year; told from a day of the year on."""
    if facts.held is None:
        return [case.no_data("会员（代表）大会")]
    if facts.held >= params["times"]:
        return [case.passed()]
    year = facts.on.year
    if facts.on >= date(year, 12, 31):
        return [case.fail("none", year=year)]
    if facts.on < parse_iso(f"{year}-{params['told_from']}"):
        return [case.skip("本年还没有过完")]
    return [case.fail("not_yet", year=year)]


def _firm(case: Case, facts: MeetingFacts) -> list[Finding] | None:
    """Rules of an enterprise's delegates."""
    if skip := _other(case, facts, WORKERS):
        return skip
    if facts.regional:
        return [case.skip("区域（行业）职代会另有规定")]
    return [case.skip("职工大会没有代表")] if facts.form != "delegates" else None


@judged
def dem_01(case: Case, params: dict[str, Any], facts: MeetingFacts) -> list[Finding]:
    """Delegates: 5 % of the workers, 30 at least; what is above 100 is agreed."""
    if skip := _firm(case, facts):
        return skip
    if facts.workers is None or facts.delegates is None:
        return [case.no_data("职工人数、职工代表人数", field="workers")]
    whole = max(params["least"], -(-facts.workers * params["percent"] // 100))
    wanted = min(whole, params["agreed_above"])
    values: dict[str, Any] = {"workers": facts.workers, "delegates": facts.delegates}
    if facts.delegates < wanted:
        return [case.fail("few", field="due", wanted=wanted, **values)]
    if facts.delegates < whole and not facts.agreed_doc:
        above = params["agreed_above"]
        return [case.fail("not_agreed", field="due", whole=whole, agreed_above=above, **values)]
    return [case.passed()]


@judged
def dem_02(case: Case, params: dict[str, Any], facts: MeetingFacts) -> list[Finding]:
    """Managers are at most a fifth of the delegates."""
    if skip := _firm(case, facts):
        return skip
    if not facts.delegates or facts.managers is None:
        return [case.no_data("职工代表中的管理人员", field="managers")]
    if not exceeds(facts.managers, facts.delegates, percent(params["percent"])):
        return [case.passed()]
    return [
        case.fail("many", field="managers", managers=facts.managers, delegates=facts.delegates,
                  percent=params["percent"])
    ]  # fmt: skip


@judged
def dem_03(case: Case, params: dict[str, Any], facts: MeetingFacts) -> list[Finding]:
    """Women among the delegates not below their share of the workers."""
    del params
    if skip := _firm(case, facts):
        return skip
    if not facts.delegates or facts.women is None:
        return [case.no_data("职工代表中的女代表", field="women")]
    if not facts.workers or facts.women_workers is None:
        return [case.no_data("职工人数和女职工人数")]
    if facts.women * facts.workers >= facts.women_workers * facts.delegates:
        return [case.passed()]
    share = rate(facts.women_workers, facts.workers)
    return [
        case.fail("few", field="women", women=facts.women, delegates=facts.delegates, share=share)
    ]


@judged
def dem_04(case: Case, params: dict[str, Any], facts: MeetingFacts) -> list[Finding]:
    """Two thirds of the delegates (workers) are present."""
    if skip := _other(case, facts, WORKERS):
        return skip
    return _quorum(case, params, facts) or [case.passed()]


@judged
def dem_05(case: Case, params: dict[str, Any], facts: MeetingFacts) -> list[Finding]:
    """Papers in writing seven days ahead."""
    if skip := _other(case, facts, WORKERS):
        return skip
    if facts.form != "delegates":
        return [case.skip("不是代表大会")]
    if facts.materials_on is None:
        return [case.no_data("发材料的日期", field="materials_on")]
    days = max(0, (facts.on - facts.materials_on).days)
    if days >= params["days"]:
        return [case.passed()]
    return [
        case.fail("short", field="materials_on", sent=facts.materials_on, held=facts.on, days=days,
                  wanted=params["days"])
    ]  # fmt: skip


@judged
def dem_06(case: Case, params: dict[str, Any], facts: MeetingFacts) -> list[Finding]:
    """Every decision with more than half of all delegates (workers), not of those present."""
    if skip := _other(case, facts, WORKERS):
        return skip
    whole = facts.due or facts.delegates
    if not whole:
        return [case.no_data("应到人数", field="due")]
    return _votes(case, params, facts, whole, "all") or [case.passed()]


@judged
def dem_07(case: Case, params: dict[str, Any], facts: MeetingFacts) -> list[Finding]:
    """A regional or trade congress: 30 delegates, few owners, half from the front line."""
    if skip := _other(case, facts, WORKERS):
        return skip
    if not facts.regional:
        return [case.skip("不是区域（行业）职代会")]
    if not facts.delegates:
        return [case.no_data("代表人数", field="due")]
    found, delegates = [], facts.delegates
    if delegates < params["least"]:
        found.append(case.fail("few", field="due", delegates=delegates, wanted=params["least"]))
    owners, front = facts.owners, facts.front_line
    if owners is not None and exceeds(owners, delegates, percent(params["owners_percent"])):
        values: dict[str, Any] = {"owners": owners, "delegates": delegates}
        found.append(
            case.fail("owners", field="owners", percent=params["owners_percent"], **values)
        )
    if front is not None and not reaches(front, delegates, percent(params["front_line_percent"])):
        values = {"front_line": front, "delegates": delegates}
        least = params["front_line_percent"]
        found.append(case.fail("front_line", field="front_line", percent=least, **values))
    return found or [case.passed()]


@judged
def dem_08(case: Case, params: dict[str, Any], facts: BoardFacts) -> list[Finding]:
    """A company with 300 workers has a worker on its board of directors or of supervisors."""
    if facts.form is not None and facts.form not in params["companies"]:
        return [case.skip("不是公司")]
    if facts.form is None or facts.workers is None or facts.seats is None:
        return [case.no_data("企业登记类型、职工人数或任职")]
    if facts.workers < params["workers"] or facts.seats > 0:
        return [case.passed()]
    return [case.fail("none", workers=facts.workers)]


@judged
def dem_09(case: Case, params: dict[str, Any], facts: MeetingFacts) -> list[Finding]:
    """Two congresses on one day: each with its own agenda and decisions."""
    del params
    if not facts.beside:
        return [case.skip("没有与另一个大会同日召开")]
    proof = code_list("proof_kind")
    missing = [] if "agenda" in facts.proofs else [proof.name_of("agenda")]
    if not facts.votes and "resolution" not in facts.proofs:
        missing.append(proof.name_of("resolution"))
    if not missing:
        return [case.passed()]
    return [case.fail("mixed", held=facts.on, missing="、".join(missing))]


MEETING_RULES: dict[str, Judge[MeetingFacts]] = {
    "CNG-06": cng_06, "CNG-07": cng_07, "DEM-01": dem_01, "DEM-02": dem_02, "DEM-03": dem_03,
    "DEM-04": dem_04, "DEM-05": dem_05, "DEM-06": dem_06, "DEM-07": dem_07, "DEM-09": dem_09,
}  # fmt: skip
"""Rules put to every congress that was held in the year."""
CONGRESS_RULES: dict[str, Judge[CongressFacts]] = {"CON-01": con_01, "CNG-10": cng_10}
BOARD_RULES: dict[str, Judge[BoardFacts]] = {"DEM-08": dem_08}
