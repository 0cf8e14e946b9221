"""The workspace: one folder that the program owns, opened by one process at a time.

One writing connection on its own thread (BEGIN IMMEDIATE), a small pool of ``query_only`` readers
on others, so that reading never waits for an import. Everything that changes data is an act.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, func, insert, select

from app.base.errors import KnownError, UserError
from app.base.progress import SILENT, Progress

from . import attachments, copying, exchange, log, search, version, witness
from .connect import DATABASE, connect, engine, network_or_removable
from .errors import damaged, told
from .ids import IdMaker
from .keys import Cost, KeyFile, new_key
from .layout import lay_out
from .lock import WorkspaceLock, read_only
from .meta import METADATA
from .opening import (
    BEGUN_FILE,
    check_active,
    check_path,
    check_there,
    clear_begun,
    clear_temporary,
    free,
    identity,
    preflight,
)
from .surroundings import Surroundings, Wiring
from .system import STATE, USER
from .undo import Verdict, next_redo, next_undo, undo_entry
from .work import Act, Changes, Work, act

__all__ = ["Surroundings", "Wiring", "Workspace"]

T = TypeVar("T")
READERS = 2


@act("store.create", "建立工作库", undo=False, why_not="工作库已经建立。")
def _create(work: Work, *, user: str) -> None:
    work.insert(USER, name=user, disabled=False)


class Workspace:
    """An open workspace.

    Attributes:
        folder: where it lies.
        user: name of the present user; empty when opened by recovery key.
        key: the database key (also the recovery key).
        opened_at: number of the newest log entry when it was opened (Ctrl+Z stops there).
        warning: a Chinese sentence to show once (network disk ...), or empty.
    """

    def __init__(
        self,
        folder: Path,
        key: bytes,
        user: str,
        *,
        lock: WorkspaceLock,
        wiring: Wiring,
        surroundings: Surroundings,
    ) -> None:
        self.folder, self.key, self.user = folder, key, user
        self.wiring, self.surroundings = wiring, surroundings
        self._lock = lock
        self._closed = False
        self.warning = ""
        wal = not network_or_removable(folder)
        if not wal:
            self.warning = (
                "工作库在网络盘或移动盘上，程序已改用较慢但安全的保存方式；建议移到本机硬盘。"
            )
        self._wal = wal
        self._pages: Future[None] | None = None
        self.new_id = IdMaker(
            lambda: int(surroundings.now().timestamp() * 1000), surroundings.random_bytes
        )
        self._writer_thread = ThreadPoolExecutor(1, "writer")
        self._page_thread = ThreadPoolExecutor(1, "pages", copying.give_way)
        self._reader_threads = ThreadPoolExecutor(READERS, "reader")
        self._local = threading.local()
        self._engines: list[Engine] = []
        self._engines_lock = threading.Lock()
        self._writer: Engine = engine(
            lambda: connect(self.database, key, wal=wal), begin="BEGIN IMMEDIATE"
        )
        self.opened_at = 0
        self.by_key = False  # opened by the recovery key: the password may be forgotten

    @property
    def database(self) -> Path:
        """The encrypted file. Never open() it while the workspace is open: closing that handle
        would drop SQLite's locks."""
        return self.folder / DATABASE

    # -- making and opening --------------------------------------------------------------------

    @classmethod
    def create(
        cls,
        folder: Path,
        *,
        user: str,
        password: str,
        wiring: Wiring | None = None,
        surroundings: Surroundings | None = None,
        cost: Cost | None = None,
    ) -> Workspace:
        """Make a new workspace; its key is in ``key``.

        Raises:
            UserError: FOLDER_USED, USER_EMPTY, PASSWORD_EMPTY.
            KnownError: READ_ONLY, DISK_FULL.
        """
        surroundings = surroundings or Surroundings()
        check_path(folder)
        if not user.strip():
            raise UserError("USER_EMPTY", "用户姓名不能为空。", "请填写经办人的姓名。")
        if folder.exists() and not (folder.is_dir() and free(folder)):
            raise UserError(
                "FOLDER_USED",
                f"「{folder}」已经有内容，不能在里面建立工作库。",
                "请换一个新的文件夹名。",
            )
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            (folder / BEGUN_FILE).touch()
        except OSError as error:
            raise read_only(folder) from error
        lock = WorkspaceLock(folder, surroundings.now())
        made = None
        try:
            with told(folder):
                clear_begun(folder)
                key = new_key()
                keys = KeyFile(secrets.token_hex(16), [])
                keys.add(user, password, key, cost)
                keys.write(folder)
                made = cls(
                    folder,
                    key,
                    user.strip(),
                    lock=lock,
                    wiring=wiring or Wiring(),
                    surroundings=surroundings,
                )
                made._writer_thread.submit(made._lay_out).result()
                made.do(_create, user=user.strip())
                (folder / BEGUN_FILE).unlink()
        except BaseException:
            if made is not None:
                made._stop()
            lock.release()
            raise
        return made

    def _lay_out(self) -> None:
        with self._writer.begin() as conn:
            lay_out(conn)

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        password: str | None = None,
        user: str | None = None,
        key: bytes | None = None,
        wiring: Wiring | None = None,
        surroundings: Surroundings | None = None,
        progress: Progress = SILENT,
    ) -> Workspace:
        """Open by password, or by the key itself (recovery). An older file is brought up to date.

        Raises:
            UserError: WRONG_PASSWORD, USER_NEEDED, USER_UNKNOWN, USER_DISABLED, PASSWORD_LAPSED.
            KnownError: NOT_A_WORKSPACE, NOT_FINISHED, IN_USE, READ_ONLY, NEWER, DAMAGED,
                JOURNAL_LOST, JOURNAL_FOREIGN, KEYS_MISSING, KEYS_DAMAGED, PATH_LONG.
        """
        surroundings = surroundings or Surroundings()
        check_path(folder)
        check_there(folder)
        lock = WorkspaceLock(folder, surroundings.now())
        from .erase import settle
        from .users import sweep

        made = None
        try:
            with told(folder):
                exchange.finish(folder)
                clear_temporary(folder)
                keys = None
                if key is None:
                    keys = KeyFile.read(folder)
                    key = keys.unwrap(password or "", user)
                read_through = preflight(folder, key, version.SCHEMA)
                made = cls(
                    folder,
                    key,
                    (user or "").strip(),
                    lock=lock,
                    wiring=wiring or Wiring(),
                    surroundings=surroundings,
                )
                made._writer_thread.submit(made._check, keys, progress).result()
                sweep(made)
                settle(made)
                made.by_key = keys is None
                if not read_through:
                    made._pages = made._page_thread.submit(made._look_at_pages)
        except BaseException:
            if made is not None:
                made._stop()
            lock.release()
            raise
        return made

    def _check(self, keys: KeyFile | None, progress: Progress) -> None:
        """Version, users and the newest entry, before anything else is done."""
        with self._writer.connect() as conn:
            raw: Any = conn.connection.driver_connection
            number = identity(raw, version.SCHEMA)
        if number < version.SCHEMA:
            from .migrate import upgrade

            upgrade(self, progress)
        with self._writer.connect() as conn:
            self._check_user(conn, keys)
            number, digest = log.head(conn)
            self.opened_at = number
        witness.check(self.folder, number, digest)
        witness.write(self.folder, number, digest)

    def _check_user(self, conn: Connection, keys: KeyFile | None) -> None:
        rows = conn.execute(select(USER.c.name, USER.c.disabled).order_by(USER.c.name)).all()
        names = {name: bool(disabled) for name, disabled in rows}
        if keys is not None:
            self.user = next((n for n in names if keys.tag(n) == keys.opened), self.user)
        if self.user:
            check_active(names, self.user)
        elif keys is not None:
            check_active(names, "")
        else:
            active = [n for n, disabled in names.items() if not disabled]
            self.user = active[0] if len(active) == 1 else ""

    def become(self, user: str) -> None:
        """After opening by recovery key: say who is working.

        Raises:
            UserError: USER_DISABLED, USER_UNKNOWN.
        """
        rows = self.read(lambda conn: conn.execute(select(USER.c.name, USER.c.disabled)).all())
        check_active({name: bool(disabled) for name, disabled in rows}, user)
        self.user = user

    def _look_at_pages(self) -> None:
        """Every page's seal and the trees, on a thread of its own; the first write waits for it.
        (A page of zeros passes as unwritten with SQLCipher's seals alone.) None is kept."""
        raw = connect(self.database, self.key, look=True)
        try:
            for pragma in ("cache_size = -4096", "cipher_integrity_check", "quick_check(1)"):
                if raw.execute(f"PRAGMA {pragma}").fetchall() not in ([], [("ok",)]):
                    raise damaged()
        finally:
            raw.close()

    def sound(self) -> None:
        """Wait for the look at the pages; raises what it found. Acts are refused then anyway."""
        with told(self.folder):
            self._pages_done()

    def _pages_done(self) -> None:
        if (pages := self._pages) is not None:
            pages.result()
            self._pages = None

    # -- acts ----------------------------------------------------------------------------------

    def do(
        self, act_: Act[Any, Any], /, *args: Any, progress: Progress = SILENT, **kw: Any
    ) -> Changes:
        """Run one act in one transaction and wait for it. What the act returned is ``.result``."""
        return self.submit(act_, *args, progress=progress, **kw).result()

    def submit(
        self, act_: Act[Any, Any], /, *args: Any, progress: Progress = SILENT, **kw: Any
    ) -> Future[Changes]:
        """The same without waiting."""
        return self._writer_thread.submit(self._run, act_, args, kw, progress)

    def _run(self, act_: Act[Any, Any], args: Any, kw: Any, progress: Progress) -> Changes:
        if not self.user:
            raise UserError("USER_NEEDED", "这个工作库有几位用户。", "请写明是哪一位用户。")
        work: Work | None = None
        try:
            with told(self.folder):
                self._pages_done()
                with self._writer.begin() as conn:
                    work = self.work(conn, progress)
                    act_(work, *args, **kw)
                    if work.changes.entry:
                        search.refresh(conn, self.wiring.search, work.concerned())
                    number, digest = log.head(conn)
        except BaseException:
            for undo_file in work.failed if work else ():
                undo_file()
            raise
        witness.write(self.folder, number, digest)
        for finish_file in work.committed:
            finish_file()
        return work.changes

    def work(self, conn: Connection, progress: Progress = SILENT) -> Work:
        """A unit of work for the present user on a writing connection inside its transaction."""
        attachments.lend(conn, self.folder, self.key)
        return Work(
            conn,
            user=self.user,
            today=self.surroundings.today(),
            now=self.surroundings.now,
            new_id=self.new_id,
            random_bytes=self.surroundings.random_bytes,
            guards=self.wiring.guards,
            progress=progress,
            stored=lambda name: (self.folder / exchange.ATTACHMENTS / name).is_file(),
        )

    def undo(self, number: int | None = None) -> Verdict:
        """Take back an entry (None: the present user's newest since opening)."""
        if number is None:
            row = self.read(lambda c: next_undo(c, self.user, self.opened_at))
            if row is None:
                raise UserError("UNDO_NOTHING", "没有可以撤销的操作。")
            number = int(row["number"])
        return self._undo(number)

    def redo(self) -> Verdict:
        """Take back the newest undo."""
        row = self.read(lambda c: next_redo(c, self.user, self.opened_at))
        if row is None:
            raise UserError("REDO_NOTHING", "没有可以重做的操作。")
        return self._undo(int(row["number"]))

    def next_undo_title(self) -> str:
        """What ``undo`` would take back, for the foot of the window; empty for nothing."""
        row = self.read(lambda c: next_undo(c, self.user, self.opened_at))
        return str(row["title"]) if row is not None else ""

    def _undo(self, number: int) -> Verdict:
        changes = self.do(undo_entry, number)
        verdict: Verdict = changes.result
        verdict.changes = changes
        return verdict

    # -- reading -------------------------------------------------------------------------------

    def read(self, query: Callable[[Connection], T]) -> T:
        """Run a query on a reader and wait. The reader's transaction ends with it."""
        return self.ask(query).result()

    def ask(self, query: Callable[[Connection], T]) -> Future[T]:
        """The same without waiting."""
        return self._reader_threads.submit(self._query, query)

    def _query(self, query: Callable[[Connection], T]) -> T:
        reader = getattr(self._local, "engine", None)
        if reader is None:
            reader = engine(
                lambda: connect(self.database, self.key, read_only=True, wal=self._wal),
                begin="BEGIN",
            )
            self._local.engine = reader
            with self._engines_lock:
                self._engines.append(reader)
        with told(self.folder), reader.begin() as conn:
            attachments.lend(conn, self.folder, self.key)
            return query(conn)

    def on_writer(self, job: Callable[[Any], T]) -> T:
        """Run something on the writer's thread with its driver connection, outside a transaction
        (checkpoint, backup, rekey)."""

        def run() -> T:
            with told(self.folder), self._writer.connect() as conn:
                return job(conn.connection.driver_connection)

        return self._writer_thread.submit(run).result()

    def between_acts(self, query: Callable[[Connection], T]) -> T:
        """Run a query on the writer's thread: nothing changes meanwhile, and acts wait."""

        def run() -> T:
            with told(self.folder), self._writer.connect() as conn:
                attachments.lend(conn, self.folder, self.key)
                return query(conn)

        return self._writer_thread.submit(run).result()

    def checkpoint(self) -> None:
        """Bring the journal into the file, so that nothing lies in the -wal while nobody works."""
        self.on_writer(lambda raw: raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall())

    def counts(self) -> dict[str, int]:
        """Rows of every table."""

        def count(conn: Connection) -> dict[str, int]:
            every = sorted(METADATA.tables.items())
            query = select(func.count())
            return {name: conn.execute(query.select_from(t)).scalar_one() for name, t in every}

        return self.read(count)

    def find(self, query: str, limit: int = 50) -> tuple[list[dict[str, str]], str]:
        """Search everything; see ``app.store.search.find``."""
        return self.read(lambda conn: search.find(conn, query, limit))

    # -- state of the window -------------------------------------------------------------------

    def state(self, key: str, user: str | None = None) -> Any:
        """What was remembered for the present user (or ``user``) under this key, or None."""
        user = self.user if user is None else user
        query = select(STATE.c.value).where(STATE.c.user == user, STATE.c.key == key)
        return self.read(lambda conn: conn.execute(query).scalar_one_or_none())

    def remember(self, key: str, value: Any, user: str | None = None) -> None:
        """Remember something convenient (widths, filters); not logged, not undoable.

        Args:
            user: the empty text: for all users; None: for the present one.
        """

        def save() -> None:
            with told(self.folder):
                self._pages_done()
            with told(self.folder), self._writer.begin() as conn:
                row = insert(STATE).values(
                    user=self.user if user is None else user, key=key, value=value
                )
                conn.execute(row.prefix_with("OR REPLACE"))

        self._writer_thread.submit(save).result()

    # -- closing -------------------------------------------------------------------------------

    def close(self) -> None:
        """Finish what runs, empty the journal, give the workspace free."""
        if self._closed:
            return
        try:
            self.stop()
        finally:
            self._lock.release()

    def stop(self) -> None:
        """Close the file but keep the workspace for this process, until ``close``: nobody else may
        open it while it is replaced."""
        if self._closed:
            return
        self._closed = True
        self._reader_threads.shutdown(wait=True)
        self._page_thread.shutdown(wait=True)
        for reader in self._engines:
            reader.dispose()
        try:
            self.checkpoint()
        except KnownError:
            pass  # a full disk keeps its journal; nothing is lost
        finally:
            self._stop()

    def release(self) -> None:
        """Give a stopped workspace free."""
        self._lock.release()

    def _stop(self) -> None:
        for threads in (self._reader_threads, self._page_thread, self._writer_thread):
            threads.shutdown(wait=True)
        self._writer.dispose()

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()
