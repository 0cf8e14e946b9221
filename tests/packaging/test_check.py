"""The start of a freshly built package in CI: it must notice a program that does not work."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from installer import check
from installer.common import Commit

COMMIT = Commit("0.1.0", "abc1234567", 12, 1_790_000_000)
CONTROL = """Package: union-desk
Version: 0.1
Architecture: all
Maintainer: nobody
Description: a program for this test
"""


def package(folder: Path, script: str) -> Path:
    """A package whose program is a shell script."""
    if shutil.which("dpkg-deb") is None:
        pytest.skip("no dpkg-deb here")
    program = folder / "root" / "usr" / "lib" / "union-desk" / "union-desk"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    program.chmod(0o755)
    (folder / "root" / "DEBIAN").mkdir()
    (folder / "root" / "DEBIAN" / "control").write_text(CONTROL, "utf-8")
    file = folder / "a.deb"
    built = ["dpkg-deb", "-Znone", "--root-owner-group", "--build", folder / "root", file]
    subprocess.run(built, check=True, capture_output=True)
    return file


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ("echo 这里坏了 >&2; exit 4", "ended with 4: 这里坏了"),
        ("exit 0", "this is not abc1234567"),
        ('for w; do if [ "$w" = report ]; then exit 1; fi; done; echo abc1234567', "ended with 1"),
        ("echo abc1234567; touch ~/年度报告.pdf", "the report is no PDF"),
    ],
)
def test_a_program_that_does_not_work_ends_the_build(
    tmp_path: Path, script: str, told: str
) -> None:
    with pytest.raises(SystemExit, match=told):
        check.started(package(tmp_path, script), COMMIT)


def test_a_window_that_does_not_come_ends_the_build(tmp_path: Path) -> None:
    script = "echo abc1234567; printf %%PDF > ~/年度报告.pdf; if [ $# = 2 ]; then exit 1; fi"
    with pytest.raises(SystemExit, match="no window"):
        check.started(package(tmp_path, script), COMMIT)
