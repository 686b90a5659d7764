"""The till that the tests of Sell work at."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from aurora_desk.app.opening import look as facts_of
from aurora_desk.app.opening import open_services
from aurora_desk.domain.ids import TillId
from aurora_desk.domain.tenants import Till
from aurora_desk.gui.theme.look import Look
from aurora_desk.services.facade import Services
from aurora_desk.store.creating import Place
from gui.screens.sell.till import TillWindow


@pytest.fixture
def open_store(demo_place: Place) -> Iterator[Callable[[], Services]]:
    """Opens this test's demo store, each time as another process would; no payment is taken here."""
    opened: list[Services] = []

    def open_it() -> Services:
        facts = facts_of(demo_place, demo_wanted=True)
        assert facts is not None
        opened.append(open_services(demo_place, facts, None, server=False, bcrypt_cost=4))
        return opened[-1]

    yield open_it
    for services in opened:
        services.close()


@pytest.fixture
def open_till(qtbot: QtBot, look: Look, open_store: Callable[[], Services]) -> Iterator[Callable[[], TillWindow]]:
    """Starts a till on the store; each one is a desk of its own."""
    tills: list[TillWindow] = []

    def open_it() -> TillWindow:
        window = TillWindow(qtbot, look, open_store())
        qtbot.addWidget(window)
        tills.append(window)
        window.start()
        return window

    yield open_it
    for window in tills:
        window.end()


@pytest.fixture
def open_other_till(qtbot: QtBot, look: Look, open_store: Callable[[], Services]) -> Iterator[Callable[[], TillWindow]]:
    """Starts a second till of the shop, with the manager at it."""
    tills: list[TillWindow] = []

    def open_it() -> TillWindow:
        services = open_store()
        till = Till(TillId(2), services.facts.default_tenant, "Till 2")
        services.write(lambda work: work.tenants.add_till(till))
        window = TillWindow(qtbot, look, services, till)
        qtbot.addWidget(window)
        tills.append(window)
        window.start()
        window.sign_in(1)
        return window

    yield open_it
    for window in tills:
        window.end()


@pytest.fixture
def till(open_till: Callable[[], TillWindow]) -> TillWindow:
    """A signed-in till with an empty cart."""
    return open_till()
