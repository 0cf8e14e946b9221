"""Arguments for the undoable acts of consultations, offers and contracts."""

from __future__ import annotations

import inspect
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, select

from app.areas.five_ones.acts import consultations, contracts, offers
from app.areas.five_ones.acts.contracts import Cover
from app.areas.five_ones.acts.offers import Answer
from app.areas.five_ones.records import (
    ACTIVITY,
    CONSULTATION,
    CONTRACT,
    CONTRACT_COVER,
    EMPLOYER,
    NEGOTIATOR,
    OFFER_BATCH,
    RESOLUTION,
    TALK,
    UNION,
)
from app.areas.organisations.records import COVERAGE
from app.base.codes import code_list
from app.store.work import Act

if TYPE_CHECKING:
    from tests.reliability.arguments import Chooser

VERBS = {
    one.code.split(".")[1]
    for module in (consultations, contracts, offers)
    for one in vars(module).values()
    if isinstance(one, Act) and one.__module__ == module.__name__
}
_SIGNED = ("number", "workers", "minimum_wage", "increase", "women_clause")
VALUES: dict[str, tuple[Table, tuple[str, ...]]] = {
    "start_consultation": (CONSULTATION, ("offered_by", "offered_on", "subject", "note")),
    "edit_consultation": (CONSULTATION, ("title", "subject", "note", "data_on", "offered_on")),
    "add_negotiator": (NEGOTIATOR, ("sex", "post_name", "office", "mandate_on", "outside")),
    "edit_negotiator": (NEGOTIATOR, ("name", "post_name", "office", "front_line", "side")),
    "add_talk": (TALK, ("place", "minutes", "agreed")),
    "edit_talk": (TALK, ("place", "minutes", "on_day", "agreed")),
    "add_contract": (CONTRACT, _SIGNED),
    "edit_contract": (CONTRACT, (*_SIGNED, "title", "ends_on", "note", "published_on")),
    "renew_contract": (CONTRACT, _SIGNED),
    "sign_contract": (CONTRACT, _SIGNED),
    "sign_each": (CONTRACT, _SIGNED),
    "sign_together": (CONTRACT, _SIGNED),
    "edit_offer": (OFFER_BATCH, ("title", "doc_word", "subject", "proposal", "note")),
}
IDS = {
    "consultation": CONSULTATION, "contract": CONTRACT, "cover": CONTRACT_COVER,
    "negotiator": NEGOTIATOR, "batch": OFFER_BATCH, "talk": TALK, "congress": ACTIVITY,
    "resolution": RESOLUTION,
}  # fmt: skip
CODES = {
    "kind": "contract_kind", "scope": "contract_scope", "answer": "consultation_answer",
    "outcome": "consultation_outcome", "side": "consultation_side", "offered_by": "offer_party",
}  # fmt: skip
NEEDS = {
    "restore_contract": CONTRACT.c.terminated_on,
    "review_contract": CONTRACT.c.filed_on,
    "deliver_offers": CONSULTATION.c.offered_on,
    "answer_offer": CONSULTATION.c.offered_on,
    "enter_answers": CONSULTATION.c.offered_on,
    "reopen_consultation": CONSULTATION.c.closed_on,
}
"""A column that must be filled for the act to be possible."""


def more(chooser: Chooser, verb: str) -> dict[str, Any]:
    """What the act takes as ``**values``."""
    if verb not in VALUES:
        return {}
    table, columns = VALUES[verb]
    names = chooser.chance.sample(columns, k=chooser.chance.choice([1, 2]))
    found = {name: chooser.value(table, name) for name in names}
    if verb.startswith(("sign_", "add_contract")) and chooser.chance.random() < 0.7:
        found["signed_on"] = _past(chooser)
    return found


def _past(chooser: Chooser) -> date:
    today: date = chooser.workspace.surroundings.today()
    return today - timedelta(days=chooser.chance.randrange(700))


def _some(chooser: Chooser, verb: str, table: Table) -> str | None:
    """A record that fits the act, mostly."""
    query = select(table.c.id).order_by(table.c.id)
    column = NEEDS.get(verb)
    if column is not None and column.table is table:
        query = query.where(column.is_not(None))
    elif verb in ("sign_each", "sign_together", "sign_contract"):
        row = CONSULTATION.c
        query = query.where(row.contract_id.is_(None), row.closed_on.is_(None))
    elif verb == "add_to_offer":
        query = _free(table.c.id)
    elif verb == "delete_offer":
        row = CONSULTATION.c
        begun = select(row.batch_id).where(row.answered_on.is_not(None), row.batch_id.is_not(None))
        query = query.where(table.c.id.not_in(begun))
    ids = chooser.workspace.read(lambda c: list(c.execute(query).scalars()))
    return str(chooser.chance.choice(ids)) if ids else chooser.some_id(table)


def _coverage(chooser: Chooser, column: str) -> str:
    """The union or the employer of the first coverage, mostly; of any other one now and then."""
    query = select(COVERAGE.c[column]).where(COVERAGE.c.until.is_(None)).order_by(COVERAGE.c.id)
    ids = chooser.workspace.read(lambda c: list(c.execute(query).scalars()))
    if ids and chooser.chance.random() < 0.9:
        return str(ids[0] if chooser.chance.random() < 0.6 else chooser.chance.choice(ids))
    return str(chooser.some_id(UNION if column == "union_id" else EMPLOYER))


def _covered(chooser: Chooser) -> str:
    return _coverage(chooser, "employer_id")


def _free(column: Any) -> Any:
    """Of offers and the employers of their unions that did not get one: a column."""
    asked = select(CONSULTATION.c.employer_id).where(CONSULTATION.c.batch_id.is_not(None))
    return (
        select(column)
        .select_from(OFFER_BATCH)
        .join(COVERAGE, OFFER_BATCH.c.union_id == COVERAGE.c.union_id)
        .where(COVERAGE.c.employer_id.not_in(asked), COVERAGE.c.since <= OFFER_BATCH.c.offered_on)
        .order_by(COVERAGE.c.id)
    )


def _unasked(chooser: Chooser) -> str:
    """An employer of a union that made an offer and did not make it to this one, if any."""
    query = _free(COVERAGE.c.employer_id)
    ids = chooser.workspace.read(lambda c: list(c.execute(query).scalars()))
    return str(chooser.chance.choice(ids)) if ids else _covered(chooser)


def _covers(chooser: Chooser, verb: str) -> Any:
    if verb == "set_covers":
        one = chooser.some_id(CONTRACT_COVER)
        return {str(one): {"workers": chooser.chance.randrange(90), "confirmed_on": None}}
    return [Cover(_covered(chooser), chooser.chance.randrange(90))]


def argument(chooser: Chooser, verb: str, name: str, parameter: inspect.Parameter) -> Any:
    """A value for one parameter, or ``NotImplemented`` where the general ones serve."""
    chance, optional = chooser.chance, "None" in str(parameter.annotation)
    if name in CODES:
        return chance.choice([entry.code for entry in code_list(CODES[name])])
    if name == "covers":
        return _covers(chooser, verb)
    if name == "answers":
        one = str(_some(chooser, verb, CONSULTATION))
        return {one: Answer(_past(chooser), "agreed") if chance.random() < 0.8 else Answer()}
    if name == "union_id":
        return _coverage(chooser, "union_id")
    if name == "employer_id":
        return _covered(chooser) if not optional or chance.random() < 0.8 else None
    if name == "employer_ids":
        return [_unasked(chooser) if verb == "add_to_offer" else _covered(chooser)]
    if name == "consultation_ids":
        return [str(_some(chooser, verb, CONSULTATION))]
    if name.removesuffix("_id") in IDS and name.endswith("_id"):
        table = IDS[name.removesuffix("_id")]
        if optional and chance.random() < 0.7:
            return None
        return _some(chooser, verb, table)
    if name == "outside_reason":
        return chance.choice(["挂靠在本镇", None])
    if verb == "offer_together" and name in ("offered_on", "delivered_on"):
        today: date = chooser.workspace.surroundings.today()
        return today - timedelta(days=chance.randrange(20) if name == "offered_on" else 0)
    if name in ("on", "signed_on", "offered_on", "delivered_on", "confirmed_on", "closed_on"):
        return None if optional and chance.random() < 0.5 else _past(chooser)
    if name == "ends_on":
        return _past(chooser) + timedelta(days=900)
    return NotImplemented
