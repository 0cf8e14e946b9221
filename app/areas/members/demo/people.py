"""Inventing people: names, documents, what they are. Nobody in here exists."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from app.areas.organisations.demo.words import words
from app.base.codes import code_list
from app.base.numbers import make_identity


@dataclass(frozen=True, slots=True)
class Invented:
    """One person: plain fields, dated fields, the document."""

    plain: dict[str, Any]
    dated: dict[str, Any]
    document: tuple[str, str]


@cache
def _weighted(name: str) -> tuple[list[Any], list[int]]:
    """The values of ``[people.NAME]`` in the raw material, with their weights."""
    table = words()["people"][name]
    values: list[Any] = [None if key == "none" else key for key in table]
    for value in values:
        if value is not None and name in _LISTS:
            assert value in code_list(name), f"{name}: {value}"
    return values, list(table.values())


_LISTS = frozenset({"ethnicity", "education", "political", "employment_form", "skill",
                    "household_type", "new_group", "marital"})  # fmt: skip


_OLDEST = {"man": 58, "woman": 53}
"""Nobody is past retiring in the year that ends this one, but for some of the women: MEM-04 has
a handful to find."""
_LATE = 25


class Inventor:
    """Makes people; never the same document number twice.

    Args:
        area: six digits of the place, which stand before most numbers.
        today: nobody is younger than working age then, nor much older than 60.
    """

    def __init__(self, chance: random.Random, area: str, today: date) -> None:
        self.chance, self.area, self.today = chance, area, today
        self._numbers: set[str] = set()

    def _pick(self, name: str) -> Any:
        values, weights = _weighted(name)
        return self.chance.choices(values, weights)[0]

    def _name(self, *, woman: bool) -> str:
        chance, raw = self.chance, words()
        surnames: str = raw["surnames"]
        at = min(int(chance.expovariate(1 / 22)), len(surnames) - 1)
        given: str = raw["given_women" if woman else "given_men"]
        return surnames[at] + "".join(chance.sample(given, 1 if chance.random() < 0.25 else 2))

    def _number(self, born: date, *, woman: bool) -> str:
        while True:
            number = make_identity(self.chance, born=born, male=not woman, area=self.area)
            if number not in self._numbers:
                self._numbers.add(number)
                return number

    def person(
        self,
        *,
        woman: bool,
        joined: date | None,
        migrant: bool = False,
        dispatched: bool = False,
        platform: bool = False,
    ) -> Invented:
        """A person.

        Args:
            platform: works in one of the new forms of employment.
            joined: the day of joining, for the age.
        """
        chance = self.chance
        late = len(self._numbers) % _LATE == 0
        oldest = _OLDEST["man" if not woman or late else "woman"]
        age = min(oldest, max(20, int(chance.gauss(38, 9))))
        born = date(self.today.year - age, 1, 1) + timedelta(days=chance.randrange(365))
        earliest = (joined or self.today).year - 18
        if born.year > earliest:
            born = born.replace(year=earliest, day=min(born.day, 28))
        dated = {
            "education": self._pick("education"),
            "political": self._pick("political"),
            "employment_status": "on_post",
            "employment_form": "dispatched" if dispatched else self._pick("employment_form"),
            "migrant": migrant,
            "new_group": self._pick("new_group") if platform else None,
            "skill": self._pick("skill"),
            "household_type": self._pick("household_type") if chance.random() < 0.6 else None,
        }
        plain: dict[str, Any] = {
            "name": self._name(woman=woman),
            "sex": "2" if woman else "1",
            "birth_on": born,
            "birth_year": born.year,
            "ethnicity": self._pick("ethnicity"),
            "phone": f"{chance.choice(words()['phone_prefixes'])}{chance.randrange(10_000):08d}",
            "marital": self._pick("marital"),
            "hardship": True if chance.random() < 0.01 else None,
            "model_worker": True if chance.random() < 0.002 else None,
            "joined_on": joined,
        }
        return Invented(plain, dated, ("resident_id", self._number(born, woman=woman)))
