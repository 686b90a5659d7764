"""Where the menu of a button opens: whole beside or over it, on the other side from right to left."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

GAP = 6


def open_above(menu: QMenu, button: QWidget) -> None:
    """Over the button, the end of the menu above the end of the button: such buttons stand at the window's edge."""
    menu.popup(button.mapToGlobal(QPoint(_end(menu, button), -menu.sizeHint().height() - GAP)))


def open_below(menu: QMenu, button: QWidget) -> None:
    """Under the button, the end of the menu below the end of the button."""
    menu.popup(button.mapToGlobal(QPoint(_end(menu, button), button.height())))


def open_beside(menu: QMenu, button: QWidget) -> None:
    """On the content's side of a button of the rail, ending where the button ends."""
    size = menu.sizeHint()
    x = -size.width() - GAP if _mirrored(button) else button.width() + GAP
    menu.popup(button.mapToGlobal(QPoint(x, button.height() - size.height())))


def _end(menu: QMenu, button: QWidget) -> int:
    return 0 if _mirrored(button) else button.width() - menu.sizeHint().width()


def _mirrored(button: QWidget) -> bool:
    return button.layoutDirection() is Qt.LayoutDirection.RightToLeft
