"""A command of the command line, as data; imports nothing that would slow ``--help`` down."""

from __future__ import annotations

DONE, SOME_FAILED, USAGE, REFUSED, BUG = range(5)
"""Exit statuses."""
TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date
    from typing import Any, Protocol

    from app.base.area import Area
    from app.base.progress import Progress
    from app.store.workspace import Surroundings, Workspace

    class Call(Protocol):
        """What a command is given when it runs.

        Attributes:
            options: the parsed arguments, global ones too.
            progress: told how far long work is; shown on standard error.
        """

        options: Namespace
        progress: Progress

        @property
        def areas(self) -> tuple[Area, ...]:
            """All areas, for what one needs of another."""

        @property
        def today(self) -> date:
            """The day to act as on."""

        def surroundings(self) -> Surroundings:
            """Clock and chance for the store."""

        def password(self) -> str:
            """The password from the file, the environment or the terminal."""

        def new_password(self) -> str:
            """A second password, for a new user or a change."""

        def workspace(self) -> Workspace:
            """Open the workspace named by ``-w``; a context manager that closes it."""

        def note(self, text: str) -> None:
            """A sentence for the person, beside the result (standard error)."""


class Command:
    """One command.

    Attributes:
        name: as typed.
        help: one line in Chinese.
        run: dotted name of the function that does it, ``(call) -> Outcome``.
        arguments: adds its arguments to a parser.
        needs: part of the areas without which the command is absent; empty: always there.
    """

    __slots__ = ("arguments", "help", "name", "needs", "run")

    def __init__(
        self,
        name: str,
        help: str,
        run: str,
        arguments: Callable[[ArgumentParser], None] | None = None,
        *,
        needs: str = "",
    ) -> None:
        self.name, self.help, self.run = name, help, run
        self.arguments, self.needs = arguments, needs


class Outcome:
    """What a command did.

    Attributes:
        result: the keys of its JSON object beside ``command``.
        lines: the same for a person.
        status: 0 done, 1 done but some rows or checks failed.
    """

    __slots__ = ("lines", "result", "status")

    def __init__(
        self, result: Mapping[str, Any], lines: Iterable[str] = (), *, status: int = 0
    ) -> None:
        self.result, self.lines, self.status = dict(result), list(lines), status
