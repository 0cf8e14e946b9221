"""What the packages' recipes promise, without building one."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
import tomllib
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree  # our own file

import pytest

from app import __version__
from app.store.backup import SUFFIX
from installer import inventory
from installer.common import Commit

HOUSE = Path(__file__).parents[2]
DEBIAN = HOUSE / "installer" / "debian"
COMMIT = Commit("0.1.0", "abc1234567", 12, 1_790_000_000)


def test_versions_agree() -> None:
    project = tomllib.loads((HOUSE / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == __version__


def test_later_commits_of_a_version_are_upgrades() -> None:
    versions = [Commit("0.1.0", "f00", n, 0).package_version for n in (9, 10, 101)]
    dpkg = shutil.which("dpkg")
    if dpkg is None:
        pytest.skip("no dpkg here")
    for older, newer in pairwise(versions):
        done = subprocess.run([dpkg, "--compare-versions", older, "lt", newer], check=False)
        assert done.returncode == 0, (older, newer)


@pytest.mark.parametrize("name", ["preinst", "postinst", "postrm", "union-desk", "union-desk-gui"])
def test_scripts_are_plain_posix_shell(name: str) -> None:
    shell = shutil.which("dash") or shutil.which("sh")
    assert shell is not None
    done = subprocess.run([shell, "-n", DEBIAN / name], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_no_script_removes_anything_of_a_user() -> None:
    for name in ("preinst", "postinst", "postrm"):
        text = (DEBIAN / name).read_text("utf-8")
        commands = [line.split("#")[0] for line in text.splitlines() if "echo" not in line]
        assert not re.search(r"\brm\b|/home|\$HOME|~", "\n".join(commands)), name


def test_an_older_system_is_refused_with_a_sentence(tmp_path: Path) -> None:
    dpkg = shutil.which("dpkg")
    if dpkg is None:
        pytest.skip("no dpkg here")
    script = tmp_path / "preinst"
    text = (DEBIAN / "preinst").read_text("utf-8")
    script.write_text(text.replace("@GLIBC@", "9.9"), "utf-8")
    done = subprocess.run(["sh", script, "install"], capture_output=True, text=True)
    assert done.returncode == 1
    assert "系统太旧" in done.stderr
    assert "没有安装任何东西" in done.stderr
    script.write_text(text.replace("@GLIBC@", "2.1"), "utf-8")
    assert subprocess.run(["sh", script, "install"], check=False).returncode == 0


@pytest.mark.parametrize(
    ("given", "led"),
    [
        ({}, "ibus"),
        ({"QT_IM_MODULE": "fcitx"}, "ibus"),
        ({"QT_IM_MODULE": "xim"}, "xim"),
        ({"QT_IM_MODULES": "wayland"}, ""),
    ],
)
def test_input_methods_are_led_to_what_qt_carries(
    tmp_path: Path, given: dict[str, str], led: str
) -> None:
    text = (DEBIAN / "union-desk").read_text("utf-8")
    told = 'echo "$QT_IM_MODULE"'
    text = text.replace('exec /usr/lib/union-desk/union-desk "$@"', told)
    assert told in text
    (tmp_path / "ibus-daemon").write_text("#!/bin/sh\n", "utf-8")
    (tmp_path / "ibus-daemon").chmod(0o755)
    env = {"PATH": f"{tmp_path}:/usr/bin:/bin"} | given
    done = subprocess.run(["sh", "-c", text], capture_output=True, text=True, env=env, check=True)
    assert done.stdout.strip() == led


def test_fcitx_alone_is_reached_through_its_portal(tmp_path: Path) -> None:
    front = tmp_path / "fcitx5" / "libibusfrontend.so"
    front.parent.mkdir()
    front.touch()
    text = (DEBIAN / "union-desk").read_text("utf-8")
    text = text.replace("/usr/lib/*/fcitx5/", "fcitx5/")
    text = text.replace(
        'exec /usr/lib/union-desk/union-desk "$@"', 'echo "$QT_IM_MODULE ${IBUS_USE_PORTAL:-}"'
    )
    shell = shutil.which("sh")
    assert shell is not None
    env = {"PATH": str(tmp_path), "QT_IM_MODULE": "fcitx"}
    done = subprocess.run(
        [shell, "-c", text], capture_output=True, text=True, env=env, check=True, cwd=tmp_path
    )
    assert done.stdout.split() == ["ibus", "1"]


def test_desktop_entry_and_file_type_fit_together() -> None:
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment,method-assign]
    entry.read(DEBIAN / "union-desk.desktop", encoding="utf-8")
    desktop = entry["Desktop Entry"]
    assert desktop["Name"] == "基层工会工作台"
    mime = ElementTree.parse(DEBIAN / "union-desk.xml").getroot()
    space = "{http://www.freedesktop.org/standards/shared-mime-info}"
    kind = mime.find(f"{space}mime-type")
    assert kind is not None
    assert f"{kind.get('type')};" == desktop["MimeType"]
    glob = kind.find(f"{space}glob")
    assert glob is not None
    assert glob.get("pattern") == f"*{SUFFIX}"


def test_the_parts_list_names_every_locked_package_and_font(tmp_path: Path) -> None:
    import sysconfig

    site = Path(sysconfig.get_path("purelib"))
    bom = inventory.sbom(COMMIT, HOUSE, site, {"openssl": "3.0"})
    names = {part["name"] for part in bom["components"]}
    found = {inventory.normal(d.metadata["Name"]) for d in inventory.installed(
        site, HOUSE / "requirements.lock")}  # fmt: skip
    assert found <= names
    assert {"pyside6-essentials", "sqlcipher3", "cpython", "openssl"} <= names
    fonts = {f"resources/fonts/{p.name}" for p in (HOUSE / "resources/fonts").glob("*.ttf")}
    assert fonts <= names
    assert inventory.sbom(COMMIT, HOUSE, site, {"openssl": "3.0"}) == bom
    assert inventory.write_licences(HOUSE, site, tmp_path) >= len(found)


def test_the_lock_of_the_packager_is_hashed() -> None:
    text = (HOUSE / "requirements-package.lock").read_text("utf-8")
    assert inventory.locked(HOUSE / "requirements-package.lock").keys() >= {"pyinstaller"}
    assert text.count("--hash=sha256:") >= len(re.findall(r"^\S+==", text, re.MULTILINE))
