"""Acts on the winners of contests and recreation: a name, and the person if known."""

from __future__ import annotations

from typing import Any

from app.areas.members.acts.common import named, person
from app.store.work import Work, act

from ..records import WINNER
from .common import activity


@act("five_ones.add_winner", "登记获奖人")
def add_winner(
    work: Work, /, activity_id: str, *, name: str, person_id: str | None = None, **values: Any
) -> str:
    """Somebody won a prize. ``values``: unit_name, event, prize, result.

    Raises:
        UserError: NOT_FOUND; REQUIRED; MERGED, ERASED of the person.
    """
    activity(work, activity_id)
    if person_id is not None:
        person(work, person_id)
    return work.insert(
        WINNER, activity_id=activity_id, name=named(name), person_id=person_id, **values
    )


@act("five_ones.edit_winner", "编辑获奖人")
def edit_winner(work: Work, /, winner_id: str, **values: Any) -> None:
    """Name, person, unit, event, prize, result."""
    if "name" in values:
        values["name"] = named(values["name"] or "")
    if values.get("person_id") is not None:
        person(work, values["person_id"])
    work.update(WINNER, winner_id, **values)


@act("five_ones.delete_winner", "删除误录的获奖人")
def delete_winner(work: Work, /, winner_id: str) -> None:
    """A winner entered by mistake."""
    work.delete(WINNER, winner_id)
