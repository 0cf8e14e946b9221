"""A cadre is a person of the register: renamed, merged, erased, found by name."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.areas.cadres import acts
from app.areas.cadres.checks import INVARIANTS
from app.areas.cadres.records import HONOUR, POST, TRAINED
from app.areas.members.acts import edit_person, merge_people, rename_person
from app.areas.members.acts.erasing import carry_out
from app.areas.members.records import PERSON
from app.start import wiring as whole_wiring
from app.store.search import find


@pytest.fixture
def wiring() -> Any:
    return whole_wiring()


@pytest.fixture(autouse=True)
def sound(cadres):
    yield
    assert cadres.space.read(lambda c: [f.message for i in INVARIANTS for f in i(c)]) == []


def _last(conn):
    from app.store.history import entries

    return entries(conn, limit=1)[0].number


@pytest.mark.parametrize("act", [rename_person, edit_person])
def test_the_ledger_follows_the_name_of_the_chair_and_undo_brings_it_back(cadres, act):
    _body, _term, post = cadres.led()
    person = cadres.row(POST, post)["person_id"]
    cadres.do(act, person, name="王晓明")
    assert cadres.union()["chair"] == "王晓明"
    cadres.space.undo(cadres.space.read(_last))
    assert cadres.union()["chair"] == "王小明"
    assert cadres.row(PERSON, person)["name"] == "王小明"


def test_merged_people_keep_their_posts_training_and_honours(cadres):
    one, two = cadres.people.person("李四"), cadres.people.person("李思")
    body = cadres.body()
    cadres.post("chair", two, body=body)
    course = cadres.do(acts.add_training, title="培训", since=date(2026, 5, 1))
    cadres.do(acts.record_trained, course, people=[two])
    cadres.do(acts.add_honour, title="优秀", who=two)
    cadres.do(merge_people, one, two)
    assert {p["person_id"] for p in cadres.posts()} == {one}
    assert cadres.office.rows(TRAINED.select())[0]["person_id"] == one
    assert cadres.union()["chair"] == "李四"


def test_what_was_typed_of_a_cadre_is_erased_with_her_and_her_posts_stay(cadres):
    body = cadres.body()
    post = cadres.post(
        body=body, name="覃暗记", duties="覃暗记负责暗事", doc_no="暗1号", note="暗备注"
    )
    person = cadres.row(POST, post)["person_id"]
    cadres.do(acts.add_honour, title="暗荣誉", who=person, granted_by="暗会")
    course = cadres.do(acts.add_training, title="培训", since=date(2026, 5, 1))
    cadres.do(acts.record_trained, course, people=[person], certificate_no="暗证1")
    carry_out(cadres.space, person, reason="本人要求")
    row = cadres.row(POST, post)
    assert (row["role"], row["until"]) == ("chair", None)
    assert [row[k] for k in ("duties", "doc_no", "note")] == [None] * 3
    honour = cadres.office.rows(HONOUR.select())[0]
    taken = cadres.office.rows(TRAINED.select())[0]
    assert "暗" not in f"{honour['title']}{honour['granted_by']}{taken['certificate_no']}"
    assert "暗" not in cadres.union()["chair"]
    hits, _total = cadres.space.read(lambda c: find(c, "覃暗记", 10))
    assert hits == []


def test_a_cadre_is_found_by_name_and_pinyin_with_her_post(cadres):
    body = cadres.body()
    post = cadres.post(body=body, name="欧阳青")
    cadres.do(acts.add_training, title="集体协商培训班", since=date(2026, 5, 1))

    def found(text):
        hits, _total = cadres.space.read(lambda c: find(c, text, 10))
        return [(h["kind"], h["where"]) for h in hits]

    assert ("post", "甲公司工会　工会委员会 主席") in found("欧阳青") or (
        "post", "甲公司工会　主席"
    ) in found("欧阳青")  # fmt: skip
    assert "post" in [kind for kind, _ in found("oyq")]
    assert ("training", "培训　2026-05-01") in found("集体协商")
    cadres.do(acts.end_post, post, on=date(2026, 6, 1), ended="resigned")
    assert "post" not in [kind for kind, _ in found("欧阳青")]
