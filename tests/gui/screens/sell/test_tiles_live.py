"""Tiles stay true while other tills and programs sell, and never move under a finger."""

from __future__ import annotations

import time
from collections.abc import Callable
from decimal import Decimal
from functools import partial

from PySide6.QtCore import QModelIndex, Qt

from aurora_desk.domain.access import LOOPBACK_CLIENT
from aurora_desk.domain.actor import Actor
from aurora_desk.gui.models.tiles import TileModel
from aurora_desk.services.facade import Services
from aurora_desk.services.orders import PlaceItem, PlaceOrder
from gui.screens.sell.till import TillWindow


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

    began = time.monotonic()
    sell_elsewhere(other, till, "Hand grinder C2", 2)
    till.until(lambda: "sold out" in sentence(till, "Hand grinder C2"))

    assert time.monotonic() - began < 2
    place = before.index(till.product("Hand grinder C2").product_id)
    assert changed == [(place, place)]
    assert [product.product_id for product in model.rows] == before
    assert not resets


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
