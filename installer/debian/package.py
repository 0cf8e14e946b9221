"""Puts the bundle into a Debian package."""

from __future__ import annotations

import shutil
from pathlib import Path

from installer.common import BUILD, DIST, Commit, run, say, set_times
from installer.pictures import SIZES

HERE = Path(__file__).parent


def _write(path: Path, text: str, mode: int = 0o644) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    path.chmod(mode)


def _root(commit: Commit, bundle: Path, pictures: Path) -> Path:
    """The tree that is installed."""
    root = BUILD / "deb"
    shutil.rmtree(root, ignore_errors=True)
    home = root / "usr" / "lib" / "union-desk"
    home.parent.mkdir(parents=True)
    shutil.copytree(bundle, home, symlinks=True)
    share = root / "usr" / "share"
    for name in ("union-desk", "union-desk-gui"):
        _write(root / "usr" / "bin" / name, (HERE / name).read_text("utf-8"), 0o755)
    for name, place in (
        ("union-desk.desktop", share / "applications"),
        ("union-desk.xml", share / "mime" / "packages"),
    ):
        _write(place / name, (HERE / name).read_text("utf-8"))
    icons = share / "icons" / "hicolor"
    for side in SIZES:
        for kind, name in (
            ("apps", "union-desk"),
            ("mimetypes", "application-x-union-desk-backup"),
        ):
            place = icons / f"{side}x{side}" / kind
            place.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(pictures / f"union-desk-{side}.png", place / f"{name}.png")
    about = bundle / "lib" / "about"
    words = (
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n"
        "Upstream-Name: union-desk\n\nFiles: *\nCopyright: the authors of Union Desk\n"
        "License: GPL-3+\n On Debian systems the text is in /usr/share/common-licenses/GPL-3.\n"
        " Parts of others, their licences and a CycloneDX list: /usr/lib/union-desk/lib/about.\n"
    )
    _write(share / "doc" / "union-desk" / "copyright", words)
    assert (about / "sbom.cdx.json").is_file()
    _plain_modes(root)
    set_times(root, commit.moment)
    return root


def _plain_modes(root: Path) -> None:
    """755 for folders and programs, 644 for the rest, whatever the umask was."""
    for path in [root, *root.rglob("*")]:
        if path.is_symlink():
            continue
        program = path.is_dir() or path.parent.name == "bin" or path.name == "union-desk"
        path.chmod(0o755 if program else 0o644)


def build(
    commit: Commit,
    bundle: Path,
    pictures: Path,
    glibc: str,
    *,
    version: str = "",
    folder: Path = DIST,
    level: int = 19,
) -> Path:
    """Make FOLDER/union-desk_VERSION_amd64.deb.

    Args:
        commit: what is packaged.
        bundle: the one-dir bundle.
        pictures: the icons.
        glibc: the oldest C library it runs with.
        version: another version number (for trying an upgrade).
        folder: where the package goes.
        level: of zstd; 19 takes a minute, 1 a second.
    """
    version = version or commit.package_version
    root = _root(commit, bundle, pictures)
    kilobytes = sum(p.lstat().st_size for p in root.rglob("*") if p.is_file()) // 1024
    values = {"@VERSION@": version, "@SIZE@": str(kilobytes), "@GLIBC@": glibc}
    for name in ("control.in", "preinst", "postinst", "postrm"):
        text = (HERE / name).read_text("utf-8")
        for key, value in values.items():
            text = text.replace(key, value)
        plain = name.removesuffix(".in")
        _write(root / "DEBIAN" / plain, text, 0o644 if plain == "control" else 0o755)
    set_times(root / "DEBIAN", commit.moment)
    root.chmod(0o755)
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"union-desk_{version}_amd64.deb"
    epoch = {"SOURCE_DATE_EPOCH": str(commit.moment)}
    run("dpkg-deb", "-Zzstd", f"-z{level}", "--root-owner-group", "--build", root, file, env=epoch)
    say(f"Debian package {version}, needs glibc {glibc}")
    return file
