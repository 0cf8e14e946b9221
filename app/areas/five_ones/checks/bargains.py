"""What is judged of consultations and contracts, each kind fetched once."""

from __future__ import annotations

from collections.abc import Iterator

from app.base.days import Period
from app.figures.checks import Facts

from ..lists.bargains import Bargains, terms
from ..rules.bargaining import CONSULTATION_RULES
from ..rules.bargaining_facts import ConsultationFacts, ContractFacts
from ..rules.contracts import CONTRACT_RULES, WAGE_YEAR_RULES, ended
from .look import Look


def tables(look: Look) -> list[Facts]:
    """Rules with the facts they are put to."""
    known = Bargains(look.conn, look.last, terms(look.book, look.last), look.unit)
    return [
        (CONSULTATION_RULES, lambda _rule: _talks(known, look.period)),
        (CONTRACT_RULES, lambda _rule: _contracts(known, look.period)),
        (
            WAGE_YEAR_RULES,
            lambda rule: known.wage_years(rule.params["types"], look.period),
        ),
    ]


def _talks(known: Bargains, year: Period) -> Iterator[ConsultationFacts]:
    """Offered or signed in the year, or still without any answer."""
    for one in known.consultations():
        signed = one.contract.signed_on if one.contract else None
        fresh = one.offered_on is None or one.offered_on >= year.first
        waits = one.answer is None and one.contract is None and one.closed_on is None
        if fresh or waits or (signed is not None and signed >= year.first):
            yield one


def _contracts(known: Bargains, year: Period) -> Iterator[ContractFacts]:
    """Signed in the year, or neither ended nor followed by another one."""
    for one in known.contracts.values():
        fresh = one.signed_on is not None and one.signed_on >= year.first
        over = one.ends_on is not None and one.ends_on < one.on
        if fresh or not ended(one) or (over and not one.renewed and one.terminated_on is None):
            yield one
