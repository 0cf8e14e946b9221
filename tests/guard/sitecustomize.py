"""No test, and no process that a test starts, talks over a network.

Python imports a module of this name at start, so a folder on PYTHONPATH is enough for child
processes; ``tests/conftest.py`` imports it for the test process itself.
"""

from __future__ import annotations

import socket
import sys
from typing import Any

_EVENTS = {
    "socket.connect",
    "socket.bind",
    "socket.sendto",
    "socket.sendmsg",
    "socket.getaddrinfo",
    "socket.gethostbyname",
}
_FAMILIES = {socket.AF_INET, socket.AF_INET6}


class NetworkForbiddenError(RuntimeError):
    """The program promises to use no network; something tried."""


def _watch(event: str, args: tuple[Any, ...]) -> None:
    if event not in _EVENTS:
        return
    family = getattr(args[0], "family", None) if args else None
    if family is not None and family not in _FAMILIES:
        return
    getattr(sys, "network_attempts").append(event)  # noqa: B009  not an attribute mypy knows
    raise NetworkForbiddenError(f"{event} is forbidden in tests")


if not hasattr(sys, "network_attempts"):
    setattr(sys, "network_attempts", [])  # noqa: B010
    sys.addaudithook(_watch)
