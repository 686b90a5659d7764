"""The list of unfinished payments, driven by mouse and keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from aurora_desk.domain.ids import OrderId
from aurora_desk.domain.payments import CardProgress, Payment
from aurora_desk.gui.screens.unfinished.model import age_words
from aurora_desk.gui.screens.unfinished.sheet import UnfinishedSheet
from aurora_desk.services.card import LEASE
from aurora_desk.services.demo import CAFE, DEMO_READER
from aurora_desk.services.payments import Payments
from aurora_desk.store.engine import StoreBusyError
from gui.screens.orders.shop import Shop
from services.counter import MARA, Counter

LONG_MS = 20_000


@pytest.fixture
def window(qtbot: QtBot, shop: Shop) -> Iterator[QMainWindow]:
    del shop
    made = QMainWindow()
    made.setCentralWidget(QWidget())
    made.resize(1280, 800)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow, timeout=LONG_MS)
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def in_doubt(counter: Counter) -> CardProgress:
    """A payment of which nobody knows whether it went through: Stripe went away while it was asked."""
    return put_in_doubt(counter)


def put_in_doubt(counter: Counter) -> CardProgress:
    """Another one."""
    progress = counter.services.payments.start_card(MARA, counter.target(), DEMO_READER)
    counter.door.lose(r".", after=False)
    counter.services.payments.check(MARA, progress.payment.payment_id)
    counter.door.mend()
    return progress


def put_another_in_doubt(counter: Counter) -> CardProgress:
    """The one before has left the reader."""
    counter.clock.ahead += LEASE + timedelta(seconds=5)
    return put_in_doubt(counter)


@pytest.fixture
def open_list(qtbot: QtBot, shop: Shop, window: QMainWindow) -> Callable[[], UnfinishedSheet]:
    def opened() -> UnfinishedSheet:
        page = window.centralWidget()
        assert page is not None
        sheet = UnfinishedSheet(shop.context, page)
        sheet.open()
        qtbot.waitUntil(lambda: bool(sheet.model.rows) or sheet._pages.currentIndex() == 0, timeout=LONG_MS)
        return sheet

    return opened


def states(sheet: UnfinishedSheet) -> list[str]:
    return [row.status.source for row in sheet.model.rows]


def click(button: QPushButton) -> None:
    assert button.isVisible()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.mark.usefixtures("in_doubt")
def test_a_payment_that_went_through_is_told_as_paid_and_stays_in_sight(
    qtbot: QtBot, counter: Counter, open_list: Callable[[], UnfinishedSheet]
) -> None:
    counter.tap()
    sheet = open_list()
    qtbot.waitUntil(lambda: states(sheet) == ["Not known yet"], timeout=LONG_MS)

    click(sheet.check)

    qtbot.waitUntil(lambda: states(sheet) == ["Paid"], timeout=LONG_MS)
    assert sheet.news.text() == "Order #5001 is paid."
    qtbot.waitUntil(lambda: not sheet.check.isEnabled(), timeout=LONG_MS)


@pytest.mark.usefixtures("in_doubt")
def test_a_payment_that_nobody_made_is_told_as_not_charged(
    qtbot: QtBot, counter: Counter, open_list: Callable[[], UnfinishedSheet]
) -> None:
    counter.clock.ahead = LEASE + timedelta(seconds=5)
    sheet = open_list()
    qtbot.waitUntil(lambda: states(sheet) == ["Not known yet"], timeout=LONG_MS)

    QTest.keyClick(sheet.check, Qt.Key.Key_Space)

    qtbot.waitUntil(lambda: states(sheet) == ["Not charged"], timeout=LONG_MS)
    assert "nothing was charged" in sheet.news.text()


@pytest.mark.usefixtures("in_doubt")
def test_a_payment_that_stripe_cannot_be_asked_about_stays_unknown(
    qtbot: QtBot, counter: Counter, open_list: Callable[[], UnfinishedSheet]
) -> None:
    counter.door.lose(r".", after=False)
    sheet = open_list()
    qtbot.waitUntil(lambda: states(sheet) == ["Not known yet"], timeout=LONG_MS)

    click(sheet.check_all)

    qtbot.waitUntil(lambda: states(sheet) == ["Still unknown"], timeout=LONG_MS)
    assert "Do not charge it again" in sheet.news.text()
    qtbot.waitUntil(lambda: sheet.check.isEnabled() and not sheet.check.busy, timeout=LONG_MS)


def test_nothing_to_check_says_so(qtbot: QtBot, open_list: Callable[[], UnfinishedSheet]) -> None:
    sheet = open_list()
    qtbot.waitUntil(lambda: not sheet.check.isEnabled(), timeout=LONG_MS)
    assert not sheet.lead.isVisible()
    assert not sheet.open_order.isEnabled()


def test_a_row_leads_to_its_order(
    qtbot: QtBot, in_doubt: CardProgress, open_list: Callable[[], UnfinishedSheet]
) -> None:
    sheet = open_list()
    qtbot.waitUntil(lambda: len(sheet.model.rows) == 1, timeout=LONG_MS)
    wanted: list[OrderId] = []
    sheet.order_wanted.connect(wanted.append)

    click(sheet.open_order)

    assert wanted == [in_doubt.payment.order_id]


@pytest.mark.usefixtures("in_doubt")
def test_what_another_till_finds_out_is_shown_at_once(
    qtbot: QtBot, counter: Counter, open_list: Callable[[], UnfinishedSheet]
) -> None:
    sheet = open_list()
    qtbot.waitUntil(lambda: len(sheet.model.rows) == 1, timeout=LONG_MS)
    (row,) = counter.read(counter.services.payments.unfinished, CAFE)
    counter.tap()

    counter.services.payments.look_into(MARA, row.payment.payment_id)

    qtbot.waitUntil(lambda: sheet.model.rows == (), timeout=LONG_MS)


@pytest.mark.parametrize("at_once", [False, True], ids=["locked", "handed over"])
def test_checking_all_ends_with_a_lock_and_goes_on_for_whoever_signs_in(
    qtbot: QtBot,
    counter: Counter,
    shop: Shop,
    open_list: Callable[[], UnfinishedSheet],
    monkeypatch: pytest.MonkeyPatch,
    at_once: bool,
) -> None:
    put_in_doubt(counter)
    put_another_in_doubt(counter)
    sheet, session, held, real = open_list(), shop.context.session, Event(), Payments.look_into
    qtbot.waitUntil(lambda: states(sheet) == ["Not known yet"] * 2, timeout=LONG_MS)
    asked: list[object] = []

    def look_into(*args: Any) -> Payment:
        asked.append(args[-1])
        assert held.wait(30)
        return real(*args)

    monkeypatch.setattr(Payments, "look_into", look_into)
    manager = counter.services.read(lambda work: work.people.everyone(session.tenant_id))[1]
    counter.door.lose(r".", after=False)
    click(sheet.check_all)
    session.leave()
    if at_once:
        session.enter(manager)
    held.set()

    qtbot.waitUntil(lambda: not sheet.check.busy, timeout=LONG_MS)
    assert len(asked) == 1
    session.enter(manager)
    click(sheet.check_all)
    qtbot.waitUntil(lambda: len(asked) == 3 and not sheet.check.busy, timeout=LONG_MS)
    assert set(states(sheet)) == {"Still unknown"}


def test_what_happens_during_a_reading_that_fails_is_read_after_it(
    qtbot: QtBot,
    counter: Counter,
    shop: Shop,
    open_list: Callable[[], UnfinishedSheet],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sheet = open_list()
    held, reading, real = Event(), Event(), Payments.unfinished

    def unfinished(*args: Any, **named: Any) -> Any:
        if not reading.is_set():
            reading.set()
            assert held.wait(30)
            raise StoreBusyError
        return real(*args, **named)

    put_in_doubt(counter)
    qtbot.waitUntil(lambda: len(sheet.model.rows) == 1 and not sheet._reading, timeout=LONG_MS)
    monkeypatch.setattr(Payments, "unfinished", unfinished)
    sheet._read()
    qtbot.waitUntil(reading.is_set, timeout=LONG_MS)
    put_another_in_doubt(counter)
    qtbot.waitUntil(lambda: sheet._again, timeout=LONG_MS)
    shop.context.events.stop()

    held.set()

    qtbot.waitUntil(lambda: len(sheet.model.rows) == 2, timeout=LONG_MS)


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (timedelta(seconds=-3), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=59), "59 min"),
        (timedelta(hours=23, minutes=59), "23 h"),
        (timedelta(days=3), "3 d"),
    ],
)
def test_an_age_is_told_in_its_coarsest_unit(age: timedelta, words: str) -> None:
    assert age_words(age) == words
