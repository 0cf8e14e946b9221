"""Reading one cell by the kind of its field: the value, and what is wrong or was repaired."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from difflib import get_close_matches
from typing import Any, NamedTuple

from app.base.codes import How, code_list, without_leading
from app.base.findings import Severity
from app.base.numbers import credit_code_problem, identity_problem
from app.base.text import control_characters, half_width, private_use, squeeze, tidy
from app.sheets.daytext import NotADay, read_day
from app.sheets.fields import DIGITS, KEYS, Field, Kind
from app.sheets.grid import EMPTY, Formula
from app.sheets.words import words

MUST, EXPLAIN, INFO = Severity.MUST, Severity.EXPLAIN, Severity.INFO
_MEMO = 20_000
_LONGEST_EMPTY = 12  # characters of a cell that says it is empty
_HAN = "\u3400", "\u9fff"  # characters that squeezing leaves as they are
_WIDE_DIGITS = re.compile(r"[０-９Ａ-Ｚａ-ｚ]+")
_SCIENTIFIC = re.compile(r"\d(\.\d+)?E\+?\d+$", re.I)
_MOBILE = re.compile(r"1[3-9][0-9]{9}$")  # MEM-05, domain rules: ^1[3-9]\d{9}$
_DIGITS = re.compile(r"[0-9]{2,}X?")
_PLAIN = re.compile("[\u4e00-\u9fa5]+|[0-9]{2,}")
_SURE = {
    Kind.NUMBER: _DIGITS.fullmatch,
    Kind.ACCOUNT: _DIGITS.fullmatch,
    Kind.PHONE: _MOBILE.fullmatch,
    Kind.MOBILE: _MOBILE.fullmatch,
}
"""What of a kind's texts is its value as it stands."""
_LANDLINE = re.compile(
    r"(0\d{2,3}[- ]?[1-9]|[2-9])\d{6,7}([- 转]\d{1,6})?$|400[- ]?\d{3}[- ]?\d{4}$"
)
_BETWEEN = re.compile(r"[/、,;，；\n]|(?<!\+86)(?<!^86) (?=1[3-9])")  # of two phone numbers
_EXACT_DIGITS = 15  # a number cell keeps no more


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something about a cell; its place is added by whoever knows it."""

    code: str
    severity: Severity
    message: str
    candidates: tuple[str, ...] = ()


class Read(NamedTuple):
    """A cell that was read.

    Attributes:
        value: see ``fields.Kind``; None where empty, or doubtful and therefore left empty.
        original: what stood there, where the value does not simply say it; else None.
        doubts: what to say about it.
    """

    value: Any
    original: str | None = None
    doubts: tuple[Doubt, ...] = ()


NOTHING = Read(None)


class CellReader:
    """Reads the cells of one column; texts that come again are read once.

    Attributes:
        plain: texts read so far that simply say their value, and the value: most cells of a list
            are among them, and whoever reads many asks here first.
        sure: tells of a text that is not empty whether it is its value as it stands; it need not
            know all of them.
    """

    def __init__(self, field: Field, *, factor: int = 1, mac_epoch: bool = False) -> None:
        self.field = field
        self.plain: dict[Any, Any] = {}
        self._factor, self._mac_epoch = factor, mac_epoch
        self._read: Callable[[Any], Read] = _READERS[field.kind].__get__(self)
        self._memo: dict[str, Read] = {}
        self._most = 0 if field.kind in DIGITS else _MEMO  # numbers are everybody's own
        every = words().empty | words().empty_in_text
        self._nothing = frozenset(word for word in every if self._says_nothing(word))
        self._firsts = frozenset(word[0] for word in self._nothing)
        self.sure: Callable[[str], object] = _SURE.get(field.kind, _never)
        if field.kind is Kind.TEXT:
            self.sure = self._is_plain_text

    def __call__(self, value: Any) -> Read:
        if type(value) is str:
            if value == EMPTY:
                return NOTHING
            if self.sure(value):
                return Read(value)
            known = self.plain.get(value)
            if known is not None:
                return Read(known)
            found = self._memo.get(value)
            if found is None:
                found = self._text(value)
                self._remember(value, found)
            return found
        if type(value) is Formula:
            return self._formula(value)
        return self._read(value)

    def _is_plain_text(self, text: str) -> bool:
        """Chinese characters alone, or digits, and not those that say that there is nothing."""
        if not _PLAIN.fullmatch(text) or text in self._nothing:
            return False
        if len(self.plain) < _MEMO:
            self.plain[text] = text
        return True

    def _remember(self, text: str, read: Read) -> None:
        if len(self.plain) + len(self._memo) >= self._most:
            return
        if read.value is None or read.original is not None or read.doubts:
            self._memo[text] = read
        else:
            self.plain[text] = read.value

    def _formula(self, formula: Formula) -> Read:
        if not formula.cached:
            severity = MUST if self.field.obligatory else EXPLAIN
            return Read(None, "", (Doubt("IMP-FORMULA", severity, "是公式，没有算出的结果"),))
        read = self(formula.value)
        shown = show(formula.value)
        doubt = Doubt("IMP-FORMULA", EXPLAIN, f"是公式，取了上次算出的结果「{_short(shown)}」")
        return Read(read.value, read.original or shown, (doubt, *read.doubts))

    def _text(self, text: str) -> Read:
        cleaned, doubts = clean(text)
        if any(doubt.severity is MUST for doubt in doubts):
            return Read(None, text, doubts)
        if not cleaned:
            return NOTHING
        if self._is_nothing(cleaned):
            return Read(None, text)
        read = self._read(cleaned)
        original = read.original
        if original is None and cleaned != text:
            original = text
        return Read(read.value, original, (*doubts, *read.doubts)) if doubts or original else read

    def _is_nothing(self, text: str) -> bool:
        if len(text) > _LONGEST_EMPTY or (len(text) > 1 and text.isdecimal()):
            return False
        first = text[0]
        if first not in self._firsts and _HAN[0] <= first <= _HAN[1]:  # most names
            return False
        return squeeze(text) in self._nothing

    def _says_nothing(self, word: str) -> bool:
        kind = self.field.kind
        if word in words().empty:
            if kind is Kind.FLAG:
                return word not in words().no and word not in words().yes
            return kind is not Kind.CODE or code_list(self.field.choices).match(word) is None
        return kind in (Kind.TEXT, Kind.DAY) and word in words().empty_in_text

    # --- kinds: each gets cleaned text, a number, a bool, a day or a moment ----------------------

    def _as_text(self, value: Any) -> Read:
        if isinstance(value, str):
            return Read(value)
        if _is_number(value) and abs(value) >= 10**_EXACT_DIGITS:
            return Read(None, show(value), (Doubt("IMP-NUMBER", EXPLAIN, _LOST),))
        return Read(show(value))

    def _as_day(self, value: Any) -> Read:
        try:
            day, repair = read_day(value, mac_epoch=self._mac_epoch)
        except NotADay as error:
            severity = MUST if self.field.must else EXPLAIN
            shown = show(value)
            message = f"「{_short(shown)}」不能当日期：{error}"
            return Read(None, shown, (Doubt("IMP-DATE", severity, message),))
        doubts = (Doubt("IMP-DATE", INFO, f"「{show(value)}」{repair}"),) if repair else ()
        return Read(day.isoformat(), show(value) if repair else None, doubts)

    def _as_count(self, value: Any) -> Read:
        number = _amount(value, "人名家个户次项件份支")
        if number is not None:
            number *= self._factor
            if number >= 0 and number == number.to_integral_value():
                return Read(int(number))
        return _outside(value, "不是零或正整数")

    def _as_money(self, value: Any) -> Read:
        number = _amount(value, "元￥¥")
        if number is None:
            return _outside(value, "不是金额")
        fen = number * self._factor * 100
        rounded = fen.quantize(Decimal(1), rounding=ROUND_HALF_UP)
        if abs(fen - rounded) < Decimal("0.0001"):
            return Read(int(rounded))
        message = f"「{show(value)}」不足一分的部分四舍五入，记为 {rounded / 100} 元"
        return Read(int(rounded), show(value), (Doubt("IMP-CODE", INFO, message),))

    def _as_flag(self, value: Any) -> Read:
        if isinstance(value, bool):
            return Read(value)
        word = squeeze(show(value))
        for said in (word, without_leading(word)):  # online forms put the option's letter before
            if said in words().yes:
                return Read(True)
            if said in words().no:
                return Read(False)
        return _outside(value, "看不出是「是」还是「否」", ("是", "否"))

    def _as_code(self, value: Any) -> Read:
        shown = show(value)
        codes = code_list(self.field.choices)
        match = codes.match(shown)
        if match is None:
            word = squeeze(shown)
            if word in codes.none:
                return Read(None, shown)
            if word in codes.unclear:
                return _outside(value, f"是编号，各平台「{codes.title}」的编号不同，请改写名称")
            names = [entry.name for entry in codes]
            near = tuple(get_close_matches(shown, names, n=3, cutoff=0.4))
            return _outside(value, f"不在「{codes.title}」里", near)
        name = codes.name_of(match.code)
        if match.how is How.NEAR:
            message = f"「{_short(shown)}」按「{name}」读，请核对"
            return Read(match.code, shown, (Doubt("IMP-CODE", EXPLAIN, message, (name,)),))
        if match.how is How.ALIAS:
            message = f"「{_short(shown)}」统一为「{name}」"
            return Read(match.code, shown, (Doubt("IMP-CODE", INFO, message),))
        return Read(match.code)

    def _digits(self, value: Any) -> tuple[str, Read | None]:
        """The characters of a code cell; or what makes it unreadable."""
        kind = self.field.kind
        severity = MUST if kind in KEYS else EXPLAIN
        shown = show(value)
        if not isinstance(value, str):
            return "", Read(None, shown, (Doubt("IMP-NUMBER", severity, _LOST),))
        text = half_width(value).replace(" ", "").removeprefix("'").upper()
        text = text.replace("×", "X").replace("Χ", "X").replace("Х", "X")
        if _SCIENTIFIC.fullmatch(text):
            return "", Read(None, shown, (Doubt("IMP-NUMBER", severity, _LOST),))
        return text, None

    def _as_number(self, value: Any) -> Read:
        text, bad = self._digits(value)
        return bad or _repaired(text, value)

    def _as_identity(self, value: Any) -> Read:
        text, bad = self._digits(value)
        if bad:
            return bad
        problem = identity_problem(text)
        if problem:
            return Read(None, value, (Doubt("MEM-01", MUST, problem),))
        return _repaired(text, value)

    def _as_credit(self, value: Any) -> Read:
        text, bad = self._digits(value)
        if bad:
            return bad
        text = text.replace("-", "")
        problem = credit_code_problem(text)
        if problem:
            mended = text.translate(str.maketrans("OISZ", "0152"))
            near = (mended,) if credit_code_problem(mended) is None else ()
            return Read(None, value, (Doubt("IMP-CREDIT", EXPLAIN, problem, near),))
        if self.field.holder == "union" and text[0] != "8":
            message = f"「{text}」不是工会的代码（工会的以8开头），像是单位的代码"
            return Read(None, value, (Doubt("IMP-CREDIT", EXPLAIN, message, (text,)),))
        if self.field.holder == "employer" and text[0] == "8":
            message = f"「{text}」是工会的代码（以8开头），不是单位的代码"
            return Read(None, value, (Doubt("IMP-CREDIT", EXPLAIN, message, (text,)),))
        return _repaired(text, value)

    def _as_phone(self, value: Any) -> Read:
        shown = show(value)
        text = half_width(shown).removesuffix(".0").strip()
        if _SCIENTIFIC.fullmatch(text.replace(" ", "")):
            whole = _unfold(text.replace(" ", ""))
            if whole is None:
                message = f"「{shown}」是科学记数，号码已丢失"
                return Read(None, shown, (Doubt("MEM-05", EXPLAIN, message),))
            text = whole
        parts = [part for part in _BETWEEN.split(text) if part.strip()]
        numbers = [_phone(part, mobile_only=self.field.kind is Kind.MOBILE) for part in parts]
        single = self.field.kind is Kind.MOBILE and len(parts) > 1
        if not numbers or single or None in numbers:
            message = f"「{_short(shown)}」不是正确的电话号码"
            return Read(None, shown, (Doubt("MEM-05", EXPLAIN, message),))
        joined = "、".join(number for number in numbers if number)
        return Read(joined, shown if joined != shown else None)


_LOST = "是数字格式，长号码的末位会丢失或变成0；请把这一列设为文本后重新填写"
_READERS: dict[Kind, Any] = {
    Kind.TEXT: CellReader._as_text,
    Kind.DAY: CellReader._as_day,
    Kind.COUNT: CellReader._as_count,
    Kind.MONEY: CellReader._as_money,
    Kind.FLAG: CellReader._as_flag,
    Kind.CODE: CellReader._as_code,
    Kind.IDENTITY: CellReader._as_identity,
    Kind.CREDIT: CellReader._as_credit,
    Kind.NUMBER: CellReader._as_number,
    Kind.ACCOUNT: CellReader._as_number,
    Kind.PHONE: CellReader._as_phone,
    Kind.MOBILE: CellReader._as_phone,
}


def _never(text: str) -> bool:
    del text
    return False


def clean(text: str) -> tuple[str, tuple[Doubt, ...]]:
    """One clean line, and what was wrong with the characters."""
    if (
        text.isprintable()
        and "  " not in text
        and text[:1] != " "
        and text[-1:] != " "
        and (text.isascii() or _is_sound(text))
    ):
        return text, ()
    bad = control_characters(text) + ["U+FFFD"] * ("\ufffd" in text)
    if bad:
        marks = "、".join(dict.fromkeys(bad))
        return "", (Doubt("IMP-CHARACTER", MUST, f"有不能用的字符（{marks}），请重新输入"),)
    cleaned = _WIDE_DIGITS.sub(lambda found: half_width(found[0]), tidy(text))
    doubts = []
    if own := private_use(cleaned):
        marks = "、".join(dict.fromkeys(own))
        doubts.append(
            Doubt("IMP-CHARACTER", EXPLAIN, f"有自造字（{marks}），别的电脑上看不到，请核对")
        )
    if cleaned and cleaned != text.strip(" "):
        doubts.append(
            Doubt("IMP-CHARACTER", INFO, f"去掉多余的空格、换行或全角，记为「{_short(cleaned)}」")
        )
    return cleaned, tuple(doubts)


def _is_sound(text: str) -> bool:
    return (
        "\ufffd" not in text
        and not _WIDE_DIGITS.search(text)
        and unicodedata.is_normalized("NFC", text)
    )


def show(value: Any) -> str:
    """A cell as text, as a person would type it."""
    if isinstance(value, str):
        return value
    if isinstance(value, Formula):
        return show(value.value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**16:
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"


def _outside(value: Any, why: str, candidates: tuple[str, ...] = ()) -> Read:
    shown = show(value)
    message = f"「{_short(shown)}」{why}，先空着，原文记入备注"
    return Read(None, shown, (Doubt("IMP-CODE", EXPLAIN, message, candidates),))


def _repaired(text: str, value: str) -> Read:
    if text == value:
        return Read(text)
    if text == value.replace(" ", ""):
        return Read(text, value)
    return Read(text, value, (Doubt("IMP-CHARACTER", INFO, f"「{value}」统一为「{text}」"),))


def _amount(value: Any, units: str) -> Decimal | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return Decimal(repr(value)) if value == value and abs(value) < 1e15 else None
    if not isinstance(value, str):
        return None
    text = half_width(value).replace(",", "").replace(" ", "").strip(units)
    factor = 1
    for ending, times in (("亿", 10**8), ("万", 10_000), ("千", 1_000)):
        if text.endswith(ending):
            text, factor = text[:-1], times
    if not re.fullmatch(r"-?\d{1,15}(\.\d{1,8})?", text):
        return None
    try:
        return Decimal(text) * factor
    except InvalidOperation:
        return None


def _unfold(text: str) -> str | None:
    """1.3812345678E+10 back to its digits, if all of them are there."""
    number = Decimal(text)
    digits, exponent = len(number.as_tuple().digits), number.as_tuple().exponent
    whole = isinstance(exponent, int) and exponent >= 0 and digits + exponent <= 13
    return str(int(number)) if whole and exponent == 0 else None


def _phone(text: str, *, mobile_only: bool) -> str | None:
    bare = re.sub(r"[\s()（）\-]", "", text)
    bare = re.sub(r"^(\+|00)?86(?=1[3-9]\d{9}$)", "", bare)
    if _MOBILE.fullmatch(bare):
        return bare
    tidied = re.sub(r"[()（）]", "-", text.strip()).strip("-")
    tidied = re.sub(r"-+", "-", tidied).replace(" ", "")
    return tidied if not mobile_only and _LANDLINE.fullmatch(tidied) else None
