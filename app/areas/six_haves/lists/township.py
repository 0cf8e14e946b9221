"""The township's own points put together with the mean of its unions, and how, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ..rules.conditions import plain
from .assessments import Assessed, township_score

TOWNSHIP = "T"


@dataclass(frozen=True, slots=True)
class Township:
    """Points of a township, hundredths.

    Attributes:
        name: of its union.
        own: points of its own assessment; mean: of the unions counted in; whole: both together.
        share: percent of the whole that comes from the mean; 0: the rubric asks for none.
        count: how many unions were counted in; open: how many of them nobody began to assess.
        full: points there are to be had.
    """

    name: str
    own: int
    mean: int | None
    whole: int
    share: int
    count: int
    open: int
    full: int

    @property
    def words(self) -> str:
        """How it was put together."""
        others = ""
        if self.count:
            begun = f"，其中 {self.open} 个还没有开始评分，按现有记录计算" if self.open else ""
            others = f"所属 {self.count} 个工会平均 {plain(self.mean or 0)} 分{begun}"
        if not self.share:
            said = (
                f"本级得分 {plain(self.own)} 分；评分标准没有规定所属工会平均分的占比，不合并计算。"
            )
            return f"{said}{others}。" if others else said
        if not others:
            return f"本级得分 {plain(self.own)} 分；没有所属工会的得分，不合并计算。"
        return (
            f"本级得分 {plain(self.own)} 分，占 {100 - self.share}%；{others}，占 {self.share}%；"
            f"合并得 {plain(self.whole)} 分。"
        )


def township_of(found: Iterable[Assessed], points: Callable[[Assessed], int]) -> Township | None:
    """The township among the assessments of an office; None: it has none, or is put into a class
    and gets no points. Unions that are put into classes have no points to be counted in.

    Args:
        points: of an assessment, at the stage that is told.
    """
    every = list(found)
    own = next((one for one in every if one.letter == TOWNSHIP), None)
    if own is None or own.rubric.by_class:
        return None
    others = [one for one in every if one.letter != TOWNSHIP and not one.rubric.by_class]
    share = own.rubric.share
    theirs = [points(one) for one in others]
    mean = (2 * sum(theirs) + len(theirs)) // (2 * len(theirs)) if theirs else None
    mine = points(own)
    return Township(
        own.name, mine, mean, township_score(mine, theirs, share), share, len(theirs),
        sum(one.row is None for one in others), own.rubric.full,
    )  # fmt: skip
