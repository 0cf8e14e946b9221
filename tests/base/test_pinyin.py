"""Pinyin: the readings by which clerks look for names."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.base import pinyin


@pytest.mark.parametrize(
    ("text", "full", "initials"),
    [
        ("重庆", "chongqing", "cq"),
        ("六安", "luan", "la"),
        ("厦门", "xiamen", "xm"),
        ("乐亭", "laoting", "lt"),
        ("乐清", "yueqing", "yq"),
        ("蚌埠", "bengbu", "bb"),
        ("长沙", "changsha", "cs"),
        ("吕梁", "lvliang", "ll"),
        ("工商银行", "gongshangyinhang", "gsyh"),
        ("石家庄", "shijiazhuang", "sjz"),
        ("Ａ座 3号", "azuo3hao", "az3h"),
    ],
)
def test_the_usual_reading_comes_first(text, full, initials):
    assert pinyin.full(text)[0] == full
    assert pinyin.initials(text)[0] == initials


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("单雄信", "shanxiongxin"),
        ("仇和", "qiuhe"),
        ("曾国强", "zengguoqiang"),
        ("解放", "xiefang"),
        ("查理", "zhali"),
        ("区小明", "ouxiaoming"),
        ("朴志强", "piaozhiqiang"),
        ("尉迟恭", "yuchigong"),
    ],
)
def test_a_surname_is_read_as_a_surname(name, full):
    assert pinyin.full(name, person=True)[0] == full


def test_both_readings_of_a_surname_are_found():
    assert {"shanli", "danli"} <= set(pinyin.full("单丽", person=True))
    assert {"sl", "dl"} <= set(pinyin.initials("单丽", person=True))
    assert {"qinhua", "tanhua"} <= set(pinyin.full("覃华", person=True))


def test_a_heteronym_outside_a_known_word_gives_both_readings():
    assert {"yueduo", "leduo"} <= set(pinyin.full("乐多"))


def test_what_has_no_reading_is_left_out():
    assert pinyin.full("《》 、") == []
    assert pinyin.initials("") == []
    assert pinyin.readings("（甲）") == [("jia",)]
    assert pinyin.character_readings("A") == ()


def test_nothing_is_read_from_disk_by_importing():
    code = (
        "import app.base.pinyin as p, sys;"
        "sys.exit(p._characters.cache_info().currsize + p._words.cache_info().currsize)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@given(st.text(alphabet="重庆长乐区单会行大都A1 、", max_size=12), st.booleans())
def test_variants_are_few_distinct_and_parallel_to_the_readings(text, person):
    options = pinyin.readings(text, person=person)
    for variants in (pinyin.full(text, person=person), pinyin.initials(text, person=person)):
        assert len(variants) == len(set(variants)) <= 4
        assert bool(variants) == bool(options)
    for initials in pinyin.initials(text, person=person):
        assert len(initials) == len(options)
        assert all(
            any(reading.startswith(letter) for reading in choices)
            for letter, choices in zip(initials, options, strict=True)
        )


@given(st.text(alphabet="重庆长乐区单会行大都欧阳王曾A1", max_size=5))
def test_the_keys_of_a_name_are_its_spellings_and_initials(name):
    told = (*pinyin.full(name, person=True), *pinyin.initials(name, person=True))
    assert pinyin.name_keys(name) == tuple(dict.fromkeys(told))


def test_every_reading_is_a_plain_syllable_and_no_character_has_more_than_three():
    table = pinyin._characters()
    assert len(table) > 40_000
    assert all(len(set(readings)) == len(readings) <= 3 for readings in table.values())
    assert all(s.isascii() and s.islower() and s.isalpha() for s in pinyin.syllables())
    for words in pinyin._words().items():
        assert all(len(reading) in (0, len(words[0])) for reading in words[1])
