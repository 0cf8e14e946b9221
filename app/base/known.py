"""Values that come again and again, each worked out once."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Value = TypeVar("Value", bound=Hashable)
Made = TypeVar("Made")


class Known(dict[Value, Made], Generic[Value, Made]):
    """``known[value]`` is what a function makes of the value; equal values (1 and True) are one.

    Args:
        make: the function.
        most: values that are remembered; with more it begins anew.
    """

    def __init__(self, make: Callable[[Value], Made], most: int = 30_000) -> None:
        super().__init__()
        self._make, self._most = make, most

    def __missing__(self, value: Value) -> Made:
        if len(self) >= self._most:
            self.clear()
        self[value] = made = self._make(value)
        return made
