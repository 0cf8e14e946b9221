"""What this area can show: lists, trees, one record with what belongs to it."""

from .detail import (
    contacts_of,
    coverage_of,
    employer_card,
    federations_of,
    pick_employer,
    pick_union,
    readings_list,
    sites_of,
    spells_of,
    succession_of,
    union_card,
)
from .employers import EMPLOYERS, UNCOVERED
from .places import PLACES, Node, place_tree, union_tree
from .unions import UNIONS, UnionList

LISTS = (UNIONS, EMPLOYERS, UNCOVERED, PLACES)

__all__ = [
    "EMPLOYERS",
    "LISTS",
    "PLACES",
    "UNCOVERED",
    "UNIONS",
    "Node",
    "UnionList",
    "contacts_of",
    "coverage_of",
    "employer_card",
    "federations_of",
    "pick_employer",
    "pick_union",
    "place_tree",
    "readings_list",
    "sites_of",
    "spells_of",
    "succession_of",
    "union_card",
    "union_tree",
]
