"""Builds what is handed to an office on Linux: the one-dir bundle and the Debian package.

    python -m installer.build bundle     build/package/bundle/union-desk
    python -m installer.build deb        the bundle, and dist/union-desk_VERSION_amd64.deb
    python -m installer.build check      the same, packed loosely, and started once (check.py)
    python -m installer.build twice      the bundle two times; lists the files that differ

Always of HEAD, exported into a folder of its own. The environment under build/package/env holds
the locked run-time packages and the packager, nothing else.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import sys
from pathlib import Path

from installer import check, inventory
from installer.common import (
    BUILD,
    DIST,
    HOUSE,
    Commit,
    export,
    head,
    megabytes,
    run,
    say,
    set_times,
)
from installer.debian import package

ENV = BUILD / "env"
SOURCE = BUILD / "source"
EXTRAS = BUILD / "extras"
BUNDLE = BUILD / "bundle" / "union-desk"
LOCKS = ("requirements.lock", "requirements-package.lock")


def environment() -> Path:
    """An environment with the locked packages; made anew when a lock has changed."""
    python = ENV / "bin" / "python"
    locks = [HOUSE / name for name in LOCKS]
    stamp = ENV / ".locks"
    sums = "".join(hashlib.sha256(lock.read_bytes()).hexdigest() + "\n" for lock in locks)
    if python.exists() and stamp.exists() and stamp.read_text("utf-8") == sums:
        return python
    say("environment")
    shutil.rmtree(ENV, ignore_errors=True)
    run(sys.executable, "-m", "venv", ENV)
    for lock in locks:
        run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
            "--require-hashes", "--no-deps", "-r", lock)  # fmt: skip
    stamp.write_text(sums, "utf-8")
    return python


def settings(commit: Commit) -> dict[str, str]:
    """What makes a build repeatable."""
    return {
        "PYTHONHASHSEED": "1",
        "SOURCE_DATE_EPOCH": str(commit.moment),
        "UNION_DESK_SOURCE": str(SOURCE),
        "UNION_DESK_EXTRAS": str(EXTRAS),
        "PYINSTALLER_CONFIG_DIR": str(BUILD / "cache"),
        "PYTHONPATH": str(SOURCE),
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
    }


def bundle(commit: Commit) -> Path:
    """The one-dir bundle of a commit."""
    python = environment()
    say(f"bundle of {commit.package_version}")
    export(commit, SOURCE)
    shutil.rmtree(EXTRAS, ignore_errors=True)
    site = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    ssl = run(python, "-c", "import ssl; print(ssl.OPENSSL_VERSION.split()[1])").strip()
    parts = inventory.write(commit, SOURCE, site, EXTRAS, {"openssl": ssl})
    say(f"{parts} parts in the list")
    shutil.rmtree(BUILD / "cache", ignore_errors=True)
    run(python, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN",
        "--distpath", BUNDLE.parent, "--workpath", BUILD / "work",
        SOURCE / "installer" / "union-desk.spec", cwd=SOURCE, env=settings(commit))  # fmt: skip
    run(python, "-m", "installer.pictures", BUILD / "pictures", cwd=SOURCE, env=settings(commit))
    set_times(BUNDLE, commit.moment)
    say(f"{megabytes(BUNDLE):.0f} MB in {BUNDLE.relative_to(HOUSE)}")
    return BUNDLE


def digests(folder: Path) -> dict[str, str]:
    """Path below the folder to SHA-256, or to the target of a link."""
    return {
        path.relative_to(folder).as_posix(): (
            f"-> {path.readlink()}"
            if path.is_symlink()
            else hashlib.sha256(path.read_bytes()).hexdigest()
        )
        for path in sorted(folder.rglob("*"))
        if path.is_symlink() or path.is_file()
    }


def needed_glibc(folder: Path) -> str:
    """The newest version of the C library that any program file asks for."""
    newest = (0, 0)
    for path in folder.rglob("*"):
        if path.is_symlink() or not path.is_file():
            continue
        with path.open("rb") as file:
            if file.read(4) != b"\x7fELF":
                continue
        for major, minor in re.findall(rb"GLIBC_(\d+)\.(\d+)", path.read_bytes()):
            newest = max(newest, (int(major), int(minor)))
    return f"{newest[0]}.{newest[1]}"


def deb(folder: Path = DIST, level: int = 19) -> Path:
    """The Debian package of HEAD."""
    commit = head()
    made = bundle(commit)
    glibc = needed_glibc(made)
    file = package.build(commit, made, BUILD / "pictures", glibc, folder=folder, level=level)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    say(f"{file.relative_to(HOUSE)}: {megabytes(file):.1f} MB, sha256 {digest}")
    return file


def twice() -> None:
    """Build two times and tell what differs."""
    commit = head()
    found = []
    for _ in range(2):
        made = bundle(commit)
        file = package.build(commit, made, BUILD / "pictures", needed_glibc(made))
        found.append(digests(made) | {file.name: hashlib.sha256(file.read_bytes()).hexdigest()})
    one, two = found
    other = sorted(name for name in one.keys() | two.keys() if one.get(name) != two.get(name))
    say(f"{len(one)} files, {len(other)} differ")
    for name in other:
        say(f"differs: {name}")


def older() -> None:
    """The bundle that is there, packed under an older number: to try an upgrade."""
    glibc = needed_glibc(BUNDLE)
    package.build(head(), BUNDLE, BUILD / "pictures", glibc, version="0.0.9", level=1)


def main() -> None:
    """What the first argument names."""
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    if name == "bundle":
        bundle(head())
    elif name == "deb":
        deb()
    elif name == "check":
        check.started(deb(BUILD / "check", level=1), head())
    elif name == "older":
        older()
    elif name == "twice":
        twice()
    else:
        raise SystemExit(__doc__)


if __name__ == "__main__":
    main()
