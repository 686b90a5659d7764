"""Stock and prices on the tiles, kept true while others sell and change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from aurora_desk.domain.catalogue import Product
from aurora_desk.domain.ids import ProductId
from aurora_desk.domain.journal import JournalRow
from aurora_desk.gui.context import Context
from aurora_desk.gui.models.tiles import TileModel
from aurora_desk.gui.screens.pace import Pace

NEWS = ("order.placed", "order.voided", "refund.", "product.", "stock.", "catalogue.")
A_READING = 60


class LiveTiles(QObject):
    """Reads again what is shown, the tiles in view first; a tile changes where it stands, none ever moves."""

    def __init__(
        self,
        context: Context,
        model: TileModel,
        in_view: Callable[[], Sequence[Product]],
        page: QWidget,
    ) -> None:
        super().__init__(page)
        self._context, self._model, self._in_view = context, model, in_view
        self._waiting: list[ProductId] = []
        self._reading = self._stale = False
        # Sales of a busy hour come in handfuls: they are looked at together, and soon enough for the eye.
        self._pace = Pace(page)
        self._pace.due.connect(self._begin)
        context.events.happened.connect(self._on_journal)

    def refresh(self) -> None:
        """Look at everything shown."""
        self._stale = True
        if not self._reading:
            self._pace.ask()

    def _on_journal(self, row: JournalRow) -> None:
        if row.event.startswith(NEWS) and row.tenant_id == self._context.session.tenant_id:
            self.refresh()

    def _begin(self) -> None:
        self._stale = False
        first = [product.product_id for product in self._in_view()]
        rest = [product.product_id for product in self._model.rows]
        self._waiting = list(dict.fromkeys([*first, *rest]))
        self._read()

    def _read(self) -> None:
        asked, self._waiting = self._waiting[:A_READING], self._waiting[A_READING:]
        if not asked:
            return
        self._reading = True
        services = self._context.services
        unit = partial(services.catalogue.get_many, tenant_id=self._context.session.tenant_id, product_ids=tuple(asked))
        self._context.jobs.start(self, partial(services.read, unit), done=self._on_read, failed=self._on_failed)

    def _on_read(self, products: tuple[Product, ...]) -> None:
        self._reading = False
        self._model.replace_rows(products)
        if self._stale:
            self._pace.ask()
        else:
            self._read()

    def _on_failed(self, _error: Exception) -> None:
        # Tiles keep what they show; the next news reads them again.
        self._reading = False
        self._waiting = []
        if self._stale:
            self._pace.ask()
