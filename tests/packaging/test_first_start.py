"""What is prepared for the first start, what build this is, and the pages of help."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from app.base import stamp
from app.base.prepared import PLACE, Prepared, places, prepared
from app.desk.settings import Settings
from app.paper.help import PAGES, help_paper

FILE = """
division = "120114106"
kind = " township "
name = "王庆坨镇总工会"
folder = "~/工会工作库"
backup_place = 7
[settings]
scale = 125
lock_minutes = "十"
scheme = "purple"
nonsense = 1
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "first-start.toml"
    path.write_text(text, "utf-8")
    return path


def test_a_prepared_file_fills_what_it_says(tmp_path: Path) -> None:
    told = prepared([tmp_path / "none.toml", written(tmp_path, FILE)])
    assert (told.division, told.kind, told.name) == ("120114106", "township", "王庆坨镇总工会")
    assert Path(told.folder) == Path.home() / "工会工作库"
    assert told.backup_place == ""  # of the wrong type: asked


@pytest.mark.logs("first-start file unreadable")
@pytest.mark.parametrize("text", ["division = ", "\x00", "a = 1\na = 2"])
def test_a_wrong_file_is_as_good_as_none(tmp_path: Path, text: str) -> None:
    assert prepared([written(tmp_path, text)]) == Prepared()


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text('kind = "zone"\n', "utf-8-sig")
    assert prepared([path]).kind == "zone"


def test_the_environment_names_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PLACE, str(tmp_path / "x.toml"))
    assert places() == [tmp_path / "x.toml"]


def test_prepared_settings_hold_until_the_clerk_chooses(tmp_path: Path) -> None:
    first = prepared([written(tmp_path, FILE)]).settings
    settings = Settings(tmp_path / "settings.json", first)
    assert settings.get("scale") == 125
    assert settings.get("lock_minutes") == 5  # a word is no number
    assert settings.get("scheme") == "light"  # no such choice
    settings.set("scale", 150)
    assert Settings(tmp_path / "settings.json", first).get("scale") == 150
    assert Settings(tmp_path / "settings.json").get("scale") == 150


def test_a_checkout_says_that_it_is_one() -> None:
    assert stamp.commit() == ""
    assert "从源码运行" in stamp.version()


def test_a_packaged_program_says_its_commit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "resources").mkdir()
    file = tmp_path / "resources" / "build.json"
    file.write_text('{"commit": "abc1234567"}', "utf-8")
    monkeypatch.setattr("sys._MEIPASS", str(tmp_path), raising=False)
    assert "abc1234567" in stamp.version()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page[0])
def test_a_page_of_help_prints(page: tuple[str, str, str]) -> None:
    from app.paper.document import render

    name, file, title = page
    document = help_paper(file, office="王庆坨镇总工会", on=date(2026, 11, 22))
    assert document.title == title
    printed = render(document)
    assert list(printed.missing) == []
    assert 1 <= printed.pages <= 4
    assert name.startswith("help-")


def test_the_help_names_only_commands_that_exist() -> None:
    from app.cli import parser
    from app.commands import KINDS

    text = (Path(__file__).parents[2] / "resources/help/setup.md").read_text("utf-8")
    known = parser().format_help()
    for word in re.findall(r"union-desk (?:-w \S+ )?([a-z]+)[ ：]", text):
        assert f"    {word} " in known, word
    for kind in KINDS:
        assert kind in text
