"""What each act does, refuses, and that it can be taken back."""

from __future__ import annotations

from datetime import date

import pytest

from app.areas.organisations.acts import (
    add_place,
    approve_union,
    change_employer,
    change_union,
    close_employer,
    correct_union,
    cover_employer,
    delete_union,
    dissolve_union,
    edit_union,
    found_union,
    join_federation,
    mark_complete,
    merge_doubled_employers,
    merge_places,
    merge_unions,
    move_coverage,
    move_union,
    prepare_union,
    rename_below,
    restore_union,
    set_readings,
    split_union,
    uncover_employer,
)
from app.areas.organisations.acts.readings import NewReading
from app.areas.organisations.records import COVERAGE, PLACE_SPELL, UNION, UNION_SPELL
from app.base.errors import UserError

from .conftest import Office


def spells(office: Office, union: str) -> list[tuple[object, object, str]]:
    rows = office.rows(
        UNION_SPELL.select().where(UNION_SPELL.c.union_id == union).order_by(UNION_SPELL.c.since)
    )
    return [(r["since"], r["until"], r["name"]) for r in rows]


def test_change_splits_and_later_inheriting_spells_follow(office: Office) -> None:
    union = office.union("甲", founded_on=date(2020, 1, 1))
    office.space.do(change_union, union, since=date(2024, 1, 1), name="乙")
    office.space.do(change_union, union, since=date(2025, 1, 1), form="committee")
    office.space.do(change_union, union, since=date(2022, 1, 1), type="joint")
    assert spells(office, union) == [
        (date(2020, 1, 1), date(2022, 1, 1), "甲"),
        (date(2022, 1, 1), date(2024, 1, 1), "甲"),
        (date(2024, 1, 1), date(2025, 1, 1), "乙"),
        (date(2025, 1, 1), None, "乙"),
    ]
    rows = office.rows(UNION_SPELL.select().where(UNION_SPELL.c.union_id == union))
    assert [r["type"] for r in sorted(rows, key=lambda r: r["since"])] == [
        "single", "joint", "joint", "joint",
    ]  # fmt: skip


def test_correction_mends_neighbouring_spells_that_share_the_error(office: Office) -> None:
    union = office.union("甲误", founded_on=date(2020, 1, 1))
    office.space.do(change_union, union, since=date(2024, 1, 1), form="committee")
    office.space.do(correct_union, union, day=date(2025, 1, 1), name="甲")
    assert [name for _, _, name in spells(office, union)] == ["甲", "甲"]


def test_change_before_the_first_day_is_refused_with_a_sentence(office: Office) -> None:
    union = office.union("甲", founded_on=date(2020, 1, 1))
    with pytest.raises(UserError, match="2019年5月1日"):
        office.space.do(change_union, union, since=date(2019, 5, 1), name="乙")


def test_no_cycle_also_through_undo(office: Office) -> None:
    one, two = office.union("甲", "joint"), office.union("乙", "joint")
    office.space.do(move_union, one, upper_id=two, since=date(2026, 2, 1))
    with pytest.raises(UserError, match="绕成了圈"):
        office.space.do(move_union, two, upper_id=one, since=date(2026, 3, 1))
    moved = office.space.do(move_union, one, upper_id=office.root, since=date(2026, 2, 1))
    office.space.do(move_union, two, upper_id=one, since=date(2026, 3, 1))
    with pytest.raises(UserError):
        office.space.undo(moved.entry)


def test_prepare_then_approve_counts_only_when_approved(office: Office) -> None:
    union = office.space.do(
        prepare_union,
        name="筹备工会",
        upper_id=office.root,
        type="single",
        preparing_on=date(2026, 3, 1),
    ).result
    assert office.figure("J101").value == 0
    office.space.do(
        approve_union, union, founded_on=date(2026, 5, 1), founded_doc="武工复〔2026〕1号"
    )
    assert office.figure("J101").value == 1
    assert office.figure("J115").value == 1
    assert office.figure("J101", day=date(2026, 4, 1)).value == 0


def test_recorded_union_of_unknown_start_is_in_stock_never_in_flow(office: Office) -> None:
    office.union("老工会")
    assert office.figure("J101", day=date(2026, 1, 1)).value == 1
    assert office.figure("J115").value == 0


def test_one_employer_has_one_founding_coverage(office: Office) -> None:
    one, two, firm = office.union("甲"), office.union("乙"), office.employer("厂")
    office.space.do(cover_employer, union_id=one, employer_id=firm, since=None)
    with pytest.raises(UserError, match="已由「甲」涵盖"):
        office.space.do(cover_employer, union_id=two, employer_id=firm, since=date(2026, 3, 1))
    office.space.do(
        cover_employer, union_id=two, employer_id=firm, since=date(2026, 3, 1), kind="liaise"
    )
    office.space.do(move_coverage, firm, to_union=two, since=date(2026, 6, 1))
    assert office.figure("J107").value == 1
    assert [r.id for r in office.records("J107")] == [firm]


def test_who_leaves_on_a_day_is_not_counted_on_it(office: Office) -> None:
    union, firm = office.union("甲", "joint"), office.employer("厂")
    coverage = office.space.do(
        cover_employer, union_id=union, employer_id=firm, since=date(2026, 2, 1)
    ).result
    office.space.do(uncover_employer, coverage, on=date(2026, 6, 1))
    assert office.figure("J107", day=date(2026, 5, 31)).value == 1
    assert office.figure("J107", day=date(2026, 6, 1)).value == 0


def test_split_out_of_a_joint_union_moves_the_coverage(office: Office) -> None:
    joint, a, b = office.union("联合", "joint"), office.employer("甲厂"), office.employer("乙厂")
    for firm in (a, b):
        office.space.do(cover_employer, union_id=joint, employer_id=firm, since=None)
    made = office.space.do(
        split_union, joint, employer_id=a, name="甲厂工会委员会", founded_on=date(2026, 4, 1)
    ).result
    assert office.figure("J102").value == 1
    assert office.figure("J107").value == 2
    rows = office.rows(COVERAGE.select().where(COVERAGE.c.union_id == made))
    assert [(r["employer_id"], r["since"]) for r in rows] == [(a, date(2026, 4, 1))]


def test_merge_of_unions_takes_employers_and_lower_unions(office: Office) -> None:
    one, two, firm = office.union("甲", "joint"), office.union("乙", "joint"), office.employer("厂")
    office.space.do(cover_employer, union_id=one, employer_id=firm, since=None)
    child = office.union("丙", upper_id=one)
    office.space.do(merge_unions, one, into=two, on=date(2026, 5, 1))
    assert office.figure("J101").value == 2
    assert office.figure("J116").value == 1
    assert office.figure("J107").value == 1
    (row,) = office.rows(
        UNION_SPELL.select().where(UNION_SPELL.c.union_id == child, UNION_SPELL.c.until.is_(None))
    )
    assert row["upper_id"] == two


def test_dissolving_with_unions_below_is_refused(office: Office) -> None:
    one = office.union("甲", "joint")
    office.union("丙", upper_id=one)
    with pytest.raises(UserError, match="下面还有 1 个工会"):
        office.space.do(dissolve_union, one, on=date(2026, 5, 1))


def test_dissolve_restore_and_undo_come_back_to_the_same(office: Office) -> None:
    union = office.union("甲", founded_on=date(2020, 1, 1))
    before = spells(office, union)
    office.space.do(dissolve_union, union, on=date(2026, 5, 1), doc_no="撤1号")
    assert office.figure("J101").value == 0
    office.space.do(restore_union, union, on=date(2026, 7, 1))
    assert office.figure("J101").value == 1
    assert office.figure("J115").value == 0  # restored is not founded
    office.space.undo()
    office.space.undo()
    assert spells(office, union) == before


def test_closed_employer_leaves_its_coverage_to_the_successor(office: Office) -> None:
    union, old, new = office.union("甲"), office.employer("旧厂"), office.employer("新厂")
    office.space.do(cover_employer, union_id=union, employer_id=old, since=None)
    office.space.do(
        close_employer, old, on=date(2026, 8, 1), status="deregistered", successor_id=new
    )
    assert [r.id for r in office.records("J107")] == [new]


def test_doubled_employers_become_one(office: Office) -> None:
    union = office.union("甲", "joint")
    one, two = (
        office.employer("厂"),
        office.employer("厂（重复）", credit_code="911201140000000000"),
    )
    office.space.do(cover_employer, union_id=union, employer_id=two, since=None)
    office.space.do(
        set_readings, [NewReading("employer", two, "J201", 30)], on_day=date(2026, 3, 1)
    )
    office.space.do(merge_doubled_employers, two, into=one)
    assert [r.id for r in office.records("J107")] == [one]
    assert office.figure("J201").value == 30
    office.space.undo()
    assert [r.id for r in office.records("J107")] == [two]


def test_rename_of_a_park_renames_all_below(office: Office) -> None:
    park = office.union("柳溪园区工会联合会", "regional_federation")
    office.union("柳溪园区甲厂工会", upper_id=park)
    office.union("乙厂工会", upper_id=park)
    count = office.space.do(
        rename_below, park, old="柳溪园区", new="柳河园区", since=date(2026, 6, 1)
    ).result
    assert count == 2
    names = office.rows(UNION_SPELL.select().where(UNION_SPELL.c.until.is_(None)))
    assert {n["name"] for n in names} >= {"柳河园区工会联合会", "柳河园区甲厂工会", "乙厂工会"}


def test_delete_is_only_for_what_nothing_refers_to(office: Office) -> None:
    union, firm = office.union("甲"), office.employer("厂")
    office.space.do(cover_employer, union_id=union, employer_id=firm, since=None)
    with pytest.raises(UserError, match="涵盖关系"):
        office.space.do(delete_union, union)
    other = office.union("乙")
    office.space.do(delete_union, other)
    assert not office.rows(UNION.select().where(UNION.c.id == other))


def test_merged_places_take_their_unions_along(office: Office) -> None:
    rows = office.rows(PLACE_SPELL.select().where(PLACE_SPELL.c.kind == "village"))
    one, two = (r["place_id"] for r in sorted(rows, key=lambda r: r["code"]))
    office.union("一街村工会联合会", "regional_federation", place_id=one)
    office.space.do(merge_places, one, into=two, on=date(2026, 7, 1))
    table = office.by("place", "J101")
    assert {table.labels[k]: v["J101"].value for k, v in table.rows.items()} == {"二街村": 1}


def test_reported_number_until_the_list_is_complete(office: Office) -> None:
    union = office.union("联合会", "regional_federation")
    office.space.do(set_readings, [NewReading("union", union, "J107", 97)], on_day=date(2026, 2, 1))
    for k in range(3):
        firm = office.employer(f"厂{k}")
        office.space.do(cover_employer, union_id=union, employer_id=firm, since=None)
    value = office.figure("J107")
    assert (value.value, value.state) == (97, "reported")
    office.space.do(mark_complete, union, covered_from=date(2026, 6, 1))
    value = office.figure("J107")
    assert (value.value, value.state) == (3, "counted")
    assert office.figure("J107", day=date(2026, 5, 31)).value == 97


def test_before_the_opening_day_there_are_no_data_unless_typed(office: Office) -> None:
    office.union("甲")
    value = office.figure("J101", day=date(2025, 12, 31), year=2025)
    assert (value.value, value.state) == (None, "no_data")
    office.space.do(
        set_readings, [NewReading("union", office.root, "J101", 58)], on_day=date(2025, 12, 31)
    )
    value = office.figure("J101", day=date(2025, 12, 31), year=2025)
    assert (value.value, value.state) == (58, "reported")
    assert office.figure("J101").value == 1


def test_outside_unions_are_listed_and_never_counted(office: Office) -> None:
    office.union("某银行支行工会", outside=True, outside_upper="市金融工会")
    assert office.figure("J101").value == 0
    assert office.space.find("某银行")[1] == "1"


def test_federation_membership_is_a_cross_link(office: Office) -> None:
    federation = office.union("行业联合会", "industry_federation")
    member = office.union("甲")
    office.space.do(
        join_federation, union_id=member, federation_id=federation, since=date(2026, 2, 1)
    )
    table = office.by("federation", "J101")
    assert table.overlaps
    assert table.rows[federation]["J101"].value == 2
    with pytest.raises(UserError, match="不是工会联合会"):
        office.space.do(
            join_federation, union_id=federation, federation_id=member, since=date(2026, 2, 1)
        )


def test_founding_date_corrected_moves_the_start(office: Office) -> None:
    union = office.space.do(
        found_union, name="甲", upper_id=office.root, type="single", founded_on=date(2026, 3, 1)
    ).result
    office.space.do(edit_union, union, founded_on=date(2025, 3, 1))
    assert office.figure("J115").value == 0
    assert office.figure("J101", day=date(2026, 1, 2)).value == 1


def test_place_of_the_offices_own(office: Office) -> None:
    place = office.space.do(
        add_place, name="工贸园", kind="park", upper_id=office.root_place, since=date(2026, 1, 1)
    ).result
    union = office.union("工贸园工会联合会", "regional_federation", place_id=place)
    assert office.by("place", "J101").labels[place] == "工贸园"
    firm = office.employer("厂")
    office.space.do(change_employer, firm, since=date(2026, 5, 1), place_id=place)
    assert union
