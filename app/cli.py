"""The command line: arguments, passwords, output, errors and exit statuses; no work of its own.

What a command does is in ``app.commands`` and in the areas; the form of every command is a
promise to whoever calls it from a script. Exit status: 0 done, 1 done but some rows or checks
failed, 2 wrong usage, 3 refused with the reason, 4 a bug. With ``--json`` standard output carries
one JSON object and nothing else.

Asked for ``--help`` this module imports argparse and little more: no database, no window.
"""

from __future__ import annotations

import argparse
import os
import re
import sys

from app.base.command import BUG, DONE, REFUSED, USAGE
from app.base.errors import BugError, KnownError, UnionDeskError, UsageError, bug_told
from app.commands import available

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from types import FrameType
    from typing import Any, NoReturn

    from app.base.area import Area
    from app.base.command import Command, Outcome
    from app.base.progress import Progress
    from app.store.workspace import Surroundings, Workspace

PASSWORD = "UNION_DESK_PASSWORD"  # noqa: S105  the name of a variable
NEW_PASSWORD = "UNION_DESK_NEW_PASSWORD"  # noqa: S105

_WORDS = (
    (r"the following arguments are required: (.*)", r"缺少：\1"),
    (r"unrecognized arguments: (.*)", r"不认识的参数：\1"),
    (r"argument ([^:]*): expected one argument", r"\1 后面要写一个值"),
    (r"argument ([^:]*): expected at least one argument", r"\1 后面至少要写一个值"),
    (r"argument ([^:]*): expected at most one argument", r"\1 后面最多写一个值"),
    (r"argument ([^:]*): invalid choice: (.*) \(choose from (.*)\)", r"\1 没有 \2；可以用：\3"),
    (r"argument ([^:]*): invalid int value: (.*)", r"\1 要写整数，\2 不是"),
    (r"argument ([^:]*): not allowed with argument (.*)", r"\1 不能与 \2 一起用"),
    (r"one of the arguments (.*) is required", r"要写明其中一项：\1"),
    (r"argument ([^:]*): ignored explicit argument (.*)", r"\1 后面不能写值 \2"),
    (r"argument ([^:]*): (.*)", r"\1：\2"),
)


class Parser(argparse.ArgumentParser):
    """argparse in Chinese; the arguments of a command are added only when it is chosen."""

    def __init__(self, *args: Any, command: Command | None = None, **kw: Any) -> None:
        kw |= {"add_help": False, "allow_abbrev": False}
        super().__init__(*args, **kw)
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示这些说明")
        self._command = command

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """The same; a command's own arguments come first."""
        if self._command is not None:
            if self._command.arguments is not None:
                self._command.arguments(self)
            add_global_options(self, after=True)
            self._command = None
        return super().parse_known_args(args, namespace)

    def format_usage(self) -> str:
        """用法 in front."""
        return super().format_usage().replace("usage:", "用法：", 1)

    def format_help(self) -> str:
        """用法 in front."""
        return super().format_help().replace("usage:", "用法：", 1)

    def error(self, message: str) -> NoReturn:
        """Wrong usage, in Chinese."""
        for english, chinese in _WORDS:
            found = re.fullmatch(english, message, re.DOTALL)
            if found:
                message = found.expand(chinese)
                break
        raise UsageError(f"{message}。", f"请看说明：{self.prog} --help")


def day(text: str) -> date:
    """A day of an option."""
    from app.base.days import parse_iso

    try:
        return parse_iso(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error).rstrip("。")) from None


def count(text: str) -> int:
    """A whole number above zero of an option."""
    if not (text.isascii() and text.isdigit() and int(text)):
        raise argparse.ArgumentTypeError(f"要写正整数，「{text}」不是")
    return int(text)


def add_global_options(parser: argparse.ArgumentParser, *, after: bool = False) -> None:
    """GLOBAL of the contract; ``after``: taken behind the command too, without help."""
    default: dict[str, Any] = {"default": argparse.SUPPRESS} if after else {}

    def add(*names: str, help: str, **kw: Any) -> None:
        parser.add_argument(*names, help=argparse.SUPPRESS if after else help, **kw, **default)

    add("-w", dest="folder", metavar="FOLDER", help="工作库文件夹")
    add("--password-file", metavar="FILE", help=f"口令文件（或环境变量 {PASSWORD}）")
    add("--json", action="store_true", help="标准输出只有一个 JSON 对象")
    add("--user", metavar="NAME", help="用户姓名（只有一位时可不写）")
    add("--today", type=day, metavar="YYYY-MM-DD", help="按这一天办理")
    add("--quiet", action="store_true", help="不显示进度")


def parser() -> Parser:
    """The whole command line."""
    from app import __version__

    made = Parser(
        prog="union-desk",
        description="基层工会工作台。不写命令时打开窗口。",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="退出状态：0 完成；1 完成，但有的行或检查没通过；2 用法不对；3 不能办理；4 出错",
    )
    made.add_argument(
        "--version", action="version", version=f"union-desk {__version__}", help="显示版本"
    )
    add_global_options(made)
    commands = made.add_subparsers(
        title="命令", dest="command", metavar="COMMAND", parser_class=Parser, prog="union-desk"
    )
    for command in available():
        one = commands.add_parser(command.name, help=command.help, command=command)
        one.set_defaults(run=command.run)
    return made


class Call:
    """What a command is given (``app.base.command.Call``)."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.cancelled = False
        self._bar = _Bar(shown=not options.quiet)

    @property
    def progress(self) -> Progress:
        """Told how far long work is."""
        from app.base.progress import Progress

        return Progress(self._bar.report, lambda: self.cancelled)

    @property
    def areas(self) -> tuple[Area, ...]:
        """All areas, for what one needs of another."""
        from app.areas import AREAS

        return AREAS

    @property
    def today(self) -> date:
        """``--today``, else the day on this machine."""
        return self.surroundings().today()

    def surroundings(self) -> Surroundings:
        """Clock and chance, with ``--today`` as today."""
        from app.store.workspace import Surroundings

        chosen = self.options.today
        return Surroundings() if chosen is None else Surroundings(today=lambda: chosen)

    def password(self) -> str:
        """From ``--password-file``, the environment, or the terminal."""
        return _secret(
            self.options.password_file, PASSWORD, "口令", f"--password-file 或环境变量 {PASSWORD}"
        )

    def new_password(self) -> str:
        """A second password: ``--new-password-file``, the environment, or the terminal, twice."""
        where = f"--new-password-file 或环境变量 {NEW_PASSWORD}"
        return _secret(self.options.new_password_file, NEW_PASSWORD, "新口令", where, twice=True)

    def workspace(self) -> Workspace:
        """Open the workspace named by ``-w``."""
        from pathlib import Path

        from app.start import wiring
        from app.store.workspace import Workspace

        if not self.options.folder:
            raise UsageError("缺少 -w：没有写明是哪个工作库。", "请在命令前面加上 -w 文件夹。")
        opened = Workspace.open(
            Path(self.options.folder),
            password=self.password(),
            user=self.options.user,
            wiring=wiring(),
            surroundings=self.surroundings(),
        )
        if opened.warning:
            self.note(opened.warning)
        return opened

    def note(self, text: str) -> None:
        """A sentence beside the result."""
        self._bar.end()
        if not self.options.quiet:
            sys.stderr.write(f"{text}\n")

    def end(self) -> None:
        """No more progress."""
        self._bar.end()


def given_password(options: argparse.Namespace) -> str | None:
    """The password of the command line for the window; None: the person types it there."""
    if not options.password_file and not os.environ.get(PASSWORD):
        return None
    return _secret(options.password_file, PASSWORD, "口令", "")


def _secret(file: str | None, variable: str, what: str, where: str, *, twice: bool = False) -> str:
    if file:
        from pathlib import Path

        try:
            text = Path(file).read_bytes().decode("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise KnownError(
                "PASSWORD_FILE",
                f"{what}文件「{file}」不能读取。",
                f"请检查文件名和权限；文件里只写{what}，用 UTF-8 编码。",
            ) from error
        return text.removesuffix("\n").removesuffix("\r")
    if os.environ.get(variable):
        return os.environ[variable]
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UsageError(f"缺少{what}。", f"请用 {where} 给出。")
    from getpass import getpass

    typed = getpass(f"{what}：")
    if twice and getpass(f"再输一次{what}：") != typed:
        raise UsageError(f"两次输入的{what}不一样。", "请重新输入。")
    return typed


class _Bar:
    """Progress on standard error: one line that changes on a terminal, a line now and then else."""

    def __init__(self, *, shown: bool) -> None:
        self._shown, self._last, self._open = shown, 0.0, False

    def report(self, done: int, total: int, text: str) -> None:
        from time import monotonic

        terminal = sys.stderr.isatty()
        if not self._shown or monotonic() - self._last < (0.1 if terminal else 2.0):
            return
        if self._last == 0.0 and not terminal:  # what is done in two seconds needs no line
            self._last = monotonic()
            return
        self._last, self._open = monotonic(), terminal
        of = f"{done}/{total}" if total else str(done or "")  # a bare 0 says nothing
        line = f"{text} {of}".strip()
        sys.stderr.write(f"\r\x1b[K{line}" if terminal else f"{line}\n")
        sys.stderr.flush()

    def end(self) -> None:
        if self._open:
            sys.stderr.write("\r\x1b[K")
            self._open = False


def run(arguments: Sequence[str]) -> int:
    """Do what the command line says; returns the exit status."""
    _speak_utf8()
    as_json = "--json" in arguments
    try:
        options = parser().parse_args(arguments)
        if options.command is None:
            return _window(options)
        return _run(options)
    except UsageError as error:
        return _tell(error, USAGE, as_json=as_json)
    except BrokenPipeError:  # whoever read us has gone; nobody is left to be told
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except SystemExit as ending:  # --help and --version
        return ending.code if isinstance(ending.code, int) else DONE


def _window(options: argparse.Namespace) -> int:
    from app.start import window

    if options.json:
        raise UsageError("缺少命令：--json 只用于命令。", "请看说明：union-desk --help")
    try:
        return window(options)
    except UsageError:
        raise
    except UnionDeskError as error:
        return _tell(error, REFUSED, as_json=False)


def _run(options: argparse.Namespace) -> int:
    from app import __version__, crash
    from app.base.collecting import seldom
    from app.base.progress import Cancelled

    seldom()
    crash.install(crash.default_folder(), version=__version__)
    try:
        return _show(_do(options), options)
    except UsageError:
        raise
    except BugError as error:
        return _bug(error, as_json=options.json)
    except UnionDeskError as error:
        return _tell(error, REFUSED, as_json=options.json)
    except (Cancelled, KeyboardInterrupt):
        stopped = KnownError("CANCELLED", "已取消；没有做完的操作没有保存。")
        return _tell(stopped, REFUSED, as_json=options.json)
    except BrokenPipeError:
        raise
    except Exception as error:
        return _bug(error, as_json=options.json)
    finally:
        crash.uninstall()


def _do(options: argparse.Namespace) -> Outcome:
    import contextlib
    import signal

    from app.base.area import load

    call = Call(options)

    def stop(number: int, frame: FrameType | None) -> None:
        """Ctrl+C: the act that runs in the writer's thread is rolled back at its next step."""
        call.cancelled = True
        signal.default_int_handler(number, frame)

    before = signal.signal(signal.SIGINT, stop)
    try:
        with contextlib.redirect_stdout(sys.stderr):  # a library that prints prints there
            outcome: Outcome = load(options.run)(call)
        return outcome
    finally:
        signal.signal(signal.SIGINT, before)
        call.end()


def _show(outcome: Outcome, options: argparse.Namespace) -> int:
    if options.json:
        _print_json({"command": options.command, **outcome.result})
    else:
        for line in outcome.lines:
            sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
    return outcome.status


def _tell(error: UnionDeskError, status: int, *, as_json: bool) -> int:
    if as_json:
        said = {"code": error.code, "message": error.message, "advice": error.advice}
        _print_json({"error": said})
    else:
        sys.stderr.write(f"{error.message}\n")
        if error.advice:
            sys.stderr.write(f"{error.advice}\n")
    return status


def _bug(error: Exception, *, as_json: bool) -> int:
    from app import crash

    return _tell(bug_told(crash.report(error)), BUG, as_json=as_json)


def _print_json(value: object) -> None:
    import json

    sys.stdout.write(json.dumps(value, ensure_ascii=False, default=_plain) + "\n")
    sys.stdout.flush()


def _plain(value: object) -> object:
    from datetime import date
    from pathlib import Path

    if isinstance(value, date):  # a moment is a date, too
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, set | frozenset):
        return sorted(value, key=str)
    raise TypeError(f"{type(value).__name__} is no JSON")


def _speak_utf8() -> None:
    """Both streams in UTF-8 wherever we run; what cannot be encoded (a file name) is escaped."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")
