"""The sheet of Ctrl+K."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from aurora_desk.domain.customers import Customer
from aurora_desk.domain.money import Money
from aurora_desk.gui.context import Context
from aurora_desk.gui.jobs import words_of
from aurora_desk.gui.shell.goto.model import HEIGHT, PLACE_ROLE, PlaceDelegate, Places
from aurora_desk.gui.shell.goto.places import MOST, Found, Kind, Place, find, matches
from aurora_desk.gui.theme.format import isolated
from aurora_desk.gui.theme.status import status_of
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.search_bar import SearchBar
from aurora_desk.gui.widgets.sheet import Sheet, SheetSize
from aurora_desk.gui.widgets.text import Text

TYPING_MS = 90
SHOWN = 8
_MOVES = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: SHOWN,
    Qt.Key.Key_PageUp: -SHOWN,
}


class GotoSheet(Sheet):
    """Screens and commands at once, then what the store finds. The first line is taken by Enter."""

    chosen = Signal(object)
    """The `Place`; the sheet is gone when it comes."""

    def __init__(self, context: Context, host: QWidget, fixed: Sequence[Place]) -> None:
        look = context.look
        super().__init__(look, host, self.tr("Go to…"), size=SheetSize.LARGE, name="goto")
        self._context, self._fixed = context, tuple(fixed)
        self._found = Found("")
        self._choice: Place | None = None
        self._open_first = False
        self.search = SearchBar(look, self.tr("Screen, order number, customer or product"), key="", name="goto-search")
        self.model = Places(self)
        self.list = QListView()
        self._delegate = PlaceDelegate(look)
        self.list.setObjectName("goto-list")
        self.list.setAccessibleName(self.tr("Where to go"))
        self.list.setModel(self.model)
        self.list.setItemDelegate(self._delegate)
        self.list.setMouseTracking(True)
        self.list.setUniformItemSizes(True)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # The keys stay with the search: letters, arrows and Enter all work from there.
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.news = Text(look, "", Type.BODY, tone="muted", wrap=True, name="goto-news")
        self.news.hide()
        for part in (self.search, self.list, self.news):
            self.body.addWidget(part)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self._ask)
        self.set_first_focus(self.search.input)
        self.search.text_changed.connect(self._on_text)
        self.search.submitted.connect(self._on_enter)
        self.search.left_down.connect(partial(self._step, 1))
        self.list.clicked.connect(self._take)
        self.closed.connect(self._on_closed)
        look.follow(self._fit)
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _MOVES.get(Qt.Key(event.key()))
        if step is not None:
            self._step(step)
            event.accept()
        else:
            super().keyPressEvent(event)

    @property
    def _words(self) -> str:
        return self.search.text.strip()

    def _on_text(self, _text: str) -> None:
        self._open_first = False
        self._show()
        if self._words:
            self._typing.start()
        else:
            self._typing.stop()

    def _ask(self) -> None:
        words = self._words
        work = partial(find, self._context.services, self._context.session.tenant_id, words)
        self._context.jobs.start(self, work, done=self._on_found, failed=self._on_failed)

    def _on_found(self, found: Found) -> None:
        if found.words != self._words:
            return
        self._found = found
        self._show()
        if self._open_first:
            self._on_enter()

    def _on_failed(self, error: Exception) -> None:
        self._open_first = False
        self.news.setText(words_of(error))
        self.news.show()

    def _show(self) -> None:
        words = self._words
        known = self._found if self._found.words == words else Found(words)
        places = [place for place in self._fixed if matches(place.title, words)]
        # «co» means Connor and Cold brew before everybody whose address ends in .com.
        named = [one for one in known.customers if matches(one.name, words)]
        others = [one for one in known.customers if one not in named]
        places += [*self._orders(known), *self._customers(named[:MOST])]
        places += [*self._products(known), *self._customers(others[: MOST - len(named)])]
        self.model.show(tuple(places))
        if places:
            self.list.setCurrentIndex(self.model.index(0, 0))
        nothing = not places and bool(words) and self._found.words == words
        self.news.setText(self.tr("Nothing matches '%1'").replace("%1", words))
        self.news.setVisible(nothing)

    def _orders(self, found: Found) -> list[Place]:
        look = self._look
        return [
            Place(
                Kind.ORDER,
                "receipt-text",
                isolated(f"#{row.order_id}", look.locale),
                " · ".join(text for text in (row.customer_name, look.money(row.total), status_of(row).word) if text),
                row.order_id,
            )
            for row in found.orders
        ]

    def _customers(self, customers: Sequence[Customer]) -> list[Place]:
        return [
            Place(
                Kind.CUSTOMER,
                "user",
                one.name,
                isolated(one.email or one.phone, self._look.locale),
                one.ref,
            )
            for one in customers
        ]

    def _products(self, found: Found) -> list[Place]:
        return [
            Place(
                Kind.PRODUCT,
                "package",
                one.name,
                self._look.money(Money(one.price_minor, one.currency)),
                one.name,
            )
            for one in found.products
        ]

    def _step(self, step: int) -> None:
        last = self.model.rowCount() - 1
        if last >= 0:
            row = max(0, min(last, self.list.currentIndex().row() + step))
            self.list.setCurrentIndex(self.model.index(row, 0))

    def _on_enter(self, _text: str = "") -> None:
        # Enter right behind the last letter waits for what those letters find.
        if self._words and self._found.words != self._words and not self.news.isVisible():
            self._open_first = True
            return
        self._take(self.list.currentIndex())

    def _take(self, index: QModelIndex) -> None:
        place = index.data(PLACE_ROLE)
        if isinstance(place, Place):
            self._choice = place
            self.close_sheet()

    def _on_closed(self) -> None:
        # Only now: nothing opens while a sheet is in front.
        if self._choice is not None:
            self.chosen.emit(self._choice)

    def _fit(self) -> None:
        self.list.setFixedHeight(self._look.px(HEIGHT) * SHOWN)
