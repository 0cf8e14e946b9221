"""The rules of an election: LAW-06, ELE-02 to ELE-05, ELE-08 to ELE-10, ELE-16."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from app.base.findings import Finding
from app.base.workdays import working_days
from app.rules.book import Case
from app.rules.judging import Judge, judged

from .counting import majority, quorum, with_margin
from .election_facts import BallotFacts, ElectionFacts, RegisteredFacts, RightFacts
from .renewal import State, steps_of


@judged
def law_06(case: Case, params: dict[str, Any], facts: BallotFacts) -> list[Finding]:
    """A recall needs more than half of all members or all delegates, not of those present."""
    if facts.election != "recall":
        return [case.skip("不是罢免")]
    if facts.due is None or any(one.yes is None for one in facts.candidates):
        return [case.no_data("全体人数或赞成罢免的票数", field="due")]
    needed, found = majority(params["votes_over"], facts.due), []
    for one in facts.candidates:
        yes = one.yes or 0
        values: dict[str, Any] = {"person": one.name, "yes": yes, "due": facts.due}
        if yes > facts.due:
            found.append(case.fail("over", field="yes", **values))
        elif yes < needed:
            found.append(case.fail("short", field="yes", needed=needed, **values))
    return found or [case.passed()]


@judged
def ele_02(case: Case, params: dict[str, Any], facts: BallotFacts | ElectionFacts) -> list[Finding]:
    """Two thirds of those entitled are present; exactly two thirds are enough."""
    if facts.due is None or facts.present is None:
        return [case.no_data("应到会或实到会人数", field="due")]
    values: dict[str, Any] = {"due": facts.due, "present": facts.present}
    if facts.present > facts.due:
        return [case.fail("more", field="present", **values)]
    needed = quorum(params, facts.due)
    if facts.present < needed:
        return [case.fail("short", field="present", needed=needed, **values)]
    return [case.passed()]


@judged
def ele_03(case: Case, params: dict[str, Any], facts: BallotFacts) -> list[Finding]:
    """More candidates than seats, where the vote must be contested; never fewer."""
    if facts.election == "recall":
        return [case.skip("罢免不提候选人")]
    if facts.seats is None:
        return [case.no_data("应选名额", field="seats")]
    standing = sum(not one.written_in for one in facts.candidates)
    values: dict[str, Any] = {"seats": facts.seats, "candidates": standing}
    percent = params["percents"].get(f"{facts.body}-{facts.role}")
    if standing < facts.seats:
        return [case.fail("fewer_than_seats", field="seats", **values)]
    if percent is None or facts.round > 1:
        return [case.passed()]
    needed = with_margin(facts.seats, percent, params["least_extra"])
    if standing < needed:
        more = {"percent": percent, "needed": needed}
        return [case.fail("few", field="seats", **values, **more)]
    return [case.passed()]


@judged
def ele_05(case: Case, params: dict[str, Any], facts: BallotFacts) -> list[Finding]:
    """No more papers returned than issued; valid and invalid are all that were returned."""
    del params
    if facts.issued is None or facts.returned is None:
        return [case.no_data("发出、收回的选票数", field="issued")]
    found: list[Finding] = []
    pair: dict[str, Any] = {"issued": facts.issued, "returned": facts.returned}
    if facts.returned > facts.issued:
        found.append(case.fail("void", field="returned", **pair))
    if facts.present is not None and facts.issued > facts.present:
        found.append(
            case.fail("issued", field="issued", present=facts.present, issued=facts.issued)
        )
    if facts.valid is not None and facts.invalid is not None:
        total = facts.valid + facts.invalid
        if total != facts.returned:
            found.append(
                case.fail(
                    "sum",
                    field="valid",
                    returned=facts.returned,
                    valid=facts.valid,
                    invalid=facts.invalid,
                    sum=total,
                )
            )
    if facts.valid is not None:
        found += _votes(case, facts, facts.valid)
    return found or [case.passed()]


def _votes(case: Case, facts: BallotFacts, valid: int) -> list[Finding]:
    """No candidate has more votes than there are papers; all of them no more than there is room."""
    found = []
    for one in facts.candidates:
        votes = (one.yes or 0) + (one.no or 0) + (one.abstain or 0)
        if votes > valid:
            found.append(case.fail("votes", field="yes", person=one.name, votes=votes, valid=valid))
    total = sum(one.yes or 0 for one in facts.candidates)
    if facts.seats is not None and facts.election != "recall" and total > valid * facts.seats:
        most = valid * facts.seats
        values: dict[str, Any] = {"total": total, "seats": facts.seats, "valid": valid}
        found.append(case.fail("total", field="yes", most=most, **values))
    return found


@judged
def ele_04(case: Case, params: dict[str, Any], facts: RegisteredFacts) -> list[Finding]:
    """Posts written from an election are of those who were elected, and everybody's is written."""
    del params
    if not facts.counted:
        return [case.no_data("计票", field="counts")]
    elected = {(person or name, role) for person, name, role in facts.elected}
    names = {(name, role) for _, name, role in facts.elected}
    found = [
        case.fail("registered", field="posts", person=name, role=role)
        for person, name, role in facts.posts
        if (person, role) not in elected and (name, role) not in names
    ]
    if facts.elected and not facts.posts:
        found.append(case.fail("unregistered", field="register", elected=len(facts.elected)))
    return found or [case.passed()]


@judged
def ele_08(case: Case, params: dict[str, Any], facts: ElectionFacts) -> list[Finding]:
    """The union above answers within fifteen days; the result is reported soon."""
    found = _answered(case, params, facts, "requested_on", "request_replied_on", "召开大会的请示")
    found += _answered(case, params, facts, "reported_on", "replied_on", "选举结果")
    meeting = facts.dates.get("meeting_on")
    if meeting is not None and facts.dates.get("reported_on") is None:
        limit = params["report_days"]
        if (facts.on - meeting).days > limit:
            found.append(case.fail("unreported", field="reported_on", meeting=meeting, limit=limit))
    if facts.approved is False:
        found.append(case.fail("refused", field="approved"))
    return found or [case.passed()]


def _answered(
    case: Case, params: dict[str, Any], facts: ElectionFacts, sent: str, replied: str, what: str
) -> list[Finding]:
    went, came = facts.dates.get(sent), facts.dates.get(replied)
    if went is None:
        return []
    limit = params["days"]
    values: dict[str, Any] = {"what": what, "sent": went, "limit": limit}
    if came is None:
        late = (facts.on - went).days > limit
        return [case.fail("waiting", field=replied, **values)] if late else []
    if came < went:
        return [case.fail("order", field=replied, what=what, sent=went, replied=came)]
    days = (came - went).days
    if days > limit:
        return [case.fail("late", field=replied, replied=came, days=days, **values)]
    return []


@judged
def ele_09(case: Case, params: dict[str, Any], facts: BallotFacts) -> list[Finding]:
    """Who may not stand: heads of the unit and their kin; for a chair also deputies, the head of
    personnel, foreigners; for the audit committee whoever handles money."""
    if facts.election == "recall" or facts.body not in params["any_bodies"]:
        return [case.skip("不是提名候选人的投票")]
    barred = [*params["any"]]
    if facts.role in params["chair_roles"]:
        barred += params["chair"]
    if facts.body in params["audit_bodies"]:
        barred += params["audit"]
    found, unknown = [], False
    for one in facts.candidates:
        unknown = unknown or any(one.flags.get(key) is None for key in barred)
        found += [
            case.fail(
                "barred",
                field=key,
                person=one.name,
                why=params["words"][key],
                role=facts.role_name,
            )
            for key in barred
            if one.flags.get(key)
        ]
    if found:
        return found
    return [case.no_data("候选人的身份", field="executive")] if unknown else [case.passed()]


@judged
def ele_10(case: Case, params: dict[str, Any], facts: ElectionFacts) -> list[Finding]:
    """Candidates are shown for five working days, over before the vote."""
    since, until = facts.dates.get("notice_from"), facts.dates.get("notice_until")
    if facts.election == "recall":
        return [case.skip("罢免不公示候选人")]
    if since is None or until is None:
        return [case.no_data("公示的起止日期", field="notice_from")]
    counted = working_days(since, until)
    values: dict[str, Any] = {"since": since, "until": until, "days": counted.count}
    found = []
    if counted.count < params["days"]:
        found.append(case.fail("short", field="notice_until", least=params["days"], **values))
    elif counted.unknown_years:
        years = "、".join(map(str, counted.unknown_years))
        found.append(case.fail("unsure", field="notice_until", years=years, **values))
    meeting = facts.dates.get("meeting_on")
    if meeting is not None and until >= meeting:
        found.append(case.fail("after", field="notice_until", meeting=meeting, until=until))
    return found or [case.passed()]


@judged
def ele_16(case: Case, params: dict[str, Any], facts: ElectionFacts) -> list[Finding]:
    """No step of the calendar is overdue."""
    late = [
        step
        for step in steps_of(params, facts.election, facts.congress, facts.dates, facts.on)
        if step.state is State.LATE
    ]
    if not late:
        return [case.passed()]
    first = late[0]
    return [case.fail("late", field=first.key, step=first.title, due=first.due or "")]


@judged
def ele_17(case: Case, params: dict[str, Any], facts: RightFacts) -> list[Finding]:
    """Who retains a membership has no vote and cannot be voted for (CON-05)."""
    del params
    if not facts.retained:
        return [case.passed()]
    if facts.kind == "election":
        return [case.fail("candidate", person=facts.person, day=facts.on)]
    return [case.fail("delegate", person=facts.person)]


def answer_due(params: dict[str, Any], sent: date) -> date:
    """The last day on which the union above answers (ELE-08)."""
    return sent + timedelta(days=int(params["days"]))


BALLOT_RULES: dict[str, Judge[BallotFacts]] = {
    "LAW-06": law_06, "ELE-03": ele_03, "ELE-05": ele_05, "ELE-09": ele_09,
}  # fmt: skip
"""Rules put to each vote; ELE-02 too where the body itself votes."""

ELECTION_RULES: dict[str, Judge[ElectionFacts]] = {
    "ELE-02": ele_02, "ELE-08": ele_08, "ELE-10": ele_10, "ELE-16": ele_16,
}  # fmt: skip
BODY_BALLOT_RULES: dict[str, Judge[BallotFacts]] = {"ELE-02": ele_02}
RIGHT_RULES: dict[str, Judge[RightFacts]] = {"ELE-17": ele_17}
"""Rules put to every candidate and delegate who is in the register."""
REGISTERED_RULES: dict[str, Judge[RegisteredFacts]] = {"ELE-04": ele_04}
