"""Reading what people type."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.base.lists import Choice
from app.desk.days import read_day
from app.desk.fields import (
    Field,
    Kind,
    in_words,
    missing,
    read_count,
    read_money,
    read_text,
    shown,
)


@pytest.mark.parametrize(
    "text",
    ["20260131", "2026-1-31", "2026.1.31", "2026/01/31", "2026年1月31日", " ２０２６－０１－３１ "],
)
def test_a_day_is_read_however_it_is_usually_written(text):
    assert read_day(text) == date(2026, 1, 31)


@pytest.mark.parametrize(
    ("text", "said"),
    [("2026-2-30", "没有 2026 年 2 月 30 日"), ("0226-01-01", "226 年不对"), ("昨天", "请写成"),
     ("2026", "请写成"), ("20261301", "没有 2026 年 13 月 1 日")],
)  # fmt: skip
def test_a_wrong_day_says_why(text, said):
    with pytest.raises(ValueError, match=said):
        read_day(text)


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_every_day_shown_is_read_again(day):
    field = Field("d", "日期", Kind.DAY)
    assert read_day(shown(field, day)) == day


@given(st.integers(-(10**13), 10**13))
def test_every_amount_shown_is_read_again(fen):
    field = Field("m", "金额", Kind.MONEY)
    assert read_money(shown(field, fen)) == fen


@pytest.mark.parametrize(
    ("text", "fen"),
    [("1,200.5", 120050), ("１２００元", 120000), ("", None), (".5", 50), ("-3.07", -307)],
)
def test_amounts(text, fen):
    assert read_money(text) == fen


@pytest.mark.parametrize("text", ["1.234", "abc", "1.", "1e5", "²", "9" * 13])
def test_wrong_amounts(text):
    with pytest.raises(ValueError, match="金额"):
        read_money(text)


def test_counts():
    assert read_count("１，２００".replace("，", ",")) == 1200
    assert read_count("") is None
    for wrong in ("1.5", "-1", "十", "²", "9999999999"):
        with pytest.raises(ValueError):
            read_count(wrong)


def test_texts_are_tidied_and_bounded():
    assert read_text(Field("n", "名称"), "  天津 \u200b恒泰 ") == "天津 恒泰"
    code = Field("c", "代码", Kind.CODE, max_length=18)
    assert read_text(code, "９１12 0000ma") == "91120000MA"
    with pytest.raises(ValueError, match="最多 18 个字"):
        read_text(code, "1" * 19)
    with pytest.raises(ValueError, match=r"U\+0007"):
        read_text(Field("n", "名称"), "a\x07")
    lines = Field("l", "备注", Kind.LINES)
    assert read_text(lines, " 一 \n\n 二  三 ") == "一\n\n二 三"
    assert read_text(lines, "  ") is None


def test_sentences_about_values():
    choice = Field("s", "状态", Kind.CHOICE, obligatory=True, choices=(Choice("ok", "正常"),))
    assert missing(choice, None) == "请选状态。"
    assert missing(choice, "ok") == ""
    assert in_words(choice, "ok") == "正常"
    assert in_words(choice, None) == "（空）"
    assert in_words(Field("f", "应建", Kind.FLAG), False) == "否"
