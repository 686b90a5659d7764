"""A desk to give money back at, and orders to give it back of."""

from __future__ import annotations

import pytest
import stripe
from pytestqt.qtbot import QtBot

from aurora_desk.domain.orders import Order
from gui.screens.orders.refund.desk import Desk
from gui.screens.orders.shop import Shop


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stripe.HTTPClient, "INITIAL_DELAY", 0.01)
    monkeypatch.setattr(stripe.HTTPClient, "MAX_DELAY", 0.02)


@pytest.fixture
def desk(shop: Shop, stripe_base: str, qtbot: QtBot) -> Desk:
    return Desk(shop, stripe_base, qtbot)


@pytest.fixture
def cash(shop: Shop) -> Order:
    """Two espressos and a croissant: 7.60 in cash."""
    return shop.sell_for_cash(103, 103, 104, tendered=10_00)
