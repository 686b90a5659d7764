"""A shop with a Stripe of its own for the tests of this screen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from aurora_desk.gui.theme.look import Look
from gui.screens.orders.shop import Shop, open_shop
from services.counter import Counter
from services.fixtures import counter, door, short_pauses, stripe_server

__all__ = ["counter", "door", "short_pauses", "stripe_server"]


@pytest.fixture
def shop(counter: Counter, look: Look) -> Iterator[Shop]:
    """The desk's own view of the counter's store."""
    opened, close = open_shop(counter.services, look)
    yield opened
    close()
