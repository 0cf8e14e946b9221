"""The only wiring: areas, store and what is opened meet here, and nowhere else."""

from __future__ import annotations

import functools
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from app.figures.registry import Registry
    from app.store.workspace import Wiring


def main(arguments: Sequence[str] | None = None) -> int:
    """The program: a command with one on the command line, else the window.

    Returns:
        The exit status (see ``app.cli``).
    """
    if getattr(sys, "frozen", False):  # child processes of the packaged program start here, too
        from multiprocessing import freeze_support

        freeze_support()
    from app.cli import run

    return run(sys.argv[1:] if arguments is None else arguments)


@functools.cache
def wiring() -> Wiring:
    """What the areas hand to the store. Imports the tables of all areas, so that the store's
    metadata is whole before a workspace is made or opened."""
    from app.areas import AREAS
    from app.base.area import gather
    from app.store.workspace import Wiring

    gather(AREAS, "records")
    guards = {table: guard for part in gather(AREAS, "guards") for table, guard in part.items()}
    return Wiring(
        guards=guards,
        search=tuple(source for part in gather(AREAS, "search") for source in part),
        invariants=tuple(check for part in gather(AREAS, "invariants") for check in part),
    )


@functools.cache
def registry() -> Registry:
    """The figures of all areas."""
    from app.areas import AREAS
    from app.base.area import gather
    from app.figures.registry import Registry

    made = Registry()
    for register in gather(AREAS, "figures"):
        register(made)
    return made


def window(options: Namespace | None = None) -> int:
    """Open the window; returns the exit status."""
    raise NotImplementedError
