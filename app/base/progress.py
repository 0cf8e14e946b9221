"""Progress and cancelling of long work, without knowing who shows it."""

from __future__ import annotations

from collections.abc import Callable


class Cancelled(Exception):  # noqa: N818  it is a decision, not an error
    """The person cancelled; whatever was under way is rolled back."""


class Progress:
    """Told how far a long job is; asked whether to go on.

    ``report`` receives (done, total or 0 if unknown, what is being done in Chinese).
    Long work calls ``step`` at least every few hundred milliseconds.
    """

    def __init__(
        self,
        report: Callable[[int, int, str], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> None:
        self._report = report
        self._cancelled = cancelled

    def step(self, done: int, total: int = 0, text: str = "") -> None:
        """Report, and raise ``Cancelled`` if the person wants to stop."""
        if self._cancelled is not None and self._cancelled():
            raise Cancelled
        if self._report is not None:
            self._report(done, total, text)

    def stopped(self) -> bool:
        """Whether the person wants to stop."""
        return self._cancelled is not None and self._cancelled()


SILENT = Progress()
