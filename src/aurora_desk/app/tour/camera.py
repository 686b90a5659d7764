"""The camera of the tour: each step in both themes and at both sizes, from one desk that goes on living."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from aurora_desk.gui.desk import Desk
from aurora_desk.gui.theme.tokens import DARK, LIGHT, Theme

SMALL, LARGE = QSize(1280, 800), QSize(1920, 1080)


@dataclass(frozen=True)
class View:
    """A theme and a size of window that pictures are taken in."""

    theme: Theme
    size: QSize

    @property
    def suffix(self) -> str:
        """The end of a picture's name."""
        return f"{self.theme.name}-{self.size.width()}"


ALL_VIEWS = (View(LIGHT, SMALL), View(DARK, SMALL), View(DARK, LARGE), View(LIGHT, LARGE))
"""In an order that changes one thing at a time and ends beside where it began."""


class Camera:
    """Takes pictures of one desk's window into a folder; afterwards the desk is dressed and sized as before."""

    def __init__(self, desk: Desk, folder: Path, views: Sequence[View] = ALL_VIEWS) -> None:
        self._desk, self._folder, self._views = desk, folder, views
        self.pictures: list[Path] = []
        self._beside: dict[QMenu, QPoint] = {}
        """How far each open menu was from its button in the first view."""

    def take(self, name: str, *, settle: Callable[[], None]) -> None:
        """Take a step's picture in every view; `settle` lets the desk paint after each change."""
        self._beside.clear()
        for view in self._views:
            if self._dress(view):
                settle()
            path = self._folder / f"{name}-{view.suffix}.png"
            self._window().save(str(path))
            self.pictures.append(path)
        if self._dress(self._views[0]):
            settle()

    def _dress(self, view: View) -> bool:
        """Whether anything had to change."""
        changed = False
        if self._desk.look.theme is not view.theme:
            self._desk.look.set_theme(view.theme)
            changed = True
        if self._desk.window.size() != view.size:
            self._desk.window.resize(view.size)
            changed = True
        return changed

    def _window(self) -> QPixmap:
        """The window with what floats above it: an open menu is a window of its own."""
        window = self._desk.window
        picture = window.grab()
        painter = QPainter(picture)
        for floating in QApplication.topLevelWidgets():
            if isinstance(floating, QMenu) and floating.isVisible():
                painter.drawPixmap(self._place_of(floating), floating.grab())
        painter.end()
        return picture

    def _place_of(self, menu: QMenu) -> QPoint:
        """Where the menu is in the window; in another size of it beside its button, where it would open."""
        window = self._desk.window
        opener: QWidget | None = window.focusWidget()
        if opener is None:
            return menu.pos() - window.mapToGlobal(QPoint())
        corner = opener.mapTo(window, opener.rect().topRight())
        if menu not in self._beside:
            self._beside[menu] = menu.pos() - window.mapToGlobal(QPoint()) - corner
        return corner + self._beside[menu]
