"""Bringing an older file up to date; imported only when a file is older than the program.

Foreign keys go off before BEGIN IMMEDIATE: inside a transaction SQLite ignores the switch, and
rebuilding a table that others point at would silently empty them. The whole upgrade is one
transaction; before its commit nothing may dangle and no table but those a step names may have lost
or won rows. A verified backup comes first.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, select

from app.base.errors import BugError, KnownError
from app.base.progress import SILENT, Progress

from . import log, search, version
from .backup import FOLDER, VERIFIED, make
from .copying import counts
from .errors import damaged
from .keeping import free_name
from .system import SETTING
from .work import Work, act

if TYPE_CHECKING:
    from .workspace import Workspace

FLOOR = "undo_floor"
_HOME = Path(__file__).parent / "migrations"


@act(
    "store.upgrade", "升级数据结构", undo=False, why_not="升级不能撤销；升级前的备份在备份列表里。"
)
def _note_upgrade(work: Work, *, floor: int | None) -> None:
    """Close undo below ``floor``: a step changed the shape of logged records."""
    if floor is None:
        return
    rows = work.rows(select(SETTING).where(SETTING.c.key == FLOOR))
    if rows:
        work.update(SETTING, rows[0]["id"], value=floor)
    else:
        work.insert(SETTING, key=FLOOR, value=floor)


def configuration() -> Config:
    """Alembic's settings, made here: no file, no log, the chain in ``version.MIGRATIONS``."""
    made = Config()
    places = os.pathsep.join(str(p) for p in version.MIGRATIONS)
    for name, value in (
        ("script_location", str(_HOME)),
        ("path_separator", "os"),
        ("version_locations", places),
    ):
        made.set_main_option(name, value.replace("%", "%%"))
    return made


def upgrade(workspace: Workspace, progress: Progress = SILENT) -> None:
    """Back up, run the chain in one transaction, check, commit. On the writer's thread.

    Raises:
        KnownError: UPGRADE_LOST (a step would have lost records), DAMAGED, DISK_FULL; the file is
            then as it was.
    """
    folder, now = workspace.folder, workspace.surroundings.now()
    writer = workspace._writer
    with writer.connect() as conn:
        raw: Any = conn.connection.driver_connection
        (folder / FOLDER).mkdir(mode=0o700, exist_ok=True)
        progress.step(0, 3, "正在备份升级前的数据")
        kept = make(
            folder,
            workspace.key,
            lambda job: job(raw),
            free_name(folder / FOLDER, now, "before-migration"),
            reason="before-migration",
            now=now,
        )
    if kept.state != VERIFIED:
        raise damaged()
    progress.step(1, 3, "正在升级数据结构")
    raw.execute("PRAGMA foreign_keys = OFF")
    try:
        with writer.begin() as conn:
            _run(conn, raw, workspace)
    finally:
        raw.execute("PRAGMA foreign_keys = ON")
    progress.step(3, 3, "升级完成")


def _run(conn: Connection, raw: Any, workspace: Workspace) -> None:
    if raw.execute("PRAGMA foreign_keys").fetchone()[0]:
        raise BugError("foreign keys are on during an upgrade")
    before, (last, _) = counts(raw), log.head(conn)
    steps = steps_from(configuration(), raw)
    run_chain(conn)
    if raw.execute("PRAGMA foreign_key_check").fetchone():
        raise _lost("有记录指向不存在的记录")
    allowed = {"alembic_version"}.union(*(_names(s, "CHANGES_ROWS") for s in steps))
    after = counts(raw)
    for name, number in before.items():
        if name not in allowed and after.get(name) != number:
            raise _lost(f"表 {name} 的行数从 {number} 变成了 {after.get(name)}")
    shapes = set[str]().union(*(_names(s, "CHANGES_LOGGED") for s in steps))
    raw.execute(f"PRAGMA user_version = {int(version.SCHEMA)}")
    work = workspace.work(conn)
    work.user = work.user or "程序"
    _note_upgrade(work, floor=last if shapes else None)
    search.refresh(conn, workspace.wiring.search, None)


def run_chain(conn: Connection, target: str = "head") -> None:
    """The steps that a file still lacks, on a connection inside its transaction."""
    settings = configuration()
    settings.attributes["connection"] = conn
    command.upgrade(settings, target)


def steps_from(settings: Config, raw: Any) -> list[Any]:
    """The modules of the steps that will run, oldest first."""
    row = raw.execute("SELECT version_num FROM alembic_version").fetchone()
    script = ScriptDirectory.from_config(settings)
    found = [step.module for step in script.iterate_revisions("head", row[0])]
    return found[::-1]


def _names(step: Any, attribute: str) -> set[str]:
    """What a step declares: names of tables, checked to be names."""
    names = set(getattr(step, attribute, ()))
    if not all(re.fullmatch(r"[a-z_]+", name) for name in names):
        raise BugError(f"{attribute} of a migration holds no table names")
    return names


def _lost(why: str) -> KnownError:
    return KnownError(
        "UPGRADE_LOST",
        f"升级没有完成：{why}。数据保持升级前的样子。",
        "请继续使用原来版本的程序，并把这句话告诉维护人员。",
    )
