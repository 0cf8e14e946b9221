"""Identity numbers and unified social credit codes: what is wrong with one, in Chinese.

Sources: GB 11643-1999 (公民身份号码), GB 32100-2015 (法人和其他组织统一社会信用代码). The area of
a number is never judged: divisions change, people and units keep their numbers.
"""

from __future__ import annotations

import re
from datetime import date

from stdnum.iso7064 import mod_11_2

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def credit_code_problem(text: str) -> str | None:
    """Why ``text`` is no unified social credit code; None if it is one.

    Letters in upper case, without blanks. Checked are length, characters and the check character.
    """
    if len(text) != 18:
        if re.fullmatch(r"[0-9A-Z]{8}-?[0-9X]", text):
            return f"「{text}」是旧的组织机构代码（9位），不是18位的统一社会信用代码"
        if re.fullmatch(r"\d{13}|\d{15}", text):
            return f"「{text}」是旧的工商注册号（{len(text)}位），不是18位的统一社会信用代码"
        return f"「{text}」是{len(text)}位，统一社会信用代码应为18位"
    wrong = sorted({c for c in text if c not in _ALPHABET})
    if wrong:
        return f"「{text}」里有统一社会信用代码不用的字符（{'、'.join(wrong)}）"
    total = sum(w * _ALPHABET.index(c) for w, c in zip(_WEIGHTS, text, strict=False))
    if _ALPHABET[(31 - total % 31) % 31] != text[-1]:
        return f"「{text}」最后一位校验不对，统一社会信用代码可能有错字"
    return None


def identity_problem(text: str) -> str | None:
    """Why ``text`` is no citizen identity number of 18 digits; None if it is one (MEM-01).

    Upper case X. Checked are length, characters, the date and the check digit.
    """
    if len(text) != 18:
        return f"身份证号是{len(text)}位，应为18位"
    if not re.fullmatch(r"\d{17}[\dX]", text):
        letters = "、".join(sorted({c for c in text[:17] if not c.isdigit()}))
        hint = "（字母O应为数字0）" if "O" in text else ""
        return f"身份证号里有不该有的字符{letters}{hint}" if letters else "身份证号末位应为数字或X"
    try:
        born = date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return f"身份证号里的出生日期 {text[6:14]} 在日历上没有"
    if born.year < 1850:
        return f"身份证号里的出生日期 {text[6:14]} 不可能"
    if not mod_11_2.is_valid(text):
        return "身份证号最后一位校验不对，可能有错字"
    return None
