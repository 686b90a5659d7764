"""The gallery's window: a page of samples, and chips for how they are looked at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from aurora_desk.gui.gallery.buttons import ButtonsPage
from aurora_desk.gui.gallery.inputs import InputsPage
from aurora_desk.gui.gallery.laying import GalleryPage
from aurora_desk.gui.gallery.lists import ListsPage
from aurora_desk.gui.gallery.news import NewsPage
from aurora_desk.gui.theme.look import SCALES, Look
from aurora_desk.gui.theme.tokens import DARK, LIGHT, Theme, high_contrast
from aurora_desk.gui.widgets.chip import ChipRow
from aurora_desk.gui.widgets.polish import Ground

PAGES: Mapping[str, Callable[[Look], GalleryPage]] = MappingProxyType(
    {"Buttons": ButtonsPage, "Inputs": InputsPage, "Lists": ListsPage, "News": NewsPage}
)
THEMES: Mapping[str, Theme] = MappingProxyType(
    {
        "Light": LIGHT,
        "Dark": DARK,
        "Light, high contrast": high_contrast(LIGHT),
        "Dark, high contrast": high_contrast(DARK),
    }
)
DIRECTIONS = MappingProxyType(
    {"Left to right": Qt.LayoutDirection.LeftToRight, "Right to left": Qt.LayoutDirection.RightToLeft}
)


class Gallery(Ground):
    """One page at a time, in any theme, text size and direction."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__("page", name="gallery", parent=parent)
        self._look = look
        self.setWindowTitle("Aurora Desk: components")
        self._area = QScrollArea()
        self._area.setObjectName("gallery-area")
        self._area.setAccessibleName("Samples")
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidgetResizable(True)
        self.pages = self._chips("page", {name: name for name in PAGES}, self.show_page)
        self.themes = self._chips("theme", THEMES, look.wear)
        self.sizes = self._chips("size", {f"{scale} %": scale for scale in SCALES}, look.set_scale)
        self.directions = self._chips("direction", DIRECTIONS, self._run)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(8)
        for chips in ((self.pages, self.sizes), (self.themes, self.directions)):
            row = QHBoxLayout()
            row.setContentsMargins(20, 0, 20, 0)
            row.setSpacing(24)
            for each in chips:
                row.addWidget(each, 1)
            column.addLayout(row)
        column.addWidget(self._area, 1)
        self.show_page(next(iter(PAGES)))

    def show_page(self, name: str) -> None:
        """Bring a page to the front; it is built anew."""
        self._area.setWidget(PAGES[name](self._look))

    def _run(self, direction: Qt.LayoutDirection) -> None:
        QGuiApplication.setLayoutDirection(direction)
        # Icons on buttons keep their gap on the side of the text.
        self._look.changed.emit()

    def _chips(self, name: str, choices: Mapping[str, object], choose: Callable[..., object]) -> ChipRow:
        chips = ChipRow(self._look, name=f"gallery-{name}", label=name)
        for words in choices:
            chips.add(words, words)
        chips.chosen.connect(lambda words: choose(choices[str(words)]))
        return chips
