"""What the figures of 民主评议 count: surveys of a period with their papers and overall votes.

The votes are those of the item that stands for the whole. Ballots lie as JSON lists; the
database adds them up itself, so that a figure is one statement like any other.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Integer, and_, case, cast, func, literal_column, or_, select

from app.areas.organisations.bases import no_employer, subtree
from app.areas.organisations.records import UNION, UNION_SPELL
from app.figures.registry import NO, Scope, flag
from app.store.meta import on_day

from .records import (
    BALLOT_BATCH,
    BALLOT_CONTENT,
    SURVEY,
    SURVEY_COMMENT,
    SURVEY_COUNT,
    SURVEY_GROUP,
    SURVEY_SUBJECT,
)

_SURVEY: Any = literal_column("'survey'")
_COMMENT: Any = literal_column("'survey_comment'")
_UNION: Any = literal_column("'union'")


def surveys(scope: Scope) -> Any:
    """One row per survey counted in the period: papers, and of the overall item 有效票, 满意,
    满意 and 基本满意 together (per person rated, where people are rated by name). Papers whose
    votes nobody has written down yet are no votes."""
    below = subtree(scope, "surveyed_below")
    papers = _papers()
    typed, ballots = _typed(), _ballots()
    heads = (
        select(func.max(1, func.count()))
        .where(SURVEY_SUBJECT.c.survey_id == SURVEY.c.id)
        .scalar_subquery()
    )
    void = func.coalesce(typed.c.invalid, 0) + func.coalesce(ballots.c.invalid, 0)
    query = (
        select(
            _SURVEY.label("kind"),
            SURVEY.c.id,
            SURVEY.c.title,
            NO.label("reported"),
            SURVEY.c.kind.label("survey_kind"),
            SURVEY.c.union_id,
            UNION_SPELL.c.type,
            UNION_SPELL.c.form,
            UNION_SPELL.c.place_id,
            *no_employer(),
            papers.c.expected,
            papers.c.issued,
            papers.c.returned,
            papers.c.valid,
            (papers.c.counted * heads - void).label("votes"),
            _plus(typed.c.satisfied, ballots.c.satisfied).label("satisfied"),
            _plus(typed.c.accepted, ballots.c.accepted).label("accepted"),
        )
        .select_from(SURVEY)
        .join(UNION, UNION.c.id == SURVEY.c.union_id)
        .outerjoin(
            UNION_SPELL,
            and_(UNION_SPELL.c.union_id == SURVEY.c.union_id, on_day(UNION_SPELL, SURVEY.c.on_day)),
        )
        .outerjoin(papers, papers.c.survey_id == SURVEY.c.id)
        .outerjoin(typed, typed.c.survey_id == SURVEY.c.id)
        .outerjoin(ballots, ballots.c.survey_id == SURVEY.c.id)
        .where(*_held(scope))
    )
    return query if below is None else query.where(SURVEY.c.union_id.in_(select(below.c.id)))


def rated(scope: Scope) -> Any:
    """One row per union that held 会员评家 or 评议工会干部 in the period, whichever sort."""
    below = subtree(scope, "rated_below")
    last = func.max(SURVEY.c.on_day)
    query = (
        select(
            _UNION.label("kind"),
            UNION.c.id,
            UNION_SPELL.c.name.label("title"),
            NO.label("reported"),
            UNION.c.id.label("union_id"),
            UNION_SPELL.c.type,
            UNION_SPELL.c.form,
            UNION_SPELL.c.place_id,
            *no_employer(),
            func.max(flag(SURVEY.c.kind == "rate_union")).label("unions"),
            func.max(flag(SURVEY.c.kind == "rate_cadres")).label("cadres"),
        )
        .select_from(SURVEY)
        .join(UNION, UNION.c.id == SURVEY.c.union_id)
        .join(UNION_SPELL, UNION_SPELL.c.union_id == UNION.c.id)
        .where(*_held(scope), UNION_SPELL.c.since <= SURVEY.c.on_day)
        .where(or_(UNION_SPELL.c.until.is_(None), UNION_SPELL.c.until > SURVEY.c.on_day))
        .where(UNION.c.outside == False)  # noqa: E712
        .group_by(UNION.c.id)
        .having(last.is_not(None))
    )
    return query if below is None else query.where(UNION.c.id.in_(select(below.c.id)))


def comments(scope: Scope) -> Any:
    """One row per comment of a survey counted in the period; ``done``: dealt with by the day."""
    below = subtree(scope, "commented_below")
    last = func.min(scope.period.last, scope.day)
    query = (
        select(
            _COMMENT.label("kind"),
            SURVEY_COMMENT.c.id,
            SURVEY.c.title,
            NO.label("reported"),
            SURVEY.c.kind.label("survey_kind"),
            SURVEY_COMMENT.c.heading,
            SURVEY.c.union_id,
            UNION_SPELL.c.type,
            UNION_SPELL.c.form,
            UNION_SPELL.c.place_id,
            *no_employer(),
            flag(func.coalesce(SURVEY_COMMENT.c.replied_on <= last, False)).label("answered"),
            flag(func.coalesce(SURVEY_COMMENT.c.done_on <= last, False)).label("done"),
        )
        .select_from(SURVEY_COMMENT)
        .join(SURVEY, SURVEY.c.id == SURVEY_COMMENT.c.survey_id)
        .join(UNION, UNION.c.id == SURVEY.c.union_id)
        .outerjoin(
            UNION_SPELL,
            and_(UNION_SPELL.c.union_id == SURVEY.c.union_id, on_day(UNION_SPELL, SURVEY.c.on_day)),
        )
        .where(*_held(scope))
    )
    return query if below is None else query.where(SURVEY.c.union_id.in_(select(below.c.id)))


def _held(scope: Scope) -> list[Any]:
    last = func.min(scope.period.last, scope.day)
    day = SURVEY.c.on_day
    return [day >= scope.period.first, day <= last, SURVEY.c.cancelled_on.is_(None)]


def _plus(one: Any, other: Any) -> Any:
    return func.coalesce(one, 0) + func.coalesce(other, 0)


def _papers() -> Any:
    """Per survey: heads, papers, 有效票 (收回 − 废票, or what was entered); ``counted``: 有效票 of
    the groups whose votes are written down."""
    entered = (
        select(func.sum(BALLOT_BATCH.c.ballots))
        .where(BALLOT_BATCH.c.group_id == SURVEY_GROUP.c.id)
        .scalar_subquery()
    )
    one = (
        select(SURVEY_COUNT.c.group_id, func.sum(SURVEY_COUNT.c.votes).label("votes"))
        .group_by(SURVEY_COUNT.c.group_id, SURVEY_COUNT.c.subject_id, SURVEY_COUNT.c.item)
        .subquery()
    )
    most = (
        select(func.max(one.c.votes)).where(one.c.group_id == SURVEY_GROUP.c.id).scalar_subquery()
    )
    returned = SURVEY_GROUP.c.returned - func.coalesce(SURVEY_GROUP.c.void, 0)
    valid = func.coalesce(returned, entered, most, 0)
    return (
        select(
            SURVEY_GROUP.c.survey_id,
            func.sum(SURVEY_GROUP.c.expected).label("expected"),
            func.sum(SURVEY_GROUP.c.issued).label("issued"),
            func.sum(SURVEY_GROUP.c.returned).label("returned"),
            func.sum(valid).label("valid"),
            func.sum(case((func.coalesce(entered, most, 0) > 0, valid), else_=0)).label("counted"),
        )
        .group_by(SURVEY_GROUP.c.survey_id)
        .subquery()
    )


def _flags(grade: Any) -> list[Any]:
    """Whether a grade is 满意, or 满意 or 基本满意, by the survey's own form."""
    entry = func.json_each(SURVEY.c.form, "$.grades").table_valued("value", name="grade_entry")

    def told(name: str) -> Any:
        return func.coalesce(
            select(func.max(func.json_extract(entry.c.value, f"$.{name}")))
            .where(func.json_extract(entry.c.value, "$.code") == grade)
            .scalar_subquery(),
            0,
        )

    return [told("satisfied"), told("accepted")]


def _overall() -> Any:
    return func.json_extract(SURVEY.c.form, "$.overall")


def _summed(survey_id: Any, grade: Any, votes: Any) -> list[Any]:
    satisfied, accepted = _flags(grade)
    return [
        survey_id.label("survey_id"),
        func.sum(votes * satisfied).label("satisfied"),
        func.sum(votes * accepted).label("accepted"),
        func.sum(votes * case((grade == "invalid", 1), else_=0)).label("invalid"),
    ]


def _typed() -> Any:
    """Per survey the votes typed in as counts."""
    return (
        select(*_summed(SURVEY.c.id, SURVEY_COUNT.c.grade, SURVEY_COUNT.c.votes))
        .join(SURVEY_GROUP, SURVEY_GROUP.c.id == SURVEY_COUNT.c.group_id)
        .join(SURVEY, SURVEY.c.id == SURVEY_GROUP.c.survey_id)
        .where(SURVEY_COUNT.c.item == _overall())
        .group_by(SURVEY.c.id)
        .subquery()
    )


def _ballots() -> Any:
    """Per survey the votes of its ballots, unpacked by the database."""
    ballot = func.json_each(BALLOT_CONTENT.c.ballots).table_valued("value", name="ballot")
    said = func.json_each(ballot.c.value).table_valued("key", "value", name="said")
    whole = _overall()
    return (
        select(*_summed(SURVEY.c.id, said.c.value, cast(literal_column("1"), Integer)))
        .select_from(BALLOT_BATCH)
        .join(BALLOT_CONTENT, BALLOT_CONTENT.c.key == BALLOT_BATCH.c.content)
        .join(SURVEY_GROUP, SURVEY_GROUP.c.id == BALLOT_BATCH.c.group_id)
        .join(SURVEY, SURVEY.c.id == SURVEY_GROUP.c.survey_id)
        .join(ballot, literal_column("1") == 1)
        .join(said, literal_column("1") == 1)
        .where(or_(said.c.key == whole, said.c.key.endswith("/" + whole)))
        .group_by(SURVEY.c.id)
        .subquery()
    )
