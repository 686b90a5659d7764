"""What screens with a list and a detail share: opening, closing, the way back of the focus, and their keys."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from aurora_desk.gui.context import Context
from aurora_desk.gui.jobs import words_of
from aurora_desk.gui.screens.screen import Screen
from aurora_desk.gui.widgets.detail import Detail, panel_width
from aurora_desk.gui.widgets.empty import Empty
from aurora_desk.gui.widgets.polish import Ground
from aurora_desk.gui.widgets.search_bar import SearchBar
from aurora_desk.gui.widgets.table import ENTER, Table

Key = TypeVar("Key")
Key_contra = TypeVar("Key_contra", contravariant=True)
Shown = TypeVar("Shown")


class ListSide(Protocol[Key_contra]):
    """The list at the start side, as this base knows it; it is a widget, too."""

    search: SearchBar
    table: Table

    def enter(self) -> None:
        """The screen came to the front."""

    def select(self, key: Key_contra | None) -> None:
        """Mark the row of that key; None marks none."""


class ListScreen(Screen, Generic[Key, Shown]):
    """A list, and at the side what is chosen in it. A screen builds both, calls `assemble`, and fills in the rest.

    `Key` names a row, `Shown` is what a job reads to show it.
    """

    def __init__(self, context: Context, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(context, name=name, parent=parent)
        self.open_key: Key | None = None
        """What is open at the side, or on its way there."""
        self._asked = 0

    def assemble(self, side: ListSide[Key], detail: Detail, *, icon: str, title: str, hint: str) -> None:
        """Put list and detail side by side; icon and words stand where nothing is open."""
        assert isinstance(side, QWidget)
        self._list_side, self._detail = side, detail
        nothing = Ground("panel", name=f"{self.objectName()}-none")
        column = QVBoxLayout(nothing)
        column.addWidget(Empty(self.context.look, icon, title, hint, name=f"{self.objectName()}-none-words"))
        self._panels = QStackedWidget()
        self._panels.addWidget(nothing)
        self._panels.addWidget(detail)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(side, 1)
        row.addWidget(self._panels)
        detail.closed.connect(self.close_detail)

    def read_one(self, key: Key) -> Callable[[], Shown]:
        """The job that reads what the detail shows."""
        raise NotImplementedError

    def show_one(self, shown: Shown) -> None:
        """Fill the detail."""
        raise NotImplementedError

    def shown_key(self) -> Key | None:
        """What the detail was filled with last."""
        raise NotImplementedError

    def focus_detail(self) -> None:
        """Put the focus on the first thing that can be done with what is open."""

    def press_main(self) -> None:
        """Ctrl+Enter."""

    @property
    def aside(self) -> int:
        return self._panels.width()

    @property
    def detail_open(self) -> bool:
        """Whether the detail is in sight."""
        return self._panels.currentWidget() is self._detail

    def open_one(self, key: Key, *, focus: bool = False) -> None:
        """Read one and show it; an answer that another question has overtaken is dropped."""
        self.open_key = key
        self._asked += 1
        self.context.jobs.start(
            self,
            self.read_one(key),
            done=partial(self._on_read, self._asked, focus),
            failed=partial(self._on_not_read, self._asked),
        )

    def reveal(self) -> None:
        """Bring the detail into sight."""
        self._panels.setCurrentWidget(self._detail)

    def close_detail(self) -> None:
        """Close what is open; the focus goes back to the list if it was inside."""
        held_focus = self.holds_focus(self._panels)
        self._asked += 1
        self.open_key = None
        self._list_side.select(None)
        self._panels.setCurrentIndex(0)
        if held_focus:
            self._list_side.table.setFocus()

    def holds_focus(self, part: QWidget) -> bool:
        """Whether the focus is inside a part."""
        focused: QWidget | None = self.window().focusWidget()
        return focused is not None and part.isAncestorOf(focused)

    def entered(self) -> None:
        self._list_side.enter()
        if not self.holds_focus(self):
            self.focus_search()

    def focus_search(self) -> None:
        self._list_side.search.focus()

    def escape(self) -> bool:
        if self._list_side.search.text:
            self._list_side.search.clear()
            return True
        if self.open_key is not None:
            self.close_detail()
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape and self.escape():
            return
        if event.key() in ENTER and control:
            self.press_main()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._panels.setFixedWidth(panel_width(self.context.look, self.window().width()))

    def tell_failure(self, error: Exception) -> None:
        """Say what went wrong in a toast."""
        self.told.emit(words_of(error), "danger")

    def _on_read(self, asked: int, focus: bool, shown: Shown) -> None:
        if asked != self._asked:
            return
        self.show_one(shown)
        self.reveal()
        if focus:
            self.focus_detail()

    def _on_not_read(self, asked: int, error: Exception) -> None:
        self.tell_failure(error)
        if asked == self._asked:
            self.open_key = self.shown_key() if self.detail_open else None
            self._list_side.select(self.open_key)
