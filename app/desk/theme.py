"""Colours, fonts and measures: one palette, light and dark, 14 px base on an 8 px grid.

Imports QtCore, QtGui and QtWidgets only: the unlock window must start fast.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from string import Template

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTranslator, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from app.base.lists import Tone
from app.base.paths import resource


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours by what they are for. Text on its ground has at least 4.5 : 1."""

    name: str
    ground: str
    card: str
    raised: str
    head: str
    line: str
    line_strong: str
    ink: str
    muted: str
    faint: str
    accent: str
    accent_over: str
    accent_down: str
    accent_ink: str
    chosen: str
    hover: str
    good: str
    good_ground: str
    warn: str
    warn_ground: str
    bad: str
    bad_ground: str
    idle: str
    idle_ground: str
    info: str
    info_ground: str


LIGHT = Colours(
    name="light", ground="#F4F5F8", card="#FFFFFF", raised="#FFFFFF", head="#F8F9FB",
    line="#E3E6EC", line_strong="#CDD2DB", ink="#1B1F27", muted="#5F6675", faint="#767D8B",
    accent="#C0272D", accent_over="#A91F25", accent_down="#8F191E", accent_ink="#B0242A",
    chosen="#F5E9EA", hover="#F3F4F7",
    good="#17693A", good_ground="#E4F3EA", warn="#7A5000", warn_ground="#FFF2D1",
    bad="#A8222A", bad_ground="#FBE7E8", idle="#525967", idle_ground="#ECEEF2",
    info="#245B93", info_ground="#E6EFF9",
)  # fmt: skip
DARK = Colours(
    name="dark", ground="#15171B", card="#1D2026", raised="#262A31", head="#22262D",
    line="#30353E", line_strong="#4A515D", ink="#E7E9ED", muted="#A7AEBB", faint="#8B93A1",
    accent="#C0272D", accent_over="#D0383E", accent_down="#A31F25", accent_ink="#F58A8D",
    chosen="#3A2528", hover="#282C34",
    good="#7BD3A0", good_ground="#17342A", warn="#F0C060", warn_ground="#3A2F14",
    bad="#F79A9D", bad_ground="#42202A", idle="#B4BBC7", idle_ground="#2C313A",
    info="#8FC0F2", info_ground="#1B2F45",
)  # fmt: skip

TITLE_BAR = 40
"""Pixels that the system's title bar takes at most."""
_FALLBACKS = (
    "/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
)


class _Theme(QObject):
    """The look in force. ``changed`` tells widgets that measure in pixels themselves."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.colours = LIGHT
        self.scale = 100
        self.family = ""


_theme: _Theme | None = None


def theme() -> _Theme:
    """The one theme of the program."""
    global _theme
    if _theme is None:
        _theme = _Theme()
    return _theme


def colours() -> Colours:
    """The colours in force."""
    return theme().colours


def px(length: float) -> int:
    """A length at 100 % in pixels at the text size in force."""
    return round(length * theme().scale / 100)


def tone_colours(tone: Tone) -> tuple[QColor, QColor]:
    """Ink and ground of a tone."""
    scheme = colours()
    return QColor(getattr(scheme, tone.value)), QColor(getattr(scheme, f"{tone.value}_ground"))


def load_fonts() -> str:
    """Load the bundled 黑体 (regular and bold) once; the family name to use."""
    look = theme()
    if look.family:
        return look.family
    folder = resource("fonts")
    files = sorted(folder.glob("hei*.[to]tf")) if folder.is_dir() else []
    for file in [*files, *map(Path, _FALLBACKS)]:
        if not file.is_file():
            continue
        number = QFontDatabase.addApplicationFont(str(file))
        families = QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
        if families and not look.family:
            look.family = families[0]
        if files and file == files[-1] and look.family:
            break
    return look.family


def font(size: float = 14, *, bold: bool = False) -> QFont:
    """A font of the program; ``size`` in pixels at 100 %."""
    made = QFont(load_fonts())
    made.setPixelSize(max(8, px(size)))
    made.setBold(bold)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made


def palette() -> QPalette:
    """The Qt palette that belongs to the colours in force."""
    c, role, made = colours(), QPalette.ColorRole, QPalette()
    for which, colour in (
        (role.Window, c.ground), (role.WindowText, c.ink), (role.Base, c.card),
        (role.AlternateBase, c.head), (role.Text, c.ink), (role.Button, c.card),
        (role.ButtonText, c.ink), (role.ToolTipBase, c.raised), (role.ToolTipText, c.ink),
        (role.Highlight, c.accent), (role.HighlightedText, "#FFFFFF"), (role.Link, c.accent_ink),
        (role.PlaceholderText, c.faint), (role.Mid, c.line), (role.Dark, c.line_strong),
        (role.Midlight, c.line), (role.Light, c.card), (role.BrightText, c.bad),
    ):  # fmt: skip
        made.setColor(which, QColor(colour))
    for which in (role.Text, role.WindowText, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, which, QColor(c.faint))
    return made


def sheet() -> str:
    """The stylesheet in force, lengths scaled with the text."""
    c = colours()
    values = {name: getattr(c, name) for name in c.__slots__}
    values["icons"] = resource("desk", "icons").as_posix()
    values["family"] = load_fonts()
    values.update({f"p{n}": str(max(1, px(n))) for n in range(1, 65)})
    source = resource("desk", "style.qss").read_text(encoding="utf-8")
    return Template(source).substitute(values)


def speak_chinese(app: QApplication) -> None:
    """Qt's own words (file dialogs, context menus) in Chinese, once."""
    if app.property("speaks_chinese"):
        return
    app.setProperty("speaks_chinese", True)
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    words = QTranslator(app)
    if words.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(words)


def apply(app: QApplication, scheme: str = "light", scale: int = 100) -> None:
    """Give the whole program a look: scheme ``light`` or ``dark``, text 100 to 200 percent."""
    look = theme()
    look.colours = DARK if scheme == "dark" else LIGHT
    look.scale = min(200, max(100, scale))
    speak_chinese(app)
    if app.style().objectName().lower() != "fusion":
        app.setStyle("Fusion")
    app.setPalette(palette())
    app.setFont(font())
    app.setStyleSheet(sheet())
    look.changed.emit()
