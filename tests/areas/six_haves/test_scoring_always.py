"""What always holds of a score, whatever the facts, the answers and the rubric."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.areas.six_haves.rules.conditions import plain
from app.areas.six_haves.rules.rubric import shipped
from app.areas.six_haves.rules.scoring import Fact, Facts, Ruled, State, Typed, score
from app.base.findings import Result
from tests.areas.six_haves.test_scoring import facts, only, rubric

SIX = shipped()["six-25"]
RESULTS = st.sampled_from([*Result, None])


@st.composite
def told(draw):
    """Facts of any sort for the shipped rubric."""
    figures, rules, ever = {}, {}, {}
    for code in sorted(SIX.codes()):
        if "-" in code:
            result = draw(RESULTS)
            if result is not None:
                rules[code] = Ruled(result, code)
        else:
            value = draw(st.one_of(st.none(), st.integers(0, 20_000)))
            figures[code] = Fact(value, code)
            ever[code] = draw(st.booleans())
    return Facts(figures, ever, rules)


ANSWERS = st.builds(
    Typed,
    answer=st.one_of(st.none(), st.integers(0, 600)),
    self_score=st.one_of(st.none(), st.integers(0, 50)),
    review_score=st.one_of(st.none(), st.integers(0, 50)),
)


@given(told(), st.dictionaries(st.sampled_from([i.id for i in SIX.items]), ANSWERS),
       st.sampled_from("GLT"))  # fmt: skip
def test_the_total_is_the_sum_of_what_is_printed(facts_, typed, letter):
    found = score(SIX, letter, facts_, typed)
    for total, which in ((found.own, "own"), (found.review, "review"), (found.final, "final")):
        plain_ = [line for line in found.lines if line.item.how not in ("veto", "bonus")]
        assert total.lines == sum(getattr(line, which) or 0 for line in plain_)
        assert total.score == total.lines + total.scaled + total.bonus
        assert 0 <= total.bonus <= SIX.bonus_cap
        assert 0 <= total.score - total.bonus <= SIX.full
        assert (total.grade == SIX.failed) >= total.vetoed
    for line in found.lines:
        assert 0 <= (line.own or 0) <= max(line.item.points, 0)
        if line.state in (State.NO_DATA, State.OPEN):
            assert line.proposed is None
    assert score(SIX, letter, facts_, typed) == found


@given(told())
def test_scaling_keeps_the_share(facts_):
    found = score(SIX, "T", facts_).own
    asked = [i for i in SIX.items_for("T") if i.how not in ("veto", "bonus")]
    lines = score(SIX, "T", facts_).lines
    dropped = {line.item.id for line in lines if line.state is State.NOT_APPLICABLE}
    possible = sum(i.points for i in asked if i.id not in dropped)
    assert abs((found.lines + found.scaled) * possible - found.lines * SIX.full) * 2 <= possible


@given(
    st.lists(
        st.tuples(st.integers(0, 10_000), st.integers(0, 500)), min_size=1, max_size=5,
        unique_by=lambda step: step[0],
    ),
    st.integers(1, 5_000),
    st.data(),
)  # fmt: skip
def test_a_tier_gives_the_points_of_the_highest_step_reached(steps, below, data):
    """Also exactly at, and one hundredth below, each edge."""
    steps = sorted(steps, reverse=True)
    most = max(points for _least, points in steps)
    steps[0] = (steps[0][0], most)
    item = {"how": "tier", "points": most / 100, "value": "R201", "steps": [
        {"least": plain(least), "points": plain(points)} for least, points in steps
    ]}  # fmt: skip
    made = rubric(item)
    edges = [least + by for least, _points in steps for by in (-1, 0)]
    value = data.draw(st.sampled_from([v for v in edges if v >= 0] or [0]) | st.integers(0, 10_000))
    told = Facts({"R201": Fact(value, "入会率", value * below // 10_000, below)})
    points = next((points for least, points in steps if value >= least), 0)
    assert only(made, told).own == points


@given(st.integers(0, 12_000), st.integers(1, 10_000), st.integers(1, 2_000), st.integers(1, 300))
def test_a_linear_score_falls_by_whole_steps_and_stays_within_its_points(
    value, target, step, deduct
):
    item = {"how": "linear", "points": 6, "value": "R202", "target": plain(target),
            "step": plain(step), "deduct": plain(deduct)}  # fmt: skip
    made = rubric(item)

    def points(value):
        return only(made, Facts({"R202": Fact(value, "")})).own

    assert 0 <= points(value) <= 600
    assert (points(value) == 600) == (value >= target)
    assert points(value) <= points(value + 1)
    if value < target:
        steps = -(-(target - value) // step)
        assert points(value) == max(0, 600 - deduct * steps)


@given(st.integers(0, 50), st.integers(1, 200), st.integers(1, 500))
def test_a_count_stops_at_its_points(times, each, most):
    item = {"how": "count", "points": most / 100, "value": "H203", "each": plain(each)}
    assert only(rubric(item), facts(H203=times)).own == min(most, times * each)


@given(told(), st.sets(st.sampled_from(["V2", "V3", "V4", "V5"])))
def test_a_veto_takes_the_grade_and_leaves_the_points(facts_, vetoes):
    free, held = score(SIX, "G", facts_), score(SIX, "G", facts_, None, dict.fromkeys(vetoes, "有"))
    by_records = any(line.veto for line in free.lines)
    assert held.own.vetoed == (by_records or bool(vetoes))
    assert held.own.score == free.own.score
    assert held.own.grade == (SIX.failed if held.own.vetoed else free.own.grade)
    assert {line.item.id for line in held.lines if line.veto} >= vetoes


@given(told(), st.dictionaries(st.sampled_from([i.id for i in SIX.items]), ANSWERS))
def test_what_has_no_data_is_never_a_pass(facts_, typed):
    """Without a person's word it has no points, and it counts as lost."""
    for line in score(SIX, "G", facts_).lines:
        if line.state in (State.NO_DATA, State.OPEN):
            assert line.own is None
            assert line.lost in (line.item.points, 0)
    bare = {line.item.id: line for line in score(SIX, "G", facts_).lines}
    for line in score(SIX, "G", facts_, typed).lines:
        if bare[line.item.id].state in (State.COMPUTED, State.PROPOSED):
            assert line.proposed == bare[line.item.id].proposed, "an answer never beats records"
