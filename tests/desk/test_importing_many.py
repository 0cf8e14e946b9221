"""The import of several files in the window: one that fails or is slow leaves the others be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from app.base.errors import BugError
from app.sheets.checking import Pasted
from app.sheets.job import Intake, Wish
from tests.areas.organisations.conftest import Office
from tests.desk.test_importing import Walk, book, office, page, waiting, walk

__all__ = ["office", "page", "walk"]


def test_errors_can_still_be_exported_when_nothing_was_written(
    office: Office, walk: Walk, tmp_path: Path
) -> None:
    head = ["工会名称", "上级工会"]
    good, bad = ["甲工会委员会", ""], ["乙工会委员会", "没有的工会"]
    walk.choose(book(tmp_path / "对.xlsx", head, good), book(tmp_path / "错.xlsx", head, bad))
    walk.columns()
    walk.check()
    done = walk.commit()
    assert done.left.isEnabled()
    walk.page.save_left(tmp_path / "错误.xlsx")
    walk.until(lambda: (tmp_path / "错误.xlsx").exists() and not walk.page.desk.ops.running())
    (sheet,) = openpyxl.load_workbook(tmp_path / "错误.xlsx").worksheets
    assert [cell.value for cell in sheet[2]][:2] == bad
    assert "没有的工会" in str(sheet[2][3].value)
    assert waiting(office) == []


def test_a_bug_met_in_one_file_leaves_the_others_be(
    office: Office, walk: Walk, tmp_path: Path
) -> None:
    good = book(tmp_path / "对.xlsx", ["工会名称"], ["甲工会委员会"])
    no_text: Any = None
    intake = Intake(office.space, walk.page.sheets["organisations"], Wish((Pasted(no_text), good)))
    intake.look()
    intake.read()
    broken, sound = intake.files
    assert broken.error is not None
    assert "其余文件不受影响" in broken.error.message
    assert sound.to_write() == 1
    intake.close()
    alone = Intake(office.space, walk.page.sheets["organisations"], Wish((Pasted(no_text),)))
    with pytest.raises(BugError):
        alone.look()
    alone.close()


def test_another_file_is_looked_at_while_one_is_judged_again(
    office: Office, walk: Walk, tmp_path: Path
) -> None:
    head = ["工会名称", "上级工会"]
    first = book(tmp_path / "一.xlsx", head, ["甲工会委员会", "没有的工会"])
    walk.choose(first, book(tmp_path / "二.xlsx", head, ["乙工会委员会", ""]))
    walk.columns()
    check = walk.check()
    check.show_file(0)
    walk.until(lambda: check.tabs.wrong)
    check.show_tab("wrong")
    panel: Any = check.panels["wrong"]
    panel.edit.setText("王庆坨镇总工会")
    panel.ok.click()
    check.show_file(1)
    walk.settled(check)
    walk.until(lambda: [line["name"] for line in check.tabs.every] == ["乙工会委员会"])
    assert check.to_write() == 2
