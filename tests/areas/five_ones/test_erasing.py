"""A winner who has her data erased leaves no name; the activity stays."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from app.areas.five_ones import acts
from app.areas.five_ones.records import ACTIVITY, WINNER
from app.areas.members.acts import add_person
from app.areas.members.acts.erasing import carry_out, what_will_go
from app.store.system import CHANGE

NAME = "欧阳静怡"


def test_a_winners_name_goes_with_her_data(year: Any) -> None:
    made = year.activity()
    person = year.space.do(add_person, plain={"name": NAME}, documents=[("passport", "E1")]).result
    year.space.do(acts.add_winner, made, name=NAME, person_id=person, prize="一等奖", result="98分")
    other = year.space.do(acts.add_winner, made, name="王小明", prize="二等奖").result
    going = year.space.read(lambda c: what_will_go(c, person))
    assert ("获奖", 1) in going.items
    carry_out(year.space, person, reason="本人要求")
    rows = {row["id"]: row for row in year.office.rows(select(WINNER))}
    assert rows[other]["name"] == "王小明"
    (hers,) = (row for row in rows.values() if row["id"] != other)
    assert (hers["name"], hers["result"], hers["prize"]) == ("已清除", None, "一等奖")
    assert len(year.office.rows(select(ACTIVITY))) == 1
    logged = year.office.rows(select(CHANGE.c.data))
    assert not any(NAME in (row["data"] or "") for row in logged)
