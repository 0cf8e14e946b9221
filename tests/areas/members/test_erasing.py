"""A person's data are erased on request: nothing that identifies is left, no number changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from app.areas.members.acts import (
    add_document,
    apply,
    change_person,
    edit_person,
    employ,
    rename_person,
    send_out,
    take_back,
    transfer,
)
from app.areas.members.acts.erasing import carry_out, erase_person, what_will_go
from app.areas.members.records import PERSON, PLATFORM, PLATFORM_MARK
from app.base.days import calendar_year
from app.base.errors import UserError
from app.figures.engine import evaluate, table
from app.figures.registry import Scope
from app.start import registry
from app.start import wiring as whole_wiring
from app.store import attachments, erased, evidence, log
from app.store.connect import DATABASE
from app.store.erase import TASK, clean, holding
from app.store.incoming import Incoming
from app.store.keeping import automatic, set_second_place
from app.store.notes import choose_name, explain_finding, register_received
from app.store.rescue import restore_damaged
from app.store.restore import restore, restore_over
from app.store.staging import Staging
from app.store.system import CHANGE, ENTRY
from app.store.verify import verify
from app.store.work import Work, act
from app.store.workspace import Workspace
from tests.areas.members.conftest import People
from tests.conftest import FULL
from tests.reliability.jobs import COUNT, KILL
from tests.reliability.killing import Child, copy, every_call, needs_faults
from tests.reliability.pages import found
from tests.store.acts import dump
from tests.workspaces import PASSWORD

WORDS = {
    "name": "覃暗记", "former": "𠮷旧记", "phone": "13977778888", "number": "E55556666",
    "resident": "320102198001010034", "address": "密探路九号", "native_place": "暗记县",
    "household_place": "旧记村", "email": "anji@secret.test", "card_no": "K998877",
    "service_card_no": "6217998877", "note": "备注暗记", "title": "暗记师", "post": "暗记岗",
    "department": "旧记部", "employee_no": "GH7766", "group_name": "暗记小组",
    "handler": "经手暗记", "to_name": "外地暗记工会", "number_of": "转暗记1号",
    "refusal": "理由暗记",
    "photo": "照片暗记",
    "employer_name": "暗记小店", "source": "暗记表单", "detail": "详情暗记", "answer": "回执暗记",
}  # fmt: skip


@act("test.mark", "上平台标记（试验）")
def mark(work: Work, *, person: str) -> None:
    place = work.insert(PLATFORM, name="省平台", kind="members", layout={})
    work.insert(PLATFORM_MARK, platform_id=place, record=person, answer=WORDS["answer"])


@pytest.fixture
def wiring() -> Any:
    return whole_wiring()


def photograph(people: People, person: str, content: bytes) -> str:
    """Name of the stored photo of a person."""
    stored = evidence.keep(
        people.space, content, kind="photo", title=f"{WORDS['photo']}.jpg", media_type="image/jpeg"
    )
    people.space.do(evidence.attach, "person", person, files=[stored])
    return stored.file


@pytest.fixture
def planted(people: People) -> str:
    """A person with something to be found in every place that can hold it."""
    space, w = people.space, WORDS
    person = people.member(
        w["former"], number=w["number"], sex="2", birth_on=date(1990, 3, 4), ethnicity="01",
        phone=w["phone"], address=w["address"], native_place=w["native_place"],
        household_place=w["household_place"], email=w["email"], card_no=w["card_no"],
        service_card_no=w["service_card_no"], note=w["note"], professional_title=w["title"],
        migrant=True, education="20", since=date(2026, 2, 1),
    )  # fmt: skip
    photograph(people, person, FACE)
    space.do(rename_person, person, name=w["name"])
    space.do(add_document, person, type="resident_id", number=w["resident"])
    space.do(change_person, person, since=date(2026, 4, 1), political="01", doc_no="变更暗记")
    space.do(employ, person, employer_id=people.firm, post=w["post"], department=w["department"],
             employee_no=w["employee_no"], since=date(2026, 2, 1))  # fmt: skip
    space.do(employ, person, employer_name=w["employer_name"], follows=False)
    from app.areas.members.acts import set_group

    space.do(set_group, [person], group_name=w["group_name"])
    space.do(transfer, [person], to_union_id=people.two, on=date(2026, 5, 1),
             handler=w["handler"], number=w["number_of"])  # fmt: skip
    sent = space.do(send_out, [person], to_name=w["to_name"], on=date(2026, 8, 1)).result[0]
    space.do(take_back, sent, on=date(2026, 9, 1), note=w["refusal"])
    space.do(apply, name=w["name"], received_on=date(2026, 10, 1), number=w["number"],
             phone=w["phone"], source=w["source"], details={"address": w["detail"]})  # fmt: skip
    space.do(edit_person, person, note=w["note"] + "二")
    space.do(mark, person=person)
    space.do(choose_name, kind="person", text=w["name"], record=person)
    space.do(explain_finding, rule="MEM-04", kind="person", object_id=person,
             values={"birth": "1990"}, text=w["name"] + "已核实")  # fmt: skip
    space.do(register_received, kind="members", file_name=w["name"] + ".xlsx")
    space.remember("searches", [w["name"], "别人"])
    with Staging(space) as staging:
        staging.add(staging.begin({"file": "甲.xlsx"}), [{"name": w["name"], "n": w["resident"]}])
    return person


FACE = b"a face" * 100


def everything(people: People) -> list[str]:
    return [*WORDS.values(), "变更暗记", FACE.decode()]


def test_se_13_no_planted_word_is_left_in_any_file(people: People, planted: str) -> None:
    space = people.space
    before = {word for _, word in found(everything(people), space)}
    assert before == set(everything(people)), "the search itself finds what is there"
    done = carry_out(space, planted, reason="本人要求")
    assert found(everything(people), space) == set()
    assert space.find("覃暗记")[0] == []
    assert space.find("7778888")[0] == []
    assert verify(space) == []
    titles = space.read(lambda c: list(c.execute(select(ENTRY.c.title)).scalars()))
    assert titles[-1] == "清除个人信息"
    emptied = select(CHANGE.c.data).where(CHANGE.c.entry == done.entry)
    assert set(space.read(lambda c: list(c.execute(emptied).scalars()))) == {None}
    assert space.state(TASK, user="") is None
    assert space.state("searches") is None
    space.close()
    again = Workspace.open(
        space.folder, password=PASSWORD, wiring=space.wiring, surroundings=space.surroundings
    )
    try:
        assert found(everything(people), again) == set()
        assert verify(again) == []
    finally:
        again.close()


def reopened(space: Workspace, folder: Path | None = None) -> Workspace:
    """The workspace, or a restored one, opened as the program does."""
    space.close()
    return Workspace.open(
        folder or space.folder,
        password=PASSWORD,
        wiring=space.wiring,
        surroundings=space.surroundings,
    )


def every_figure(people: People, days: list[date]) -> dict[Any, Any]:
    """All figures of all areas on some days: the whole office and each union, and by each
    dimension (there in `make test` a third of them, on each day another)."""
    space, figures = people.space, registry()
    codes, made = figures.codes(), {}
    for turn, day in enumerate(days):
        for unit in (None, people.one, people.two):
            scope = Scope(day, calendar_year(day.year), unit, date(2026, 1, 1))
            made[day, unit] = space.read(lambda c, s=scope: evaluate(c, figures, codes, s))
        for name, dimension in figures.dimensions.items():
            fitting = [
                code
                for code in codes
                if (base := getattr(figures.get(code), "base", None)) and dimension.fits(base)
            ]
            fitting = fitting if FULL else fitting[turn % 3 :: 3]
            scope = Scope(day, calendar_year(day.year), None, date(2026, 1, 1))
            made[day, name] = space.read(lambda c, s=scope, f=fitting, n=name: table(
                c, figures, f, s, n))  # fmt: skip
    return made


def test_every_figure_of_every_day_stays_the_same(people: People, planted: str, times: Any) -> None:
    """Beside her others with other fates; days before, between and after all events."""
    chance = Random(7)
    for number in range(6):
        other = people.member(f"某人{number}", since=date(2026, 3, 1), sex="1",
                              birth_on=date(1980 + number, 1, 1))  # fmt: skip
        people.at_work(other)
    days = sorted(
        {date(2025, 12, 31) + timedelta(days=chance.randrange(330)) for _ in range(times(60, 2))}
        | {date(2026, 2, 1), date(2026, 5, 1), date(2026, 8, 1), date(2026, 9, 1)}
    )
    before = every_figure(people, days)
    counted = [v.value for (_, unit), each in before.items() if unit is None for v in each.values()]
    assert sum(1 for value in counted if value) > 20
    carry_out(people.space, planted, reason="本人要求")
    assert every_figure(people, days) == before
    listed = people.office.figure("J219", day=date(2026, 7, 1))
    assert listed.value == 7


def test_a_dry_look_tells_what_goes_and_changes_nothing(people: People, planted: str) -> None:
    space = people.space
    entries = space.read(log.head)
    people.member("别人", note="找覃暗记核对")
    people.member("覃暗记", phone=WORDS["phone"])  # a namesake's own name and phone
    going = space.read(lambda c: what_will_go(c, planted))
    assert dict(going.items) == {
        "人员的类别和学历等": 2, "证件": 2, "曾用名": 1, "会籍": 3, "工作单位": 2,
        "会员关系接转": 2, "入会申请": 1, "上平台标记": 1, "名称对应": 1, "上报说明": 1,
        "收表登记": 1, "证明材料": 1,
    }  # fmt: skip
    assert going.elsewhere == (("人员", 1),)
    assert space.read(log.head)[0] == entries[0] + 4
    assert space.read(lambda c: what_will_go(c, planted)) == going


def test_refusals_say_why(people: People, planted: str) -> None:
    space = people.space
    with pytest.raises(UserError, match="REQUIRED"):
        carry_out(space, planted, reason=" ")
    with pytest.raises(UserError, match="REASON"):
        carry_out(space, planted, reason="覃暗记来电")
    with pytest.raises(UserError, match="NOT_FOUND"):
        carry_out(space, "0f" * 16, reason="本人要求")
    carry_out(space, planted, reason="本人要求")
    for look in (
        lambda: carry_out(space, planted, reason="本人要求"),
        lambda: space.read(lambda c: what_will_go(c, planted)),
        lambda: space.do(edit_person, planted, phone="13900000000"),
        lambda: space.do(rename_person, planted, name="又来"),
    ):
        with pytest.raises(UserError, match="ERASED"):
            look()


def test_nothing_of_it_can_be_undone(people: People, planted: str) -> None:
    space = people.space
    first = space.read(log.head)[0]
    done = carry_out(space, planted, reason="本人要求")
    assert done.entry == first + 1
    for number in range(1, done.entry + 1):
        with pytest.raises(UserError, match="UNDO"):
            space.undo(number)
    assert found(everything(people), space) == set()


def test_an_import_is_taken_back_but_for_the_erased_person(people: People) -> None:
    from app.areas.members.acts.imports import Batch, Newcomer, import_members

    space = people.space

    def batches(_conn: Any, _made: set[str]) -> Iterator[Batch]:
        batch = Batch()
        for part in range(5):
            row = {"union_id": people.one, "since": None, "until": None, "status": "active",
                   "began": "opening"}  # fmt: skip
            paper = {"type": "passport", "number": f"Q{part}", "until": None}
            batch.newcomers.append(
                Newcomer(
                    part,
                    {"name": f"导入{part}"},
                    {"since": None, "until": None},
                    [("membership", row), ("identity_document", paper)],
                )
            )
        yield batch

    done = space.do(import_members, batches, incoming=Incoming("members", "甲.xlsx"))
    query = select(PERSON.c.id).where(PERSON.c.name == "导入3")
    person = space.read(lambda c: c.execute(query).scalar_one())
    space.do(edit_person, person, note="后来")
    carry_out(space, person, reason="本人要求")
    verdict = space.undo(done.entry)
    kept = {row.part for row in verdict.rows if row.verdict == "kept"}
    assert kept == {3}
    left = space.read(lambda c: list(c.execute(select(PERSON.c.name)).scalars()))
    assert left == ["已清除"]
    assert verify(space) == []


def test_a_photo_that_another_has_too_stays(people: People) -> None:
    space = people.space
    one, two = people.person("孪生一"), people.person("孪生二")
    photo = photograph(people, one, b"twins")
    assert photograph(people, two, b"twins") == photo
    carry_out(space, one, reason="本人要求")
    assert attachments.get(space.folder, space.key, photo) == b"twins"
    carry_out(space, two, reason="本人要求")
    assert not (space.folder / attachments.ATTACHMENTS / photo).exists()


def test_others_waiting_imports_and_memories_stay(people: People, planted: str) -> None:
    space = people.space
    space.remember("filter", ["别人"])
    with Staging(space) as staging:
        other = staging.begin({"file": "乙.xlsx"})
        staging.add(other, [{"name": "别人"}])
        carry_out(space, planted, reason="本人要求")
        assert [i["id"] for i in staging.imports()] == [other]
    assert space.state("filter") == ["别人"]


# -- backups ---------------------------------------------------------------------------------------


def one_person(space: Workspace, person: str) -> Any:
    query = select(PERSON).where(PERSON.c.id == person)
    return space.read(lambda conn: conn.execute(query).one())


def gone_again(space: Workspace, people: People, person: str) -> None:
    assert found(everything(people), space) == set()
    row = one_person(space, person)
    assert row.name == "已清除"
    assert row.erased_on is not None
    assert verify(space) == []
    titles = space.read(lambda c: list(c.execute(select(ENTRY.c.title)).scalars()))
    assert titles.count("恢复后再次清除个人信息") == 1


def test_an_old_backup_restored_over_it_brings_nothing_back(people: People, planted: str) -> None:
    space = people.space
    old = automatic(space, "daily")
    done = carry_out(space, planted, reason="本人要求")
    listed, aside = holding(space, done.entry)
    assert [one.backup.path for one in listed] == [old.path]
    assert aside == []
    new = automatic(space, "daily")
    assert [o.backup.path for o in holding(space, done.entry)[0]] == [old.path]
    restore_over(space, old.path)
    again = reopened(space)
    try:
        gone_again(again, people, planted)
    finally:
        again.close()
    again = reopened(again)  # once is enough
    try:
        gone_again(again, people, planted)
        restore_over(again, new.path)
    finally:
        again.close()
    with reopened(again) as newest:
        titles = newest.read(lambda c: list(c.execute(select(ENTRY.c.title)).scalars()))
        assert "恢复后再次清除个人信息" not in titles


def test_restored_into_a_new_folder_too(people: People, planted: str, tmp_path: Path) -> None:
    """From the workspace's own backups, and from the second place alone."""
    space = people.space
    (tmp_path / "盘").mkdir()
    set_second_place(space, tmp_path / "盘")
    old = automatic(space, "daily")
    carry_out(space, planted, reason="本人要求")
    far = next((tmp_path / "盘").rglob(old.path.name))
    for number, file in enumerate((old.path, far)):
        restore(file, tmp_path / f"新{number}", password=PASSWORD)
        again = reopened(space, tmp_path / f"新{number}")
        try:
            gone_again(again, people, planted)
        finally:
            again.close()


def test_a_damaged_workspace_replaced_by_an_old_backup(
    people: People, planted: str, clock: Any
) -> None:
    space = people.space
    old = automatic(space, "daily")
    carry_out(space, planted, reason="本人要求")
    space.close()
    (space.folder / DATABASE).write_bytes(b"broken" * 1000)
    _facts, aside = restore_damaged(space.folder, old.path, now=clock(), password=PASSWORD)
    again = reopened(space)
    try:
        gone_again(again, people, planted)
        assert holding(again, again.read(log.head)[0])[1] == [aside]
    finally:
        again.close()


def test_a_lost_side_file_is_written_anew_from_the_data(people: People, planted: str) -> None:
    space = people.space
    old = automatic(space, "daily")
    carry_out(space, planted, reason="本人要求")
    for path in space.folder.rglob(erased.SIDE_FILE):
        path.write_text("[broken")
    again = reopened(space)
    assert erased.read(space.folder) == {"person": {planted}}
    assert erased.read(old.path.parent) == {"person": {planted}}
    again.close()


def test_cut_short_after_the_commit_the_next_opening_cleans(people: People, planted: str) -> None:
    space = people.space
    space.do(erase_person, planted, reason="本人要求")  # killed before the files were cleaned
    assert {file for file, _ in found(everything(people), space)} >= {"staging.db"}
    again = reopened(space)
    try:
        assert found(everything(people), again) == set()
        assert again.state(TASK, user="") is None
        assert erased.read(again.folder) == {"person": {planted}}
    finally:
        again.close()


def test_a_reader_in_the_way_only_delays_the_cleaning(people: People, planted: str) -> None:
    space = people.space

    def slow(conn: Any) -> None:
        conn.execute(select(PERSON.c.id)).first()
        space.on_writer(lambda raw: None)
        space.do(erase_person, planted, reason="本人要求")
        clean(space, [])

    space.read(slow)
    assert space.state(TASK, user="") is not None
    clean(space, None)
    assert space.state(TASK, user="") is None
    assert found(everything(people), space) == set()


@needs_faults
def test_killed_at_any_call_it_is_undone_or_complete(
    people: People, planted: str, tmp_path: Path, times: Any
) -> None:
    space = people.space
    key, before = space.key, dump(space)
    space.close()
    live = copy(space.folder, tmp_path / "活")
    done = Child("one_erasure", live, key, arm=(COUNT, 0, 0), person=planted).ready().end()[-1]
    assert done[0] == "done"
    ends = set()
    for number in every_call(done[1], times(300, 10)):
        live = copy(space.folder, tmp_path / "活")
        Child("one_erasure", live, key, arm=(KILL, number, 0), person=planted).ready().end()
        with Workspace.open(
            live, key=key, wiring=space.wiring, surroundings=space.surroundings
        ) as again:
            row = one_person(again, planted)
            if row.erased_on is None:
                assert dump(again) == before
            else:
                assert found(everything(people), again) == set()
                assert again.state(TASK, user="") is None
                assert erased.read(live) == {"person": {planted}}
            assert verify(again) == []
            ends.add(row.erased_on is None)
    assert ends == {True, False}, "some were killed before the commit, some after"
