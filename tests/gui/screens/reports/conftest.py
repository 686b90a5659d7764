"""A shop with a Stripe of its own for the tests of this screen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from aurora_desk.app.opening import look as look_at
from aurora_desk.app.opening import open_services
from aurora_desk.gui.theme.look import Look
from aurora_desk.store.creating import Place
from gui.screens.orders.shop import Shop, open_shop
from services.counter import Counter
from services.fixtures import counter, door, short_pauses

__all__ = ["counter", "door", "short_pauses"]


@pytest.fixture
def shop(counter: Counter, look: Look) -> Iterator[Shop]:
    """The desk's own view of the counter's store."""
    opened, close = open_shop(counter.services, look)
    yield opened
    close()


@pytest.fixture
def shop_without_stripe(demo_place: Place, look: Look) -> Iterator[Shop]:
    """A desk of a shop that takes no cards."""
    facts = look_at(demo_place, demo_wanted=True)
    assert facts is not None
    services = open_services(demo_place, facts, None, server=False, bcrypt_cost=4)
    opened, close = open_shop(services, look)
    yield opened
    close()
    services.close()
