"""What is judged of consultations and contracts, each kind fetched once."""

from __future__ import annotations

from ..lists.bargains import Bargains, terms
from ..rules.bargaining import CONSULTATION_RULES
from ..rules.contracts import CONTRACT_RULES, WAGE_YEAR_RULES
from .look import Look, Table


def tables(look: Look) -> list[Table]:
    """Rules with the facts they are put to."""
    known = Bargains(look.conn, look.last, terms(look.book, look.last), look.unit)
    return [
        (CONSULTATION_RULES, lambda _rule: known.consultations()),
        (CONTRACT_RULES, lambda _rule: known.contracts.values()),
        (
            WAGE_YEAR_RULES,
            lambda rule: known.wage_years(rule.params["types"], look.period),
        ),
    ]
