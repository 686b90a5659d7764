"""Tiles stay true while other tills and programs sell, and never move under a finger."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial

from PySide6.QtCore import QModelIndex, Qt
from sqlalchemy import update

from aurora_desk.domain.access import LOOPBACK_CLIENT
from aurora_desk.domain.actor import Actor
from aurora_desk.domain.catalogue import NewProduct
from aurora_desk.gui.models.tiles import TileModel
from aurora_desk.services.demo import NO_TAX
from aurora_desk.services.facade import Services, Work
from aurora_desk.services.orders import PlaceItem, PlaceOrder
from aurora_desk.store.product_rows import ProductRow
from gui.screens.sell.till import TillWindow

LATEST_MS = 500
"""How soon a desk shows what others did."""


def sell_elsewhere(services: Services, till: TillWindow, name: str, pieces: int) -> None:
    """A program on the network orders something."""
    actor = Actor.client(till.session.tenant_id, LOOPBACK_CLIENT)
    items = (PlaceItem(till.product(name).product_id, Decimal(pieces), None),)
    request = PlaceOrder(items, None, None, None, None)
    services.write(partial(services.orders.place, actor=actor, request=request))


def sentence(till: TillWindow, name: str) -> str:
    """What a tile says of itself."""
    model = till.sell.products.model
    place = model.place_of(till.product(name).product_id)
    assert place is not None
    return str(model.index(place, 0).data(Qt.ItemDataRole.AccessibleTextRole))


def test_stock_sold_elsewhere_shows_at_once_and_only_that_tile_is_painted(
    till: TillWindow, open_store: Callable[[], Services]
) -> None:
    other, model = open_store(), till.sell.products.model
    before = [product.product_id for product in model.rows]
    changed: list[tuple[int, int]] = []
    resets: list[bool] = []

    def note(first: QModelIndex, last: QModelIndex) -> None:
        changed.append((first.row(), last.row()))

    model.dataChanged.connect(note)
    model.modelReset.connect(lambda: resets.append(True))

    sell_elsewhere(other, till, "Hand grinder C2", 2)
    till.until(lambda: "sold out" in sentence(till, "Hand grinder C2"), LATEST_MS)

    place = before.index(till.product("Hand grinder C2").product_id)
    assert changed == [(place, place)]
    assert [product.product_id for product in model.rows] == before
    assert not resets


def test_a_price_changed_elsewhere_shows_at_once_where_the_tile_stands(
    till: TillWindow, open_store: Callable[[], Services]
) -> None:
    other, grid = open_store(), till.sell.products.grid
    espresso = till.product("Espresso")
    place = till.sell.products.model.place_of(espresso.product_id)
    assert place is not None
    spot = grid.visualRect(till.sell.products.model.index(place, 0))

    def change(work: Work) -> None:
        # Prices are changed by the catalogue's editor, which is still to come: the row that it will write.
        work.catalogue._connection.execute(
            update(ProductRow).where(ProductRow.product_id == espresso.product_id).values(price_minor=285)
        )
        about = f"product:{espresso.product_id}"
        work.log(till.session.actor(), "product.changed", about, {"product_id": espresso.product_id})

    other.write(change)
    till.until(lambda: "$2.85" in sentence(till, "Espresso"))

    assert grid.visualRect(till.sell.products.model.index(place, 0)) == spot
    till.tap("Espresso")
    till.until(lambda: bool(till.cart.lines))
    assert till.cart.lines[0].price_minor == 285, "what the tile says is what is charged"


def test_a_product_added_elsewhere_moves_no_tile_and_is_found_at_once(
    till: TillWindow, open_store: Callable[[], Services]
) -> None:
    other = open_store()
    before = [product.product_id for product in till.sell.products.model.rows]
    new = NewProduct("Zebra biscuits", 349, NO_TAX, 3, "4006381333931")

    made = other.write(partial(other.catalogue.create, actor=till.session.actor(), new=new))
    till.qtbot.wait(LATEST_MS)

    assert [product.product_id for product in till.sell.products.model.rows] == before
    till.sell.products.search("zebra")
    till.until(lambda: [p.product_id for p in till.sell.products.model.rows] == [made.product_id])


def test_an_answer_that_is_no_longer_wanted_is_never_shown(till: TillWindow) -> None:
    reader, model = till.sell.products.reader, till.sell.products.model
    shown: list[str] = []
    model.modelReset.connect(lambda: shown.append(_words(model)))

    for words in ("e", "es", "esp", "cappu"):
        till.sell.products.search(words)
    till.until(lambda: reader.ready and model.rows[0].name == "Cappuccino")

    assert shown[-1] == "Cappuccino"
    assert len(shown) == 1, "not even for the blink of an eye"


def _words(model: TileModel) -> str:
    return model.rows[0].name if model.rows else ""
