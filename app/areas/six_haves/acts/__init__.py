"""What the clerk does with 六有: one function per act."""

from .assessments import (
    answer_line,
    begin_assessments,
    close_assessment,
    confirm_lines,
    delete_assessment,
    edit_assessment,
    open_line,
    reopen_assessment,
    score_line,
    set_veto,
    start_assessments,
    write_words,
)
from .improving import add_improvement, delete_improvement, edit_improvement
from .rubrics import keep_rubric, retire_rubric, save_rubric, take_in_rubric
from .targets import set_targets

__all__ = [
    "add_improvement",
    "answer_line",
    "begin_assessments",
    "close_assessment",
    "confirm_lines",
    "delete_assessment",
    "delete_improvement",
    "edit_assessment",
    "edit_improvement",
    "keep_rubric",
    "open_line",
    "reopen_assessment",
    "retire_rubric",
    "save_rubric",
    "score_line",
    "set_targets",
    "set_veto",
    "start_assessments",
    "take_in_rubric",
    "write_words",
]
