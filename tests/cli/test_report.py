"""demo and report: what the makefile's first command does, and the papers."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from pypdf import PdfReader

from app import start
from tests.paper.faces import postscript, truetype

from .conftest import Run


def test_demo_is_the_same_for_the_same_seed_and_day(run: Run, tmp_path: Path) -> None:
    made = [
        run("demo", tmp_path / name, "--size", "small", "--seed", seed)
        for name, seed in (("一", "7"), ("二", "7"), ("三", "8"))
    ]
    assert [said.status for said in made] == [0, 0, 0]
    for said in made:
        assert set(said.json) >= {"command", "workspace", "root", "unions", "members"}
        assert 50 <= said.json["unions"] <= 70
    one, two, three = (tmp_path / name for name in ("一", "二", "三"))
    assert made[0].json["root"] == made[1].json["root"]
    for question in (("figures",), ("check", "--all"), ("find", "公司", "--limit", "500")):
        answers = [run(*question, folder=folder).out for folder in (one, two, three)]
        assert answers[0] == answers[1]
        assert answers[0] != answers[2]
    info = run("info", folder=one).json
    assert info["counts"]["unions"] == made[0].json["unions"]
    assert run("verify", folder=one).json["findings"] == []


def test_reports_are_named(run: Run) -> None:
    listed = {report["name"]: report["title"] for report in run("report", "list").json["reports"]}
    assert {"annual", "unions", "findings"} <= set(listed)


def test_the_same_data_and_day_print_the_same_bytes(run: Run, office: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "一.pdf", tmp_path / "二.pdf"
    said = run("report", "annual", first, "--year", "2026", folder=office)
    assert said.status == 0
    assert set(said.json) >= {"command", "file", "pages", "missing_glyphs", "digest", "sha256"}
    assert said.json["sha256"] == hashlib.sha256(first.read_bytes()).hexdigest()
    assert said.json["pages"] == len(PdfReader(first).pages)
    assert said.json["missing_glyphs"] == []
    again = run("report", "annual", second, "--year", "2026", folder=office)
    assert first.read_bytes() == second.read_bytes()
    assert again.json["digest"] == said.json["digest"]
    assert said.json["digest"][:8] in "".join(p.extract_text() for p in PdfReader(first).pages)


def test_every_listed_report_prints(run: Run, office: Path, tmp_path: Path) -> None:
    for report in run("report", "list").json["reports"]:
        if report["about"]:  # of one record, asked for with --option id=
            said = run("report", report["name"], tmp_path / "一.pdf", folder=office)
            assert (said.status, said.json["error"]["code"]) == (3, "REQUIRED"), report
            continue
        out = tmp_path / f"{report['name']}.pdf"
        said = run("report", report["name"], out, folder=office)
        assert said.status == 0, report
        text = "".join(page.extract_text() for page in PdfReader(out).pages)
        blank = report["name"] == "collective"  # a form for whatever union will use it
        assert ("自愿加入" if blank else "城关镇总工会") in text


def test_the_list_of_unions_names_them(run: Run, office: Path, tmp_path: Path) -> None:
    out = tmp_path / "名单.pdf"
    run("report", "unions", out, folder=office)
    text = "".join("".join(page.extract_text() for page in PdfReader(out).pages).split())
    assert "新光纺织有限公司工会委员会" in text


def test_a_report_is_saved_as_docx_for_pasting_elsewhere(
    run: Run, office: Path, tmp_path: Path
) -> None:
    out = tmp_path / "报告.docx"
    assert run("report", "annual", out, folder=office).status == 0
    assert out.read_bytes()[:2] == b"PK"


def test_what_cannot_be_printed_is_refused(run: Run, office: Path, tmp_path: Path) -> None:
    said = run("report", "poems", tmp_path / "诗.pdf", folder=office)
    assert (said.status, said.code) == (3, "NO_REPORT")
    assert run("report", "annual", folder=office).status == 2
    said = run("report", "annual", tmp_path / "报告.exe", folder=office)
    assert (said.status, said.code) == (3, "REPORT-NAME")
    said = run("report", "annual", tmp_path / "没有" / "报告.pdf", folder=office)
    assert (said.status, said.code) == (3, "NO_FOLDER")
    said = run("report", "annual", tmp_path / "报告.pdf", "--option", "x", folder=office)
    assert said.status == 2


def test_the_fonts_of_this_machine_are_used_when_the_setting_says_so(
    run: Run, office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    fonts = tmp_path / "data" / "fonts"
    truetype("kai", fonts / "simfang.ttf", "仿宋_GB2312", "FangSong_GB2312")
    postscript(fonts / "SourceHan.otf", "黑体")
    out = tmp_path / "名单.pdf"
    plain = run("report", "unions", out, "--year", "2026", folder=office).json
    assert plain["own_fonts"] == []
    start.settings().set("own_fonts", True)
    own = run("report", "unions", out, "--year", "2026", folder=office).json
    assert own["own_fonts"] == ["仿宋_GB2312 Version 5.00"]
    assert own["digest"] == plain["digest"]
    assert own["sha256"] != plain["sha256"]
    metadata = PdfReader(out).metadata
    assert metadata is not None
    assert "本机字体 仿宋_GB2312 Version 5.00" in metadata["/Keywords"]
    said = run("report", "unions", out, "--year", "2026", folder=office, text=True).out
    assert "用了本机字体：仿宋_GB2312" in said
    assert "本机的「黑体」不能用：这是 PostScript" in said
