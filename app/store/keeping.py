"""Automatic backups: when they are made, which are kept, and the copy in a second place."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from app.base.errors import KnownError, UserError
from app.base.progress import SILENT, Progress

from . import beside, erased, evidence_files, log
from .backup import (
    BAD,
    ELSEWHERE,
    FOLDER,
    SUFFIX,
    UNCHECKED,
    VERIFIED,
    Backup,
    list_backups,
    look_at,
    make,
    room_for_copy,
)
from .container import glance
from .exchange import sync
from .found import folder_on_drive, note_place, rescued_lately
from .system import SETTING
from .work import Work, act
from .workspace import Workspace

YOUNG = timedelta(days=2)
DAYS, WEEKS, MONTHS = 12, 10, 12
FOR_EVER = {"manual", "submitted"}
LAST_TWO = ("before-migration", "before-restore", "before-rekey")
JUST_RESTORED = timedelta(days=7)
PAUSE = timedelta(minutes=30)
REMIND_DAYS = 7
PLACE_SETTING = "backup_place"


# -- which are kept --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Kept:
    """What rotation needs to know of a backup."""

    name: str
    moment: datetime
    reason: str
    good: bool
    entry: int


_SPACING: tuple[tuple[int, Callable[[datetime], object]], ...] = (
    (DAYS, datetime.date),
    (WEEKS, lambda moment: moment.isocalendar()[:2]),
    (MONTHS, lambda moment: (moment.year, moment.month)),
)
"""How many are kept of each day, week and month."""


def evicted(every: Iterable[Kept], now: datetime) -> set[str]:
    """Names that rotation removes.

    Kept are: all of the last two days; then the last good one of each of the newest 12 days, 10
    weeks and 12 months that have one (counted by backups and not by the calendar, so that a clock
    that jumps thins nothing out); what was made by hand or after a submission; the last two before
    an upgrade, a restore or a change of key; the newest good one, always. Nothing goes while the
    newest is bad or for a week after a restore.
    """
    items = sorted(every, key=lambda k: (k.moment, k.entry), reverse=True)
    good = [k for k in items if k.good]
    if not good or not items[0].good:
        return set()
    if any(k.reason == "before-restore" and abs(now - k.moment) < JUST_RESTORED for k in items):
        return set()
    keep = {good[0].name, max(good, key=lambda k: k.entry).name}
    keep |= {k.name for k in items if timedelta(0) <= now - k.moment < YOUNG}
    keep |= {k.name for k in good if k.reason in FOR_EVER}
    for reason in LAST_TWO:
        keep |= {k.name for k in [k for k in good if k.reason == reason][:2]}
    for wanted, bucket in _SPACING:
        newest: dict[object, str] = {}
        for k in good:
            newest.setdefault(bucket(k.moment), k.name)
        keep |= set(list(newest.values())[:wanted])
    return {k.name for k in items} - keep


def rotate(place: Path, now: datetime) -> list[str]:
    """Remove what rotation lets go; a file is only removed if its manifest could be read."""
    every = [
        Kept(b.path.name, b.manifest.when, b.manifest.reason, b.state != BAD, b.manifest.entry)
        for b in list_backups(place, check=False)
        if b.manifest is not None
    ]
    gone = sorted(evicted(every, now))
    for name in gone:
        (place / name).unlink(missing_ok=True)
    beside.prune(place, SUFFIX)
    return gone


# -- when they are made ----------------------------------------------------------------------------


def automatic(workspace: Workspace, reason: str, progress: Progress = SILENT) -> Backup:
    """A backup into the workspace's own folder, rotation, and the copy to the second place.

    Raises:
        KnownError: DISK_FULL, DAMAGED ... as ``backup``; a second place that is away is no error.
    """
    now = workspace.surroundings.now()
    place = workspace.folder / FOLDER
    place.mkdir(mode=0o700, exist_ok=True)
    made = make(
        workspace.folder,
        workspace.key,
        workspace.on_writer,
        free_name(place, now, reason),
        reason=reason,
        now=now,
        progress=progress,
    )
    if made.state == VERIFIED:
        if not rescued_lately(workspace.folder, now, JUST_RESTORED):
            rotate(place, now)
        copy_elsewhere(workspace, made, progress)
    return made


def free_name(place: Path, now: datetime, reason: str) -> Path:
    """20260131-093000-daily.udb, in the time of the place."""
    stem = f"{now.astimezone():%Y%m%d-%H%M%S}-{reason}"
    path, number = place / (stem + SUFFIX), 2
    while path.exists():
        path, number = place / f"{stem}-{number}{SUFFIX}", number + 1
    return path


def newest(place: Path) -> Backup | None:
    """The newest backup of a folder that was good when made and whose seal still holds."""
    for each in list_backups(place, check=False):
        if each.state == UNCHECKED:
            checked = look_at(each.path)
            if checked.state == VERIFIED:
                return checked
    return None


def _unchanged(workspace: Workspace, last: Backup | None) -> bool:
    if last is None or last.manifest is None:
        return False
    number, digest = workspace.read(log.head)
    return (last.manifest.entry, last.manifest.head) == (number, digest.hex())


def daily(workspace: Workspace, progress: Progress = SILENT) -> Backup | None:
    """At the first opening of a day: a backup, unless the newest one holds the same; attachments
    of nobody are swept."""
    evidence_files.sweep(workspace)
    last = newest(workspace.folder / FOLDER)
    if _unchanged(workspace, last):
        _catch_up(workspace, last)
        return None
    if last is not None and last.manifest is not None:
        day = last.manifest.when.astimezone().date()
        if day == workspace.surroundings.now().astimezone().date():
            _catch_up(workspace, last)
            return None
    return automatic(workspace, "daily", progress)


def at_exit(workspace: Workspace, progress: Progress = SILENT) -> Backup | None:
    """At exit: a backup if anything changed and the last is more than half an hour old."""
    last = newest(workspace.folder / FOLDER)
    if _unchanged(workspace, last):
        return None
    if last is not None and last.manifest is not None:
        age = workspace.surroundings.now() - last.manifest.when
        if timedelta(0) <= age < PAUSE:
            return None
    return automatic(workspace, "exit", progress)


def before(workspace: Workspace, what: str, progress: Progress = SILENT) -> Backup:
    """Before something large: ``before(workspace, "import")``. Refuses to go on without a good
    backup.

    Raises:
        KnownError: DAMAGED if the data are not sound; as ``automatic``.
    """
    made = automatic(workspace, f"before-{what}", progress)
    if made.state != VERIFIED:
        from .errors import damaged

        raise damaged()
    return made


# -- the second place ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SecondPlace:
    """How the copy elsewhere stands.

    Attributes:
        state: ``none`` (no place chosen), ``away`` (the drive is not there), ``never``,
            ``overdue`` (older than a week), ``ok``.
        place: the chosen folder.
        last: when the newest verified copy there was made.
        sentence: for the home page, Chinese.
    """

    state: str
    place: Path | None
    last: datetime | None
    sentence: str


@act("store.backup_place", "设置备份的第二个位置")
def _set_place(work: Work, place: str | None) -> None:
    rows = work.rows(select(SETTING).where(SETTING.c.key == PLACE_SETTING))
    if not rows:
        work.insert(SETTING, key=PLACE_SETTING, value=place)
    else:
        work.update(SETTING, rows[0]["id"], value=place)


def set_second_place(workspace: Workspace, place: Path | None, progress: Progress = SILENT) -> None:
    """Choose the second place (another drive); None: no second place.

    Raises:
        UserError: PLACE_SAME (inside the workspace). KnownError: READ_ONLY, DISK_FULL (no room for
            a copy of the data and all attachments).
    """
    if place is not None:
        place = place.absolute()
        if place.is_relative_to(workspace.folder.absolute()):
            raise UserError(
                "PLACE_SAME", "第二个位置不能在工作库里面。", "请选择另一块硬盘或U盘上的文件夹。"
            )
        if not place.is_dir():
            raise KnownError("READ_ONLY", f"文件夹「{place}」不存在。", "请先建好文件夹。")
        more = sum(beside.listing(workspace.folder).values())
        room_for_copy(workspace.database, place, times=1, more=more, spare=0)
    workspace.do(_set_place, str(place) if place else None)
    note_place(workspace.folder, place)
    if place is not None:
        last = newest(workspace.folder / FOLDER)
        if last is not None:
            copy_elsewhere(workspace, last, progress)


def second_place(workspace: Workspace) -> Path | None:
    """The chosen second place."""
    query = select(SETTING.c.value).where(SETTING.c.key == PLACE_SETTING)
    value = workspace.read(lambda conn: conn.execute(query).scalar_one_or_none())
    return Path(value) if value else None


def copy_elsewhere(
    workspace: Workspace, made: Backup, progress: Progress = SILENT
) -> Backup | None:
    """Copy a verified backup to the second place, if that is there; read back and checked."""
    place = second_place(workspace)
    if place is None or not place.is_dir() or made.manifest is None:
        return None
    try:
        target = place / folder_on_drive(workspace.folder)
        target.mkdir(exist_ok=True)
        listed = beside.listed_in(made.path)
        room = beside.needed(listed, target) + made.path.stat().st_size
        if shutil.disk_usage(target).free < room:
            return None  # rather nothing than half of it
        beside.bring(listed, [made.path.parent, workspace.folder], target, progress)
        copy = target / made.path.name
        if not copy.exists():
            temp = target / f".{made.path.name}.tmp"
            try:
                shutil.copyfile(made.path, temp)
                sync(temp)
                temp.replace(copy)
            finally:
                temp.unlink(missing_ok=True)
        checked = look_at(copy)
        if checked.state != VERIFIED:
            copy.unlink(missing_ok=True)
            return None
        now = workspace.surroundings.now()
        if not rescued_lately(workspace.folder, now, JUST_RESTORED):
            rotate(target, now)
        note_place(workspace.folder, place)
        erased.merge(target, erased.read(workspace.folder))
    except (OSError, KnownError):
        return None  # full or pulled out: the state on the home page says that it is overdue
    note_elsewhere(workspace, made.manifest.when)
    return checked


def note_elsewhere(workspace: Workspace, moment: datetime) -> None:
    """Remember that a verified copy of this moment lies elsewhere."""
    workspace.remember(ELSEWHERE, moment.isoformat(), user="")


def _catch_up(workspace: Workspace, last: Backup | None) -> None:
    if last is not None:
        copy_elsewhere(workspace, last)


def second_place_state(workspace: Workspace, today: date) -> SecondPlace:
    """How the copy elsewhere stands, for the home page; reads manifests only."""
    place = second_place(workspace)
    noted = workspace.state(ELSEWHERE, user="")
    last = datetime.fromisoformat(noted) if noted else None
    away = place is not None and not place.is_dir()
    if place is not None and not away:
        for path in (place / folder_on_drive(workspace.folder)).glob(f"*{SUFFIX}"):
            manifest = glance(path)
            if manifest and not manifest.faults and (last is None or manifest.when > last):
                last = manifest.when
    if last is None:
        if place is None:
            text = "还没有设置备份的第二个位置（另一块硬盘或U盘）。"
            return SecondPlace("none", None, None, text)
        text = f"第二个位置「{place}」还没有备份" + ("，现在也找不到它。" if away else "。")
        return SecondPlace("away" if away else "never", place, None, text)
    days = (today - last.astimezone().date()).days
    text = f"最近一份校验过的异地备份是{_days(days)}的"
    if days > REMIND_DAYS:
        state, text = "overdue", text + "，请插上备份用的硬盘或U盘再备份一次。"
    elif place is None:
        state, text = "none", text + "，还没有设置备份的第二个位置。"
    else:
        state, text = ("away" if away else "ok"), text + "。"
    return SecondPlace(state, place, last, text)


def _days(days: int) -> str:
    return "今天" if days <= 0 else "昨天" if days == 1 else f" {days} 天前"
