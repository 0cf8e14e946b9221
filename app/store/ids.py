"""Record ids: UUID version 7, globally unique and ordered by time; hex text outside the file."""

from __future__ import annotations

import threading
from collections.abc import Callable

_STEP = [f"{step:03x}" for step in range(0x1000)]
_VARIANT = {digit: "89ab"[int(digit, 16) & 3] for digit in "0123456789abcdef"}


class IdMaker:
    """Makes 32-digit hex ids that rise strictly within one process.

    Args:
        clock_ms: milliseconds since 1970 (injected, so that demo data is the same each time).
        random_bytes: source of random bytes, ``n -> bytes``.
    """

    def __init__(self, clock_ms: Callable[[], int], random_bytes: Callable[[int], bytes]) -> None:
        self._clock_ms = clock_ms
        self._random = random_bytes
        self._last = 0
        self._step = 0
        self._lock = threading.Lock()

    def __call__(self) -> str:
        """One new id."""
        with self._lock:
            now = self._clock_ms()
            if now > self._last:
                self._last, self._step = now, self._random(1)[0]
            else:
                self._step += 1
                if self._step > 0xFFF:
                    self._last, self._step = self._last + 1, 0
            tail = int.from_bytes(self._random(8), "big") & ((1 << 62) - 1)
            value = (((self._last << 16) | 0x7000 | self._step) << 64) | (1 << 63) | tail
        return value.to_bytes(16, "big").hex()

    def many(self, count: int) -> list[str]:
        """As many new ids, rising like those made one by one."""
        if not count:
            return []
        made = []
        with self._lock:
            now, tails = self._clock_ms(), self._random(8 * count).hex()
            if now > self._last:
                self._last, self._step = now, self._random(1)[0]
            last, step = self._last, self._step
            head = f"{last:012x}7"
            for at in range(0, 16 * count, 16):
                step += 1
                if step > 0xFFF:
                    last, step = last + 1, 0
                    head = f"{last:012x}7"
                made.append(head + _STEP[step] + _VARIANT[tails[at]] + tails[at + 1 : at + 16])
            self._last, self._step = last, step
        return made
