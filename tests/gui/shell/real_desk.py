"""The whole desk on a demo store: window first, then the shop, with its real screens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from PySide6.QtCore import QLocale, QSize
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from aurora_desk.domain.ids import ProductId, TenantId
from aurora_desk.gui.desk import Desk, DeskOptions
from aurora_desk.gui.screens.sell.screen import SellScreen
from aurora_desk.gui.shell.opened import NoStore, Opened
from aurora_desk.gui.shell.pages import Page
from aurora_desk.gui.theme.tokens import LIGHT
from aurora_desk.services.facade import Services
from gui.shell.staging import HINT, RUNNING

SHOP = TenantId(42)
WAIT_MS = 30_000
"""A whole desk opens in a second; on a computer that does much else it may take longer."""
OpenDesk = Callable[..., Desk]


def opened(services: Services, folder: Path, closed: list[str]) -> Opened:
    """What a desk opens: the demo shop and its till."""
    return Opened(
        services=services,
        tenant=services.read(partial(services.tenants.get, tenant_id=SHOP)),
        till=services.read(partial(services.tenants.first_till, tenant_id=SHOP)),
        ask_api=lambda: RUNNING,
        close=lambda: closed.append("closed"),
        hint=HINT,
        receipts=folder / "receipts",
    )


@contextmanager
def desks(qtbot: QtBot, app: QApplication) -> Iterator[OpenDesk]:
    """Makes desks, and closes them."""
    made: list[Desk] = []

    def make(open_store: Callable[[], Opened | NoStore], **others: object) -> Desk:
        options = DeskOptions(
            open_store,
            theme=LIGHT,
            size=QSize(1280, 800),
            locale=QLocale("en_US"),
            less_motion=True,
            idle_ms=0,
            **others,  # type: ignore[arg-type]  # what one test says besides
        )
        desk = Desk(app, options)
        qtbot.addWidget(desk.window)
        made.append(desk)
        return desk

    yield make
    for desk in made:
        desk.close()


def sign_in(desk: Desk, qtbot: QtBot) -> None:
    """Show a desk and sign Mara in."""
    with qtbot.waitSignal(desk.opened, timeout=WAIT_MS):
        desk.show()
    desk.window.activateWindow()
    qtbot.waitUntil(desk.window.isActiveWindow)
    for digit in "1234":
        QTest.keyClick(desk.window.windowHandle(), ord(digit))
        qtbot.wait(60)
    qtbot.waitUntil(lambda: desk.context.session.person is not None, timeout=WAIT_MS)


def selling(desk: Desk, qtbot: QtBot) -> Desk:
    """Signed in, with Sell in front and its cart open."""
    sign_in(desk, qtbot)
    qtbot.waitUntil(lambda: sell(desk).controller.cart is not None and sell(desk).shift.is_open, timeout=WAIT_MS)
    return desk


def sell(desk: Desk) -> SellScreen:
    """The Sell screen."""
    screen = desk.assembly.shell.screen_of(Page.SELL)
    assert isinstance(screen, SellScreen)
    return screen


def add(desk: Desk, qtbot: QtBot, product_id: int) -> None:
    """One of a product into the cart."""
    services = desk.context.services
    product = services.read(partial(services.catalogue.get, tenant_id=SHOP, product_id=ProductId(product_id)))
    sell(desk).adding.add(product, 1000)
    qtbot.waitUntil(lambda: sell(desk).controller.idle)
