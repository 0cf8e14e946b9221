"""避头尾 and whole numbers, for any text and any width."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.paper.breaking import NO_END, NO_START, break_lines, may_break, title_lines, units

_CHARS = st.one_of(
    st.sampled_from("柳溪镇总工会职工人数，。、；：？！）】》”’（【《“‘—…·%~ "),
    st.sampled_from("0123456789.,%ABCdef-/℃"),
)
TEXTS = st.text(_CHARS, max_size=120)


def width(text: str) -> float:
    return sum(10.0 if c > "\u024f" else 5.0 for c in text)


@given(TEXTS, st.integers(40, 280), st.integers(40, 280))
def test_no_mark_at_the_wrong_end(text: str, first: int, rest: int) -> None:
    broken = [line for line, _ in break_lines(text, width, first, rest)]
    for index in range(len(broken) - 1):
        before, after = broken[index], broken[index + 1]
        if after[:1] in NO_START or before[-1:] in NO_END:
            pieces = [piece for piece in units(before) if not piece.isspace()]
            legal = any(may_break(a, b) for a, b in itertools.pairwise(pieces))
            whole = len(units(before + after)) < len(units(before)) + len(units(after))
            assert whole or not legal, f"{before!r} / {after!r} could have been broken better"


@given(TEXTS, st.integers(40, 280))
def test_nothing_is_lost_and_nothing_sticks_out(text: str, room: int) -> None:
    broken = [line for line, _ in break_lines(text, width, room)]
    assert "".join("".join(broken).split()) == "".join(text.split())
    assert all(width(line.rstrip()) <= room + 0.02 or len(line) == 1 for line in broken)


@pytest.mark.parametrize(
    "whole", ["85.32%", "2026", "6,812", "MA2B0001X", "-12.5", "￥3,000", "25℃", "——", "……"]
)
def test_numbers_words_and_dashes_stay_whole(whole: str) -> None:
    for before in range(1, 12):
        text = "职" * before + whole + "工" * 6
        broken = [line for line, _ in break_lines(text, width, 80)]
        assert any(whole in line for line in broken), broken


def test_a_code_longer_than_the_line_is_broken_where_it_must_be() -> None:
    broken = [line for line, _ in break_lines("91330424MA2B000001", width, 40)]
    assert broken == ["91330424", "MA2B0000", "01"]


def test_line_feeds_end_lines() -> None:
    assert break_lines("甲\n乙丙", width, 100) == [("甲", True), ("乙丙", True)]


def test_titles_take_as_few_lines_as_they_need_and_break_after_words() -> None:
    title = "关于柳溪镇总工会2026年度基层工会组织建设和会员发展工作情况的报告"
    broken = title_lines(title, width, 200)
    assert len(broken) == 2
    assert "".join(broken) == title
    assert not broken[1].startswith(("会", "的", "年"))
    assert max(map(width, broken)) <= 200
    assert title_lines("短题", width, 200) == ["短题"]
