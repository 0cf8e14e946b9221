"""Every act on unions through its real form: offered, checked, done, shown, taken back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.areas.organisations import acts
from app.areas.organisations.checks.invariants import INVARIANTS
from app.areas.organisations.lists import coverage_of, federations_of
from app.areas.organisations.page.union_forms import prepare
from tests.areas.organisations.town import TODAY


@pytest.fixture(autouse=True)
def sound(town: Any):
    """Whatever the forms did, the file is sound afterwards."""
    yield
    found = town.workspace.read(lambda c: [f.message for rule in INVARIANTS for f in rule(c)])
    assert found == []


def link_of(shown: Any, union: str) -> list[tuple[str, Any, Any]]:
    """Federations a union is or was in."""
    rows = shown.read(lambda c: federations_of(c, union))
    return [(r["federation_id"], r["since"], r["until"]) for r in rows if r["union_id"] == union]


def test_merged_unions_hand_over_everything_and_come_back_by_undo(shown):
    town = shown.town
    below = town.union("一街村玩具厂工会委员会", upper_id=shown.federation)
    other = town.federation("二街村工会联合会")
    upper = town.federation("王庆坨镇商圈工会联合会")
    town.do(acts.join_federation, union_id=shown.federation, federation_id=upper, since=None)
    town.do(acts.cover_employer, union_id=shown.federation, employer_id=shown.bare, kind="liaise",
            since=date(2025, 5, 1), organiser="李敏")  # fmt: skip
    shown.show("union", shown.federation)
    shown.act("union", "merge")
    assert shown.page.editor.form.value("on") == TODAY
    assert shown.refused() == {"into": "请选并入的工会。"}
    assert "一街村工会联合会" not in shown.offered("into", "工会联合会")
    assert "二街村工会联合会" in shown.offered("into", "ejc")
    shown.fill(into=(other, "二街村工会联合会"), doc_no="武工复〔2026〕12号")
    lines = shown.agree()
    assert lines == [
        ("天津华盛物流有限公司", "涵盖单位"),
        ("天津沐阳自行车配件有限公司", "涵盖单位"),
        ("天津顺驰轮胎有限公司", "涵盖单位"),
        ("一街村玩具厂工会委员会", "下级工会"),
    ]
    assert shown.newest() == "合并工会"
    assert shown.values("union", shown.federation)["status"] == "dissolved"
    assert shown.values("union", below)["upper_id"] == other
    covered = shown.read(lambda c: coverage_of(c, union_id=other))
    assert {(r["employer_id"], r["kind"], r["organiser"]) for r in covered} == {
        (shown.first, "found", None),
        (shown.second, "found", None),
        (shown.bare, "liaise", "李敏"),
    }
    assert link_of(shown, other) == [(upper, TODAY, None)]
    assert link_of(shown, shown.federation) == [(upper, None, TODAY)]
    shown.wait(lambda: shown.page.details["union"].record() == other)
    shown.wait(lambda: "一街村工会联合会" not in shown.names())
    shown.undone("合并工会")
    shown.wait(lambda: "一街村工会联合会" in shown.names())
    assert shown.values("union", below)["upper_id"] == shown.federation
    assert link_of(shown, other) == []


def test_a_merge_that_cannot_be_is_refused_beside_its_field(shown):
    town = shown.town
    gone = town.union("撤掉的工会委员会")
    town.do(acts.dissolve_union, gone, on=date(2026, 3, 1))
    below = town.federation("一街村商户工会联合会", upper_id=shown.federation)
    deep = town.union("商户甲工会委员会", upper_id=below)
    shown.show("union", shown.federation)
    shown.act("union", "merge")
    assert shown.offered("into", "撤掉") == []
    assert shown.offered("into", "cddgh") == []
    before = shown.number()
    shown.fill(into=(gone, "撤掉的工会委员会"))
    assert shown.refused_after_review() == {
        "into": "「撤掉的工会委员会」已经撤销，不能并入。请选择另一个工会。"
    }
    shown.fill(into=(deep, "商户甲工会委员会"))
    assert "绕成了圈" in shown.refused_after_review()["into"]
    shown.fill(into=(shown.single, "天津恒泰"), on=date(2026, 13 - 12, 1))
    assert shown.number() == before


def test_a_union_goes_into_the_one_below_it(shown):
    town = shown.town
    below = town.federation("一街村商户工会联合会", upper_id=shown.federation)
    shown.show("union", shown.federation)
    shown.act("union", "merge")
    shown.fill(into=(below, "一街村商户工会联合会"))
    shown.agree()
    assert shown.values("union", below)["upper_id"] == town.root


def test_a_doubled_union_is_merged_into_the_one_that_stays(shown):
    town = shown.town
    double = town.federation("一街村联合会", chair="李敏", address="一街村8号")
    town.do(acts.dissolve_union, double, on=date(2026, 3, 1))
    town.do(acts.cover_employer, union_id=double, employer_id=shown.bare, since=date(2020, 1, 1),
            until=date(2021, 1, 1))  # fmt: skip
    town.do(acts.cover_employer, union_id=double, employer_id=shown.first, kind="liaise",
            since=date(2020, 1, 1), until=date(2021, 1, 1))  # fmt: skip
    town.report("union", double, J107=9)
    shown.show("union", shown.single)
    shown.act("union", "merge_doubled")
    assert "一街村联合会" in shown.offered("into", "一街村")
    shown.page.editor.close_form()
    shown.show("union", double)
    shown.act("union", "merge_doubled")
    shown.fill(into=(shown.federation, "一街村工会联合会"))
    shown.save()
    assert shown.newest() == "合并重复工会"
    assert shown.values("union", double) is None
    kept = shown.values("union", shown.federation)
    assert (kept["chair"], kept["address"]) == ("韩敏", "一街村8号")
    shown.wait(lambda: shown.page.details["union"].record() == shown.federation)
    shown.undone("合并重复工会")
    assert shown.values("union", double)["chair"] == "李敏"


def test_an_employer_leaves_a_joint_union_for_its_own(shown):
    town = shown.town
    joint = town.union("一街村联合工会委员会", type="joint", form="joint_committee",
                       place_id=town.villages["一街村"])  # fmt: skip
    firms = [town.employer(name, of=joint) for name in ("天津金轮车业有限公司", "天津银轮公司")]
    shown.show("union", joint)
    shown.act("union", "split")
    form = shown.page.editor.form
    assert "join" not in form.cells
    assert set(shown.refused()) == {"employer_id", "name"}
    shown.fill(employer_id=firms[0])
    shown.wait(lambda: form.value("name") == "天津金轮车业有限公司工会委员会")
    shown.fill(employer_id=firms[1])
    shown.wait(lambda: form.value("name") == "天津银轮公司工会委员会")
    shown.fill(founded_on=date(2026, 10, 9), founded_doc="武工复〔2026〕10号", chair="王强")
    shown.save()
    made = shown.ident("union", "天津银轮公司工会委员会")
    kept = shown.values("union", made)
    assert (kept["type"], kept["upper_id"], kept["chair"]) == ("single", town.root, "王强")
    links = shown.read(lambda c: coverage_of(c, employer_id=firms[1]))
    assert {(r["union_id"], r["since"], r["until"]) for r in links} == {
        (joint, None, date(2026, 10, 9)),
        (made, date(2026, 10, 9), None),
    }
    shown.wait(lambda: shown.page.details["union"].record() == made)
    shown.wait(lambda: "天津银轮公司工会委员会" in shown.names())
    shown.undone("单独建会")
    assert shown.values("union", made) is None


def test_a_name_that_was_typed_is_not_overwritten(shown):
    joint = shown.town.union("一街村联合工会委员会", type="joint", form="joint_committee")
    firms = [shown.town.employer(name, of=joint) for name in ("甲厂", "乙厂")]
    shown.show("union", joint)
    shown.act("union", "split")
    form = shown.fill(name="自己写的工会委员会")
    shown.fill(employer_id=firms[0])
    shown.settle()
    assert form.value("name") == "自己写的工会委员会"


def test_an_employer_splits_off_a_federation_and_stays_its_member(shown):
    shown.show("union", shown.federation)
    shown.act("union", "split")
    form = shown.page.editor.form
    assert form.value("join") is True
    shown.fill(employer_id=shown.first)
    shown.wait(lambda: form.value("name") == "天津沐阳自行车配件有限公司工会委员会")
    shown.save()
    made = shown.ident("union", "天津沐阳自行车配件有限公司工会委员会")
    assert shown.values("union", made)["upper_id"] == shown.federation
    assert link_of(shown, made) == [(shown.federation, TODAY, None)]


def test_a_park_is_renamed_in_all_names_below_it(shown):
    town = shown.town
    below = town.union("一街村玩具厂工会委员会", upper_id=shown.federation)
    town.union("二街村玩具厂工会委员会")
    shown.show("union", shown.federation)
    shown.act("union", "rename_below")
    form = shown.page.editor.form
    assert form.value("old") == "一街村"
    before = shown.number()
    shown.fill(old="没有的", new="和平里", since=date(2026, 9, 1))
    said = "到2026年9月1日，本工会和下级工会的名称里都没有「没有的」。请核对要更换的字样和日期。"
    assert shown.refused() == {"old": said}
    shown.fill(old="一街村", new="一街村")
    assert set(shown.refused()) == {"new"}
    assert shown.number() == before
    shown.fill(new="和平里")
    assert shown.agree() == [
        ("一街村工会联合会", "和平里工会联合会"),
        ("一街村玩具厂工会委员会", "和平里玩具厂工会委员会"),
    ]
    assert shown.values("union", below)["name"] == "和平里玩具厂工会委员会"
    assert shown.values("union", below, date(2026, 8, 31))["name"] == "一街村玩具厂工会委员会"
    shown.wait(lambda: "和平里工会联合会" in shown.names())
    shown.wait(lambda: shown.page.details["union"].card.title == "和平里工会联合会")
    shown.undone("批量更名")
    shown.wait(lambda: "一街村玩具厂工会委员会" in shown.names())


def test_what_is_shown_before_an_act_can_be_declined(shown):
    shown.show("union", shown.federation)
    shown.act("union", "rename_below")
    shown.fill(new="和平里")
    before = shown.number()
    shown.reviewed()[0].reject()
    shown.settle()
    assert shown.number() == before
    assert shown.page.editor.is_open()
    shown.agree()
    assert shown.values("union", shown.federation)["name"] == "和平里工会联合会"


def test_a_prepared_union_is_approved(shown):
    page = shown.page
    page.open_form(prepare(page.maker(), upper=page.upper()))
    shown.fill(name="天津华盛物流有限公司工会委员会", preparing_on=date(2026, 9, 1), chair="赵华")
    shown.save()
    made = shown.ident("union", "天津华盛物流有限公司工会委员会")
    shown.wait(lambda: "approve" in shown.acts_of("union"))
    assert shown.values("union", made)["status"] == "preparing"
    shown.act("union", "approve")
    assert page.editor.form.value("founded_on") == TODAY
    shown.fill(founded_on=date(2026, 8, 1))
    assert "2026年8月1日" in shown.refused()["founded_on"]
    shown.fill(founded_on=date(2026, 10, 20), founded_doc="武工复〔2026〕11号")
    shown.save()
    kept = shown.values("union", made)
    assert (kept["status"], kept["founded_on"], kept["approved_on"], kept["founded_doc"]) == (
        "active", date(2026, 10, 20), date(2026, 10, 20), "武工复〔2026〕11号",
    )  # fmt: skip
    shown.wait(lambda: "approve" not in shown.acts_of("union"))
    shown.undone("批准成立")
    shown.wait(lambda: "approve" in shown.acts_of("union"))


def test_a_dissolved_union_is_restored_below_one_that_works(shown):
    town = shown.town
    upper = town.federation("二街村工会联合会")
    made = town.union("二街村玩具厂工会委员会", upper_id=upper)
    for one in (made, upper):
        town.do(acts.dissolve_union, one, on=date(2026, 5, 1))
    shown.show("union", made)
    assert shown.acts_of("union") == ["edit", "restore", "merge_doubled", "delete"]
    shown.act("union", "restore")
    form = shown.page.editor.form
    assert form.value("upper_id") == upper
    said = "「二街村工会联合会」已经撤销，不能作上级工会。请选择另一个工会。"
    assert shown.refused() == {"upper_id": said}
    assert shown.offered("upper_id", "二街村") == []
    shown.fill(upper_id=(shown.federation, "一街村工会联合会"), on=date(2026, 4, 1))
    assert shown.refused() == {"on": "恢复日期要晚于撤销日期2026年5月1日。"}
    shown.fill(on=date(2026, 11, 3), doc_no="武工复〔2026〕13号")
    shown.save()
    kept = shown.values("union", made)
    assert (kept["status"], kept["upper_id"]) == ("active", shown.federation)
    shown.wait(lambda: "二街村玩具厂工会委员会" in shown.names())
    shown.undone("恢复工会")
    shown.wait(lambda: "二街村玩具厂工会委员会" not in shown.names())


def test_a_union_joins_and_leaves_a_federation(shown):
    shown.show("union", shown.single)
    shown.act("union", "join")
    assert shown.offered("federation_id", "") == ["一街村工会联合会"]
    assert shown.offered("federation_id", "yjc") == ["一街村工会联合会"]
    assert shown.refused() == {"federation_id": "请选联合会。"}
    shown.fill(federation_id=(shown.federation, "一街村工会联合会"), since=date(2026, 2, 1))
    shown.save()
    assert link_of(shown, shown.single) == [(shown.federation, date(2026, 2, 1), None)]
    shown.wait(lambda: any(k.startswith("leave_") for k in shown.acts_of("union")))
    shown.act("union", "join")
    shown.fill(federation_id=(shown.federation, "一街村工会联合会"))
    assert shown.refused() == {"federation_id": "已经是「一街村工会联合会」的成员。"}
    shown.page.editor.close_form()
    (leave,) = [k for k in shown.acts_of("union") if k.startswith("leave_")]
    shown.act("union", leave)
    assert "退出「一街村工会联合会」。" in shown.text("editor_intro")
    shown.fill(on=date(2026, 1, 31))
    assert "不能早于加入日期2026年2月1日" in shown.refused()["on"]
    shown.fill(on=date(2026, 11, 20))
    shown.save()
    assert link_of(shown, shown.single) == [
        (shown.federation, date(2026, 2, 1), date(2026, 11, 20))
    ]
    shown.wait(lambda: not any(k.startswith("leave_") for k in shown.acts_of("union")))
    shown.undone("退出联合会")
    shown.wait(lambda: any(k.startswith("leave_") for k in shown.acts_of("union")))


def test_a_union_leaves_from_the_list_of_the_federation(shown):
    shown.town.do(acts.join_federation, union_id=shown.single, federation_id=shown.federation,
                  since=None)  # fmt: skip
    shown.show("union", shown.federation)
    rows = shown.tab("union", "covered", 3)
    (member,) = [r for r in rows.model.rows if "federation_link" in r.data]
    assert (member.title, member.status.word) == ("天津恒泰车料有限公司工会委员会", "成员工会")
    rows.select(member.id)
    shown.chip("detail_union_covered_end")
    shown.save()
    assert link_of(shown, shown.single) == [(shown.federation, None, TODAY)]
    assert shown.page.details["union"].record() == shown.federation
    shown.wait(lambda: [r.status.word for r in rows.model.rows if r.status] == ["已退出"])


def test_certificate_and_account_are_kept_and_checked(shown):
    shown.show("union", shown.single)
    shown.page.edit()
    shown.wait(shown.page.editor.is_open)
    shown.fill(legal_person="1", certificate_no="工法证字第０２１２号", own_account="1",
               certificate_from=date(2026, 6, 1), certificate_until=date(2021, 5, 31),
               term_from=date(2026, 6, 1), term_until=date(2021, 5, 31))  # fmt: skip
    assert shown.refused() == {
        "certificate_until": "不能早于起始的2026年6月1日，请核对。",
        "term_until": "不能早于起始的2026年6月1日，请核对。",
    }
    shown.fill(certificate_until=date(2031, 5, 31), term_until=date(2031, 5, 31),
               bank_name="工商银行王庆坨支行", bank_account="0302 0112 0930 0123 456")  # fmt: skip
    shown.save()
    kept = shown.values("union", shown.single)
    assert (kept["certificate_no"], kept["bank_account"], kept["own_account"]) == (
        "工法证字第0212号", "0302011209300123456", True,
    )  # fmt: skip
    shown.wait(lambda: "2031-05-31" in shown.facts("union"))
    said = shown.facts("union")
    assert "0302011209300123456" not in said
    assert "0302***********3456" in said
    shown.undone("编辑工会信息")
    shown.wait(lambda: "2031-05-31" not in shown.facts("union"))


def test_a_list_marked_complete_is_not_marked_anew_by_looking(shown):
    shown.show("union", shown.federation)
    shown.act("union", "complete")
    assert shown.page.editor.form.value("covered_from") == TODAY
    shown.fill(covered_from=date(2026, 3, 1))
    shown.save()
    shown.wait(lambda: "uncomplete" in shown.acts_of("union"))
    shown.act("union", "complete")
    form = shown.page.editor.form
    assert (form.value("covered_from"), form.value("members_from")) == (date(2026, 3, 1), None)
    before = shown.number()
    shown.save()
    assert shown.number() == before
