"""The three kinds of error, and nothing else may reach a person.

``UserError``: the person asked for something that cannot be; a message, no log.
``KnownError``: the surroundings failed (disk full, locked, damaged, wrong key); message and advice.
``BugError``: our fault; goes to the crash report, which holds types and lines, never values.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path


class UnionDeskError(Exception):
    """Base of the errors that carry a Chinese sentence for the clerk.

    Attributes:
        code: stable ASCII code, used by the command line and by tests.
        message: what happened, in plain Chinese.
        advice: what to do now, in plain Chinese; may be empty.
    """

    def __init__(self, code: str, message: str, advice: str = "") -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.advice = advice


class UserError(UnionDeskError):
    """Refused: what was asked for does not fit the data or the rules."""


class KnownError(UnionDeskError):
    """The environment failed in a way we know; the advice says what to do."""


class BugError(UnionDeskError):
    """A state that the program must never reach."""

    def __init__(self, message: str) -> None:
        super().__init__("BUG", message)


class UsageError(UnionDeskError):
    """The command line was used wrongly (exit status 2)."""

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__("USAGE", message, advice)


def bug_told(report: Path) -> UnionDeskError:
    """What a person is told of a bug: where its report is."""
    return UnionDeskError(
        "BUG",
        f"程序出错了，报告在 {report}。",
        "报告里没有任何人名、号码和数据；请把它交给维护人员。",
    )
