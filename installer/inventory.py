"""What travels inside a package about its parts: licence texts and a CycloneDX SBOM.

Made from the installed metadata of the run-time packages, the fonts' table and the licence list
of the repository, so that it cannot name what is not there.
"""

from __future__ import annotations

import hashlib
import json
import platform
import re
import shutil
import tomllib
import uuid
from datetime import UTC, datetime
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any

from installer.common import Commit

_LICENCE_FILE = re.compile(r"(licen[cs]e|copying|notice|authors|patents)", re.IGNORECASE)
_NAMESPACE = uuid.UUID("6a9f0f3e-7d0c-4d35-9d5f-3d1f6f6b8f10")


def normal(name: str) -> str:
    """The name of a package as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(lock: Path) -> dict[str, str]:
    """Package names of a lock file with their versions."""
    found = re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", lock.read_text("utf-8"), re.MULTILINE)
    return {normal(name): version for name, version in found}


def licence_names(third_party: Path) -> dict[str, str]:
    """Package name to licence, from the table of THIRD-PARTY.md."""
    rows = re.findall(r"^\| ([A-Za-z0-9._-]+) \| ([^|]+) \|", third_party.read_text("utf-8"), re.M)
    return {normal(name): licence.strip() for name, licence in rows}


def installed(site: Path, lock: Path) -> list[Distribution]:
    """The run-time packages found in ``site``, in order of their names."""
    wanted = locked(lock)
    found = {normal(d.metadata["Name"]): d for d in distributions(path=[str(site)])}
    return [found[name] for name in sorted(wanted) if name in found]


def write_licences(source: Path, site: Path, folder: Path) -> int:
    """Copy every licence text into ``folder``/NAME; returns how many there are."""
    count = 0
    for each in installed(site, source / "requirements.lock"):
        place = folder / normal(each.metadata["Name"])
        for file in each.files or []:
            if ".dist-info" not in file.parts[0] or not _LICENCE_FILE.search(file.name):
                continue
            real = Path(str(each.locate_file(file)))
            if real.is_file():
                place.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(real, place / real.name)
                count += 1
    python = Path(json.__file__).parents[1] / "LICENSE.txt"
    if python.is_file():
        (folder / "python").mkdir(parents=True, exist_ok=True)
        shutil.copyfile(python, folder / "python" / "LICENSE.txt")
        count += 1
    return count


def _fonts(source: Path) -> list[dict[str, Any]]:
    table = tomllib.loads((source / "resources/fonts/fonts.toml").read_text("utf-8"))
    made = []
    for font in sorted(table.values(), key=lambda font: str(font["file"])):
        data = (source / "resources/fonts" / font["file"]).read_bytes()
        made.append(
            {
                "type": "file",
                "name": f"resources/fonts/{font['file']}",
                "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(data).hexdigest()}],
                "licenses": [{"license": {"name": str(font.get("licence", "see its file"))}}],
            }
        )
    return made


def sbom(commit: Commit, source: Path, site: Path, others: dict[str, str]) -> dict[str, Any]:
    """A CycloneDX 1.5 document.

    Args:
        commit: what is packaged.
        source: the exported commit.
        site: where the run-time packages are installed.
        others: name to version of parts that no registry package stands for (OpenSSL, ...).
    """
    licences = licence_names(source / "THIRD-PARTY.md")
    parts: list[dict[str, Any]] = []
    for each in installed(site, source / "requirements.lock"):
        name = normal(each.metadata["Name"])
        parts.append(
            {
                "type": "library",
                "name": name,
                "version": each.version,
                "purl": f"pkg:pypi/{name}@{each.version}",
                "licenses": [{"license": {"name": licences.get(name, "see its file")}}],
            }
        )
    others = {"cpython": platform.python_version()} | others
    parts += [
        {"type": "library", "name": name, "version": version} for name, version in others.items()
    ]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid.uuid5(_NAMESPACE, commit.package_version)}",
        "version": 1,
        "metadata": {
            "timestamp": f"{datetime.fromtimestamp(commit.moment, UTC):%Y-%m-%dT%H:%M:%SZ}",
            "component": {
                "type": "application",
                "name": "union-desk",
                "version": commit.package_version,
                "licenses": [{"license": {"id": "GPL-3.0-or-later"}}],
            },
        },
        "components": [*parts, *_fonts(source)],
    }


def write(
    commit: Commit, source: Path, site: Path, folder: Path, others: dict[str, str] | None = None
) -> int:
    """Licence texts, licence list and SBOM below ``folder``; returns how many parts there are."""
    about = folder / "about"
    shutil.rmtree(about, ignore_errors=True)
    about.mkdir(parents=True)
    write_licences(source, site, about / "licences")
    for name in ("LICENSE", "THIRD-PARTY.md"):
        shutil.copyfile(source / name, about / name)
    bom = sbom(commit, source, site, others or {})
    text = json.dumps(bom, ensure_ascii=False, indent=1)
    (about / "sbom.cdx.json").write_text(text + "\n", "utf-8")
    return len(bom["components"])
