"""The national divisions: looked up, walked and found by name, pinyin and initials."""

from __future__ import annotations

import lzma
import runpy
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.base.errors import KnownError
from app.base.paths import resource
from app.base.pinyin import full, initials
from app.divisions import Division, Divisions, Level, everyday_name


@pytest.fixture(scope="module")
def divisions():
    with Divisions() as opened:
        yield opened


def names(found: list[Division]) -> list[str]:
    return [division.full_name for division in found]


def test_the_file_holds_every_division_in_five_megabytes(divisions):
    divisions.load()
    assert [len(layer) for layer in divisions._pack.layers] == [31, 342, 2978, 41352, 620573]
    assert sum(path.stat().st_size for path in resource("divisions").iterdir()) < 5_000_000
    assert resource("divisions", "LICENSE").is_file()


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("重庆", "重庆市"),
        ("chongqing", "重庆市"),
        ("ChongQing", "重庆市"),
        ("chong qing", "重庆市"),
        ("cq", "重庆市"),
        ("六安", "安徽省六安市"),
        ("luan", "安徽省六安市"),
        ("厦门", "福建省厦门市"),
        ("xiamen", "福建省厦门市"),
        ("xm", "福建省厦门市"),
        ("xi'an", "陕西省西安市"),
        ("lvliang", "山西省吕梁市"),
        ("lüliang", "山西省吕梁市"),
        ("laoting", "河北省唐山市乐亭县"),
        ("yueqing", "浙江省温州市乐清市"),
        ("bengbu", "安徽省蚌埠市"),
        ("甪直", "江苏省苏州市吴中区甪直镇"),
        ("薛圐圙", "山西省朔州市山阴县薛圐圙乡"),
        ("八五0农场", "黑龙江省鸡西市虎林市八五〇农场"),
        ("八五O农场", "黑龙江省鸡西市虎林市八五〇农场"),
        ("永登县城关镇", "甘肃省兰州市永登县城关镇"),
        ("永登 城关", "甘肃省兰州市永登县城关镇"),
        ("yongdeng chengguan", "甘肃省兰州市永登县城关镇"),
        ("甘肃省兰州市永登县城关镇", "甘肃省兰州市永登县城关镇"),
        ("440305", "广东省深圳市南山区"),
        ("440305000000", "广东省深圳市南山区"),
        ("441900", "广东省东莞市"),
    ],
)
def test_what_a_clerk_types_finds_the_place_first(divisions, typed, first):
    assert names(divisions.search(typed))[0] == first


def test_a_word_begun_finds_the_place_while_it_is_typed(divisions):
    for end in range(len("chongq"), len("chongqing") + 1):
        assert "重庆市" in names(divisions.search("chongqing"[:end])), end


@pytest.mark.parametrize(
    "typed",
    ["兴隆村", "兴隆", "兴隆村委会", "兴隆村村民委员会", "xinglongcun", "xlc", "xinglong"],
)
def test_a_village_is_found_with_and_without_its_ending(divisions, typed):
    township = divisions.search("马伸桥镇", level=Level.TOWNSHIP)[0]
    found = divisions.search(typed, within=township.code)
    if typed == "兴隆村村民委员会":
        assert found == []  # the list writes 兴隆村委会
    else:
        assert "兴隆村委会" in [division.name for division in found]


def test_a_character_beyond_the_first_plane_is_found_and_shown(divisions):
    (found,) = divisions.search("莫𡐓")
    assert found.name == "莫𡐓村委会"
    assert divisions.get(found.code) == found


def test_the_same_name_is_told_apart_by_its_path(divisions):
    found = divisions.search("城关镇", level=Level.TOWNSHIP, limit=200)
    assert len([d for d in found if d.name == "城关镇"]) == 88
    assert len({d.path for d in found}) == len(found)


def test_the_name_itself_comes_before_its_beginning_before_a_part_of_it(divisions):
    found = divisions.find("安", limit=300)
    assert [hit.quality for hit in found] == sorted(hit.quality for hit in found)
    for quality in (0, 1, 2):
        levels = [hit.division.level for hit in found if hit.quality == quality]
        assert levels == sorted(levels)


def test_level_and_area_narrow_the_search(divisions):
    assert {d.level for d in divisions.search("兴隆", level=Level.VILLAGE)} == {Level.VILLAGE}
    inside = divisions.search("xinglong", within="2102", limit=50)
    assert inside
    assert all(d.code.startswith("2102") for d in inside)
    assert divisions.search("重庆", within="50") != []
    assert all(d.code != "50" for d in divisions.search("重庆", within="50"))
    assert divisions.search("重庆", within="99") == []


@pytest.mark.parametrize(
    "typed", ["", "   ", "不存在的地名啊", "qqqqqq", "!?", "囧囧", "999999", ")(", "[\\"]
)
def test_what_is_not_there_is_not_found(divisions, typed):
    assert divisions.search(typed) == []


@pytest.mark.parametrize("typed", ["村", "委会", "l", "a", "社区", "shi", "xlcwh", "cunweihui"])
def test_a_very_common_word_still_gives_a_full_page(divisions, typed):
    assert len(divisions.search(typed, limit=20)) == 20


def test_children_and_everything_below_are_walked_in_order(divisions):
    provinces = divisions.children()
    assert len(provinces) == 31
    township = divisions.search("东华门街道")[0]
    villages = divisions.children(township.code)
    assert [v.name for v in villages][:2] == ["多福巷社区居委会", "银闸社区居委会"]
    assert villages == list(divisions.below(township.code))
    assert divisions.children(villages[0].code) == []
    assert divisions.children("99") == []
    district = list(divisions.below(township.parent))
    assert [d.code for d in district] == sorted(d.code for d in district)
    assert set(villages) < set(district)
    assert all(divisions.get(d.code) == d for d in district[:300])


def test_codes_are_taken_with_and_without_their_zeros(divisions):
    assert divisions.get("110000").name == "北京市"
    assert divisions.get("110101001000").name == "东华门街道"
    assert divisions.get("441900").level is Level.COUNTY
    assert divisions.get("4419").level is Level.CITY
    assert divisions.path("441900003001")[-1] == "岗贝社区居民委员会"
    for wrong in ("", "1", "999", "99999", "abc", "110101001099", "１１"):
        assert divisions.get(wrong) is None
    assert divisions.path("999") == ()


@pytest.mark.parametrize(
    ("code", "kind", "word", "shown"),
    [
        ("110101001", "subdistrict", "街道", "东华门街道"),
        ("110115403", "park", "类似乡级单位", "北京经济技术开发区"),
        ("110101001001", "community", "", "多福巷社区"),
        ("11", "other", "", "北京市"),
    ],
)
def test_the_seventh_digit_tells_the_kind_of_a_township(divisions, code, kind, word, shown):
    division = divisions.get(code)
    assert (division.kind, division.township_kind, division.short_name) == (kind, word, shown)


def test_a_hollow_step_of_the_code_is_found_last(divisions):
    assert "1101" in [d.code for d in divisions.search("市辖区")]
    assert all(hit.quality == 2 for hit in divisions.find("县", level=Level.CITY))


@pytest.mark.parametrize(
    ("name", "everyday"),
    [
        ("兴隆村委会", "兴隆村"),
        ("兴隆村村民委员会", "兴隆村"),
        ("兴隆村民委员会", "兴隆村"),
        ("东厂社区居委会", "东厂社区"),
        ("东厂居民委员会", "东厂社区"),
        ("东厂社区", "东厂社区"),
        ("村委会", "村委会"),
    ],
)
def test_everyday_names_leave_the_committee_out(name, everyday):
    assert everyday_name(name) == everyday


def test_a_hollow_step_is_not_shown_in_the_full_name(divisions):
    assert divisions.get("110101001001").full_name == "北京市东城区东华门街道多福巷社区居委会"
    assert divisions.get("441900").full_name == "广东省东莞市"
    assert divisions.get("110101001").padded == "110101001000"
    assert divisions.get("11").parent is None


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_every_division_is_found_by_its_name_its_pinyin_and_its_initials(divisions, data):
    division = data.draw(st.sampled_from(divisions.children()))
    for _ in range(data.draw(st.integers(1, 4))):
        below = divisions.children(division.code)
        if below:
            division = data.draw(st.sampled_from(below))
    within = division.parent
    assert division == divisions.get(division.code)
    assert division in divisions.search(division.name, within=within, limit=500)
    if division.name.isalnum() and all("\u4e00" <= c <= "\u9fff" for c in division.name):
        assert division in divisions.search(full(division.name)[0], within=within, limit=500)
        if 1 < len(division.name) < 13:
            assert division in divisions.search(
                initials(division.name)[0], within=within, limit=500
            )


def test_closing_frees_everything_and_the_next_question_loads_again():
    divisions = Divisions()
    assert not divisions.loaded
    assert divisions.path("110101") == ("北京市", "市辖区", "东城区")
    assert divisions.loaded
    divisions.close()
    assert not divisions.loaded
    assert divisions.search("重庆")[0].code == "50"
    divisions.close()


def test_several_threads_may_ask_at_once(divisions):
    results = []
    threads = [
        threading.Thread(target=lambda q=q: results.append(divisions.search(q)[0].name))
        for q in ("chongqing", "重庆", "cq", "50")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == ["重庆市"] * 4


@pytest.mark.parametrize("content", [None, b"", b"nothing", b"UNIONDESK-DIVISIONS-1\n\x05\0\0\0"])
def test_a_missing_or_damaged_file_says_so(tmp_path, content):
    path = tmp_path / "divisions.bin"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(KnownError) as error:
        Divisions(path).children()
    assert error.value.code == "DIVISIONS_FILE"
    assert error.value.advice


def test_a_file_cut_short_in_the_villages_says_so(tmp_path):
    path = tmp_path / "divisions.bin"
    path.write_bytes(resource("divisions", "divisions.bin").read_bytes()[:-100_000])
    divisions = Divisions(path)
    assert len(divisions.children()) == 31
    with pytest.raises(KnownError):
        divisions.children("110101001")


def test_the_packing_script_keeps_every_code_and_name(tmp_path):
    rows = [
        ("11", "甲省"), ("1101", "甲市"), ("110101", "甲县"), ("110101001", "甲街道"),
        ("110101001001", "村"), ("110101001002", "兴村村民委员会"), ("110101001005", "𡌶社区"),
        ("110101100", "空镇"), ("110101101", "乙镇"), ("110101101200", "社区居委会"),
        ("12", "乙省"),
    ]  # fmt: skip
    source = tmp_path / "rows.tsv.xz"
    source.write_bytes(lzma.compress("".join(f"{c}\t{n}\n" for c, n in rows).encode()))
    script = runpy.run_path(str(resource("divisions", "make.py")))
    script["main"](source, tmp_path / "out.bin")
    with Divisions(tmp_path / "out.bin") as divisions:
        walked = [
            (d.code, d.name) for p in divisions.children() for d in (p, *divisions.below(p.code))
        ]
        assert walked == rows
        assert names(divisions.search("𡌶")) == ["甲省甲市甲县甲街道𡌶社区"]
        assert divisions.search("兴村", within="110101100") == []
