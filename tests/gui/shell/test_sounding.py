"""Which sound the desk makes when; each has its twin on the screen."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

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
