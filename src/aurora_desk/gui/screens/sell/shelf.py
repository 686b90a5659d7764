"""What the grid shows: a category, the favourites, or what a search finds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal

from aurora_desk.domain.catalogue import Product
from aurora_desk.domain.journal import JournalRow
from aurora_desk.domain.paging import Page
from aurora_desk.gui.context import Context
from aurora_desk.gui.jobs import words_of
from aurora_desk.gui.models.tiles import TileModel
from aurora_desk.services.facade import Unit

PAGE = 60
STOCK_ROWS = ("order.placed", "order.voided")


@dataclass(frozen=True, slots=True)
class Shelf:
    """One question to the catalogue; words come before the category."""

    category_id: int | None = None
    words: str = ""

    @property
    def favourites(self) -> bool:
        """Whether it is the shelf that the screen starts with."""
        return self.category_id is None and not self.words


class ShelfReader(QObject):
    """Fills the tile model. While an answer is on its way only the newest question waits: typing never queues."""

    arrived = Signal()
    """The first page of the shelf asked for last is in the model."""
    failed = Signal(str)

    def __init__(self, context: Context, model: TileModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context, self._model = context, model
        self._wanted = self._asked = Shelf()
        self._reading = self._arrived = False
        self._stock_reading = self._stock_stale = False
        model.set_fetch(self._fetch)
        context.events.happened.connect(self._on_journal)

    @property
    def shelf(self) -> Shelf:
        """What is asked for."""
        return self._wanted

    @property
    def ready(self) -> bool:
        """Whether the model shows what is asked for."""
        return self._arrived and self._asked == self._wanted

    def show(self, shelf: Shelf) -> None:
        """Ask for a shelf; the old tiles stay until its first page is there."""
        self._wanted = shelf
        if not self._reading:
            self._ask()

    def _ask(self) -> None:
        self._asked, self._arrived = self._wanted, False
        self._model.restart()

    def _unit(self, shelf: Shelf, after: str | None, limit: int) -> Unit[Page[Product]]:
        catalogue, tenant_id = self._context.services.catalogue, self._context.session.tenant_id
        if shelf.words:
            return partial(catalogue.search, tenant_id=tenant_id, words=shelf.words, after=after, limit=limit)
        return partial(
            catalogue.browse,
            tenant_id=tenant_id,
            category_id=shelf.category_id,
            favourites=shelf.favourites,
            after=after,
            limit=limit,
        )

    def _fetch(self, after: str | None) -> None:
        self._reading = True
        work = partial(self._context.services.read, self._unit(self._asked, after, PAGE))
        self._context.jobs.start(
            self, work, done=partial(self._on_page, serial=self._model.serial), failed=self._on_failed
        )

    def _on_page(self, page: Page[Product], serial: int) -> None:
        self._reading = False
        self._model.append_page(page, serial)
        self._model.mark_best(bool(self._asked.words))
        self._arrived = True
        self._next()
        if self.ready:
            self.arrived.emit()

    def _on_failed(self, error: Exception) -> None:
        self._reading = False
        self._model.page_failed()
        self.failed.emit(words_of(error))
        self._next()

    def _next(self) -> None:
        if self._wanted != self._asked:
            self._ask()

    def _on_journal(self, row: JournalRow) -> None:
        if row.event in STOCK_ROWS:
            self._stock_stale = True
            self._read_stock()

    def _read_stock(self) -> None:
        if self._stock_reading or not self._stock_stale or not self._model.rows:
            return
        self._stock_reading, self._stock_stale = True, False
        work = partial(self._context.services.read, self._unit(self._asked, None, len(self._model.rows)))
        self._context.jobs.start(self, work, done=self._on_stock, failed=self._on_stock_failed)

    def _on_stock(self, page: Page[Product]) -> None:
        self._stock_reading = False
        for product in page.rows:
            self._model.replace_row(product)
        self._read_stock()

    def _on_stock_failed(self, _error: Exception) -> None:
        # Tiles keep the counts they had; the next order asks again.
        self._stock_reading = False
