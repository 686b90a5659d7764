"""A table with everything that may stand in its place: the skeleton, and words where there are no rows."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Generic, TypeVar

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from aurora_desk.domain.paging import Page
from aurora_desk.gui.jobs import Jobs, words_of
from aurora_desk.gui.models.cells import ROW_HEIGHT
from aurora_desk.gui.models.tables import TableModel
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.widgets.empty import Empty
from aurora_desk.gui.widgets.polish import Ground
from aurora_desk.gui.widgets.skeleton import AFTER_MS, Skeleton
from aurora_desk.gui.widgets.table import Table

Row = TypeVar("Row")
SMALLEST_STRETCH, SCROLL_BAR = 96, 14
AHEAD = 2
"""How many screens before the end of the rows the next page is asked for."""


class _ProgressLine(QWidget):
    """A thin line while shown rows are being asked for anew."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self.setAccessibleName(self.tr("Loading"))
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.colour("primary"))
        painter.end()


class Listing(QWidget, Generic[Row]):
    """Pages of rows, asked for as somebody scrolls; old rows stay until the new ones are there.

    `ask(after)` is called here and returns the work of the job that brings that page. The `optional` columns give
    way in their order where the window is narrow or the text large.
    """

    arrived = Signal()
    """The first page of a new question is there."""
    page_came = Signal()
    """Any page is there."""
    acted = Signal()
    """The button under the words was pressed, after a page that came; after an error it asks again by itself."""

    def __init__(
        self,
        look: Look,
        jobs: Jobs,
        model: TableModel[Row],
        ask: Callable[[str | None], Callable[[], Page[Row]]],
        *,
        empty_words: Callable[[], tuple[str, str, str, str]],
        optional: tuple[int, ...] = (),
        label: str,
        name: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look, self._jobs, self._model, self._ask = look, jobs, model, ask
        self._empty_words, self._optional = empty_words, optional
        self._failed = False
        self.asking = False
        """Whether the first page of a question is on its way."""
        self.table = Table(look, model, label=label, name=name)
        self.empty = Empty(look, "inbox", "", name=f"{name}-empty")
        self._skeleton = Skeleton(look, block_height=ROW_HEIGHT - 8, name=f"{name}-skeleton")
        card = Ground("card", name=f"{name}-empty-card")
        inside = QVBoxLayout(card)
        inside.addWidget(self.empty)
        self._empty_card = card
        self._stack = QStackedWidget()
        for page in (self._skeleton, self.table, card):
            self._stack.addWidget(page)
        self._progress = _ProgressLine(look, self)
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(AFTER_MS)
        self._slow.timeout.connect(self._on_slow)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        model.set_fetch(self._fetch)
        model.rowsInserted.connect(self._on_rows)
        model.rowsRemoved.connect(self._on_rows)
        self.empty.acted.connect(self._on_acted)
        self.table.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        look.follow(self._fit)

    def restart(self) -> None:
        """Ask anew; what is shown stays until the answer is there."""
        self.asking = True
        if not self._model.rowCount() and self._stack.currentWidget() is not self._empty_card:
            self._stack.setCurrentWidget(self._skeleton)
            self._skeleton.start()
        self._slow.start()
        self._model.restart()

    def show_words(self) -> None:
        """Choose between the rows and the words that stand for none."""
        if self._model.rowCount():
            self._stack.setCurrentWidget(self.table)
            return
        icon, title, hint, action = self._empty_words()
        self.empty.show_words(title, hint, action, icon=icon)
        self._stack.setCurrentWidget(self._empty_card)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        widths = [self._look.px(column.width or SMALLEST_STRETCH) for column in self._model.columns]
        missing = sum(widths) - (self.width() - SCROLL_BAR)
        for column in self._optional:
            self.table.setColumnHidden(column, missing > 0)
            missing -= widths[column]

    def _fetch(self, after: str | None) -> None:
        serial = self._model.serial
        self._jobs.start(
            self,
            self._ask(after),
            done=partial(self._on_page, serial),
            failed=partial(self._on_failed, serial),
        )

    def _on_page(self, serial: int, page: Page[Row]) -> None:
        if serial != self._model.serial:
            return
        first, self._failed = self.asking, False
        self._settle()
        self._model.append_page(page, serial)
        self.show_words()
        if first:
            self.arrived.emit()
        self.page_came.emit()

    def _on_failed(self, serial: int, error: Exception) -> None:
        if serial != self._model.serial:
            return
        later_page = not self.asking
        self._settle()
        self._model.page_failed()
        if later_page:
            # The rows at hand are still true; scrolling asks for the next ones again.
            return
        self._failed = True
        title = self.tr("This list could not be read")
        self.empty.show_words(title, words_of(error), self.tr("Try again"), icon="circle-alert")
        self._stack.setCurrentWidget(self._empty_card)

    def _settle(self) -> None:
        self.asking = False
        self._slow.stop()
        self._skeleton.stop()
        self._progress.hide()

    def _on_acted(self) -> None:
        if self._failed:
            self.restart()
        else:
            self.acted.emit()

    def _on_rows(self) -> None:
        if not self.asking:
            self.show_words()

    def _on_slow(self) -> None:
        if self._stack.currentWidget() is self.table:
            bottom = self.table.horizontalHeader().height()
            self._progress.setGeometry(1, bottom, self.width() - 2, self._look.px(3))
            self._progress.show()
            self._progress.raise_()

    def _on_scrolled(self, value: int) -> None:
        bar = self.table.verticalScrollBar()
        root = self.table.rootIndex()
        if bar.maximum() - value < AHEAD * bar.pageStep() and self._model.canFetchMore(root):
            self._model.fetchMore(root)


def lay_out(page: QWidget, search: QWidget, verb: QWidget, filters: QWidget, listing: QWidget) -> None:
    """Lay a page with a list out: the search and the button beside it, what narrows the list, and the list."""
    head = QHBoxLayout()
    head.setSpacing(10)
    head.addWidget(search, 1)
    head.addWidget(verb)
    column = QVBoxLayout(page)
    column.setContentsMargins(20, 16, 20, 16)
    column.setSpacing(12)
    column.addLayout(head)
    column.addWidget(filters)
    column.addWidget(listing, 1)
