"""The way through a wizard, without a window: steps, their order, what was gathered. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Next = str | None | Callable[[Mapping[str, Any]], str | None]


@dataclass(frozen=True, slots=True)
class Step:
    """One step.

    Attributes:
        key: ASCII name.
        title: word in the line of steps.
        next: the step after it, None for the last, or a function of what was gathered.
        check: a Chinese sentence for what is missing; empty to let on.
        no_return: there is no way back out of this step (something was written).
    """

    key: str
    title: str
    next: Next = None
    check: Callable[[Mapping[str, Any]], str] = lambda _data: ""
    no_return: bool = False


@dataclass(slots=True)
class Flow:
    """A walk through steps.

    Attributes:
        steps: by key.
        first: key of the first step.
        data: what was gathered so far.
        trail: keys of the steps walked, the present one last.
    """

    steps: dict[str, Step]
    first: str
    data: dict[str, Any] = field(default_factory=dict)
    trail: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.trail = self.trail or [self.first]

    @classmethod
    def of(cls, *steps: Step) -> Flow:
        """A flow over these steps, beginning with the first."""
        return cls({step.key: step for step in steps}, steps[0].key)

    @property
    def step(self) -> Step:
        """Where the person is."""
        return self.steps[self.trail[-1]]

    def following(self) -> str | None:
        """The step after this one, by what is known now."""
        way = self.step.next
        return way(self.data) if callable(way) else way

    def is_last(self) -> bool:
        """Whether the main button finishes."""
        return self.following() is None

    def can_go_back(self) -> bool:
        """Whether there is a step before, and this one lets back."""
        return len(self.trail) > 1 and not self.step.no_return

    def forward(self, **gathered: Any) -> str:
        """Take what was gathered and go on; the sentence that holds the person back, or empty."""
        self.data.update(gathered)
        if problem := self.step.check(self.data):
            return problem
        following = self.following()
        if following is not None:
            self.trail.append(following)
        return ""

    def back(self) -> None:
        """One step back, if there is one."""
        if self.can_go_back():
            self.trail.pop()

    def line(self) -> list[tuple[str, str, str]]:
        """(key, title, ``done`` | ``now`` | ``ahead``) for the line of steps above."""
        shown = [(key, self.steps[key].title, "done") for key in self.trail[:-1]]
        shown.append((self.step.key, self.step.title, "now"))
        probe, seen = self.step, set(self.trail)
        while True:
            way = probe.next
            key = way(self.data) if callable(way) else way
            if key is None or key in seen:
                return shown
            seen.add(key)
            probe = self.steps[key]
            shown.append((key, probe.title, "ahead"))
