"""Damage that no act can do is named in the clerk's words; a sound file is silent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from app.areas.organisations import acts
from app.areas.organisations.checks import INVARIANTS
from app.areas.organisations.records import (
    COVERAGE,
    EMPLOYER,
    EMPLOYER_SPELL,
    FEDERATION_MEMBER,
    PLACE_SPELL,
    PLACE_SUCCESSION,
    READING,
    UNION,
    UNION_SPELL,
)
from app.base.findings import Finding, Severity
from app.store.notes import set_setting
from app.store.system import SETTING
from tests.areas.organisations.town import Town

DAY = date(2026, 5, 1)


def verify(town: Town) -> list[Finding]:
    return town.workspace.read(lambda conn: [f for check in INVARIANTS for f in check(conn)])


def full(town: Town) -> dict[str, str]:
    """A town with one of everything, some of it changed, ended and begun again."""
    here = town.villages["一街村"]
    head = town.federation(place_id=here)
    union = town.union(upper_id=head, place_id=here)
    other = town.union("乙公司工会委员会", founded_on=date(2020, 5, 1))
    firm = town.employer(of=union, place_id=here, workers=9, members=4)
    second = town.employer("乙公司", of=other)
    town.do(acts.join_federation, union_id=other, federation_id=head, since=DAY)
    town.do(acts.change_union, other, since=DAY, name="乙集团工会委员会")
    town.do(acts.change_employer, second, since=DAY, name="乙集团")
    town.do(acts.change_place, here, since=DAY, name="第一街村")
    gone = town.union("丙公司工会委员会", founded_on=date(2021, 1, 1))
    town.do(acts.dissolve_union, gone, on=DAY)
    return {"head": head, "union": union, "other": other, "firm": firm, "second": second,
            "gone": gone, "here": here, "root": town.root}  # fmt: skip


def test_a_sound_town_has_nothing_to_tell(town: Town):
    full(town)
    assert verify(town) == []


def test_an_empty_workspace_has_nothing_to_tell(workspace):
    assert workspace.read(lambda conn: [f for check in INVARIANTS for f in check(conn)]) == []


def _row(table, column):
    return lambda town, ids, who, **values: town.spoil(table, ids[who], column, **values)


_union = _row(UNION_SPELL, "union_id")


def _insert(town: Town, table, **values) -> None:
    town.write(lambda work: work.insert(table, **values))


def _delete(town: Town, table, column: str, row_id: str) -> None:
    def job(work) -> None:
        for row in work.rows(table.select().where(table.c[column] == row_id)):
            work.delete(table, row["id"])

    town.write(job)


Damage = Callable[[Town, dict[str, str]], None]

DAMAGES: dict[str, tuple[str, str, Damage]] = {
    "union circle": (
        "UNION-CYCLE", "上下级绕成了圈",
        lambda t, i: (_union(t, i, "head", upper_id=i["union"])),
    ),
    "place circle": (
        "PLACE-CYCLE", "地点的上下级绕成了圈",
        lambda t, i: t.spoil(
            PLACE_SPELL, t.place, "place_id", upper_id=t.villages["二街村"]
        ),
    ),
    "no upper union": (
        "UNION-UPPER", "没有上级工会", lambda t, i: _union(t, i, "head", upper_id=None)
    ),
    "upper union dissolved": (
        "UNION-UPPER", "「丙公司工会委员会」已经撤销",
        lambda t, i: _union(t, i, "union", upper_id=i["gone"]),
    ),
    "upper union without spells": (
        "SPELL-NONE", "没有名称和起止日期",
        lambda t, i: _delete(t, UNION_SPELL, "union_id", i["gone"]),
    ),
    "spell backwards": (
        "SPELL-ORDER", "两段情况同时有效",
        lambda t, i: _insert(
            t, UNION_SPELL, union_id=i["gone"], since=date(2020, 1, 1), until=date(2022, 1, 1),
            name="丙公司工会委员会", upper_id=t.root, type="single", level="primary",
            status="active",
        ),
    ),
    "gap between spells": (
        "SPELL-ORDER", "之间没有情况",
        lambda t, i: _split_with_gap(t, i["firm"]),
    ),
    "preparing again": (
        "UNION-STATUS", "却又是筹备", lambda t, i: _prepare_again(t, i["other"])
    ),
    "place that has ended": (
        "PLACE-ENDED", "已经终止的地点", lambda t, i: _end_place(t, i["here"])
    ),
    "coverage by a dissolved union": (
        "COVERAGE-UNION", "已经撤销，还涵盖着",
        lambda t, i: t.spoil(COVERAGE, i["firm"], "employer_id", union_id=i["gone"]),
    ),
    "coverage of a closed employer": (
        "COVERAGE-EMPLOYER", "已经注销",
        lambda t, i: t.spoil(EMPLOYER_SPELL, i["firm"], "employer_id", status="deregistered"),
    ),
    "covered twice": (
        "COVERAGE-TWICE", "同时由「甲公司工会委员会」和「乙集团工会委员会」",
        lambda t, i: _insert(
            t, COVERAGE, union_id=i["other"], employer_id=i["firm"], kind="found",
            since=date(2024, 1, 1), until=DAY,
        ),
    ),
    "covered before the union began": (
        "COVERAGE-DAY", "而这个工会2020年5月1日才有",
        lambda t, i: t.spoil(COVERAGE, i["second"], "employer_id", since=date(2019, 1, 1)),
    ),
    "member of what is no federation": (
        "FEDERATION", "不是工会联合会，却有成员",
        lambda t, i: t.spoil(
            FEDERATION_MEMBER, i["head"], "federation_id", federation_id=i["union"]
        ),
    ),
    "dissolved member": (
        "FEDERATION", "「丙公司工会委员会」已经撤销，还是",
        lambda t, i: t.spoil(FEDERATION_MEMBER, i["head"], "federation_id", union_id=i["gone"]),
    ),
    "type outside the list": (
        "CODE", "工会类型「guild」不在列表里", lambda t, i: _union(t, i, "union", type="guild")
    ),
    "nature outside the list": (
        "CODE", "单位性质「firm」不在列表里",
        lambda t, i: t.spoil(EMPLOYER_SPELL, i["firm"], "employer_id", nature="firm"),
    ),
    "kind of place outside the list": (
        "CODE", "地点类别「hamlet」不在列表里",
        lambda t, i: t.spoil(PLACE_SPELL, t.villages["二街村"], "place_id", kind="hamlet"),
    ),
    "certificate backwards": (
        "DATES", "法人证书的有效期前后颠倒",
        lambda t, i: t.spoil(
            UNION, i["union"], certificate_from=DAY, certificate_until=date(2025, 1, 1)
        ),
    ),
    "term backwards": (
        "DATES", "本届任期前后颠倒",
        lambda t, i: t.spoil(UNION, i["union"], term_from=DAY, term_until=date(2025, 1, 1)),
    ),
    "reading under no code": (
        "READING", "不是有效的数",
        lambda t, i: _insert(
            t, READING, union_id=i["union"], code="workers", on_day=DAY, value=3
        ),
    ),
    "parents in a circle": (
        "EMPLOYER-CYCLE", "上级单位绕成了圈：甲公司→乙集团→甲公司",
        lambda t, i: (
            t.spoil(EMPLOYER, i["firm"], parent_id=i["second"]),
            t.spoil(EMPLOYER, i["second"], parent_id=i["firm"]),
        ),
    ),
    "its own successor": (
        "EMPLOYER-CYCLE", "承继单位绕成了圈",
        lambda t, i: t.spoil(EMPLOYER, i["firm"], successor_id=i["firm"]),
    ),
    "a place that succeeds itself": (
        "PLACE-CYCLE", "沿革指向它自己",
        lambda t, i: _insert(
            t, PLACE_SUCCESSION, place_id=i["here"], successor_id=i["here"], on_day=DAY,
            how="merged",
        ),
    ),
    "no root": (
        "ROOT", "没有指定哪个工会是本单位", lambda t, i: _delete(t, SETTING, "key", "root")
    ),
    "root that is gone": (
        "ROOT", "找不到本单位的工会记录",
        lambda t, i: t.do(set_setting, key="root", value="00" * 16),
    ),
    "root dissolved": (
        "ROOT", "本单位「王庆坨镇总工会」已经撤销",
        lambda t, i: _union(t, i, "root", status="dissolved"),
    ),
    "root outside": (
        "ROOT", "属地不属本会管", lambda t, i: t.spoil(UNION, t.root, outside=True)
    ),
    "root place that is gone": (
        "ROOT-PLACE", "找不到本单位的地点",
        lambda t, i: t.do(set_setting, key="root_place", value="00" * 16),
    ),
    "opening day unreadable": (
        "OPENING", "启用日没有或写法不对",
        lambda t, i: t.do(set_setting, key="opening", value="去年"),
    ),
    "office of no kind": (
        "OFFICE-KIND", "本单位类型不在列表里",
        lambda t, i: t.do(set_setting, key="office_kind", value="club"),
    ),
}  # fmt: skip


def _split_with_gap(town: Town, employer: str) -> None:
    town.spoil(EMPLOYER_SPELL, employer, "employer_id", until=date(2025, 1, 1))
    _insert(town, EMPLOYER_SPELL, employer_id=employer, since=DAY, name="甲公司", status="active")


def _prepare_again(town: Town, union: str) -> None:
    def job(work) -> None:
        (row,) = work.rows(
            UNION_SPELL.select().where(
                UNION_SPELL.c.union_id == union, UNION_SPELL.c.until.is_(None)
            )
        )
        work.update(UNION_SPELL, row["id"], status="preparing")

    town.write(job)


def _end_place(town: Town, place: str) -> None:
    def job(work) -> None:
        for row in work.rows(
            PLACE_SPELL.select().where(
                PLACE_SPELL.c.place_id == place, PLACE_SPELL.c.until.is_(None)
            )
        ):
            work.update(PLACE_SPELL, row["id"], until=date(2026, 9, 1))

    town.write(job)


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_named_with_what_to_do(town: Town, damage: str):
    code, said, spoil = DAMAGES[damage]
    spoil(town, full(town))
    found = verify(town)
    told = [f for f in found if f.rule == code and said in f.message]
    assert told, [f.message for f in found]
    for finding in found:
        assert finding.severity is Severity.MUST
        assert "请" in finding.message
        assert "None" not in finding.message
        assert finding.basis
        assert finding.title


def test_every_kind_of_damage_is_tried():
    """A new invariant needs a damage here."""
    import inspect
    import re

    from app.areas.organisations.checks import invariants

    known = set(re.findall(r'_bad\(\s*"([A-Z-]+)"', inspect.getsource(invariants)))
    tried = {code for code, _, _ in DAMAGES.values()}
    assert known <= tried
