"""A shop for the tests of this screen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from aurora_desk.app.opening import look as look_at
from aurora_desk.app.opening import open_services
from aurora_desk.gui.theme.look import Look
from aurora_desk.services.facade import Services
from aurora_desk.store.creating import Place
from gui.screens.orders.shop import Shop, open_shop


@pytest.fixture
def shop(demo_services: Services, look: Look) -> Iterator[Shop]:
    """The desk's own view of the demo store."""
    opened, close = open_shop(demo_services, look)
    yield opened
    close()


@pytest.fixture
def server(demo_place: Place) -> Iterator[Services]:
    """Another process's store on the same file, as the API's server has it."""
    facts = look_at(demo_place, demo_wanted=True)
    assert facts is not None
    services = open_services(demo_place, facts, None, server=True, bcrypt_cost=4)
    yield services
    services.close()
