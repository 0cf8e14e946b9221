"""Facts for the judges of bodies, terms, posts and federations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from ..lists.common import body_name, cadre_roles, post_name, roles_with
from ..rules.facts import Chair, FederationFacts, Holder, PostFacts, TermFacts, UnionFacts
from .look import Look

COMMITTEE = "committee"
TRAINING_RULE = "ELE-14"


def term_facts(look: Look) -> Iterator[TermFacts]:
    """The running term of every body that is renewed with the committee, and of it; where no
    committee is kept the ledger's line."""
    for union in look.unions.values():
        committee = look.body(union.id, COMMITTEE)
        term = look.terms.get(committee["id"]) if committee is not None else None
        due = term["due_on"] if term is not None else union.term_until
        common: dict[str, Any] = {
            "id": union.id, "name": union.name, "on": look.day, "where": look.where(union.id),
        }  # fmt: skip
        if term is None:
            appointed = bool(committee is not None and committee["appointed"])
            working = union.type == "working_committee"
            yield TermFacts(**common, appointed=appointed or working, since=union.term_from,
                            due=union.term_until)  # fmt: skip
        for body in look.bodies.get(union.id, ()):
            its = look.terms.get(body["id"])
            if its is None:
                continue
            yield TermFacts(
                **common,
                body=body["kind"],
                body_name=body_name(body["kind"], body["name"]),
                appointed=bool(body["appointed"]),
                since=its["since"],
                years=its["years"],
                due=its["due_on"],
                delay=its["delay_until"],
                delay_doc=its["delay_doc_no"],
                committee_due=due,
            )


def union_facts(look: Look) -> Iterator[UnionFacts]:
    """Every union with its bodies and posts."""
    for union in look.unions.values():
        yield _union(look, union)


def _union(look: Look, union: Any) -> UnionFacts:
    posts = look.posts.get(union.id, [])
    committee = look.body(union.id, COMMITTEE)
    term = look.terms.get(committee["id"]) if committee is not None else None
    root = union.id == look.register.root
    appointed = bool(committee["appointed"]) if committee is not None else None
    if union.type == "working_committee":
        appointed = True
    then = term["members_then"] if term is not None else None
    heads = look.heads.get(union.id, {})
    has_chair, vacant = _vacancy(look, union, committee, posts)
    holders = {p["id"]: holder(look, p, term["due_on"] if term else None) for p in posts}

    def of(test: Any) -> tuple[Holder, ...]:
        return tuple(holders[p["id"]] for p in posts if test(p))

    audit, women, cadre = roles_with("audit"), roles_with("women"), cadre_roles()
    sitting = of(lambda p: committee is not None and p["body_id"] == committee["id"])
    return UnionFacts(
        id=union.id,
        name=union.name,
        on=look.day,
        type=union.type or "",
        form=union.form,
        office_kind=look.register.office_kind if root else "",
        appointed=appointed,
        members=then if then is not None else look.members(union.id),
        women=heads.get("J207"),
        workers=heads.get("J201"),
        committee=sitting or None,
        audit=of(lambda p: p["role"] in audit),
        women_posts=of(lambda p: p["role"] in women),
        has_audit=look.body(union.id, "audit") is not None,
        has_women=look.body(union.id, "women") is not None,
        cadres=of(lambda p: p["role"] in cadre),
        own_account=union.own_account,
        has_chair=has_chair,
        vacant_since=vacant,
        where=look.where(union.id),
    )


def _vacancy(
    look: Look, union: Any, committee: Mapping[Any, Any] | None, posts: Sequence[Mapping[Any, Any]]
) -> tuple[bool | None, date | None]:
    """Whether there is a chair, and since when not. Where no chair was ever kept as a post the
    ledger's name answers; without one nobody knows."""
    if any(p["role"] == "chair" and p["body_kind"] == COMMITTEE and not p["acting"] for p in posts):
        return True, None
    ever = [p for p in look.chairs_ever.get(union.id, ()) if (p["since"] or date.min) <= look.day]
    if not ever:
        if union.chair:
            return True, None
        return (None if committee is None else False), None
    return False, max((p["until"] for p in ever if p["until"] is not None), default=None)


def holder(look: Look, post: Mapping[Any, Any], due: date | None = None) -> Holder:
    """A post as the rules look at it."""
    person = post["person_id"]
    every = look.offices.get((post["union_id"], person, post["role"]), [])
    params = look.book.rule(TRAINING_RULE, on=look.day).params
    model = (person in look.models) if person in look.marked else None
    return Holder(
        person_id=person,
        person=post["person"],
        role=post["role"],
        post=post_name({**post, "body_name": None}),
        id=post["id"],
        service=post["service"],
        since=post["since"],
        office_since=_unbroken(every, post),
        until=post["until"],
        ended=post["ended"],
        office_due=due,
        duties=bool((post["duties"] or "").strip()),
        front_line=post["front_line"],
        model_worker=model,
        kin=post["kin_of_executive"],
        finance=post["finance"],
        acting=bool(post["acting"]),
        contract_until=post["contract_until"],
        seconded_until=post["seconded_until"],
        own_consent_on=post["own_consent_on"],
        upper_consent_on=post["upper_consent_on"],
        trained=tuple(_courses(look, tuple(params["kinds"])).get(person, ())),
    )


def _courses(look: Look, kinds: tuple[str, ...]) -> dict[str, list[date]]:
    held: dict[Any, Any] = look.__dict__.setdefault("_courses", {})
    if kinds not in held:
        held[kinds] = look.trained(kinds)
    found: dict[str, list[date]] = held[kinds]
    return found


def _unbroken(every: Sequence[Mapping[Any, Any]], post: Mapping[Any, Any]) -> date | None:
    """Since when she holds the office: posts that follow each other without a gap are one."""
    since: date | None = post["since"]
    for row in reversed(every):
        if since is not None and row["until"] is not None and row["until"] == since:
            since = row["since"]
    return since


def post_facts(look: Look) -> Iterator[PostFacts]:
    """Every post of the day, and those that ended in the period."""
    for union in look.unions.values():
        for post in (*look.posts.get(union.id, ()), *look.ended.get(union.id, ())):
            body = post["body_id"]
            term = look.terms.get(body) if body is not None else None
            due = term["due_on"] if term is not None and term["id"] == post["term_id"] else None
            appointed = union.type == "working_committee" or any(
                b["id"] == body and b["appointed"] for b in look.bodies.get(union.id, ())
            )
            yield PostFacts(
                id=post["id"],
                name=union.name,
                on=look.day,
                holder=holder(look, post, due),
                appointed=appointed,
                where=look.where(union.id),
            )


def federation_facts(look: Look) -> Iterator[FederationFacts]:
    """Every federation with the chairs of the unions it covers."""
    for union in look.unions.values():
        if union.type in ("regional_federation", "industry_federation"):
            yield federation(look, union)


def federation(look: Look, union: Any) -> FederationFacts:
    """One federation: its committee, and the chairs of the covered unions, inside or not."""
    committee = look.body(union.id, COMMITTEE)
    sitting: dict[str, str] = {}
    if committee is not None:
        posts = look.posts.get(union.id, ())
        sitting = {p["person_id"]: p["person"] for p in posts if p["body_id"] == committee["id"]}
    covered = []
    for one in look.below.get(union.id, ()):
        other = look.register.unions.get(one)
        if other is not None and other.status == "active" and other.type not in ("branch", "group"):
            covered.append(other)
    chairs = [_chair_of(look, other, sitting) for other in sorted(covered, key=lambda u: u.name)]
    return FederationFacts(
        id=union.id,
        name=union.name,
        on=look.day,
        type=union.type,
        unions=len(covered),
        chairs=tuple(chair for chair in chairs if chair is not None),
        seats=len(sitting) if sitting else None,
        members=look.members(union.id),
        where=look.where(union.id),
    )


def _chair_of(look: Look, union: Any, sitting: Mapping[str, str]) -> Chair | None:
    """The chair of a covered union: by her post, else by the ledger's name (then she is inside if
    one of that name sits on the committee)."""
    for post in look.posts.get(union.id, ()):
        committee = post["role"] == "chair" and post["body_kind"] == COMMITTEE
        if committee and not post["acting"]:
            person = post["person_id"]
            return Chair(union.id, union.name, post["person"], person, person in sitting)
    if union.chair and not look.chairs_ever.get(union.id):
        inside = union.chair in sitting.values()
        return Chair(union.id, union.name, union.chair, "", inside)
    return None
