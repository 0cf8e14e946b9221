"""Where Tab leads: through a window as it is read, whatever was made first."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QGridLayout,
    QLayout,
    QScrollArea,
    QSplitter,
    QTabBar,
    QWidget,
)


def stops(top: QWidget) -> Iterator[QWidget]:
    """The widgets to which Tab leads, from the first to the last: by the order of the layouts, then
    of the splitters, else from above to below. Of buttons that exclude one another the one that is
    pressed; arrows lead to the others."""
    for child in _in_order(top):
        if child.isVisible() and not child.isWindow():
            if _is_stop(child):
                yield child
            if not isinstance(child, QTabBar):  # its arrows only scroll it
                yield from stops(child)


def next_stop(top: QWidget, at: QWidget | None, *, forward: bool = True) -> QWidget | None:
    """The stop after (or before) a widget; round the corner at the ends. From what is no stop
    itself but holds some (a page that came up) to the first of them."""
    found = list(stops(top))
    if not found:
        return None
    while at is not None and at is not top and at not in found:
        inside = next((one for one in found if at.isAncestorOf(one)), None)
        if inside is not None:
            return inside if forward else found[found.index(inside) - 1]
        pressed = _pressed(at)
        at = pressed if pressed in found else at.parentWidget()
    if at is None or at is top:
        return found[0 if forward else -1]
    return found[(found.index(at) + (1 if forward else -1)) % len(found)]


def _is_stop(widget: QWidget) -> bool:
    if not widget.isEnabled() or widget.focusPolicy() == Qt.FocusPolicy.NoFocus:
        return False
    if widget.focusProxy() is not None:
        return False
    if isinstance(widget, QScrollArea) and not widget.verticalScrollBar().maximum():
        return False
    pressed = _pressed(widget)
    if pressed is not None:  # Qt takes Tab from one of them or the other, not when it is pressed
        return pressed is widget
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def _pressed(widget: QWidget) -> QWidget | None:
    """Of buttons that exclude one another the one that is pressed; None for anything else."""
    if not isinstance(widget, QAbstractButton) or not widget.isCheckable():
        return None
    group, above = widget.group(), widget.parentWidget()
    if group is not None and group.exclusive():
        return group.checkedButton()
    if not widget.autoExclusive() or above is None:
        return None
    near = above.findChildren(QAbstractButton, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return next((b for b in near if b.autoExclusive() and b.isChecked() and b.isVisible()), None)


def _in_order(widget: QWidget) -> list[QWidget]:
    if isinstance(widget, QSplitter):
        parts = [widget.widget(n) for n in range(widget.count())]
        return [part for part in parts if part is not None]
    if isinstance(widget, QScrollArea):
        inner = widget.widget()
        return [inner] if inner is not None else []
    if isinstance(widget, QAbstractScrollArea):
        widget = widget.viewport()  # an editor in a cell
    layout = widget.layout()
    laid = list(_laid(layout)) if layout is not None else []
    known = {id(each) for each in laid}
    free = [w for w in widget.children() if isinstance(w, QWidget) and id(w) not in known]
    return laid + sorted(free, key=lambda w: (w.y(), w.x()))


def _laid(layout: QLayout) -> Iterator[QWidget]:
    numbers = list(range(layout.count()))
    if isinstance(layout, QGridLayout):
        numbers.sort(key=lambda n: layout.getItemPosition(n)[:2])  # type: ignore[index]
    for number in numbers:
        item = layout.itemAt(number)
        inner, widget = (item.layout(), item.widget()) if item is not None else (None, None)
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _laid(inner)
