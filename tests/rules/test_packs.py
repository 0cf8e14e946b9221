"""Reading rule packs: what is wrong is said with its place, and nothing misspelt gets through."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.base.days import Period
from app.base.errors import KnownError
from app.base.findings import Severity
from app.rules.packs import LIMIT, Confidence, normal_scope, read_pack, shipped

HEAD = '[pack]\nid = "county"\ntitle = "某县标准"\nversion = "1"\nscope = "320111"\n'
RULE = (
    '[rules.LAW-99]\ntitle = "t"\narea = "organisations"\ntext = "x"\n'
    'basis = {{ document = "某办法", {basis} }}\n'
    "{rest}"
)


def pack(rest: str = "", head: str = HEAD):
    return read_pack((head + rest).encode(), "县标准.toml")


def refused(rest: str, head: str = HEAD) -> KnownError:
    with pytest.raises(KnownError) as caught:
        pack(rest, head)
    assert caught.value.code == "PACK-FORMAT"
    assert "县标准.toml" in caught.value.message
    assert caught.value.advice
    return caught.value


def test_shipped_packs_are_read_national_first():
    packs = shipped()
    assert packs[0].id == "national"
    firsts = [p.national for p in packs]
    assert firsts == sorted(firsts, reverse=True)
    assert all(p.id.startswith("national" if p.national else "local-") for p in packs)
    assert {"local-beijing", "local-chongqing", "local-henan", "local-shanghai"} <= {
        p.id for p in packs
    }


def test_every_national_rule_has_text_basis_and_next_step():
    for layer in (layer for p in shipped() if p.national for layer in p.layers.values()):
        assert layer.title
        assert layer.text
        assert layer.next
        assert layer.bases
        assert layer.outcomes
        for outcome in layer.outcomes.values():
            assert outcome.severity
            assert outcome.say
            assert "{name}" in outcome.say


def test_a_figure_check_or_rule_stands_in_one_national_pack_only():
    for part in ("layers", "checks"):
        ids = [key for p in shipped() if p.national for key in getattr(p, part)]
        assert len(ids) == len(set(ids))


def test_national_pack_has_every_rule_of_the_issue_with_basis_and_next_step():
    wanted = {"LAW-01", "LAW-02", "LAW-10", "LAW-11", "LAW-12", "CERT-01", "TWN-01", "TWN-02"}
    wanted |= {f"FED-0{n}" for n in range(2, 8)} | {f"STA-0{n}" for n in range(1, 7)}
    wanted |= {"READ-01", "DUP-01", "CON-05", "CON-06", "L07"}
    wanted |= {f"MEM-{n:02d}" for n in range(1, 12)}
    layers = shipped()[0].layers
    assert set(layers) == wanted
    assert {"L01", "L02", "L03", "L04", "L05", "L06", "L08", "L20", "L21"} == set(
        shipped()[0].checks
    )


def test_local_presets_rest_only_on_texts_that_were_read():
    for preset in (p for p in shipped() if not p.national):
        for layer in preset.layers.values():
            assert all(b.value.confidence is Confidence.FOUND for b in layer.bases)


def test_pack_keeps_the_digest_of_its_bytes():
    one, other = pack(), pack("# 备注\n")
    assert len(one.digest) == 64
    assert one.digest != other.digest


@pytest.mark.parametrize(
    ("rest", "said"),
    [
        ("[rules.law-1]\n", "LAW-01"),
        ("[rules.LAW-99]\ntitel = 'x'\n", "「rules.LAW-99.titel」处没有这个项目"),
        ("[rules.LAW-99]\ntitle = 5\n", "「rules.LAW-99.title」处应当是文字"),
        ("[rules.LAW-99]\nenabled = 'yes'\n", "true 或 false"),
        ("[rules.LAW-99]\nsince = '2026-01-01'\n", "应当是日期"),
        ("[rules.LAW-99]\nsince = 2026-01-01T08:00:00\n", "应当是日期"),
        ("[rules.LAW-99]\nsince = 2026-01-01\nuntil = 2026-01-01\n", "应当晚于"),
        ("[rules.LAW-99]\nparams = 5\n", "应当是一组值"),
        ("[rules.LAW-99.params]\nBad = 5\n", "参数名"),
        ("[rules.LAW-99.params]\nx = 0.8\n", "「rules.LAW-99.params.x」处参数只能是整数"),
        ("[rules.LAW-99.params]\nx = [{ value = 5, form = 2020-01-01 }]\n", "form"),
        ("[rules.LAW-99.params]\nx = [{ since = 2020-01-01 }]\n", "参数只能是"),
        ("[rules.LAW-99.outcomes.none]\nseverity = 'fatal'\n", "must、explain、info"),
        ("[rules.LAW-99]\nbasis = { number = '1' }\n", "document"),
        ("[rules.LAW-99]\nbasis = { document = '' }\n", "不能为空"),
        ("[rules.LAW-99]\nbasis = { document = 'x', confidence = 'sure' }\n", "confidence"),
        ("[periods.p]\ntitle = 'x'\nfirst = '01-01'\nlast = '12-30'\n", "正好一年"),
        ("[periods.p]\ntitle = 'x'\nfirst = '03-01'\nlast = '02-29'\n", "2月29日除外"),
        ("[periods.p]\ntitle = 'x'\nfirst = '1-1'\nlast = '12-31'\n", "01-31"),
        ("[reports.annual]\nperiods = 'x'\n", "period"),
        ("[checks.L99]\ntitle = 'x'\nlevel = 'bad'\n", "error、verify"),
        (
            "[checks.L99]\ntitle = 'x'\nlevel = 'error'\n"
            "[[checks.L99.relations]]\nleft = ['J101']\nrelation = '<'\nright = ['J102']\n",
            "relation",
        ),
        (
            "[checks.L99]\ntitle = 'x'\nlevel = 'error'\n"
            "[[checks.L99.relations]]\nleft = ['drop table']\nrelation = 'whole'\n",
            "指标代码",
        ),
        (
            "[checks.L99]\ntitle = 'x'\nlevel = 'error'\n"
            "[[checks.L99.relations]]\nleft = ['J101']\nrelation = '='\n",
            "relation",
        ),
        (
            "[checks.L99]\ntitle = 'x'\nlevel = 'error'\n"
            "[[checks.L99.relations]]\nleft = ['J101', 3]\nrelation = '='\nright = true\n",
            "right",
        ),
        ("[rule.LAW-99]\n", "「rule」处没有这个项目"),
        ("[[rules]]\nx = 1\n", "应当是一组值"),
        ("rules = {\n", "写法有误"),
    ],
)
def test_a_bad_pack_is_refused_with_what_and_where(rest: str, said: str):
    assert said in refused(rest).message


def test_head_is_checked_too():
    assert "scope" in refused("", HEAD.replace("320111", "32O111")).message
    assert "pack.id" in refused("", HEAD.replace('"county"', '"某县"')).message
    assert "version" in refused("", HEAD.replace('version = "1"\n', "")).message
    assert "[pack]" in refused("", "").message


def test_bytes_that_are_no_pack_are_refused():
    with pytest.raises(KnownError, match="UTF-8"):
        read_pack("[pack]\ntitle = '标准'".encode("gb18030"), "x")
    with pytest.raises(KnownError, match="太大"):
        read_pack(b" " * (LIMIT + 1), "x")


@given(st.binary(max_size=200))
def test_any_bytes_give_a_pack_or_a_sentence(data: bytes):
    with pytest.raises(KnownError):
        read_pack(data, "x")


def test_utf8_with_byte_order_mark_is_read():
    assert read_pack(("\ufeff" + HEAD).encode(), "x").id == "county"


def test_a_national_pack_must_say_how_sure_it_is_and_a_county_is_sure():
    rule = RULE.format(basis='article = "第一条"', rest="")
    national = HEAD.replace('scope = "320111"\n', "")
    assert "可信程度" in refused(rule, national).message
    basis = pack(rule).layers["LAW-99"].bases[0].value
    assert basis.confidence is Confidence.FOUND
    assert basis.text == "《某办法》第一条"


def test_only_a_local_pack_may_confirm():
    national = HEAD.replace('scope = "320111"\n', "")
    assert "确认依据" in refused("[rules.LAW-01]\nconfirmed = true\n", national).message
    assert pack("[rules.LAW-01]\nconfirmed = true\n").layers["LAW-01"].confirmed


def test_outcomes_and_params_are_read_as_they_stand():
    layer = pack(
        "[rules.LAW-01.params]\nmembers = [{ value = 20, since = 2026-01-01 }]\n"
        "kinds = ['a', 'b']\nmap = { x = ['y'] }\nflag = true\nempty = []\n"
        "[rules.LAW-01.outcomes.none]\nseverity = 'explain'\n"
    ).layers["LAW-01"]
    assert layer.params["members"][0].value == 20
    assert layer.params["members"][0].span.since == date(2026, 1, 1)
    assert layer.params["kinds"][0].value == ("a", "b")
    assert layer.params["map"][0].value == {"x": ("y",)}
    assert layer.params["flag"][0].value is True
    assert layer.params["empty"][0].value == ()
    assert layer.outcomes["none"].severity is Severity.EXPLAIN
    assert layer.outcomes["none"].say is None


@pytest.mark.parametrize(
    ("code", "scope"),
    [
        ("", ""), ("0", ""), ("000000", ""), ("31", "31"), ("310000", "31"),
        ("310000000000", "31"), ("320100", "3201"), ("320111", "320111"),
        ("320111001", "320111001"), ("320111001000", "320111001"), ("320111000000", "320111"),
        ("320111001002", "320111001002"), ("10", "10"),
    ],
)  # fmt: skip
def test_zeros_at_the_end_of_a_code_mean_all_below(code: str, scope: str):
    assert normal_scope(code) == scope


@pytest.mark.parametrize("code", ["3", "320", "32011", "abcdef", "３２", "3201110010020"])
def test_what_is_no_division_code_is_refused(code: str):
    with pytest.raises(ValueError, match=code):
        normal_scope(code)


def test_a_period_that_runs_over_new_year_ends_in_its_year():
    periods = shipped()[0].periods
    assert periods["working_year"].of(2026) == Period(date(2026, 1, 1), date(2026, 12, 31))
    assert periods["statistics_year"].of(2026) == Period(date(2025, 10, 1), date(2026, 9, 30))
