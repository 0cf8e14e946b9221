"""The calendar of a 换届: what is to be done when, counted from the day of the congress."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any


class State(StrEnum):
    """How far a step is."""

    DONE = "done"
    LATE = "late"
    SOON = "soon"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the calendar.

    Attributes:
        key: the election's date that says it is done.
        fields: what is filled in at this step.
        paper: the paper it needs, empty for none.
        due: by when, None while the day of the congress is not known.
        done: when it was done.
    """

    key: str
    title: str
    fields: tuple[str, ...]
    paper: str
    due: date | None
    done: date | None
    state: State


def steps_of(
    params: Mapping[str, Any],
    election: str,
    congress: str | None,
    dates: Mapping[str, date | None],
    on: date,
) -> list[Step]:
    """The steps of an election of this kind, in order.

    Args:
        params: of ELE-16.
        election: kind of the election.
        congress: ``assembly`` or ``delegates``; steps of delegates are left out for an assembly.
        dates: days of the election by field.
        on: the day looked at; a step is late after its day, and soon ``remind`` days before.
    """
    day = dates.get("meeting_on") or dates.get("planned_on")
    found = []
    for key, told in params["steps"].items():
        if election not in told["kinds"]:
            continue
        if told.get("congress") and congress is not None and told["congress"] != congress:
            continue
        done = day if key == "planned_on" else dates.get(key)
        due = day + timedelta(days=told["offset"]) if day is not None else None
        if done is not None:
            state = State.DONE
        elif due is not None and due < on:
            state = State.LATE
        elif due is not None and (due - on).days <= params["remind"]:
            state = State.SOON
        else:
            state = State.WAITING
        found.append(
            Step(key, told["title"], tuple(told["fields"]), told.get("paper", ""), due, done, state)
        )
    return found
