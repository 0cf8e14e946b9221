"""归档目录 and 迎检资料包: a real office's evidence as a list and as a folder outside."""

from __future__ import annotations

import io
import multiprocessing
import shutil
import time
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PIL import Image
from pypdf import PdfReader
from PySide6.QtWidgets import QPushButton

import app.desk
from app.areas import AREAS
from app.areas.five_ones.acts import hold_activity, plan_activity
from app.areas.five_ones.records import ACTIVITY
from app.areas.returns import package
from app.areas.returns.lists.archive import masked, read_archive, rules, subjects
from app.areas.returns.package import Wanted, archive_of, make_package, sweep, write_index
from app.areas.returns.page import ReturnsPage
from app.base.area import gather
from app.base.codes import code_list
from app.base.days import calendar_year
from app.base.errors import KnownError, UserError
from app.base.progress import SILENT, Cancelled, Progress
from app.paper.asking import papers_of
from app.start import house, wiring
from app.store import evidence
from app.store.meta import METADATA
from app.store.workspace import Surroundings, Workspace
from tests.areas.organisations.conftest import Office, office
from tests.desk.desks import desk_on, put_up
from tests.workspaces import PASSWORD

__all__ = ["app", "office"]

TODAY = date(2026, 11, 22)


def photo(shade: int) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (64, 48), (shade, 90, 120)).save(buffer, "JPEG")
    return buffer.getvalue()


@pytest.fixture
def year(office: Office) -> tuple[Office, str]:
    """A union with a contest and a match of this year and one of last year, each with proof."""
    space, union = office.space, office.union("甲厂工会委员会")

    def held(kind: str, title: str, day: date, shade: int) -> None:
        one = space.do(plan_activity, union_id=union, kind=kind, title=title, planned_on=day).result
        space.do(hold_activity, one, held_on=day)
        files = [
            evidence.keep(space, photo(shade), kind="photo", title="IMG_1.jpg",
                          media_type="image/jpeg", made_on=day),
            evidence.keep(space, f"记录 {title}".encode(), kind="minutes",
                          title="张三 110101199001011234.txt", media_type="text/plain"),
            evidence.keep(space, f"联系 {title}".encode(), kind="other",
                          title="CON: 13812345678?.txt", media_type="text/plain"),
        ]  # fmt: skip
        space.do(evidence.attach, ACTIVITY.name, one, files=files)

    held("labour_contest", "焊工比武/第一场", date(2026, 5, 4), 1)
    held("recreation", "拔河比赛", date(2026, 6, 1), 2)
    held("recreation", "去年的比赛", date(2025, 6, 1), 3)
    space.do(plan_activity, union_id=union, kind="recreation", title="登山",
             planned_on=date(2026, 10, 1))  # fmt: skip
    return office, union


def wanted(union: str, **more: Any) -> Wanted:
    return Wanted(AREAS, union, 2026, TODAY, **more)


def files_in(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def test_the_list_has_this_years_evidence_under_its_subjects(year: tuple[Office, str]) -> None:
    space, union = year[0].space, year[1]
    found = archive_of(space, wanted(union))
    proofs = [one for one in found.entries if one.piece is not None]
    assert [(one.number, one.about, one.kind, one.amount) for one in proofs] == [
        ("04-001", "焊工比武/第一场", "照片", "1页"),
        ("04-002", "焊工比武/第一场", "记录", "1份"),
        ("04-003", "焊工比武/第一场", "其他", "1份"),
        ("05-001", "拔河比赛", "照片", "1页"),
        ("05-002", "拔河比赛", "记录", "1份"),
        ("05-003", "拔河比赛", "其他", "1份"),
    ]
    assert {one.subject.six for one in proofs} == {"有服务职工的活动载体"}
    assert {one.keep for one in proofs} == {"定期10年"}
    assert [one.title for _subject, one in found.bare] == ["登山"]


def test_subjects_and_papers_of_the_resource_exist() -> None:
    for subject in subjects().values():
        for keep in (subject.keep, *subject.other.values()):
            assert keep in rules()["keep"]
        assert all(kind in code_list("proof_kind") for kind in subject.other)
    for row in rules()["paper"]:
        report = papers_of(AREAS)[row["name"]]
        assert row["subject"] in subjects()
        assert all(
            kind in METADATA.tables for kind in (*row.get("needs", ()), row.get("owner", "unions"))
        )
        assert report.about == row.get("owner", report.about)


def test_every_area_names_known_subjects_and_tables(year: tuple[Office, str]) -> None:
    space, union = year[0].space, year[1]
    period = calendar_year(2026)
    for files in gather(AREAS, "files"):
        for one in space.read(lambda c, f=files: f(c, union=union, period=period, persons=True)):
            assert one.subject in subjects()
            assert one.owner_kind in METADATA.tables


def test_numbers_of_persons_are_masked() -> None:
    assert masked("张三 110101199001011234") == "张三 1101**********1234"
    assert masked("电话13812345678。") == "电话138****5678。"
    assert masked("2026年第0012号，20260504") == "2026年第0012号，20260504"


def test_the_package_is_a_folder_that_windows_takes(
    year: tuple[Office, str], tmp_path: Path
) -> None:
    space, union = year[0].space, year[1]
    place = tmp_path / "U盘"
    place.mkdir()
    said: list[tuple[int, int, str]] = []
    made = make_package(space, place, wanted(union), Progress(lambda *step: said.append(step)))
    assert [p.name for p in place.iterdir()] == ["甲厂工会委员会 2026年迎检资料包"]
    assert made.folder == place / "甲厂工会委员会 2026年迎检资料包"
    names = files_in(made.folder)
    there = {
        "归档目录.pdf",
        "归档目录.xlsx",
        "04 劳动竞赛/04-001 焊工比武／第一场 照片.jpg",
        "04 劳动竞赛/04-003 焊工比武／第一场 CON： 138＊＊＊＊5678？.txt",
    }
    assert there <= set(names)
    assert len({name.casefold() for name in names}) == len(names) == made.files + 2
    assert not [n for n in names if set(n) & set('<>:"\\|?*') or "110101199001011234" in n]
    assert max(len(name) for name in names) < 100
    assert (made.folder / "04 劳动竞赛/04-001 焊工比武／第一场 照片.jpg").read_bytes() == photo(1)
    assert "去年" not in "".join(names)
    rows = list(openpyxl.load_workbook(made.folder / "归档目录.xlsx").active.values)
    assert sorted(str(row[7]) for row in rows[1:]) == [n for n in names if "/" in n]
    pages = "".join(p.extract_text() for p in PdfReader(made.folder / "归档目录.pdf").pages)
    assert "04-002" in pages
    assert "110101199001011234" not in pages + "".join(map(str, rows))
    assert PdfReader(made.folder / "00 总表/00-001 五个一全年情况表.pdf").pages
    assert (made.lost, said[-1][0] < said[-1][1]) == (0, True)
    again = make_package(space, place, wanted(union))
    assert again.folder.name == "甲厂工会委员会 2026年迎检资料包(2)"
    assert files_in(again.folder) == names


def test_a_missing_file_is_said_and_the_rest_is_there(
    year: tuple[Office, str], tmp_path: Path
) -> None:
    space, union = year[0].space, year[1]
    one = next(e for e in archive_of(space, wanted(union)).entries if e.piece is not None)
    assert one.piece is not None
    (stored,) = space.folder.rglob(f"{one.piece.file}*")
    stored.unlink()
    made = make_package(space, tmp_path, wanted(union))
    assert made.lost == 1
    assert not (made.folder / one.path[0] / one.path[1]).exists()
    rows = list(openpyxl.load_workbook(made.folder / "归档目录.xlsx").active.values)
    assert [row[0] for row in rows if "缺失" in str(row[7])] == [one.number]
    assert made.files + 2 == len(files_in(made.folder))


@pytest.mark.parametrize("steps", [1, 3, 6, 9])
def test_stopped_anywhere_it_leaves_nothing(
    year: tuple[Office, str], tmp_path: Path, steps: int
) -> None:
    space, union = year[0].space, year[1]
    place = tmp_path / "放这里"
    place.mkdir()
    asked = 0

    def enough() -> bool:
        nonlocal asked
        asked += 1
        return asked > steps

    with pytest.raises(Cancelled):
        make_package(space, place, wanted(union), Progress(cancelled=enough))
    assert list(place.iterdir()) == []
    assert space.state(package._KEY, "") in (None, [])


def test_places_that_do_not_do_are_refused(year: tuple[Office, str], tmp_path: Path) -> None:
    space, union = year[0].space, year[1]
    (space.folder / "资料").mkdir()
    for place, code in (
        (space.folder, "PACKAGE_PLACE"),
        (space.folder / "资料", "PACKAGE_PLACE"),
        (tmp_path / "没有", "NO_FOLDER"),
    ):
        with pytest.raises((UserError, KnownError)) as told:
            make_package(space, place, wanted(union))
        assert told.value.code == code
    deep = tmp_path / ("很深的" * 20) / ("很深的" * 20)
    deep.mkdir(parents=True)
    with pytest.raises(UserError, match="路径太长"):
        make_package(space, deep, wanted(union))
    with pytest.raises(UserError, match="没有找到"):
        make_package(space, tmp_path, wanted("0" * 32))


def test_a_disk_without_room_is_refused_before_anything_is_written(
    year: tuple[Office, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    space, union = year[0].space, year[1]
    real = shutil.disk_usage
    small = type("Usage", (), {"free": 1 << 20})
    monkeypatch.setattr(shutil, "disk_usage", lambda p: small if p == tmp_path / "满" else real(p))
    (tmp_path / "满").mkdir()
    with pytest.raises(KnownError, match="只剩 1 MB"):
        make_package(space, tmp_path / "满", wanted(union))
    assert list((tmp_path / "满").iterdir()) == []


def _pack(folder: str, place: str, union: str) -> None:
    """In a process that will be killed."""
    space = Workspace.open(
        Path(folder), password=PASSWORD, wiring=wiring(),
        surroundings=Surroundings(today=lambda: TODAY),
    )  # fmt: skip
    make_package(space, Path(place), wanted(union))


def killed(folder: Path, place: Path, union: str) -> Path:
    """A package is begun in another process, which is killed; what it leaves."""
    place.mkdir()
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=_pack, args=(str(folder), str(place), union))
    process.start()
    until = time.monotonic() + 120
    while not any(p.is_file() for p in place.rglob("*")):
        assert process.is_alive()
        assert time.monotonic() < until
        time.sleep(0.01)
    process.kill()
    process.join()
    (left,) = place.iterdir()
    assert left.name.startswith("未做完的")
    return left


def opened(folder: Path) -> Workspace:
    return Workspace.open(
        folder, password=PASSWORD, wiring=wiring(),
        surroundings=Surroundings(today=lambda: TODAY),
    )  # fmt: skip


def test_killed_in_the_middle_it_leaves_no_package_and_the_rest_goes_next_time(
    year: tuple[Office, str], tmp_path: Path
) -> None:
    space, union = year[0].space, year[1]
    folder, place = space.folder, tmp_path / "桌面"
    space.close()
    killed(folder, place, union)
    with opened(folder) as again:
        made = make_package(again, place, wanted(union))
        assert list(place.iterdir()) == [made.folder]
        assert sweep(again) == 0


def test_the_rest_goes_when_the_window_is_opened_again(
    year: tuple[Office, str], tmp_path: Path
) -> None:
    space, union = year[0].space, year[1]
    folder, place = space.folder, tmp_path / "桌面"
    space.close()
    killed(folder, place, union)
    (place / "我的文件").mkdir()
    drive = place.rename(tmp_path / "拔下的U盘")
    with opened(folder) as again:
        house(again).daily(SILENT)
        assert len([*drive.iterdir()]) == 2
        drive.rename(place)
        house(again).daily(SILENT)
        assert [p.name for p in place.iterdir()] == ["我的文件"]
        assert len(again.state("unfinished_packages", "")) == 0


def test_in_the_window_the_question_comes_first(
    year: tuple[Office, str], tmp_path: Path, qtbot: Any
) -> None:
    space, union = year[0].space, year[1]
    with desk_on(space, tmp_path) as desk:
        desk.unit = union
        page = ReturnsPage(desk)
        put_up(page, qtbot)
        titles = [action.title for action in page.page_actions()]
        assert titles[:2] == ["归档目录…", "迎检资料包…"]
        page.page_actions()[1].run()
        dialog = page.packing.dialog
        assert dialog is not None
        assert not dialog.persons.isChecked()
        dialog.findChild(QPushButton, "package_cancel").click()
        assert not list(tmp_path.glob("*资料包*"))
        notices: list[Any] = []
        desk.ops.noticed.connect(notices.append)
        page.packing.make(tmp_path, 2026)
        qtbot.waitUntil(lambda: bool(notices), timeout=120_000)
        assert "迎检资料包已做好" in notices[-1].text
        page.packing.list(tmp_path / "目录.xlsx", 2026)
        qtbot.waitUntil(lambda: len(notices) > 1, timeout=60_000)
        assert (tmp_path / "目录.xlsx").is_file()


def test_persons_papers_only_if_asked(year: tuple[Office, str]) -> None:
    space, union = year[0].space, year[1]
    period = calendar_year(2026)

    def kinds(persons: bool) -> set[str]:
        return {
            one.owner_kind
            for files in gather(AREAS, "files")
            for one in space.read(
                lambda c, f=files: f(c, union=union, period=period, persons=persons)
            )
        }

    assert not kinds(False) & {"person", "member_application", "transfer"}


def test_the_workbook_alone(year: tuple[Office, str], tmp_path: Path) -> None:
    space, union = year[0].space, year[1]
    out = tmp_path / "归档目录.xlsx"
    found = archive_of(space, wanted(union))
    assert write_index(out, found).rows == len(found.entries)
    with pytest.raises(UserError, match="没有找到"):
        space.read(
            lambda c: read_archive(c, AREAS, {}, union="ab", period=calendar_year(2026), year=2026)
        )
