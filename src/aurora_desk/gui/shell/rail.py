"""The rail: where a person goes, and who is signed in."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from aurora_desk.gui.screens.signin.brand import Mark
from aurora_desk.gui.shell.pages import RAIL, Page
from aurora_desk.gui.shell.person_button import PersonButton
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.widgets.nav_button import NavButton
from aurora_desk.gui.widgets.polish import Ground

WIDE, NARROW = 86, 64
NARROW_BELOW = 1200
MIDDLE = Qt.AlignmentFlag.AlignHCenter


class Rail(Ground):
    """One button a page; `wanted` tells which page is asked for."""

    wanted = Signal(object)
    """A `Page`."""

    def __init__(self, look: Look, *, parent: QWidget | None = None) -> None:
        super().__init__("rail", name="rail", parent=parent)
        self._look, self._narrow = look, False
        self._buttons: dict[Page, NavButton] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 14, 0, 10)
        self._column.setSpacing(6)
        self._column.addWidget(Mark(look), 0, MIDDLE)
        self._column.addSpacing(9)
        for item in RAIL:
            button = NavButton(look, item.word, item.icon, name=f"rail-{item.page}")
            button.clicked.connect(lambda _checked=False, page=item.page: self.wanted.emit(page))
            self._buttons[item.page] = button
            self._column.addWidget(button, 0, MIDDLE)
        self.person = PersonButton(look)
        self._column.addStretch(1)
        self._column.addWidget(self.person, 0, MIDDLE)
        look.follow(self._dress)

    def button(self, page: Page) -> NavButton:
        """The button of a page."""
        return self._buttons[page]

    def stops(self) -> tuple[QWidget, ...]:
        """Where Tab stops, in this order."""
        return (*self._buttons.values(), self.person)

    def show_current(self, current: Page) -> None:
        """Mark the page that is shown."""
        for page, button in self._buttons.items():
            button.set_current(page is current)

    def fit(self, window_width: int) -> None:
        """Icons alone in a small window."""
        self._narrow = window_width < NARROW_BELOW
        self._dress()

    def _dress(self) -> None:
        for button in self._buttons.values():
            button.set_narrow(self._narrow)
        self.setFixedWidth(NARROW if self._narrow else self._look.px(WIDE))
