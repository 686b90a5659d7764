"""Products as tiles."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, Qt

from aurora_desk.domain.catalogue import Product
from aurora_desk.domain.ids import ProductId
from aurora_desk.domain.money import Money
from aurora_desk.gui.models.paged import PagedModel
from aurora_desk.gui.theme.format import quantity_label
from aurora_desk.gui.theme.look import Look


class Tile(NamedTuple):
    """A product as its tile shows it."""

    product: Product
    price: str
    in_cart: int
    """Thousandths."""
    best: bool
    """Whether it is the best match of a search, which Enter adds."""


class TileModel(PagedModel[Product]):
    """Products with what the cart holds of each."""

    def __init__(
        self, look: Look, fetch: Callable[[str | None], None] | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(fetch, parent)
        self._look = look
        self._quantities: Mapping[ProductId, int] = {}
        self._prices: Mapping[ProductId, int] = {}
        self._best = False

    def key(self, row: Product) -> object:
        return row.product_id

    def set_quantities(self, quantities: Mapping[ProductId, int]) -> None:
        """What the cart holds, in thousandths by product; only tiles that differ are painted again."""
        before, self._quantities = self._quantities, dict(quantities)
        differing = {key for key in {*before, *quantities} if before.get(key, 0) != quantities.get(key, 0)}
        for place, product in enumerate(self.rows):
            if product.product_id in differing:
                self.row_changed(place)

    def set_prices(self, prices: Mapping[ProductId, int]) -> None:
        """The prices of the cart's list, in minor units by product; what is not on it has its usual price."""
        if prices == self._prices:
            return
        before, self._prices = self._prices, prices
        for place, product in enumerate(self.rows):
            if before.get(product.product_id) != prices.get(product.product_id):
                self.row_changed(place)

    def photo_ready(self, name: str) -> None:
        """Have the tiles with this photo painted again."""
        for place, product in enumerate(self.rows):
            if product.picture == name:
                self.row_changed(place)

    def mark_best(self, best: bool) -> None:
        """Whether the first tile is the best match of a search and Enter adds it."""
        if self._best != best:
            self._best = best
            if self.rows:
                self.row_changed(0)

    def cell(self, row: Product, column: int, role: int) -> Any:  # noqa: ARG002
        if role == Qt.ItemDataRole.DisplayRole:
            return row.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._sentence(row)
        return None

    def tile_at(self, place: int) -> Tile:
        """Everything that is painted of a row, asked for at once."""
        product = self._rows[place]
        in_cart = self._quantities.get(product.product_id, 0)
        return Tile(product, self.price_text(product), in_cart, best=self._best and place == 0)

    def price_text(self, product: Product) -> str:
        """The price as the tile shows it."""
        price = self._prices.get(product.product_id, product.price_minor)
        return self._look.money(Money(price, product.currency))

    def _sentence(self, product: Product) -> str:
        stock = ""
        if product.sold_out:
            stock = self.tr("sold out")
        elif product.low and product.stock_milli is not None:
            stock = self.tr("%1 left").replace("%1", quantity_label(product.stock_milli, self._look.locale))
        in_cart = quantity_label(self._quantities.get(product.product_id, 0), self._look.locale)
        parts = (product.name, self.price_text(product), stock, self.tr("%1 in cart").replace("%1", in_cart))
        return ", ".join(part for part in parts if part)
