"""Invented names, codes and numbers, put together by chance from ``resources/demo/words.toml``."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from stdnum.cn import uscc

from app.base.paths import resource

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ORGANISATION = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


@cache
def words() -> Mapping[str, Any]:
    """The raw material."""
    return tomllib.loads(resource("demo", "words.toml").read_text("utf-8"))


class Inventor:
    """Makes names and numbers; never the same name or code twice.

    Args:
        chance: the source of chance; the same one gives the same words.
        region: six digits of the place, for credit codes.
        city, county: what stands before firms' names, e.g. 天津市 and 武清.
    """

    def __init__(self, chance: random.Random, region: str, city: str, county: str) -> None:
        self.chance, self.region, self.city, self.county = chance, region, city, county
        self._names: set[str] = set()
        self._codes: set[str] = set()

    def pick(self, rows: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
        """One row by its weight."""
        return self.chance.choices(rows, [row["weight"] for row in rows])[0]

    def brand(self) -> str:
        """Two or three syllables."""
        first, second = words()["brand_first"], words()["brand_second"]
        brand: str = self.chance.choice(first) + self.chance.choice(second)
        if self.chance.random() < 0.25:
            brand += self.chance.choice(second)
        return brand

    def unused(self, make: Any) -> str:
        """What ``make()`` yields that was not there yet."""
        while True:
            name: str = make()
            if name not in self._names:
                self._names.add(name)
                return name

    def firm(self, trade: Mapping[str, Any], tail: str) -> str:
        """A company's registered name."""
        place = (self.city, f"{self.city}{self.county}", self.city.removesuffix("市"))

        def make() -> str:
            word = self.chance.choice(trade["words"])
            return f"{self.chance.choice(place)}{self.brand()}{word}{tail}"

        return self.unused(make)

    def shop(self, trade: Mapping[str, Any], town: str) -> str:
        """A self-employed person's shop."""
        return self.unused(
            lambda: f"{self.county}{town}{self.brand()}{self.chance.choice(trade['words'])}"
        )

    def person(self) -> str:
        """A person's name; the first surnames are the commonest."""
        surnames = words()["surnames"]
        given = words()["given_men" if self.chance.random() < 0.6 else "given_women"]
        at = min(int(self.chance.expovariate(1 / 22)), len(surnames) - 1)
        length = 1 if self.chance.random() < 0.25 else 2
        return str(surnames[at]) + "".join(self.chance.sample(given, length))

    def phone(self) -> str:
        """A mobile number that no subscriber has: 0000 in the middle."""
        prefix = self.chance.choice(words()["phone_prefixes"])
        return f"{prefix}0000{self.chance.randrange(10_000):04d}"

    def credit_code(self, prefix: str) -> str:
        """A credit code with both check characters right (GB 32100-2015, GB 11714-1997)."""
        while True:
            serial = "".join(self.chance.choice(_ALPHABET) for _ in range(6))
            organisation = "MA" + serial if prefix in ("91", "92", "93") else "5" + serial + "7"
            front = f"{prefix}{self.region}{organisation}{_check_character(organisation)}"
            code = front + uscc.calc_check_digit(front)
            if code not in self._codes:
                self._codes.add(code)
                return code


def _check_character(organisation: str) -> str:
    total = sum(w * _ORGANISATION.index(c) for w, c in zip(_WEIGHTS, organisation, strict=True))
    rest = 11 - total % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))
