"""Settings of this machine, each declared once; kept in one small file, never with person data."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Setting:
    """One declared setting.

    Attributes:
        key: name in the file.
        default: value while nobody has chosen; its type is the setting's type.
        label: what the clerk reads.
        help: one sentence more.
        choices: the values offered, each with its word; empty for settings set elsewhere.
    """

    key: str
    default: Any
    label: str = ""
    help: str = ""
    choices: tuple[tuple[Any, str], ...] = ()


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "scheme", "light", "外观", "浅色适合白天，深色适合暗处。",
        (("light", "浅色"), ("dark", "深色")),
    ),
    Setting(
        "scale", 100, "文字大小", "界面文字和间距一起放大，不影响打印。",
        tuple((n, f"{n}%") for n in (100, 110, 125, 150, 175, 200)),
    ),
    Setting(
        "lock_minutes", 5, "无人操作时锁定", "到时间自动锁定，正在进行的工作不会中断。",
        tuple((n, f"{n} 分钟") for n in (1, 3, 5, 10, 15, 30)),
    ),
    Setting(
        "own_fonts", False, "报表的字体", "用本机的公文字体排版、打印；换一台电脑，样子会不同。",
        ((False, "程序自带的字体"), (True, "本机公文字体")),
    ),
    Setting("recent", []),
    Setting("window", {}),
    Setting("second_place", {}),
)  # fmt: skip
_BY_KEY = {setting.key: setting for setting in SETTINGS}


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    """What of the values is declared, of the right type and among the choices, if any."""
    return {
        key: value
        for key, value in values.items()
        if key in _BY_KEY
        and type(value) is type(_BY_KEY[key].default)
        and (not _BY_KEY[key].choices or value in (c for c, _ in _BY_KEY[key].choices))
    }


class Settings:
    """The settings file. A missing or unreadable file means the defaults, never an error."""

    def __init__(self, path: Path, first: Mapping[str, Any] | None = None) -> None:
        """``first``: values while nobody has chosen on this machine (prepared by who set it up)."""
        self.path = path
        self._first = _known(first or {})
        self._values: dict[str, Any] = {}
        try:
            stored = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            stored = {}
        if isinstance(stored, dict):
            self._values = _known(stored)

    def get(self, key: str) -> Any:
        """The value chosen, or the default. ``KeyError`` for an undeclared key."""
        return self._values.get(key, self._first.get(key, _BY_KEY[key].default))

    def set(self, key: str, value: Any) -> None:
        """Keep a value. A file that cannot be written loses the choice, not the program."""
        if type(value) is not type(_BY_KEY[key].default):
            raise TypeError(key)
        if self.get(key) == value:
            return
        self._values[key] = value
        self._save()

    def remember_workspace(self, folder: Path) -> None:
        """Put a workspace first in the list of recent ones."""
        name = str(folder)
        recent = [name, *(other for other in self.get("recent") if other != name)]
        self.set("recent", recent[:8])

    def forget_workspace(self, folder: Path) -> None:
        """Take a workspace out of the list; its folder is not touched."""
        self.set("recent", [other for other in self.get("recent") if other != str(folder)])

    def _save(self) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=".settings-")
            with os.fdopen(handle, "w", encoding="utf-8") as out:
                json.dump(self._values, out, ensure_ascii=False, indent=1)
                out.flush()
                os.fsync(out.fileno())
            Path(name).replace(self.path)
        except OSError:
            return


class ListStates:
    """Column choice, order, widths, sort and filters of each list, kept per user.

    They lie in the workspace, encrypted: a filter may name people. ``keep`` is called with the
    whole state after a change; without it the state lives as long as the window.
    """

    def __init__(
        self,
        states: dict[str, dict[str, Any]] | None = None,
        keep: Callable[[dict[str, dict[str, Any]]], object] | None = None,
    ) -> None:
        self._states = dict(states or {})
        self._keep = keep

    def load(self, key: str) -> dict[str, Any]:
        """The state of a list; empty for one not looked at yet."""
        state = self._states.get(key, {})
        return state if isinstance(state, dict) else {}

    def save(self, key: str, state: dict[str, Any]) -> None:
        """Keep the state of a list."""
        if self._states.get(key) == state:
            return
        self._states[key] = state
        if self._keep is not None:
            self._keep(dict(self._states))
