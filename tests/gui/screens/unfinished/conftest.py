"""A desk on a store whose Stripe can be cut off."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from aurora_desk.gui.theme.look import Look
from gui.screens.orders.shop import Shop, open_shop
from services.counter import Counter
from services.fixtures import counter, door, short_pauses

__all__ = ["counter", "door", "shop", "short_pauses"]


@pytest.fixture
def shop(counter: Counter, look: Look) -> Iterator[Shop]:
    """The desk's view of the counter's store, the owner at the till."""
    opened, close = open_shop(counter.services, look)
    yield opened
    close()
