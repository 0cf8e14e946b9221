"""Days as people write them in cells. Read or refused, never guessed."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any

from app.base.text import half_width

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SIGNS = re.compile(r"[.．。/\\、,，年月—–\-－~]+")
_CLOCK = re.compile(r"[T ]?\d{1,2}:\d{1,2}(:\d{1,2})?(\.\d+)?Z?$")
_TAIL = re.compile(r"[日号]$")
_FIRST_SERIAL, _LAST_SERIAL = 3_654, 73_050  # 1910 … 2099: what can be a day number at all
_EPOCH, _MAC_EPOCH = date(1899, 12, 30), date(1904, 1, 1)


class NotADay(ValueError):  # noqa: N818
    """Cannot be read as a day; the text says why, in Chinese."""


def read_day(value: Any, *, mac_epoch: bool = False) -> tuple[date, str]:
    """The day of a cell, and what was repaired ("" if nothing).

    Text in the shapes 20180823, 2018-8-23, 2018/08/23, 2018.8.23, 2018年8月23日, with or without a
    time of day; without a day (2018.8, 2018年8月, 201808) it is the first of the month, and said;
    a day number of the spreadsheet, from 1900 or 1904. A year alone, two-digit years, lunar
    words, days not in the calendar are refused.

    Raises:
        NotADay: with the reason.
    """
    if isinstance(value, datetime):
        return value.date(), ""
    if isinstance(value, date):
        return value, ""
    if isinstance(value, bool):
        raise NotADay("不是日期")
    if isinstance(value, int | float):
        if not 0 <= value < 1e9:
            raise NotADay("这个数字不是日期")
        return _number(float(value), mac_epoch)
    if isinstance(value, str):
        return _text(value)
    raise NotADay("只有时刻，没有日期")


def _number(number: float, mac_epoch: bool) -> tuple[date, str]:
    whole = int(number)
    if number != whole and 1900 <= whole < 2100:
        return _typed_month(number)
    if 19_000_101 <= whole <= 20_991_231:
        return _calendar(whole // 10_000, whole // 100 % 100, whole % 100), ""
    if 190_001 <= whole <= 209_912:
        return _month(whole // 100, whole % 100)
    if 1900 <= whole < 2100:
        raise NotADay("只有年份，缺月和日")
    if _FIRST_SERIAL <= whole <= _LAST_SERIAL:
        return (_MAC_EPOCH if mac_epoch else _EPOCH) + timedelta(days=whole), ""
    raise NotADay("这个数字不是日期")


def _typed_month(number: float) -> tuple[date, str]:
    """2018.8 typed as a number: 2018.1 may have been 2018.10, the spreadsheet drops the zero."""
    year, _, month = f"{number:.6f}".rstrip("0").partition(".")
    if month == "1":
        raise NotADay("分不清是1月还是10月（单元格是数字，末尾的0会丢）")
    if len(month) > 2:
        raise NotADay("这个数字不是日期")
    return _month(int(year), int(month))


def _text(text: str) -> tuple[date, str]:
    if _ISO.fullmatch(text):
        return _calendar(int(text[:4]), int(text[5:7]), int(text[8:])), ""
    text = half_width(text).strip()
    if re.fullmatch(r"\d+(\.0)?", text):
        whole = text.removesuffix(".0")
        if len(whole) in (5, 6, 8):
            return _number(float(whole), mac_epoch=False)
        raise NotADay("只有年份，缺月和日" if len(whole) == 4 else "认不出年月日")
    bare = _TAIL.sub("", _CLOCK.sub("", text).strip()).replace(" ", "")
    parts = [part for part in _SIGNS.split(bare) if part]
    if not all(part.isascii() and part.isdigit() for part in parts):
        raise NotADay("认不出年月日（农历、旬、季度等不能代替日期）")
    if len(parts) == 1 and len(parts[0]) == 4:
        raise NotADay("只有年份，缺月和日")
    if len(parts) not in (2, 3) or len(parts[0]) != 4 or any(len(p) > 2 for p in parts[1:]):
        raise NotADay("年月日的写法不清楚，请写成 2018-08-23")
    year, month = int(parts[0]), int(parts[1])
    if len(parts) == 2:
        return _month(year, month)
    return _calendar(year, month, int(parts[2])), ""


def _month(year: int, month: int) -> tuple[date, str]:
    day = _calendar(year, month, 1)
    return day, f"只写到月，按 {day.isoformat()} 记"


def _calendar(year: int, month: int, day: int) -> date:
    if not 1850 <= year < 2150:
        raise NotADay("年份不对")
    try:
        return date(year, month, day)
    except ValueError:
        raise NotADay("日历上没有这一天") from None
