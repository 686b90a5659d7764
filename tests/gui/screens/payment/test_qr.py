"""A code for the customer's phone on the payment sheet."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from aurora_desk.domain.cart import Cart
from aurora_desk.domain.orders import Order, OrderStatus, PaidStatus
from aurora_desk.domain.payments import Method, PaymentStatus, StripeUnreachableError
from aurora_desk.gui.screens.payment.attempt_panel import CardAction
from aurora_desk.gui.screens.payment.card_state import CardPhase
from aurora_desk.gui.screens.payment.qr_panel import SIDE
from aurora_desk.gui.screens.payment.sheet import PaymentSheet
from gui.screens.payment.conftest import SHORT_OF_FUNDS, Counter


@pytest.fixture
def sheet(counter: Counter) -> PaymentSheet:
    """A sheet that shows a code, and the customer has not paid yet."""
    made = counter.sheet("qr")
    counter.until(made, CardPhase.WAITING)
    return made


def url_of(sheet: PaymentSheet) -> str:
    payment = sheet.controller.state.payment
    assert payment is not None
    return payment.checkout_url


def phone(sheet: PaymentSheet, deed: str) -> None:
    """The customer presses a button of the page: `pay` or `decline`."""
    httpx.post(f"{url_of(sheet)}/{deed}", trust_env=False)


def test_the_customer_scans_pays_and_the_sale_is_done(counter: Counter, sheet: PaymentSheet) -> None:
    counter.qtbot.waitUntil(lambda: bool(sheet.qr.code._modules), timeout=30_000)
    assert sheet.qr.code.width() == SIDE
    assert sheet.qr.headline.text() == "Waiting for the customer"
    assert sheet.qr.detail.text() == "Test mode: the link opens on this computer only."
    assert sheet.qr.page.closes.text().startswith("Closes in 30:")
    assert sheet.subtitle.text() == "Order #5001"

    phone(sheet, "pay")
    counter.until_done(sheet)

    order = counter.order()
    assert order.payment_status is PaidStatus.PAID
    assert (order.payments[0].method, order.payments[0].card_last4) == (Method.QR, "4242")
    counter.press(Qt.Key.Key_Return)
    assert isinstance(counter.end(), Order)


def test_f11_chooses_it_and_the_link_can_be_copied_by_mouse(counter: Counter) -> None:
    sheet = counter.sheet("cash")
    counter.press(Qt.Key.Key_F11)
    counter.until(sheet, CardPhase.WAITING)

    counter.click(sheet.qr.page.copy)

    assert QGuiApplication.clipboard().text() == url_of(sheet)
    assert sheet.qr.page.copy.text() == "Copied"


def test_escape_closes_the_code_first_and_then_gives_the_cart_back(counter: Counter, sheet: PaymentSheet) -> None:
    counter.press(Qt.Key.Key_Escape)
    counter.until(sheet, CardPhase.CANCELED)
    assert counter.ends == []
    assert not sheet.qr.code.isVisible()

    counter.press(Qt.Key.Key_Escape)

    assert isinstance(counter.end(), Cart)
    assert counter.order().status is OrderStatus.VOID


def test_a_declined_card_is_told_while_the_code_stays(counter: Counter, sheet: PaymentSheet) -> None:
    phone(sheet, "decline")
    counter.qtbot.waitUntil(lambda: "declined" in sheet.qr.detail.text(), timeout=30_000)

    assert sheet.qr.code.isVisible()
    phone(sheet, "pay")
    counter.until_done(sheet)


def test_other_tenders_wait_until_the_code_is_closed(counter: Counter, sheet: PaymentSheet) -> None:
    for tender in ("cash", "card", "split", "other"):
        button = sheet.column.tenders[tender]
        assert (button.isEnabled(), button.toolTip()) == (False, "Cancel the code first"), tender
    counter.press(Qt.Key.Key_F9)
    assert sheet.qr.isVisible()

    counter.click(sheet.qr.buttons[CardAction.CANCEL])
    counter.until(sheet, CardPhase.CANCELED)
    counter.press(Qt.Key.Key_F9)
    counter.press(Qt.Key.Key_Return)
    counter.until_done(sheet)

    methods = [(p.method, p.status) for p in counter.order().payments]
    assert methods == [(Method.QR, PaymentStatus.CANCELED), (Method.CASH, PaymentStatus.SUCCEEDED)]


def test_more_time_is_a_new_code_after_the_old_one_is_closed_for_sure(counter: Counter, sheet: PaymentSheet) -> None:
    first = url_of(sheet)

    counter.click(sheet.qr.buttons[CardAction.RENEW])
    counter.qtbot.waitUntil(
        lambda: sheet.controller.state.phase is CardPhase.WAITING and url_of(sheet) != first, timeout=30_000
    )

    assert [p.status for p in counter.order().payments] == [PaymentStatus.CANCELED, PaymentStatus.PENDING]
    assert "expired" in httpx.get(first, trust_env=False).text


def test_no_new_code_is_made_behind_the_lock(counter: Counter, sheet: PaymentSheet) -> None:
    counter.click(sheet.qr.buttons[CardAction.RENEW])
    counter.context.session.leave()

    counter.until(sheet, CardPhase.CANCELED)
    counter.context.jobs.wait()

    assert sheet.controller.state.phase is CardPhase.CANCELED
    assert [payment.status for payment in counter.order().payments] == [PaymentStatus.CANCELED]


def test_a_customer_faster_than_the_cancel_has_paid(counter: Counter, sheet: PaymentSheet) -> None:
    sheet.controller.pause()
    phone(sheet, "pay")

    counter.click(sheet.qr.buttons[CardAction.CANCEL])

    counter.until_done(sheet)
    assert counter.order().payment_status is PaidStatus.PAID


def test_the_countdown_follows_the_clock_and_warns_before_the_end(counter: Counter, sheet: PaymentSheet) -> None:
    payment = sheet.controller.state.payment
    assert payment is not None
    assert payment.expires_at is not None
    ends = payment.expires_at
    sheet.controller.pause()

    sheet.qr.page._now = lambda: ends - timedelta(minutes=29, seconds=40)
    sheet.qr.page._count_down()
    assert (sheet.qr.page.closes.text(), sheet.qr.page.closes.property("tone")) == ("Closes in 29:40", "text")
    sheet.qr.page._now = lambda: ends - timedelta(seconds=7)
    sheet.qr.page._count_down()
    assert (sheet.qr.page.closes.text(), sheet.qr.page.closes.property("tone")) == ("Closes in 0:07", "warning")
    sheet.qr.page._now = lambda: ends + timedelta(seconds=9)
    sheet.qr.page._count_down()
    assert sheet.qr.page.closes.text() == "Closes in 0:00"


def test_without_an_answer_nothing_is_shown_and_the_same_code_is_tried_again(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(*_: object, **__: object) -> None:
        raise StripeUnreachableError

    with monkeypatch.context() as broken:
        broken.setattr("aurora_desk.payments.checkout.Checkout.create", unreachable)
        sheet = counter.sheet("qr")
        counter.until(sheet, CardPhase.DECLINED)
    assert sheet.qr.headline.text() == "Stripe cannot be reached."
    assert "Nothing was charged" in sheet.qr.detail.text()

    counter.press(Qt.Key.Key_Return)
    counter.until(sheet, CardPhase.WAITING)

    assert len(counter.order().payments) == 1


def test_without_an_answer_another_tender_takes_over(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(*_: object, **__: object) -> None:
        raise StripeUnreachableError

    monkeypatch.setattr("aurora_desk.payments.checkout.Checkout.create", unreachable)
    sheet = counter.sheet("qr")
    counter.until(sheet, CardPhase.DECLINED)

    counter.click(sheet.qr.buttons[CardAction.OTHER])
    counter.qtbot.waitUntil(sheet.cash.isVisible, timeout=30_000)

    assert counter.order().payments[0].status is PaymentStatus.FAILED


def test_after_a_declined_card_at_the_reader_the_code_follows_the_proof(counter: Counter) -> None:
    sheet = counter.sheet("card")
    counter.until(sheet, CardPhase.WAITING)
    counter.present(SHORT_OF_FUNDS)
    counter.until(sheet, CardPhase.DECLINED)

    counter.press(Qt.Key.Key_F11)
    counter.until(sheet, CardPhase.WAITING)

    assert sheet.qr.isVisible()
    methods = [(p.method, p.status) for p in counter.order().payments]
    assert methods == [(Method.CARD, PaymentStatus.CANCELED), (Method.QR, PaymentStatus.PENDING)]


def test_a_part_of_a_split_bill_is_paid_by_code(counter: Counter) -> None:
    sheet = counter.sheet("cash")
    counter.press(Qt.Key.Key_S)
    counter.click(sheet.split.equal[2])
    counter.press(Qt.Key.Key_F11)
    counter.until(sheet, CardPhase.WAITING)

    phone(sheet, "pay")
    counter.qtbot.waitUntil(sheet.split.isVisible, timeout=30_000)

    assert sheet.split.parts.rows[0].accessibleName() == "Part 1, $349.99, Paid · Visa ending 4242"


def test_without_stripe_the_code_is_not_set_up(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counter.services.payments, "card_ready", lambda: False)

    sheet = counter.sheet("qr")

    assert (sheet.column.qr.isEnabled(), sheet.column.qr.toolTip()) == (False, "Not set up")
    assert sheet.cash.isVisible()


def test_the_code_is_whole_in_the_smallest_window_at_the_largest_text(counter: Counter) -> None:
    counter.window.resize(1024, 720)
    counter.context.look.set_scale(150)
    try:
        sheet = counter.sheet("qr")
        counter.until(sheet, CardPhase.WAITING)
        counter.qtbot.waitUntil(
            lambda: sheet.qr.code.visibleRegion().boundingRect() == sheet.qr.code.rect(), timeout=30_000
        )
    finally:
        counter.context.look.set_scale(100)


def test_every_button_has_a_name_and_is_large_enough_for_a_finger(counter: Counter, sheet: PaymentSheet) -> None:
    for button in sheet.findChildren(QPushButton):
        if button.isVisible():
            assert button.accessibleName() or button.text(), button.objectName()
            assert min(button.width(), button.height()) >= 44, button.objectName()
