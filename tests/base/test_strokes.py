"""Names by the strokes of their surnames."""

from __future__ import annotations

import random

import pytest

from app.base.strokes import by_strokes, strokes, surname

IN_ORDER = [
    "乙晓光", "丁学东", "丁薛祥", "于伟国", "万里", "习远", "马飚", "王宁", "王晨", "王毅",
    "王小洪", "王东明", "刘备", "李四", "张三", "陈伟", "欧文", "欧阳明", "赵一", "诸葛亮",
]  # fmt: skip
"""Fewer strokes first; 刘 before 李: 6 and 7; 王宁 (one character after it) before 王小洪."""


def test_names_stand_by_the_strokes_of_their_surnames() -> None:
    for seed in range(20):
        mixed = IN_ORDER[:]
        random.Random(seed).shuffle(mixed)
        assert by_strokes(mixed) == IN_ORDER


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("丁一", "刁一"),  # two strokes each: 横 before 折
        ("王一", "毛一"),  # four: 横 before 撇
        ("田一", "白一"),  # five: 竖 before 撇
        ("兰一", "皮一"),  # five: 点 before 折
        ("白一", "冯一"),  # five: 撇 before 点
        ("司马光", "司空图"),  # 马 three, 空 eight
    ],
)
def test_as_many_strokes_are_told_by_the_order_of_writing(earlier: str, later: str) -> None:
    assert by_strokes([later, earlier]) == [earlier, later]


def test_surnames_of_two_characters_and_strokes() -> None:
    assert (surname("欧阳明"), surname("欧文"), surname("王小洪")) == ("欧阳", "欧", "王")
    assert (strokes("一"), strokes("鑫"), strokes("㛃"), strokes("A")) == (1, 24, 9, None)


def test_spaces_in_a_name_and_names_in_letters() -> None:
    """王　宁 is 王宁; what has no strokes stands last."""
    assert by_strokes(["John", "王　宁", "丁一"]) == ["丁一", "王　宁", "John"]
