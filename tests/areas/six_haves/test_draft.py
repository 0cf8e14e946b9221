"""A rubric while it is written: moved about, summed up, and told what is wrong, item by item."""

from __future__ import annotations

import copy
import random
from functools import partial

import pytest

from app.areas.six_haves.rules.draft import Asked, Draft, join_conditions, split_conditions
from app.areas.six_haves.rules.rubric import read_rubric, shipped

KNOWN = frozenset().union(*(rubric.codes() for rubric in shipped().values()))


def draft(code: str = "six-25") -> Draft:
    return Draft(shipped()[code].as_data())


def place_of(made: Draft, number: str) -> int:
    return next(n for n, one in enumerate(made.items) if one["id"] == number)


def words(made: Draft, place: int | None) -> str:
    return "".join(fault.words for fault in made.faults(KNOWN) if fault.item == place)


@pytest.mark.parametrize("code", sorted(shipped()))
def test_what_comes_with_the_program_has_no_fault_and_stays_the_same(code):
    made = draft(code)
    assert made.faults(KNOWN) == []
    assert read_rubric(made.finished(), KNOWN).digest == shipped()[code].digest


@pytest.mark.parametrize(
    ("number", "changes", "said"),
    [
        ("A1", {"points": "3x"}, "分值「3x」不是数"),
        ("A1", {"points": ""}, "没有写分值"),
        ("A1", {"text": ""}, "没有写考核内容"),
        ("A1", {"id": ""}, "没有编号"),
        ("A1", {"needs": "ELE-02; XYZ-99"}, "没有编号是 XYZ-99 的指标或规则"),
        ("A1", {"needs": "R201>=九"}, "看不懂"),
        ("A1", {"needs": ""}, "要写看哪些规则或指标"),
        ("A1", {"objects": ""}, "适用对象"),
        ("A1", {"how": "tier", "value": ""}, "要写按哪个指标计分"),
        ("B6", {"steps": [{"least": "90", "points": "2"}, {"least": "95", "points": "3"}]},
         "从高到低"),
        ("B6", {"steps": [{"least": "95", "points": "3"}, {"least": "95", "points": "2"}]},
         "界限相同"),
        ("B6", {"steps": [{"least": "95", "points": "3"}, {"least": "90", "points": "3"}]},
         "应当越少"),
        ("B6", {"steps": [{"least": "95", "points": "2"}]}, "最高一档应得满分"),
        ("B6", {"steps": [{"least": "九", "points": "3"}]}, "界限「九」不是数"),
        ("C6", {"steps": [{"words": "", "points": "1"}]}, "情形没有写"),
        ("C6", {"steps": [{"words": "没有", "points": "9"}]}, "还多"),
        ("C7", {"each": "9"}, "还多"),
        ("C7", {"each": ""}, "要写每次"),
        ("C7", {"value": "J999"}, "没有编号是 J999"),
        ("C7", {"how": "linear"}, "没有写目标"),
        ("A1", {"how": "class_all", "classes": [{"name": "一类", "text": "", "needs": ""}]},
         "至少要有两个类别"),
    ],
)  # fmt: skip
def test_each_fault_is_told_at_its_item(number, changes, said):
    made = draft()
    place = place_of(made, number)
    made.items[place].update(changes)
    assert said in words(made, place)
    others = {fault.item for fault in made.faults(KNOWN)} - {place, None}
    assert others == set()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"full": "90"}, "各项分值合计 100 分，不等于总分 90 分"),
        ({"title": " "}, "没有写评分标准的名称"),
        ({"bonus_cap": "五"}, "加分封顶「五」不是数"),
        ({"least": "2.5"}, "会员人数（从）「2.5」不是数"),
        ({"least": "30", "most": "20"}, "上限小于下限"),
        ({"grades": []}, "没有写等次"),
        ({"grades": [{"least": "8x", "name": "好"}]}, "分数线「8x」不是数"),
        ({"grades": [{"least": "80", "name": "好"}, {"least": "90", "name": "很好"}]},
         "从高到低"),
        ({"grades": [{"least": "80", "name": "好"}, {"least": "80", "name": "很好"}]}, "相同"),
        ({"grades": [{"least": "90", "name": "好"}, {"least": "80", "name": "好"}]}, "不重名"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_whole(changes, said):
    made = draft()
    made.head.update(changes)
    assert said in words(made, None)


def test_two_items_of_one_number_and_two_sections_of_one_name():
    made = draft()
    made.items[1]["id"] = made.items[0]["id"]
    assert "项目编号 A1 重复" in words(made, None)
    made = draft()
    made.sections[1][1] = made.sections[0][1]
    assert "不重名" in words(made, None)


def test_another_way_of_scoring_takes_nothing_of_the_one_before():
    made = draft()
    place = place_of(made, "B6")
    made.items[place] |= {"how": "bool", "needs": "R201>=95"}
    item = read_rubric(made.finished(), KNOWN).items[place]
    assert (item.value, item.steps, item.codes()) == ("", (), {"R201", *item.known})


def test_items_are_added_copied_moved_and_removed():
    made = draft()
    first = made.content()
    new = made.add_item("A", 0)
    assert (new, made.items[1]["id"], made.items[1]["section"]) == (1, "A8", "A")
    made.items[1].update(text="自己加的一项", points="2")
    assert (made.section_points("A"), made.totals()["G"]) == (1700, 10_200)
    assert "不等于总分" in words(made, None)
    copied = made.copy_item(1)
    assert made.items[copied]["id"] == "A9"
    last = place_of(made, "A7")
    beyond = made.move_item(last, 1)  # over the border into the next section
    assert (made.items[beyond]["id"], made.items[beyond]["section"]) == ("A7", "B")
    made.remove_item(copied)
    for _step in range(4):
        assert made.can_step_back()
        made.step_back()
    assert not made.can_step_back()
    assert made.content() == first


def test_sections_move_and_go_with_their_items():
    made = draft()
    made.move_section("A", 1)
    assert made.items[0]["section"] == "B"
    key = made.copy_section("B")
    mine = [one for one in made.items if one["section"] == key]
    assert len(mine) == len([one for one in made.items if one["section"] == "B"])
    numbers = [one["id"] for one in made.items]
    assert len(set(numbers)) == len(numbers)
    made.remove_section(key)
    made.move_section("A", -1)
    assert read_rubric(made.finished()).digest == shipped()["six-25"].digest


def test_whatever_is_done_the_parts_stay_in_order_and_can_be_taken_back():
    chance = random.Random(7)
    for _round in range(30):
        made = draft(chance.choice(sorted(shipped())))
        states = [made.content()]
        for _step in range(12):
            place, key = chance.randrange(len(made.items)), chance.choice(made.sections)[0]
            acts = [
                partial(made.copy_item, place), partial(made.move_item, place, 1),
                partial(made.move_item, place, -1), partial(made.remove_item, place),
                partial(made.add_item, key), partial(made.move_section, key, 1),
                partial(made.copy_section, key),
            ]  # fmt: skip
            act = chance.choice(acts)
            before = copy.deepcopy(made.content())
            act()
            if made.content() != before:
                states.append(made.content())
            order = [key for key, _title in made.sections]
            places = [order.index(one["section"]) for one in made.items]
            assert places == sorted(places)
            if not made.items:
                break
        while made.can_step_back():
            made.step_back()
        assert made.content() == states[0]


def test_conditions_are_taken_apart_and_put_together():
    text = "ELE-02; R201>=95; J122<=0；J405"
    asked = split_conditions(text)
    assert asked == [
        Asked("ELE-02"), Asked("R201", ">=", "95"), Asked("J122", "<=", "0"), Asked("J405"),
    ]  # fmt: skip
    assert join_conditions(asked) == "ELE-02; R201>=95; J122<=0; J405"
    assert split_conditions(join_conditions(asked)) == asked
    assert split_conditions("R201>=九") == [Asked("R201", ">=", "九")]
