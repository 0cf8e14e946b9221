"""Goals of a year: how far they are, on paper and on the home page."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.areas import AREAS
from app.areas.organisations.acts import NewReading, set_readings
from app.areas.six_haves.acts import close_assessment, set_targets, take_in_rubric
from app.areas.six_haves.due import home
from app.areas.six_haves.lists import assessed_unions
from app.areas.six_haves.lists.goal_figures import FigureNames, FigurePicker, kept
from app.areas.six_haves.lists.goals import copied, read_goals, standing, units_of
from app.areas.six_haves.lists.target_grid import read_grid, sum_of
from app.areas.six_haves.lists.township import township_of
from app.areas.six_haves.records import TARGET
from app.areas.six_haves.rules.goals import Pace, done, pace, passed, together, uppermost
from app.areas.six_haves.rules.rubric import shipped
from app.areas.six_haves.rules.scoring import freeze
from app.base.days import Period
from app.base.text import squeeze
from app.figures.engine import evaluate
from app.paper.asking import ask_of, papers_of, registry_of, year_scope
from app.paper.model import Document, Table
from app.rules.office import rule_book
from tests.areas.six_haves.test_assessments import DAY, Scoring, office, six

__all__ = ["office", "six"]
REGISTRY = registry_of(AREAS)
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
GOAL, NOW = st.integers(0, 10_000), st.none() | st.integers(0, 10_000)


# -- rules -----------------------------------------------------------------------------------------


@given(GOAL, NOW, st.integers(0, 100))
def test_a_goal_is_reached_exactly_where_what_stands_is_not_below_it(
    goal: int, now: int | None, share: int
) -> None:
    found = pace(goal, now, share)
    assert (found is Pace.NO_DATA) == (now is None)
    assert (found is Pace.REACHED) == (now is not None and now >= goal)
    if found in (Pace.IN_STEP, Pace.BEHIND):
        percent = done(goal, now)
        assert percent is not None
        assert percent < 100
        assert (found is Pace.BEHIND) == (percent < share)


def test_how_much_of_the_year_is_over() -> None:
    assert passed(YEAR, date(2026, 1, 1)) == 0
    assert passed(YEAR, date(2026, 7, 2)) == 50
    assert passed(YEAR, DAY) == 89
    assert passed(YEAR, date(2026, 12, 30)) == 99
    assert passed(YEAR, date(2026, 12, 31)) == 100
    assert passed(YEAR, date(2027, 3, 1)) == 100


def test_sums_hold_a_unit_once() -> None:
    uppers: dict[str, str | None] = {"t": None, "f": "t", "a": "f", "b": "f", "c": "t"}
    assert uppermost(["a", "b", "c"], uppers) == {"a", "b", "c"}
    assert uppermost(["f", "a", "c"], uppers) == {"f", "c"}
    assert uppermost(uppers, uppers) == {"t"}
    goals: dict[str, tuple[int, int | None]] = {"f": (100, 90), "a": (60, 70), "c": (10, 3)}
    found = together(goals, uppers, 89, summed=True)
    assert (found.units, found.reached, found.behind) == (3, 1, 1)
    assert (found.goal, found.now, found.summed) == (110, 93, 2)
    rates = together(goals, uppers, 89, summed=False)
    assert (rates.units, rates.goal, rates.now) == (3, None, None)
    unknown = together({**goals, "c": (10, None)}, uppers, 89, summed=True)
    assert (unknown.goal, unknown.now) == (110, None)


@given(st.dictionaries(st.integers(0, 9), st.integers(0, 9) | st.none(), max_size=10))
def test_the_uppermost_are_never_below_each_other(uppers: dict[int, int | None]) -> None:
    found = uppermost(range(10), uppers)
    for unit in found:
        above, seen = uppers.get(unit), {unit}
        while above is not None and above not in seen:
            assert above not in found
            seen.add(above)
            above = uppers.get(above)


@pytest.mark.parametrize(
    ("code", "text", "value"),
    [
        ("R201", "95", 9500), ("R201", "95%", 9500), ("R201", "９５．５％", 9550),
        ("R201", " 95.25 % ", 9525), ("J206", "1,200", 1200), ("J206", "1200人", 1200),
        ("J206", "0", 0),
    ],
)  # fmt: skip
def test_a_goal_as_it_is_written(code: str, text: str, value: int) -> None:
    assert kept(REGISTRY, code, text) == value


@pytest.mark.parametrize(
    ("code", "text", "words"),
    [
        ("J206", "95%", "不是比率"), ("J206", "12.5", "请填整数"), ("J206", "许多", "请填整数"),
        ("J206", "-3", "不能小于0"), ("R201", "九成", "请填百分数"),
        ("R201", "95.123", "请填百分数"), ("R201", "9500", "最多是 1000%"),
    ],
)  # fmt: skip
def test_what_is_no_goal_is_told(code: str, text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        kept(REGISTRY, code, text)


# -- figures ---------------------------------------------------------------------------------------


def test_figures_are_found_by_words_and_by_code() -> None:
    picker = FigurePicker(REGISTRY)
    assert picker.search(None, "入会率", 40)[0].title.endswith("入会率")
    assert "R201" in {c.key for c in picker.search(None, "职工 入会率", 40)}
    assert picker.search(None, "r201", 40)[0].key == "R201"
    assert len(picker.search(None, "", 40)) == 40
    assert picker.search(None, "没有这样的指标", 40) == []


def test_every_figure_is_known_by_its_code_and_by_a_title_of_its_own() -> None:
    names = FigureNames(REGISTRY)
    titles = [squeeze(REGISTRY.get(code).title) for code in REGISTRY.codes()]
    for code in REGISTRY.codes():
        title = REGISTRY.get(code).title
        assert names.code(code) == names.code(f"{title}（{code}）") == code
        expected = code if titles.count(squeeze(title)) == 1 else None
        assert names.code(title) == expected
    assert names.code("会员总人数") is None
    assert "会员人数（J206）" in names.near("会员总人数")


# -- reading ---------------------------------------------------------------------------------------


def federation(six: Scoring) -> tuple[str, str]:
    """A federation with one union below it, both with numbers."""
    above = six.office.union("一街村工会联合会", "regional_federation")
    below = six.office.union("乙公司工会", upper_id=above)
    six.numbers(below, J201=50, J206=20)
    return above, below


def goals(six: Scoring, **kw: Any) -> Any:
    return six.space.read(lambda c: read_goals(c, REGISTRY, year=2026, day=DAY, **kw))


def test_what_stands_holds_what_is_below_the_unit(six: Scoring) -> None:
    above, below = federation(six)
    six.do(
        set_targets, year=2026,
        targets={(above, "J206"): 25, (below, "J206"): 20, (above, "R201"): 5000},
    )  # fmt: skip
    found = {(g.union_id, g.code): g for g in goals(six).found}
    assert found[above, "J206"].now == found[below, "J206"].now == 20
    assert [found[above, "J206"].pace, found[below, "J206"].pace] == [Pace.BEHIND, Pace.REACHED]
    rate = found[above, "R201"]
    assert (rate.now, rate.done, rate.missing, rate.pace) == (4000, 80, 1000, Pace.BEHIND)
    sums = goals(six).sums(REGISTRY)
    assert (sums["J206"].goal, sums["J206"].now, sums["J206"].units) == (25, 20, 2)
    assert sums["R201"].goal is None
    assert {g.union_id for g in goals(six, unit=below).found} == {below}


def test_what_stands_is_what_the_registry_says(six: Scoring) -> None:
    above, _below = federation(six)
    codes = REGISTRY.codes()
    scope = six.office.scope(unit=above)

    def read(conn: Any) -> tuple[Any, Any]:
        return standing(conn, REGISTRY, {above: codes}, scope), evaluate(
            conn, REGISTRY, codes, scope
        )

    found, values = six.space.read(read)
    for code in codes:
        value = values[code].value
        if code in REGISTRY.rates and value is not None:
            assert found[above, code] == round(value * 100), code
        else:
            assert found[above, code] == value, code


def test_units_to_choose_from(six: Scoring) -> None:
    above, below = federation(six)
    outside = six.office.union("一街村饭店工会", "single")
    six.do(set_targets, year=2026, targets={(below, "J206"): 1})

    def units(sort: str, unit: str | None = None) -> set[str]:
        found = six.space.read(lambda c: units_of(c, sort, year=2026, day=DAY, unit=unit))
        return {one for one, _name in found}

    assert units("federations") == {above}
    assert units("aimed") == {below}
    assert units("township") == {six.office.root}
    assert {six.union, below, outside} <= units("primary")
    assert units("all", above) == {above, below}


def test_last_years_goals_begin_this_years(six: Scoring) -> None:
    above, below = federation(six)
    last = {(above, "J206"): 25, (below, "J206"): 20, (below, "R201"): 9000, (below, "X999"): 3}
    six.do(set_targets, year=2025, targets=last)
    six.do(set_targets, year=2026, targets={(below, "J206"): 30})
    found = six.space.read(lambda c: copied(c, REGISTRY, 2026, [(below, "J206")]))
    assert found == {(above, "J206"): 25, (below, "R201"): 9000}


def test_a_grid_with_its_sums_of_what_is_keyed_in(six: Scoring) -> None:
    above, below = federation(six)
    six.do(set_targets, year=2026, targets={(below, "J206"): 40})

    def read(counted: bool) -> Any:
        return six.space.read(
            lambda c: read_grid(
                c, registry=REGISTRY, year=2026, day=DAY, sort="all", codes=["R201", "J206"],
                counted=counted,
            )
        )  # fmt: skip

    data = read(counted=True)
    assert list(data.codes) == ["J206", "R201"]
    assert data.now[below, "J206"] == 20
    assert data.goals == {(below, "J206"): 40}
    assert sum_of(data, "J206", data.goals).goal == 40
    keyed = {**data.goals, (above, "J206"): 50, (six.union, "J206"): 100}
    whole = sum_of(data, "J206", keyed)
    assert (whole.goal, whole.now, whole.units) == (150, 113, 3)
    assert not read(counted=False).now


def test_set_changed_taken_away_and_undone(six: Scoring) -> None:
    key = (six.union, "J206")
    assert six.do(set_targets, year=2026, targets={key: 90}, notes={key: "县里下达"}) == 1
    assert six.do(set_targets, year=2026, targets={key: 90}) == 0
    assert six.do(set_targets, year=2026, targets={key: 95, (six.union, "R201"): 9000}) == 2
    rows = {r["code"]: r for r in six.office.rows(select(TARGET))}
    assert (rows["J206"]["value"], rows["J206"]["note"]) == (95, "县里下达")
    assert six.do(set_targets, year=2026, targets={key: None}) == 1
    assert len(six.office.rows(select(TARGET))) == 1
    six.space.undo()
    six.space.undo()
    (row,) = six.office.rows(select(TARGET))
    assert (row["value"], row["note"]) == (90, "县里下达")


# -- paper -----------------------------------------------------------------------------------------


def paper(six: Scoring, name: str, **options: str) -> Document:
    def make(conn: Any) -> Document:
        scope = year_scope(conn, DAY.year, today=DAY)
        ask = ask_of(conn, AREAS, scope, year=DAY.year, today=DAY, options=options)
        return papers_of(AREAS)[name].make(ask)

    found: Document = six.space.read(make)
    return found


def tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def test_the_paper_lists_every_goal_by_class_and_what_is_behind(six: Scoring) -> None:
    above, _below = federation(six)
    assessed = six.start()
    (one,) = six.read([six.union])
    six.do(
        close_assessment, assessed, stage="self", frozen=freeze(one.scored), on=DAY,
    )  # fmt: skip
    six.do(set_targets, year=2026, targets={(above, "J206"): 1000, (six.union, "R201"): 9000})
    document = paper(six, "six_targets")
    figures, units, behind = tables(document)
    assert document.landscape
    assert [row[1] for row in figures.rows] == ["会员人数", "职工入会率"]
    heads = [units.rows[place][0] for place in units.sections]
    assert heads == [f"{one.scored.own.grade}（1个工会）", "未分类（1个工会）"]
    names = [row[1] for n, row in enumerate(units.rows) if n not in units.sections]
    assert names == ["甲公司工会", "一街村工会联合会"]
    assert [(row[1], row[5]) for row in behind.rows] == [("一街村工会联合会", "2%")]
    assert "达标1项" in str(document.blocks)
    assert paper(six, "six_targets") == document


def test_without_goals_the_paper_says_so(six: Scoring) -> None:
    (table,) = tables(paper(six, "six_targets"))
    assert table.rows == ()
    assert "还没有下达年度目标" in table.empty


def test_the_annual_report_has_a_short_table_of_goals(six: Scoring) -> None:
    def titles() -> list[str]:
        return [t.title for t in tables(paper(six, "annual"))]

    assert not any("年度目标完成情况" in title for title in titles())
    six.do(set_targets, year=2026, targets={(six.union, "R201"): 9000})
    assert any("年度目标完成情况" in title for title in titles())


def township(six: Scoring, share: int) -> str:
    """The township assessed by a rubric with this share of its unions' mean."""
    six.numbers(six.office.root, J206=40)
    content = {**shipped()["six-25"].as_data(), "title": "本县评分表", "share": share}
    rubric = six.do(take_in_rubric, content=content)
    return six.start(rubric, six.office.root)


def test_the_summary_says_how_the_townships_points_were_put_together(six: Scoring) -> None:
    township(six, 40)
    found = six.read(six.space.read(lambda c: assessed_unions(c, DAY)), planned=True)
    whole = township_of(found, lambda one: one.scored.own.score)
    assert whole is not None
    own = next(one for one in found if one.letter == "T").scored.own.score
    others = [one.scored.own.score for one in found if one.letter != "T"]
    mean = sum(others) / len(others)
    assert (whole.own, whole.count, whole.open, whole.share) == (own, 1, 1, 40)
    assert whole.whole == pytest.approx(own * 0.6 + mean * 0.4, abs=0.5)
    words = str(paper(six, "six_summary").blocks)
    assert "王庆坨镇总工会得分" in words
    assert whole.words.replace(" ", "") in words
    assert "占 60%；所属 1 个工会平均" in whole.words
    assert "其中 1 个还没有开始评分，按现有记录计算，占 40%" in whole.words


def test_without_a_share_the_townships_points_are_its_own(six: Scoring) -> None:
    township(six, 0)
    words = str(paper(six, "six_summary").blocks)
    assert "没有规定所属工会平均分的占比，不合并计算" in words
    assert township_of([], lambda _one: 0) is None


# -- home ------------------------------------------------------------------------------------------


def test_the_home_page_tells_how_many_goals_are_reached(six: Scoring) -> None:
    def cards() -> dict[str, Any]:
        found = six.space.read(
            lambda c: home(c, day=DAY, book=rule_book(c), unit=None, registry=REGISTRY)
        )
        return {card.key: card for card in found}

    assert "six_targets" not in cards()
    six.do(set_targets, year=2026, targets={(six.union, "R201"): 9000, (six.union, "J206"): 500})
    card = cards()["six_targets"]
    assert (card.value, card.note) == ("1 / 2", "落后 1 项，全年已过 89%")
    readings = [NewReading("union", six.union, "J206", 500)]
    six.space.do(set_readings, readings, on_day=DAY)
    assert cards()["six_targets"].note.startswith("落后") is False
