"""What both packages share: folders, the exported commit, its stamp, and running tools."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[1]
BUILD = HOUSE / "build" / "package"
DIST = HOUSE / "dist"
GIT = ("git", "-c", f"safe.directory={HOUSE.as_posix()}", "-c", "core.autocrlf=false")
"""A checkout may belong to somebody else than who builds, e.g. in CI; files stay as committed."""


def say(text: str) -> None:
    """One line to whoever builds."""
    sys.stdout.write(f"-- {text}\n")
    sys.stdout.flush()


def run(*command: str | Path, cwd: Path = HOUSE, env: dict[str, str] | None = None) -> str:
    """Run a tool; its standard output. Ends the build with the tool's own words if it fails."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd, env=os.environ | (env or {}), capture_output=True, check=False,
        text=True, encoding="utf-8", errors="replace",
    )  # fmt: skip
    if done.returncode:
        sys.stdout.write((done.stdout + done.stderr)[-6000:])
        raise SystemExit(f"{Path(command[0]).name} failed with {done.returncode}")
    return done.stdout


@dataclass(frozen=True, slots=True)
class Commit:
    """What is being packaged.

    Attributes:
        version: of the program, as in ``app/__init__.py``.
        name: abbreviated commit.
        number: how many commits lead to it; orders packages of one version.
        moment: of the commit, seconds since 1970; every file of the package gets it.
    """

    version: str
    name: str
    number: int
    moment: int

    @property
    def package_version(self) -> str:
        """Version of the package: 0.1.0+123.gabcdef0."""
        return f"{self.version}+{self.number}.g{self.name}"


def head() -> Commit:
    """The commit that is packaged: always HEAD, whatever lies changed in the folder."""
    name, moment = run(*GIT, "log", "-1", "--format=%h %ct", "--abbrev=10").split()
    words = run(*GIT, "show", "HEAD:app/__init__.py")
    found = re.search(r'__version__ = "([^"]+)"', words)
    assert found is not None
    number = int(run(*GIT, "rev-list", "--count", "HEAD"))
    return Commit(found[1], name, number, int(moment))


def export(commit: Commit, folder: Path) -> Path:
    """The files of the commit in ``folder``, so that what lies around cannot get in."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    packed = subprocess.run(
        [*GIT, "archive", "--format=zip", "HEAD", "app", "app.py", "resources", "LICENSE",
         "THIRD-PARTY.md", "installer", "requirements.lock"],
        cwd=HOUSE, capture_output=True, check=True,
    ).stdout  # fmt: skip
    with zipfile.ZipFile(BytesIO(packed)) as archive:
        archive.extractall(folder)
    stamp = {
        "version": commit.version,
        "package": commit.package_version,
        "commit": commit.name,
        "moment": commit.moment,
    }
    (folder / "resources" / "build.json").write_text(json.dumps(stamp, indent=1) + "\n", "utf-8")
    return folder


def set_times(folder: Path, moment: int) -> None:
    """Every file and folder gets the moment of the commit."""
    able = os.utime in os.supports_follow_symlinks  # not on Windows, where there are no links
    for path in [*folder.rglob("*"), folder]:
        os.utime(path, (moment, moment), follow_symlinks=not able)


def megabytes(folder: Path) -> float:
    """Size of a file, or of all files below a folder."""
    if folder.is_file():
        return folder.stat().st_size / 1e6
    return sum(p.lstat().st_size for p in folder.rglob("*") if p.is_file()) / 1e6
