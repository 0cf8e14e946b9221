"""What 民主评议 prints: blank ballots, results, the summary of a year, its chapter."""

from __future__ import annotations

from app.paper.reports import Report

from .ballots import ballots
from .chapter import CHAPTER
from .results import result
from .summary import summary

_ABOUT = "survey"
PAPERS: tuple[Report, ...] = (
    Report(
        "survey_ballots",
        "评议票",
        ballots,
        "空白票，沿线裁开；--option id=评议 --option copies=张数",
        _ABOUT,
    ),
    Report("survey_result", "民主评议结果表", result, "--option id=评议", _ABOUT),
    Report(
        "survey_summary",
        "民主评议结果汇总表",
        summary,
        "一年里各工会的评议结果；--option year=2026",
    ),
)

__all__ = ["CHAPTER", "PAPERS"]
