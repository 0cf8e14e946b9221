"""The only wiring: areas, store and what is opened meet here, and nowhere else."""

from __future__ import annotations

import functools
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path
    from typing import Any

    from app.base.progress import Progress
    from app.desk.doors import Doors, House
    from app.desk.newoffice import FirstRunWork, NewOffice
    from app.desk.settings import Settings
    from app.figures.registry import Registry, Scope
    from app.paper.reports import Ask, Report
    from app.store.workspace import Surroundings, Wiring, Workspace


def main(arguments: Sequence[str] | None = None) -> int:
    """The program: a command with one on the command line, else the window.

    Returns:
        The exit status (see ``app.cli``).
    """
    if getattr(sys, "frozen", False):
        _packaged()
    asked = sys.argv[1:] if arguments is None else arguments
    if len(asked) == 1 and asked[0].endswith(".udb"):  # a backup that was double-clicked
        return window(backup=asked[0])
    from app.cli import run

    return run(asked)


def _packaged() -> None:
    """Child processes of the packaged program start here, too; they do not come back."""
    vars(sys.modules["__main__"]).pop("__file__", None)  # nothing there for a child to read again
    if sys.argv[1:2] == ["--multiprocessing-fork"]:
        from multiprocessing.spawn import freeze_support

        freeze_support()
    if "-c" in sys.argv[1:-1]:  # the helper that clears away what killed children left
        import re

        asked = r"from multiprocessing\.resource_tracker import main;main\((\d+)\)"
        found = re.fullmatch(asked, sys.argv[sys.argv.index("-c") + 1])
        if found is not None:
            from multiprocessing.resource_tracker import main as track

            track(int(found[1]))
            raise SystemExit(0)


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
        erasers=tuple(eraser for part in gather(AREAS, "erase") for eraser in part),
    )


def registry() -> Registry:
    """The figures of all areas."""
    from app.areas import AREAS
    from app.paper.asking import registry_of

    return registry_of(AREAS)


def papers() -> dict[str, Report]:
    """The papers of all areas by name, the annual report first; last the pages of help."""
    from app.areas import AREAS
    from app.paper.asking import papers_of
    from app.paper.help import help_reports

    return papers_of(AREAS) | help_reports()


def ask(
    conn: Any, scope: Scope, *, year: int, today: date, options: dict[str, str] | None = None
) -> Ask:
    """What a paper is asked for, on a reading connection of an open workspace."""
    from app.areas import AREAS
    from app.paper.asking import ask_of

    return ask_of(conn, AREAS, scope, year=year, today=today, options=options)


# -- the window ------------------------------------------------------------------------------------


def window(options: Namespace | None = None, *, backup: str = "") -> int:
    """Open the window; returns the exit status.

    Args:
        options: of the command line: workspace, user, password, day.
        backup: a backup file to restore from.
    """
    from pathlib import Path

    from app import __version__, crash

    chosen = getattr(options, "folder", None)
    password = None
    if options is not None and chosen:
        from app.cli import given_password

        password = given_password(options)
    from app.desk import program

    met: list[program.Program] = []

    def on_bug(error: BaseException, report: Path) -> None:
        if met:
            met[0].bug.emit(error, report)

    crash.install(crash.default_folder(), version=__version__, on_bug=on_bug)
    try:
        return program.run(
            doors(getattr(options, "today", None)),
            folder=Path(chosen).absolute() if chosen else None,
            user=getattr(options, "user", None),
            password=password,
            backup=Path(backup).absolute() if backup else None,
            started=met.append,
        )
    finally:
        crash.uninstall()


def settings() -> Settings:
    """The settings of this machine, begun with what was prepared for it."""
    from platformdirs import user_config_path

    from app.base.prepared import prepared
    from app.desk.settings import Settings

    file = user_config_path("union-desk", appauthor=False) / "settings.json"
    return Settings(file, prepared().settings)


def doors(today: date | None = None) -> Doors:
    """What the window asks of the rest; imports nothing that opens a workspace.

    Args:
        today: act as on this day; None: the day on this machine.
    """
    from app import crash
    from app.desk.doors import Doors

    def users(folder: Path) -> int:
        from app.store.keys import KeyFile

        return len(KeyFile.read(folder).wraps)

    return Doors(
        settings=settings(),
        enter=lambda folder, user, password: _enter(folder, today, user=user, password=password),
        recover=lambda folder, user, text: _enter(folder, today, user=user, recovery=text),
        rescue=lambda *asked: _rescue(today, *asked),
        users=users,
        warm=_warm,
        first_run=lambda: _first_run(today),
        sample=lambda progress: _sample(today, progress),
        report=crash.report,
    )


def _warm() -> None:
    """Import what opening needs while the person types."""
    from app.areas import AREAS
    from app.areas.organisations.page import screen
    from app.desk import cards, page, rescue, shell

    del cards, rescue, screen, shell
    wiring()
    registry()
    page.entries_of(AREAS)


def _surroundings(today: date | None) -> Surroundings:
    from app.store.workspace import Surroundings

    return Surroundings() if today is None else Surroundings(today=lambda: today)


def _enter(
    folder: Path,
    today: date | None,
    *,
    user: str | None = None,
    password: str | None = None,
    recovery: str | None = None,
) -> House:
    from app.base.errors import UserError
    from app.store.keys import recovery_key
    from app.store.workspace import Workspace

    key = recovery_key(recovery) if recovery is not None else None
    workspace = Workspace.open(
        folder,
        password=password,
        user=user,
        key=key,
        wiring=wiring(),
        surroundings=_surroundings(today),
    )
    if not workspace.user:  # opened by the recovery key, and there are several
        workspace.close()
        raise UserError("USER_NEEDED", "这个工作库有几位用户。", "请写明是哪一位用户。")
    return house(workspace)


def house(workspace: Workspace) -> House:
    """An open workspace with what its window needs."""
    from app.areas import AREAS
    from app.desk.cards import HomePage
    from app.desk.doors import House
    from app.desk.importing import import_entry
    from app.desk.keeping import KeepingPage
    from app.desk.page import PageEntry, entries_of
    from app.gathered import hits, home_parts, home_year
    from app.store import keeping
    from app.store.notes import reveal, setting

    def backup_day() -> date | None:
        state = keeping.second_place_state(workspace, workspace.surroundings.today())
        return state.last.astimezone().date() if state.last is not None else None

    def leave() -> None:
        from app.base.errors import KnownError

        try:
            keeping.at_exit(workspace)
        except KnownError:
            pass  # no room for a backup: the home page tells how old the last one is
        finally:
            workspace.close()

    def check_password(password: str) -> bool:
        from app.base.errors import UserError
        from app.store.keys import KeyFile

        try:
            KeyFile.read(workspace.folder).unwrap(password, workspace.user or None)
        except UserError:
            return False
        return True

    home = PageEntry(
        "home", "首页", "home", 0, lambda desk: HomePage(desk, home_parts(), home_year), help="home"
    )
    keep_page = PageEntry(
        "backup", "数据备份与交接", "backup", 99, KeepingPage, short="备份", help="backup"
    )
    popups = [area.load("unit_popup") for area in AREAS if "unit_popup" in area.parts]
    return House(
        workspace=workspace,
        title=workspace.read(lambda conn: setting(conn, "office_name", "")),
        areas=AREAS,
        entries=[home, *entries_of(AREAS), import_entry(), keep_page],
        find=hits,
        unit_popup=popups[0] if popups else None,
        states=workspace.state("lists") or {},
        keep=lambda states: workspace.remember("lists", states),
        check_password=check_password,
        today=workspace.surroundings.today,
        backup_day=backup_day,
        daily=functools.partial(_daily, workspace),
        leave=leave,
        reveal=reveal,
    )


def _daily(workspace: Workspace, progress: Progress) -> None:
    """What killed work has left is cleared away, then comes the backup of the day."""
    from app.areas import AREAS
    from app.base.area import gather
    from app.store import keeping
    from app.store.copying import in_background

    for clear in gather(AREAS, "leftovers"):
        clear(workspace)
    in_background(lambda: keeping.daily(workspace, progress))


def _first_run(today: date | None) -> FirstRunWork:
    from app.areas import AREAS
    from app.base.area import gather
    from app.base.codes import code_list
    from app.base.errors import UserError
    from app.base.lists import Choice
    from app.base.prepared import prepared
    from app.desk.newoffice import FirstRunWork
    from app.divisions import Divisions
    from app.store.keys import recovery_text

    (office,) = gather(AREAS, "office")
    day = _surroundings(today).today()

    def suggest(division: Any, kind: str) -> tuple[str, str, str]:
        kind = kind or office.usual_kind(division)
        try:
            office.fits(division, kind)
        except UserError as error:
            return kind, "", error.message
        return kind, office.usual_name(division, kind), ""

    def print_key(made: House, progress: Progress) -> bytes:
        from app.paper.child import in_child
        from app.paper.recovery import recovery_paper

        text = recovery_text(made.workspace.key)
        return in_child(recovery_paper(text, office=made.title, on=day), progress).pdf

    return FirstRunWork(
        divisions=Divisions,
        kinds=tuple(Choice(e.code, e.name) for e in code_list("office_kind").entries),
        suggest=suggest,
        folder_for=_folder_for,
        create=lambda asked, progress: _create(asked, today, progress),
        recovery_text=lambda made: recovery_text(made.workspace.key),
        recovery_pdf=print_key,
        restore=_restore,
        today=day,
        prepared=prepared(),
    )


def _folder_for(name: str) -> Path:
    """A free folder for a new workspace, among the person's documents."""
    from platformdirs import user_documents_path

    from app.base.files import another_name, safe_file_name

    folder = user_documents_path() / safe_file_name(f"{name}工作库")
    return another_name(folder) if folder.exists() else folder


def _create(asked: NewOffice, today: date | None, progress: Progress) -> House:
    import shutil

    from app.areas import AREAS
    from app.base.area import gather
    from app.store.workspace import Workspace

    (office,) = gather(AREAS, "office")
    plan = office.plan(
        division=asked.division,
        kind=asked.kind,
        opening=asked.opening,
        name=asked.name,
        villages=asked.villages,
    )
    workspace = Workspace.create(
        asked.folder,
        user=asked.user,
        password=asked.password,
        wiring=wiring(),
        surroundings=_surroundings(today),
    )
    try:
        workspace.do(office.OPEN, progress=progress, **plan)
        _prepared_place(workspace)
        return house(workspace)
    except BaseException:
        workspace.close()
        shutil.rmtree(asked.folder, ignore_errors=True)
        raise


def _prepared_place(workspace: Workspace) -> None:
    """The second place of the backups, where one was prepared and is there."""
    from pathlib import Path

    from app.base.errors import UnionDeskError
    from app.base.prepared import prepared
    from app.store import keeping

    place = prepared().backup_place
    if not place:
        return
    try:
        keeping.set_second_place(workspace, Path(place))
    except UnionDeskError:
        return  # the home page says that there is no second place


def _restore(
    file: Path, folder: Path, user: str | None, secret: str, by_key: bool, progress: Progress
) -> list[str]:
    from app.store.keys import recovery_key
    from app.store.restore import restore

    wiring()  # the tables must be known
    key = recovery_key(secret) if by_key else None
    password = None if by_key else secret
    facts = restore(file, folder, password=password, user=user, key=key, progress=progress)
    return facts.lines()


def _rescue(
    today: date | None,
    folder: Path,
    file: Path,
    user: str | None,
    secret: str,
    by_key: bool,
    keys_only: bool,
    progress: Progress,
) -> tuple[list[str], Path]:
    from app.store.keys import recovery_key
    from app.store.rescue import keys_from_backup, restore_damaged

    wiring()  # the tables must be known
    now, password = _surroundings(today).now(), None if by_key else secret
    key = recovery_key(secret) if by_key else None
    if keys_only:
        manifest, kept = keys_from_backup(
            folder, file, now=now, password=password, user=user, key=key
        )
        made = f"{manifest.when.astimezone():%Y-%m-%d %H:%M}"
        return [f"钥匙文件取自 {made} 的备份；数据没有改动，一条也没有少。"], kept
    facts, kept = restore_damaged(
        folder, file, now=now, password=password, user=user, key=key, progress=progress
    )
    return facts.lines(), kept


def _sample(today: date | None, progress: Progress) -> House:
    """A small sample to look at; it lies among the temporary files and goes with the program."""
    import secrets
    import shutil
    import tempfile
    from pathlib import Path

    from app.areas import AREAS
    from app.base.area import gather
    from app.store.surroundings import repeatable
    from app.store.workspace import Workspace

    place = Path(tempfile.mkdtemp(prefix="union-desk-"))
    day = _surroundings(today).today()
    workspace = Workspace.create(
        place / "示例",
        user="经办人",
        password=secrets.token_urlsafe(12),
        wiring=wiring(),
        surroundings=repeatable(1, day),
    )
    for fill in gather(AREAS, "demo"):
        fill(workspace, size="small", seed=1, today=day, progress=progress)
    made = house(workspace)

    def leave() -> None:
        workspace.close()
        shutil.rmtree(place, ignore_errors=True)

    made.leave = leave
    made.daily = lambda _progress: None
    return made
