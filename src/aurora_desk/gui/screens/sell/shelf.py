"""What the grid shows: a category, the favourites, or what a search finds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal

from aurora_desk.domain.catalogue import Product
from aurora_desk.domain.paging import Page
from aurora_desk.gui.context import Context
from aurora_desk.gui.jobs import words_of
from aurora_desk.gui.models.tiles import TileModel
from aurora_desk.services.facade import Unit

PAGE = 60
REHEARSED = "xqz"
"""Words that hardly name a product: looking for them goes through every way of finding one."""


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

    def __init__(
        self, context: Context, model: TileModel, room: Callable[[], int], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self._model, self._room = context, model, room
        self._wanted = self._asked = Shelf()
        self._reading = self._arrived = self._rehearsed = False
        model.set_fetch(self._fetch)

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
        # What a search finds first only fills the window: it is on screen the sooner.
        limit = min(PAGE, self._room()) if self._asked.words and after is None else PAGE
        work = partial(self._context.services.read, self._unit(self._asked, after, limit))
        self._context.jobs.start(
            self, work, done=partial(self._on_page, serial=self._model.serial), failed=self._on_failed
        )

    def _on_page(self, page: Page[Product], serial: int) -> None:
        self._reading = False
        if self._wanted != self._asked:
            # Something else is wanted by now: what came is not even painted.
            self._model.page_failed()
            self._ask()
            return
        first = not self._arrived
        self._model.append_page(page, serial)
        self._model.mark_best(bool(self._asked.words))
        self._arrived = True
        if first:
            self.arrived.emit()
        if not self._rehearsed:
            self._rehearse()

    def _rehearse(self) -> None:
        """Search once for nothing: the first letter that somebody types is found as soon as the later ones."""
        self._rehearsed = True
        work = partial(self._context.services.read, self._unit(Shelf(words=REHEARSED), None, 1))
        self._context.jobs.patient.start(self, work, done=lambda _page: None, failed=lambda _error: None)

    def _on_failed(self, error: Exception) -> None:
        self._reading = False
        self._model.page_failed()
        self.failed.emit(words_of(error))
        if self._wanted != self._asked:
            self._ask()
