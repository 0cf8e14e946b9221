"""The rules of the house that no linter knows: sizes, forbidden calls, clocks, words, data files.

An exception is written into its list here, with its reason, where everybody sees it.
"""

from __future__ import annotations

import ast
import re
import shutil
import socket
import subprocess
import sys
import time
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

HOUSE = Path(__file__).parents[1]
MODULE_LINES, MODULE_WARN = 500, 400
FUNCTION_LINES, FUNCTION_AIM = 60, 50

# file (or folder with a closing slash): why it may catch everything
BLANKET_EXCEPT = {
    "app/crash.py": "the crash hook",
    "app/cli.py": "the boundary of the command line: exit status 4 and a report",
    "app/desk/operations.py": "the operation runner",
    "app/store/workspace.py": "hands every failure to whoever waits for the result",
    "app/sheets/child.py": "the child process: its failures travel to the parent",
    "app/sheets/pipeline.py": "the import row loop: one bad row must not stop the others",
}

# file: why SQL is put together from text there (never from values: those are bound)
SQL_TEXT = {
    "app/store/": "the one room that knows SQLite: pragmas, FTS5, DDL; names come from the schema",
}

# file: why it may look at the clock of the machine
CLOCKS = {
    "app/start.py": "the wiring hands the clock to everybody else",
    "app/cli.py": "the default of --today",
    "app/crash.py": "the moment of a report, replaced in tests",
    "app/store/surroundings.py": "the one clock of the store",
}

# file: why it imports a module that could reach a network
NETWORK = {
    "app/store/lock.py": "the name of this machine, for who has the workspace",
}

FORBIDDEN_WORDS = ("/work/" + "shared", "../" + "shared", "/work/" + "main")


def sources(*folders: str) -> list[Path]:
    """Python files of the program (or of these folders), in a stable order."""
    found = [p for folder in folders or ("app",) for p in (HOUSE / folder).rglob("*.py")]
    return sorted((*found, *([HOUSE / "app.py"] if not folders else [])))


def name_of(path: Path) -> str:
    return path.relative_to(HOUSE).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def allowed(path: Path, reasons: dict[str, str]) -> bool:
    name = name_of(path)
    return any(name == key or (key.endswith("/") and name.startswith(key)) for key in reasons)


def dotted(node: ast.AST) -> str:
    """``a.b.c`` of a call's function; empty for anything else."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return "." + ".".join(reversed(parts)) if parts else ""
    return ".".join((node.id, *reversed(parts)))


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            yield dotted(node.func), node


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_modules_are_short(capsys: pytest.CaptureFixture[str]) -> None:
    lengths = {
        name_of(p): len(p.read_text(encoding="utf-8").splitlines()) for p in sources("app", "tests")
    }
    tell(capsys, "long modules", {n: k for n, k in lengths.items() if k > MODULE_WARN})
    assert {n: k for n, k in lengths.items() if k > MODULE_LINES} == {}


def test_functions_are_short(capsys: pytest.CaptureFixture[str]) -> None:
    lengths = {
        f"{name_of(path)}:{node.lineno} {node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path in sources()
        for node in functions(path)
    }
    tell(capsys, "long functions", {n: k for n, k in lengths.items() if k > FUNCTION_AIM})
    assert {n: k for n, k in lengths.items() if k > FUNCTION_LINES} == {}


def tell(capsys: pytest.CaptureFixture[str], what: str, found: dict[str, int]) -> None:
    """Said aloud without failing: the limit is near."""
    if found:
        with capsys.disabled():
            lines = "".join(f"\n  {k:4d} {n}" for n, k in sorted(found.items()))
            print(f"\nnear the limit, {what}:{lines}")


def test_nothing_is_caught_blindly() -> None:
    found = [
        f"{name_of(path)}:{node.lineno}"
        for path in sources()
        if not allowed(path, BLANKET_EXCEPT)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler) and is_blanket(node)
    ]
    assert found == []


def is_blanket(handler: ast.ExceptHandler) -> bool:
    """Bare, ``Exception`` or ``BaseException``, unless it only cleans up and raises again."""
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    if not any(k is None or dotted(k) in ("Exception", "BaseException") for k in kinds):
        return False
    last = handler.body[-1]
    return not (isinstance(last, ast.Raise) and last.exc is None)


def test_no_call_runs_text_as_code_or_a_shell() -> None:
    forbidden = {
        "eval", "exec", "pickle.load", "pickle.loads", "pickle.Unpickler", "marshal.loads",
        "yaml.load", "os.system", "os.popen", "shelve.open",
    }  # fmt: skip
    found = []
    for path in sources():
        for name, call in calls(path):
            shell = any(
                k.arg == "shell" and getattr(k.value, "value", None) is not False
                for k in call.keywords
            )
            if name in forbidden or shell:
                found.append(f"{name_of(path)}:{call.lineno} {name}")
    assert found == []


SQL = re.compile(
    r"^\s*(SELECT\s.*\sFROM|INSERT\s+(OR\s+\w+\s+)?INTO|UPDATE\s.*\sSET|DELETE\s+FROM"
    r"|CREATE\s+(TABLE|INDEX|UNIQUE|VIRTUAL)|ALTER\s+TABLE|DROP\s+TABLE|PRAGMA)\b",
    re.IGNORECASE | re.DOTALL,
)


def test_sql_is_not_built_from_text() -> None:
    found = []
    for path in sources():
        if allowed(path, SQL_TEXT):
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.JoinedStr) and len(node.values) > 1:
                shown = "".join(
                    v.value if isinstance(v, ast.Constant) else "x"
                    for v in node.values
                    if isinstance(v, ast.Constant | ast.FormattedValue)
                )
            elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mod):
                left = node.left
                shown = str(left.value) if isinstance(left, ast.Constant) else ""
            else:
                continue
            if SQL.match(shown):
                found.append(f"{name_of(path)}:{node.lineno} {shown[:60]!r}")
    assert found == []


def test_today_is_passed_in() -> None:
    """Only the wiring looks at the clock (``time.monotonic`` and the like only measure)."""
    clock = re.compile(
        r"(^|\.)(date\.today|datetime\.(now|utcnow|today)|time\.(time|time_ns|localtime|gmtime)"
        r"|QDate(Time)?\.current\w+)$"
    )
    found = [
        f"{name_of(path)}:{call.lineno} {name}"
        for path in sources()
        if not allowed(path, CLOCKS)
        for name, call in calls(path)
        if clock.search(name)
    ]
    assert found == []


def test_log_lines_are_constant_texts() -> None:
    """Values go in as arguments, where the log masks them (``app/crash.py``)."""
    levels = {"debug", "info", "warning", "error", "critical", "exception", "log"}
    found = []
    for path in sources():
        for name, call in calls(path):
            owner, _, method = name.rpartition(".")
            if method not in levels or not re.fullmatch(r"_?log(ger|ging)?", owner.lower()):
                continue
            text = call.args[1 if method == "log" else 0] if call.args else None
            if not (isinstance(text, ast.Constant) and isinstance(text.value, str)):
                found.append(f"{name_of(path)}:{call.lineno}")
    assert found == []


def test_nothing_can_reach_a_network() -> None:
    roots = re.compile(
        r"^(socket|ssl|http|urllib\.request|ftplib|smtplib|telnetlib|xmlrpc|requests|httpx|aiohttp"
        r"|asyncio|PySide6\.(QtNetwork|QtWebEngine\w*|QtWebSockets))(\.|$)"
    )
    local = {"QLocalServer", "QLocalSocket"}  # one program talking to itself on one machine
    found = []
    for path in sources():
        for node in ast.walk(tree(path)):
            names: list[str] = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                if node.module == "PySide6.QtNetwork" and {a.name for a in node.names} <= local:
                    continue
                names = [node.module, *(f"{node.module}.{a.name}" for a in node.names)]
            if any(roots.match(n) for n in names) and not allowed(path, NETWORK):
                found.append(f"{name_of(path)}:{node.lineno} {names}")
    assert found == []


def tracked() -> list[Path]:
    """The files of the repository as git knows them."""
    if shutil.which("git") is None or not (HOUSE / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=HOUSE, capture_output=True, check=True
    ).stdout.decode("utf-8")
    return [p for n in listed.split("\0") if n and (p := HOUSE / n).is_file()]


def test_the_repository_stands_on_its_own() -> None:
    """No file speaks of a folder that a clone would not have."""
    words = [w.encode() for w in FORBIDDEN_WORDS]
    found = [
        name_of(path)
        for path in tracked()
        if path.suffix not in {".ttf", ".png", ".xz", ".db", ".xlsx", ".xls"}
        and any(word in path.read_bytes() for word in words)
    ]
    assert found == []


def test_the_lock_files_name_no_registry() -> None:
    for path in HOUSE.glob("requirements*.lock"):
        text = path.read_text(encoding="utf-8")
        assert "://" not in text, path.name
        assert "--index-url" not in text, path.name


def locked(name: str) -> set[str]:
    text = (HOUSE / name).read_text(encoding="utf-8")
    return {normal(n) for n in re.findall(r"^([A-Za-z0-9._-]+)==", text, re.MULTILINE)}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_the_locks_hold_what_pyproject_asks_for() -> None:
    """`make lock` was forgotten where this fails."""
    project = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    def asked(requirements: list[str]) -> set[str]:
        return {normal(m[0]) for r in requirements if (m := re.match(r"[A-Za-z0-9._-]+", r))}

    run, test = asked(project["dependencies"]), asked(project["optional-dependencies"]["test"])
    assert run - locked("requirements.lock") == set()
    assert (run | test) - locked("requirements-test.lock") == set()


def test_every_part_of_others_is_named_with_its_licence() -> None:
    text = (HOUSE / "THIRD-PARTY.md").read_text(encoding="utf-8")
    listed = {normal(n) for n in re.findall(r"^\| ([A-Za-z0-9._-]+) \|", text, re.MULTILINE)}
    assert locked("requirements.lock") - listed == set()
    fonts = tomllib.loads((HOUSE / "resources/fonts/fonts.toml").read_text(encoding="utf-8"))
    for font in fonts.values():
        assert font["file"] in text
        assert (HOUSE / "resources/fonts" / font["licence_file"]).is_file()


def test_every_resource_file_parses() -> None:
    files = sorted((HOUSE / "resources").rglob("*.toml"))
    assert files
    for path in files:
        try:
            tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            pytest.fail(f"{name_of(path)}: {error}")


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """Every text of a module that is no docstring, with its line."""
    notes = {
        id(node.body[0].value)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in notes:
            yield node.lineno, node.value


@pytest.mark.parametrize("face", ["hei.ttf", "hei_bold.ttf"])
def test_every_sign_of_the_window_is_in_its_fonts(face: str) -> None:
    """A sign that another font of the machine would have to bring is a box where there is none."""
    with TTFont(HOUSE / "resources" / "fonts" / face, lazy=True) as font:
        known = font.getBestCmap()
    shown = [p for p in sources() if re.search(r"^app/(desk|areas/\w+/(page|lists))/", name_of(p))]
    assert shown
    assert not [
        f"{name_of(path)}:{line}: {sign} U+{ord(sign):04X}"
        for path in shown
        for line, text in texts(path)
        for sign in sorted(set(text))
        if unicodedata.category(sign)[0] in "SP" and ord(sign) not in known
    ]


def test_every_room_has_tests_in_its_mirror() -> None:
    """A room of the house without a room in tests/ has nobody looking at it."""
    rooms = {p.parent.name for p in (HOUSE / "app").glob("*/__init__.py")}
    looked_at = {p.name for p in (HOUSE / "tests").iterdir() if p.is_dir()}
    if "cli" in looked_at:
        looked_at.add("commands")  # the commands are tested through the command line
    missing = sorted(rooms - looked_at)
    assert missing == []


def test_exceptions_from_the_rules_are_still_needed() -> None:
    """A file named in a list here that is gone takes its exception with it."""
    for reasons in (SQL_TEXT, NETWORK):
        for name in reasons:
            assert (HOUSE / name).exists(), name


def test_a_network_access_is_refused_and_noticed() -> None:
    """The watch of ``tests/guard`` is awake, here and in child processes."""
    attempts: list[str] = getattr(sys, "network_attempts")  # noqa: B009
    with pytest.raises(RuntimeError, match="forbidden in tests"):
        socket.create_connection(("127.0.0.1", 9), timeout=1)
    assert attempts
    attempts.clear()
    child = subprocess.run(
        [sys.executable, "-c", "import socket; socket.create_connection(('127.0.0.1', 9))"],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert "forbidden in tests" in child.stderr


def test_setup_is_plain_posix_shell() -> None:
    shell = shutil.which("dash") or shutil.which("sh")
    assert shell is not None
    done = subprocess.run([shell, "-n", str(HOUSE / "setup")], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_setup_with_nothing_missing_is_silent_and_quick() -> None:
    stamp = HOUSE / ".venv" / ".installed-test"
    if not stamp.exists():
        pytest.skip("this environment was not made by ./setup --test")
    command = ["sh", "-c", "cksum < requirements-test.lock"]
    now = subprocess.run(command, cwd=HOUSE, capture_output=True, text=True, check=True).stdout
    if stamp.read_text(encoding="utf-8") != now:
        pytest.skip("the lock has changed since ./setup --test")
    started = time.monotonic()
    done = subprocess.run(["./setup", "--test"], cwd=HOUSE, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert time.monotonic() - started < 1.0
