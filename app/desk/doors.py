"""What the windows ask of the rest of the program; made by ``app.start``, imports nothing heavy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.base.progress import Progress
from app.desk.settings import Settings

if TYPE_CHECKING:
    from app.desk.newoffice import FirstRunWork
    from app.desk.rescue import Rescue


@dataclass(slots=True)
class House:
    """An open workspace with what its window needs; made in a worker thread.

    Attributes:
        workspace: open.
        title: name of the office.
        areas: the descriptors.
        entries: the lines of the rail.
        find: the search of the top box.
        unit_popup: the tree under the unit button; None: no button.
        states: what the lists of this user looked like.
        keep: keeps them; slow.
        check_password: whether a password opens this workspace.
        today: the present day.
        backup_day: day of the last verified backup in another place; slow.
        daily: what killed work has left is cleared away, then the backup of the day; slow.
        leave: backup at exit, and closing; slow.
        reveal: the act that notes that a masked value was shown.
    """

    workspace: Any
    title: str
    areas: Sequence[Any]
    entries: Sequence[Any]
    find: Any
    unit_popup: Any
    states: dict[str, dict[str, Any]]
    keep: Callable[[dict[str, dict[str, Any]]], object]
    check_password: Callable[[str], bool]
    today: Callable[[], date]
    backup_day: Callable[[], date | None]
    daily: Callable[[Progress], object]
    leave: Callable[[], object]
    reveal: Any


@dataclass(frozen=True, slots=True)
class Doors:
    """What the program asks of the rest; all but ``settings`` and ``report`` runs in a worker.

    Attributes:
        settings: of this machine.
        enter, recover: open a workspace by password, or by recovery key.
        rescue: a backup in the place of a damaged workspace, see ``app.desk.rescue.Rescue``.
        users: how many users a workspace has.
        warm: imports ahead what opening needs.
        first_run: what the first-run wizard asks; made when it is wanted.
        sample: an open workspace of sample data, to look at.
        report: writes the report of a bug.
    """

    settings: Settings
    enter: Callable[[Path, str | None, str], House]
    recover: Callable[[Path, str | None, str], House]
    rescue: Rescue
    users: Callable[[Path], int]
    warm: Callable[[], object]
    first_run: Callable[[], FirstRunWork]
    sample: Callable[[Progress], House]
    report: Callable[[BaseException], Path]
