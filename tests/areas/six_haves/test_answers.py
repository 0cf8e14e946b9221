"""What a person may say of a line: by hand only until records answer, never against them unsaid."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.areas import AREAS
from app.areas.five_ones.acts import delete_activity, record_activity
from app.areas.organisations.acts import edit_union
from app.areas.six_haves.acts import (
    answer_line,
    close_assessment,
    confirm_lines,
    open_line,
    score_line,
)
from app.areas.six_haves.rules.scoring import State, freeze
from app.base.errors import UserError
from app.paper.asking import ask_of, papers_of, year_scope
from app.paper.model import Document, Table
from app.store import evidence
from tests.areas.six_haves.test_assessments import DAY, WHO, Scoring, office, six

__all__ = ["office", "six"]


def printed(six: Scoring, paper: str = "six_sheet", union: str | None = None) -> Document:
    """A paper of a union, as ``report`` makes it."""

    def run(conn: Any) -> Document:
        scope = year_scope(conn, 2026, today=DAY)
        options = {"id": union or six.union}
        ask = ask_of(conn, AREAS, scope, year=2026, today=DAY, options=options)
        return papers_of(AREAS)[paper].make(ask)

    return six.space.read(run)


def row(six: Scoring, item: str) -> dict[str, Any]:
    """The row of an item on the printed sheet, by its heads."""
    (table,) = [b for b in printed(six).blocks if isinstance(b, Table)]
    (found,) = [r for r in table.rows if r[0] == item]
    heads = [column.title for column in table.columns]
    return dict(zip(heads, found, strict=True))


def prove(six: Scoring, made: str, item: str, kind: str = "photo") -> None:
    line = six.do(open_line, made, item=item)
    kept = evidence.keep(six.space, b"\x89PNG", kind=kind, title="一", media_type="text/plain")
    six.do(evidence.attach, "assessment_line", line, files=[kept])


def contest(six: Scoring, kind: str = "labour_contest", union: str | None = None) -> str:
    return six.do(
        record_activity, union_id=union or six.union, kind=kind, title="焊工竞赛",
        held_on=date(2026, 5, 1),
    )  # fmt: skip


def test_what_has_no_data_gets_no_points_and_says_so_on_paper(six: Scoring) -> None:
    six.start()
    assert six.line("C2").state is State.NO_DATA
    assert six.line("C2").own is None
    assert six.line("C2").lost == six.line("C2").item.points
    told = row(six, "C2")
    assert (told["自评分"], told["备注"]) == ("", "缺数据")
    assert "待补：方案、总结、照片" in told["佐证材料"]


def test_a_hands_answer_is_printed_as_such_with_who_and_whether_proved(six: Scoring) -> None:
    made = six.start()
    six.do(answer_line, made, item="C2", answer=300, reason="见竞赛方案", **WHO)
    told = row(six, "C2")
    assert told["备注"] == "人工填报（王敏 2026-11-22）；没有附材料"
    assert (told["自评分"], told["工作情况和数字说明"]) == ("3", "见竞赛方案")
    prove(six, made, "C2")
    told = row(six, "C2")
    assert told["备注"] == "人工填报（王敏 2026-11-22）"
    assert told["佐证材料"] == "1份：照片；待补：方案、总结"


def test_a_later_denial_needs_records_that_deny(six: Scoring) -> None:
    """Records of another union do not deny; any of its own, of that area, do."""
    made = six.start()
    six.do(answer_line, made, item="C2", answer=300, reason="见竞赛方案", **WHO)
    contest(six, union=six.office.union("乙公司工会"))
    assert (six.line("C2").state, six.line("C2").own) == (State.TYPED, 300)
    contest(six, "recreation")
    line = six.line("C2")
    assert (line.state, line.own, line.words) == (State.COMPUTED, 0, "劳动竞赛0次")
    assert row(six, "C2")["自评分"] == "0"
    contest(six)
    assert six.line("C2").own == 300


def test_nobody_ticks_what_the_records_deny_without_writing_why(six: Scoring) -> None:
    made = six.start()
    contest(six, "recreation")
    against = {"stage": "self", "item": "C2", "score": 300, "computed": 0, **WHO}
    with pytest.raises(UserError, match="请写明原因"):
        six.do(score_line, made, **against)
    six.do(score_line, made, **against, reason="9月的竞赛还没有登记")
    told = row(six, "C2")
    assert told["自评分"] == "3"
    assert told["备注"] == "自评由0分改为3分：9月的竞赛还没有登记（王敏 2026-11-22）"


def test_a_tick_that_agreed_with_the_records_does_not_outlive_them(six: Scoring) -> None:
    made = six.start()
    first = contest(six)
    assert six.line("C2").own == 300
    six.do(score_line, made, stage="self", item="C2", score=300, computed=300, **WHO)
    contest(six, "recreation")
    six.do(delete_activity, first)
    assert (six.line("C2").state, six.line("C2").own) == (State.COMPUTED, 0)


def test_where_nothing_is_scored_there_is_nothing_to_change(six: Scoring) -> None:
    made = six.start()
    for item, word in (("C2", "人工填报"), ("C6", "评定")):
        with pytest.raises(UserError) as refused:
            six.do(score_line, made, stage="self", item=item, score=100, computed=None,
                   reason="看过", **WHO)  # fmt: skip
        assert word in refused.value.advice


def test_what_the_records_propose_waits_until_it_is_confirmed(six: Scoring) -> None:
    made = six.start()
    six.do(edit_union, six.union, has_office=True, has_sign=True, has_seal=False)
    assert (six.line("C1").state, six.line("C1").own) == (State.PROPOSED, 200)
    assert row(six, "C1")["备注"] == "待确认"
    six.do(confirm_lines, made, proposed={"C1": 200}, **WHO)
    assert six.line("C1").state is State.COMPUTED
    assert row(six, "C1")["备注"] == ""
    six.do(edit_union, six.union, has_seal=True)
    assert (six.line("C1").state, six.line("C1").own) == (State.PROPOSED, 300)
    six.do(edit_union, six.union, has_office=None, has_sign=None, has_seal=None)
    assert (six.line("C1").state, six.line("C1").own) == (State.NO_DATA, None)
    for item in ("B6", "C6", "Z9"):
        with pytest.raises(UserError, match="不用确认"):
            six.do(confirm_lines, made, proposed={item: 100}, **WHO)


def test_three_scores_with_person_day_and_reason_stand_on_paper(six: Scoring) -> None:
    made = six.start()
    (now,) = six.read()
    six.do(close_assessment, made, stage="self", on=DAY, frozen=freeze(now.scored))
    six.do(score_line, made, stage="review", item="B6", score=100, computed=200, reason="核减",
           by="李强", on=DAY)  # fmt: skip
    six.do(close_assessment, made, stage="review", on=DAY)
    six.do(score_line, made, stage="final", item="B6", score=300, computed=100, reason="补充材料",
           by="赵云", on=DAY)  # fmt: skip
    told = row(six, "B6")
    assert [told[head] for head in ("自评分", "复评分", "终评分")] == ["2", "1", "3"]
    assert told["备注"] == (
        "复评由2分改为1分：核减（李强 2026-11-22）；终评由1分改为3分：补充材料（赵云 2026-11-22）"
    )
