"""How much of each tile's product the cart holds; variants count on the tile of their product."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QObject

from aurora_desk.domain.cart import Cart
from aurora_desk.domain.catalogue import Product
from aurora_desk.domain.ids import ProductId
from aurora_desk.gui.context import Context
from aurora_desk.gui.models.tiles import TileModel


class InCart(QObject):
    """Counts a cart on the tiles. A product that no tile shows is asked once whose variant it is."""

    def __init__(self, context: Context, model: TileModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context, self._model = context, model
        self._parents: dict[ProductId, ProductId | None] = {}
        self._cart: Cart | None = None
        self._reading = False

    def show(self, cart: Cart) -> None:
        """Count this cart."""
        self._cart = cart
        counts: dict[ProductId, int] = {}
        for line in cart.lines:
            if line.product_id is not None:
                tile = self._parents.get(line.product_id) or line.product_id
                counts[tile] = counts.get(tile, 0) + line.quantity_milli
        self._model.set_quantities(counts)
        self._ask(line.product_id for line in cart.lines if line.product_id is not None)

    def _ask(self, product_ids: Iterable[ProductId]) -> None:
        unknown = {product_id for product_id in product_ids if product_id not in self._parents}
        shown = {product.product_id for product in self._model.rows} if unknown else set[ProductId]()
        unknown -= shown
        if not unknown or self._reading:
            return
        self._reading = True
        services = self._context.services
        unit = partial(
            services.catalogue.get_many, tenant_id=self._context.session.tenant_id, product_ids=tuple(unknown)
        )
        done = partial(self._on_read, asked=unknown)
        self._context.jobs.start(self, partial(services.read, unit), done=done, failed=self._on_failed)

    def _on_read(self, products: tuple[Product, ...], asked: set[ProductId]) -> None:
        self._reading = False
        self._parents.update(dict.fromkeys(asked))
        self._parents.update({product.product_id: product.parent_id for product in products})
        if self._cart is not None:
            self.show(self._cart)

    def _on_failed(self, _error: Exception) -> None:
        # The tiles count what they know; the next change of the cart asks again.
        self._reading = False
