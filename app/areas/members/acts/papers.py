"""What becomes of a 接转 when the event it stands for is corrected, or never was."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, select

from app.base.days import chinese
from app.base.errors import UserError
from app.store.work import Work

from ..records import TRANSFER

_BEGINS = {"inner": "received_on", "in": "received_on", "out": "returned_on"}
"""Direction → the day on which a 接转 begins a membership: 转入, or 退回."""


def led_into(work: Work, spell: Mapping[Any, Any]) -> list[RowMapping]:
    """The 接转 by which a membership began."""
    found = _of(work, spell)
    side = {"inner": "to_union_id", "in": "to_union_id", "out": "from_union_id"}
    return [
        row
        for row in found
        if row[_BEGINS[row["direction"]]] == spell["since"] is not None
        and row[side[row["direction"]]] == spell["union_id"]
    ]


def led_out(work: Work, spell: Mapping[Any, Any]) -> list[RowMapping]:
    """The 接转 by which a membership ended."""
    if spell["ended"] != "transferred_out":
        return []
    return [
        row
        for row in _of(work, spell)
        if row["direction"] != "in"
        and row["sent_on"] == spell["until"]
        and row["from_union_id"] == spell["union_id"]
    ]


def move_days(work: Work, spell: Mapping[Any, Any], since: date | None, until: date | None) -> None:
    """The days of a corrected membership stand on its 接转, too.

    Raises:
        UserError: DATES if a 接转 would be answered before it was sent.
    """
    if since is not None and since != spell["since"]:
        for row in led_into(work, spell):
            days = {_BEGINS[row["direction"]]: since}
            if row["direction"] == "inner" or row["sent_on"] == row["received_on"]:
                days["sent_on"] = since
            _write(work, row, days)
    if until is not None and until != spell["until"]:
        for row in led_out(work, spell):
            days = {"sent_on": until}
            if row["direction"] == "inner":
                days["received_on"] = until
            _write(work, row, days)


def unmake(work: Work, spell: Mapping[Any, Any]) -> None:
    """A membership that never was has no 接转."""
    for row in {r["id"]: r for r in (*led_into(work, spell), *led_out(work, spell))}.values():
        if row["returned_on"] is None:  # of a 退回 only the coming back was wrong
            work.delete(TRANSFER, row["id"])


def _of(work: Work, spell: Mapping[Any, Any]) -> list[RowMapping]:
    query = select(TRANSFER).where(TRANSFER.c.person_id == spell["person_id"])
    return list(work.rows(query))


def _write(work: Work, row: Mapping[Any, Any], days: Mapping[str, date]) -> None:
    sent = days.get("sent_on", row["sent_on"])
    for key, word in (("received_on", "接收"), ("returned_on", "退回")):
        answered = days.get(key, row[key])
        if answered is not None and answered < sent:
            raise UserError(
                "DATES",
                f"接转单上的{word}日期{chinese(answered)}会早于转出日期{chinese(sent)}。",
                "请核对日期。",
            )
    work.update(TRANSFER, row["id"], **days)
