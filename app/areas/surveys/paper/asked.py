"""The survey that a paper is about."""

from __future__ import annotations

from app.base.errors import UserError
from app.paper.reports import Ask

from ..lists.results import Counted, read_survey


def asked(ask: Ask) -> Counted:
    """The survey of ``--option id=``.

    Raises:
        UserError: REQUIRED; NOT_FOUND.
    """
    one = ask.options.get("id", "")
    if not one:
        raise UserError(
            "REQUIRED",
            "没有说要打印哪一次评议。",
            "请用 --option id= 给出编号，或在窗口里选中再打印。",
        )
    found = read_survey(ask.conn, one, ask.scope.day)
    if found is None:
        raise UserError("NOT_FOUND", "找不到这次评议，它可能刚刚被删除。", "请刷新后再试。")
    return found
