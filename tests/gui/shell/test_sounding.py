"""Which sound the desk makes when; each has its twin on the screen."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from aurora_desk.domain.settings import SELL_SOLD_OUT
from aurora_desk.gui.desk import Desk
from aurora_desk.gui.screens.payment.card_state import CardPhase
from aurora_desk.gui.screens.payment.sheet import PaymentSheet
from aurora_desk.gui.theme.sounds import Player, Sound
from gui.shell.real_desk import add, sell
from gui.shell.staging import scan


class _Noted:
    def __init__(self, sound: Sound, heard: list[Sound]) -> None:
        self._sound, self._heard = sound, heard

    def setVolume(self, volume: float) -> None:
        assert volume > 0

    def play(self) -> None:
        self._heard.append(self._sound)


@pytest.fixture
def heard(shop: Desk, monkeypatch: pytest.MonkeyPatch) -> list[Sound]:
    """What the desk played, in order: there is no sound card here."""
    noted: list[Sound] = []

    def load(_parent: QObject) -> Mapping[Sound, Player]:
        return {sound: _Noted(sound, noted) for sound in Sound}

    monkeypatch.setattr(shop.context.sounds, "_load", load)
    monkeypatch.setattr(shop.context.sounds, "_players", None)
    return noted


def test_a_scanned_line_ticks_and_a_tapped_one_does_not(qtbot: QtBot, shop: Desk, heard: list[Sound]) -> None:
    add(shop, qtbot, 101)
    assert heard == []

    scan(shop.window, "SKU-NOWHERE")
    qtbot.waitUntil(lambda: heard == [Sound.ERROR])
    shop.assembly.shell.in_front().ask_close()  # type: ignore[attr-defined]  # the sheet of the unknown code
    product = shop.context.services.read(
        lambda work: shop.context.services.catalogue.browse(work, shop.context.session.tenant_id, limit=1)
    ).rows[0]
    scan(shop.window, product.sku)

    qtbot.waitUntil(lambda: heard == [Sound.ERROR, Sound.TICK])


def test_a_scan_that_adds_nothing_is_heard_and_says_what_to_do(qtbot: QtBot, shop: Desk, heard: list[Sound]) -> None:
    services, session = shop.context.services, shop.context.session
    services.write(partial(services.settings.change, actor=session.actor(), setting=SELL_SOLD_OUT, value=False))
    qtbot.waitUntil(lambda: not sell(shop).adding.rules.sell_sold_out)
    browse = partial(services.catalogue.browse, tenant_id=session.tenant_id, limit=200)
    shirt = next(product for product in services.read(browse).rows if product.has_variants)
    of_shirt = partial(services.catalogue.variants, tenant_id=session.tenant_id, parent_id=shirt.product_id)
    gone = next(one for one in services.read(of_shirt) if one.sold_out)

    scan(shop.window, gone.barcode)

    qtbot.waitUntil(lambda: heard == [Sound.ERROR])
    toast = sell(shop).toasts.current
    assert toast is not None
    assert toast.text.endswith("is sold out. Nothing was added. Offer something else, or ask the owner.")
    assert sell(shop).toasts.isVisible()


def test_a_change_that_is_refused_is_heard(qtbot: QtBot, shop: Desk, heard: list[Sound]) -> None:
    add(shop, qtbot, 103)
    sell(shop).controller.pay(lambda _cart: None)

    add(shop, qtbot, 104)

    assert heard == [Sound.ERROR]
    toast = sell(shop).toasts.current
    assert toast is not None
    assert toast.text == "This cart is being paid. Nothing was changed. Close payment first."


def test_money_taken_rings_once(qtbot: QtBot, shop: Desk, heard: list[Sound]) -> None:
    add(shop, qtbot, 103)
    QTest.keyClick(shop.window.windowHandle(), Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: shop.window.findChild(PaymentSheet) is not None)
    sheet = shop.window.findChild(PaymentSheet)
    assert sheet is not None

    QTest.keyClick(shop.window.windowHandle(), Qt.Key.Key_Return)

    qtbot.waitUntil(sheet.done.isVisible)
    assert heard == [Sound.PAID]


def test_the_reader_calls_the_customer_once(qtbot: QtBot, shop: Desk, heard: list[Sound], stripe_base: str) -> None:
    add(shop, qtbot, 103)
    QTest.keyClick(shop.window.windowHandle(), Qt.Key.Key_F10)
    qtbot.waitUntil(lambda: shop.window.findChild(PaymentSheet) is not None)
    sheet = shop.window.findChild(PaymentSheet)
    assert sheet is not None

    qtbot.waitUntil(lambda: sheet.controller.state.phase is CardPhase.WAITING)

    assert heard == [Sound.ATTENTION]
    sheet.controller.cancel()
    qtbot.waitUntil(lambda: sheet.controller.state.ended)
    assert heard == [Sound.ATTENTION]
    assert sell(shop).controller.cart is not None
