"""Identity numbers, credit codes, organisation codes, telephones: read, checked, made up.

Sources: GB 11643-1999 (公民身份号码), GB 32100-2015 (法人和其他组织统一社会信用代码), GB 11714-1997
(全国组织机构代码). The area of a number is never judged: divisions change, people and units keep
their numbers.

``*_problem`` take a number in its normal form (upper case, half width, no blanks) and say in
Chinese what is wrong. ``read_*`` take what a person typed, bring it into that form and say so.
How numbers are masked: ``app.base.lists.mask``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from random import Random

from stdnum.iso7064 import mod_11_2

from app.base.codes import code_list
from app.base.text import half_width, tidy

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ORGANISATION_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_LOOKALIKES = str.maketrans({"×": "X", "Χ": "X", "Х": "X", "х": "X", "–": "-", "—": "-", "－": "-"})
_CITIZEN = re.compile(r"[0-9]{17}[0-9X]")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_SERVICE = re.compile(r"400[0-9]{7}|800[0-9]{7}|1[02][0-9]{3}|9[0-9]{4,5}")


@dataclass(frozen=True, slots=True)
class Number:
    """A number that a person typed.

    Attributes:
        value: the number in its normal form, also where it is wrong.
        repaired: ``value`` is not what was typed; the clerk is told.
        problem: why it is no such number, in Chinese; None if it is one.
        hints: what should be looked at though the number may be right.
    """

    value: str
    repaired: bool
    problem: str | None = None
    hints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Identity(Number):
    """A citizen identity number.

    Attributes:
        born: day of birth; None if the number is wrong.
        sex: GB/T 2261.1, ``"1"`` male, ``"2"`` female; None if the number is wrong.
        area: the six digits of the first registration.
        upgraded: it was typed with 15 digits.
    """

    born: date | None = None
    sex: str | None = None
    area: str = ""
    upgraded: bool = False


def _normal(text: str) -> str:
    """Half width, upper case, without blanks, hyphens and a workbook's apostrophe."""
    plain = half_width(tidy(text)).translate(_LOOKALIKES).upper()
    return re.sub(r"[\s'’·.-]", "", plain.removesuffix(".0"))


def read_identity(text: str, *, today: date | None = None) -> Identity:
    """An identity number as typed; a 15-digit number is upgraded (it is void since 2013).

    Args:
        text: what was typed.
        today: no birth may lie after it.
    """
    value = _normal(text)
    hints: tuple[str, ...] = ()
    upgraded = re.fullmatch(r"[0-9]{15}", value) is not None
    if upgraded:
        value = upgrade_identity(value)
        hints = ("由15位旧号码升成18位，请对照证件核实",)
    repaired = value != text
    problem = identity_problem(value)
    born = None if problem else date(int(value[6:10]), int(value[10:12]), int(value[12:14]))
    if born and today and born > today:
        problem = f"身份证号里的出生日期 {value[6:14]} 还没有到"
    if problem or born is None:
        return Identity(value, repaired, problem, hints, upgraded=upgraded)
    sex = "1" if int(value[16]) % 2 else "2"
    return Identity(value, repaired, None, hints, born, sex, value[:6], upgraded)


def upgrade_identity(old: str) -> str:
    """The 18 digits of a 15-digit number: the century (19), and the check character."""
    body = f"{old[:6]}19{old[6:]}"
    return body + mod_11_2.calc_check_digit(body)


def make_identity(rng: Random, *, born: date, male: bool, area: str = "999999") -> str:
    """An invented number with a right check digit; region 999999 can be nobody's."""
    serial = rng.randrange(500) * 2 + (1 if male else 0)
    body = f"{area}{born:%Y%m%d}{serial:03d}"
    return body + mod_11_2.calc_check_digit(body)


def read_credit_code(text: str) -> Number:
    """A credit code as typed; an unknown kind of unit or a wrong inner check is a hint only."""
    value = _normal(text)
    problem = credit_code_problem(value)
    hints = () if problem else tuple(_credit_code_hints(value))
    return Number(value, value != text, problem, hints)


def _credit_code_hints(code: str) -> list[str]:
    hints = []
    if code[:2] not in code_list("credit_department"):
        hints.append(f"开头「{code[:2]}」不在国家标准所列的登记管理部门和机构类别里，请核对")
    if not code[2:8].isdigit():
        hints.append(f"第3至8位「{code[2:8]}」不是行政区划代码，请核对")
    if organisation_code_problem(code[8:17]):
        hints.append("第9至17位（组织机构代码）的校验不对，请核对")
    return hints


def is_union_credit_code(code: str) -> bool:
    """Whether the code was given by a union: 81 基层工会, 89 others (GB 32100-2015, table 1)."""
    return code.startswith("8")


def credit_code_kind(code: str) -> str:
    """Who gave the code and to what kind of unit, in Chinese; empty if the standard has none."""
    kinds = code_list("credit_department")
    entry = kinds.get(code[:2])
    return "" if entry is None else f"{kinds.name_of(entry.parent)}（{entry.name}）"


def credit_check(front: str) -> str:
    """The 18th character for the first 17 (GB 32100-2015, 5.5)."""
    total = sum(w * _ALPHABET.index(c) for w, c in zip(_WEIGHTS, front[:17], strict=True))
    return _ALPHABET[(31 - total % 31) % 31]


def make_credit_code(rng: Random, prefix: str, area: str = "999999") -> str:
    """An invented credit code with both check characters right.

    Args:
        rng: the source of chance; the same one gives the same codes.
        prefix: department and category, e.g. ``91`` enterprise, ``81`` primary union.
        area: six digits of the registering area.
    """
    letters = _ALPHABET[:-7]  # later letters are rare in codes given out so far
    body = "MA" if prefix[0] == "9" else rng.choice("35")
    body += "".join(rng.choice(letters) for _ in range(8 - len(body)))
    front = f"{prefix}{area}{body}{organisation_check(body)}"
    return front + credit_check(front)


def organisation_check(body: str) -> str:
    """The 9th character of an organisation code for its first eight (GB 11714-1997)."""
    total = sum(
        w * _ORGANISATION_ALPHABET.index(c)
        for w, c in zip(_ORGANISATION_WEIGHTS, body, strict=True)
    )
    return "0123456789X0"[11 - total % 11]


def organisation_code_problem(text: str) -> str | None:
    """Why ``text`` is no organisation code of 9 characters (hyphen left out); None if it is one."""
    if not re.fullmatch(r"[0-9A-Z]{8}[0-9X]", text):
        return "组织机构代码应为9位：8位数字或大写字母，末位为数字或X"
    if organisation_check(text[:8]) != text[8]:
        return "组织机构代码最后一位校验不对，可能有错字"
    return None


def read_organisation_code(text: str) -> Number:
    """An organisation code as typed, with or without its hyphen."""
    value = _normal(text)
    return Number(value, value != text, organisation_code_problem(value))


def read_phone(text: str, *, mobile_only: bool = False) -> Number:
    """One telephone number as typed.

    Normal form: 11 digits for a mobile (``^1[3-9][0-9]{9}$``, MEM-05), ``0571-88886666`` for a
    landline, with ``转123`` for an extension; service numbers (400…) as digits.
    """
    plain = half_width(tidy(text)).translate(_LOOKALIKES).removesuffix(".0").lstrip("'’")
    bare = re.sub(r"[\s()-]", "", plain)
    mobile = re.sub(r"^(?:\+|00)?86(?=1[3-9][0-9]{9}$)", "", bare)
    if _MOBILE.fullmatch(mobile):
        return Number(mobile, mobile != text)
    landline = None if mobile_only else _landline(plain)
    if landline is not None:
        return Number(landline, landline != text)
    if not mobile_only and _SERVICE.fullmatch(bare):
        return Number(bare, bare != text)
    digits = sum(c.isdecimal() for c in bare)
    if mobile_only or (bare.startswith("1") and bare.isdigit()):
        problem = f"手机号应为11位、以13至19开头（这里{digits}位）"
    else:
        problem = "不是正确的电话号码（手机11位，固定电话为区号加7至8位）"
    return Number(plain, plain != text, problem)


def _landline(plain: str) -> str | None:
    text = re.sub(r"^(?:\+|00)86[\s-]*(?=\(?[1-9])", "0", plain)
    text = re.sub(r"\s*(?:转|分机|EXT\.?)\s*", "转", text, flags=re.I)
    text = re.sub(r"[()\s-]+", "-", text).strip("-")
    parts = re.fullmatch(
        r"(?:(0[0-9]{2,3})-?)?([2-9][0-9]{2,3}-?[0-9]{4})(?:[-转]([0-9]{1,6}))?", text
    )
    if parts is None:
        return None
    area, local, extension = parts.groups()
    local = local.replace("-", "")
    return (f"{area}-" if area else "") + local + (f"转{extension}" if extension else "")


def credit_code_problem(text: str) -> str | None:
    """Why ``text`` is no unified social credit code; None if it is one.

    Letters in upper case, without blanks. Checked are length, characters and the check character.
    """
    if len(text) != 18:
        if re.fullmatch(r"[0-9A-Z]{8}-?[0-9X]", text):
            return f"「{text}」是旧的组织机构代码（9位），不是18位的统一社会信用代码"
        if re.fullmatch(r"[0-9]{13}|[0-9]{15}", text):
            return f"「{text}」是旧的工商注册号（{len(text)}位），不是18位的统一社会信用代码"
        return f"「{text}」是{len(text)}位，统一社会信用代码应为18位"
    wrong = sorted({c for c in text if c not in _ALPHABET})
    if wrong:
        return f"「{text}」里有统一社会信用代码不用的字符（{'、'.join(wrong)}）"
    if credit_check(text[:17]) != text[-1]:
        return f"「{text}」最后一位校验不对，统一社会信用代码可能有错字"
    return None


@cache
def _threes() -> dict[str, int]:
    """What three characters of an identity number say to ISO 7064 MOD 11-2, as binary digits."""
    ends = [f"{n:02d}{last}" for n in range(100) for last in (*"0123456789", "X")]
    return {t: 4 * int(t[0]) + 2 * int(t[1]) + "0123456789X".index(t[2]) for t in ends}


def _is_checked(text: str) -> bool:
    """ISO 7064 MOD 11-2, as ``stdnum`` has it, for 18 characters of a sound form: three at a time,
    for a mass import asks it of every row."""
    three = _threes()
    high = (three[text[:3]] * 8 + three[text[3:6]]) * 8 + three[text[6:9]]
    low = (three[text[9:12]] * 8 + three[text[12:15]]) * 8 + three[text[15:]]
    return (high * 512 + low) % 11 == 1


def identity_problem(text: str) -> str | None:
    """Why ``text`` is no citizen identity number of 18 digits; None if it is one (MEM-01).

    Upper case X. Checked are length, characters, the date and the check digit.
    """
    if len(text) != 18:
        return f"身份证号是{len(text)}位，应为18位"
    if not _CITIZEN.fullmatch(text):
        letters = "、".join(sorted({c for c in text[:17] if c not in "0123456789"}))
        hint = "（字母O应为数字0）" if "O" in text else ""
        return f"身份证号里有不该有的字符{letters}{hint}" if letters else "身份证号末位应为数字或X"
    try:
        born = date.fromisoformat(text[6:14])
    except ValueError:
        return f"身份证号里的出生日期 {text[6:14]} 在日历上没有"
    if born.year < 1850:
        return f"身份证号里的出生日期 {text[6:14]} 不可能"
    if not _is_checked(text):
        if text.endswith("000"):  # a workbook keeps 15 digits of a number
            return "身份证号最后一位校验不对；后三位都是0，可能被当作数字存过，末位已丢失"
        return "身份证号最后一位校验不对，可能有错字"
    return None
