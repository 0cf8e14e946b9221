"""Cleaning of text that people typed, by rules that are shown, never silently."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = {
    "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad",
    "\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069",
}  # fmt: skip
_SPACES = {"\u00a0", "\u3000", "\u2002", "\u2003", "\u2009", "\t", "\r", "\n", "\v", "\f"}

_SQUEEZED = re.compile("[0-9A-Z\u4e00-\u9fa5]+").fullmatch
_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_PLAIN = {ord(c): " " for c in _SPACES} | {ord(c): None for c in _INVISIBLE}


def half_width(text: str) -> str:
    """Full-width letters, digits and ASCII punctuation to half width; nothing else changes."""
    return text if text.isascii() else text.translate(_HALF)


def tidy(text: str) -> str:
    """One line as a person means it: no invisible characters, single spaces, none at the ends."""
    if not text.isprintable():  # nothing printable is invisible, or a space but the plain one
        text = text.translate(_PLAIN)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return " ".join(text.split())


def squeeze(text: str) -> str:
    """For comparing headers and names: half width, no spaces at all, upper case."""
    if _SQUEEZED(text):  # most names and numbers
        return text
    return half_width(tidy(text)).replace(" ", "").upper()


def letters_and_digits(text: str) -> str:
    """Without everything else: 「156-0000-5554」 → 「15600005554」."""
    return "".join(c for c in text if c.isalnum())


def control_characters(text: str) -> list[str]:
    """Control characters that no cell may hold, as U+XXXX."""
    return [
        f"U+{ord(c):04X}"
        for c in text
        if unicodedata.category(c) in ("Cc", "Cs") and c not in "\t\r\n"
    ]


def private_use(text: str) -> list[str]:
    """Private-use characters (old county fonts), as U+XXXX."""
    return [f"U+{ord(c):04X}" for c in text if unicodedata.category(c) == "Co"]


def rate(numerator: int, denominator: int) -> str:
    """A rate with two decimals, rounded half up in integers; 无 for an empty denominator."""
    if denominator == 0:
        return "—"
    hundredths = (numerator * 10_000 * 2 + denominator) // (2 * denominator)
    return f"{hundredths // 100}.{hundredths % 100:02d}%"


def chinese_number(number: int) -> str:
    """1 to 99 as 一, 十二, 三十; other numbers in digits."""
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:
        return str(number)
    head = ("" if tens == 1 else digits[tens]) + "十" if tens else ""
    return head + (digits[ones] if ones else "")


_ORDINAL = re.compile(r"第?([0-9一二三四五六七八九十]{1,3})[届次]?")


def read_ordinal(text: str) -> int | None:
    """1 to 99 as 第三届, 三, 十二次, 第3届 are written; None for what is none of these."""
    found = _ORDINAL.fullmatch(squeeze(text))
    if found is None:
        return None
    if found[1].isdigit():
        return int(found[1]) or None
    return next((n for n in range(1, 100) if chinese_number(n) == found[1]), None)
