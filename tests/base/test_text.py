"""Ordinals as people write them."""

from __future__ import annotations

import pytest

from app.base.text import read_ordinal


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("第三届", 3), ("三", 3), ("第3届", 3), ("十二次", 12), ("二十", 20), ("第 二十一 届", 21),
        ("0", None), ("第届", None), ("三届二次", None), ("首届", None), ("", None), ("一一", None),
    ],
)  # fmt: skip
def test_ordinals_are_read(text: str, number: int | None) -> None:
    assert read_ordinal(text) == number
