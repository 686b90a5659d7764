"""Payment, each tender by mouse and by keyboard, and what a scanner can do there; on the whole desk, with Stripe."""

from __future__ import annotations

import httpx
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from aurora_desk.domain.ids import CustomerId
from aurora_desk.domain.orders import PaidStatus
from aurora_desk.domain.payments import Method
from aurora_desk.gui.screens.payment.card_state import CardPhase
from aurora_desk.gui.screens.payment.pause import Pause
from aurora_desk.gui.screens.payment.sheet import PaymentSheet
from aurora_desk.gui.widgets.text import Text
from aurora_desk.services.demo import DEMO_READER
from gui.flows.by import KEYS, MOUSE, SCANNER, by
from gui.flows.conftest import Floor
from gui.flows.hands import ENTER, PLAIN, Hand
from gui.shell.real_desk import SHOP, sell

COLD_BREW, LENA = "Cold brew", CustomerId(123)
"""Its stock is not counted: however many flows sell one, there is another."""
F9, F10, F11, F12 = Qt.Key.Key_F9, Qt.Key.Key_F10, Qt.Key.Key_F11, Qt.Key.Key_F12
READ_MS = 450
"""Nobody is rushed past the change."""


@by(MOUSE, KEYS, SCANNER)
def test_cash(hand: Hand) -> None:
    rung_up(hand)
    pay_in_cash(hand)
    hand.number("cash-pad", "3000")
    hand.press("cash-take", (ENTER, PLAIN))

    next_customer(hand)
    order = hand.last_order()
    assert (order.payment_status, order.payments[0].change_minor) == (PaidStatus.PAID, 25_60)


@by(MOUSE, KEYS)
def test_card(hand: Hand, floor: Floor) -> None:
    sheet = pay(hand)
    hand.press("card-send", (ENTER, PLAIN))
    tap_card(hand, floor, sheet)

    next_customer(hand)
    assert [payment.method for payment in hand.last_order().payments] == [Method.CARD]


@by(MOUSE, KEYS)
def test_a_code_that_the_customer_scans(hand: Hand) -> None:
    sheet = pay(hand)
    hand.press("tender-qr", (F11, PLAIN))
    hand.until(lambda: sheet.controller.state.phase is CardPhase.WAITING)
    payment = sheet.controller.state.payment
    assert payment is not None
    httpx.post(f"{payment.checkout_url}/pay", trust_env=False)

    next_customer(hand)
    assert [payment.method for payment in hand.last_order().payments] == [Method.QR]


@by(MOUSE, KEYS, SCANNER)
def test_a_card_on_another_machine(hand: Hand) -> None:
    pay(hand)
    hand.press("tender-other", (Qt.Key.Key_O, PLAIN))
    if hand.way is SCANNER:
        hand.scan("SLIP-0042")
    else:
        hand.write("SLIP-0042")
    hand.press("other-book", (ENTER, PLAIN))

    next_customer(hand)
    (payment,) = hand.last_order().payments
    assert (payment.method, payment.slip_number) == (Method.OTHER_CARD, "SLIP-0042")


@by(MOUSE, KEYS)
def test_a_bill_in_three_parts_each_with_its_own_tender(hand: Hand, floor: Floor) -> None:
    sheet = pay(hand)
    hand.press("tender-split", (Qt.Key.Key_S, PLAIN))
    hand.press("split-equal-3")

    hand.press("tender-cash", (F9, PLAIN))
    step_seen(hand, sheet)
    hand.press("cash-exact", (Qt.Key.Key_E, PLAIN))
    hand.press("cash-take", (ENTER, PLAIN))
    hand.until(sheet.split.isVisible)
    step_seen(hand, sheet)
    hand.press("tender-card", (F10, PLAIN))
    tap_card(hand, floor, sheet)
    hand.until(sheet.split.isVisible)
    step_seen(hand, sheet)
    hand.press("tender-other", (Qt.Key.Key_O, PLAIN))
    step_seen(hand, sheet)
    hand.write("77")
    hand.press("other-book", (ENTER, PLAIN))

    next_customer(hand)
    order = hand.last_order()
    assert order.payment_status is PaidStatus.PAID
    assert [payment.method for payment in order.payments] == [Method.CASH, Method.CARD, Method.OTHER_CARD]


@by(SCANNER)
def test_a_customers_code_attaches_while_nothing_is_paid(hand: Hand) -> None:
    rung_up(hand)
    sheet = pay_in_cash(hand)
    hand.scan(hand.services.codes.for_customer(SHOP, LENA))
    hand.until(lambda: sheet.column.who.text().startswith("Lena Bergström"))
    hand.press("cash-exact")
    hand.press("cash-take")

    next_customer(hand)
    assert hand.last_order().customer_name == "Lena Bergström"


@by(MOUSE, KEYS)
def test_a_receipt_on_paper_by_mail_and_as_a_code(hand: Hand) -> None:
    hand.services.outbox.ready = True
    rung_up(hand)
    sheet = pay_in_cash(hand)
    hand.press("cash-exact", (Qt.Key.Key_E, PLAIN))
    hand.press("cash-take", (ENTER, PLAIN))

    hand.part("done-print", QWidget)
    step_seen(hand, sheet)
    hand.press("done-print")
    hand.until(lambda: hand.part("done-news", Text).text().startswith("Receipt saved as"))
    hand.press("done-mail")
    hand.sheet("payment-address")
    hand.write("lena@example.com")
    hand.key(ENTER)
    hand.until(lambda: hand.part("done-news", Text).text() == "The receipt goes to lena@example.com.")
    hand.press("done-qr")
    hand.until(sheet.done.code.isVisible)
    step_seen(hand, sheet)
    hand.press("done-none")

    hand.gone("payment")
    hand.services.outbox.ready = False


@by(MOUSE, KEYS)
def test_a_payment_is_given_up_and_the_cart_comes_back(hand: Hand) -> None:
    pay(hand)
    hand.back("payment")

    hand.until_cart((COLD_BREW, 1))


def rung_up(hand: Hand) -> None:
    """A cold brew, 4.40."""
    hand.add(COLD_BREW)
    hand.until_cart((COLD_BREW, 1))


def pay(hand: Hand) -> PaymentSheet:
    """A cold brew on the payment sheet, which is ready for every tender."""
    rung_up(hand)
    hand.press("pay", (F12, PLAIN))
    sheet = hand.part("payment", PaymentSheet)
    hand.until(sheet.column.card.isEnabled)
    step_seen(hand, sheet)
    return sheet


def pay_in_cash(hand: Hand) -> PaymentSheet:
    """Straight from Sell to the payment sheet that takes cash."""
    hand.press("pay-cash", (F9, PLAIN))
    sheet = hand.part("payment", PaymentSheet)
    step_seen(hand, sheet)
    return sheet


def step_seen(hand: Hand, sheet: PaymentSheet) -> None:
    """Nobody taps what comes to the front sooner than it can be seen: that would be the second tap of a double one."""
    hand.until(lambda: not any(pause.running for pause in sheet.findChildren(Pause)))


def tap_card(hand: Hand, floor: Floor, sheet: PaymentSheet) -> None:
    """The customer holds a card to the reader, once it asks for one."""
    hand.until(lambda: sheet.controller.state.phase is CardPhase.WAITING)
    httpx.post(
        f"{floor.stripe_base}/v1/test_helpers/terminal/readers/{DEMO_READER}/present_payment_method",
        headers={"Authorization": "Bearer sk_test_aurora"},
    ).raise_for_status()


def next_customer(hand: Hand) -> None:
    """Leave the paid sale; Sell has an empty cart."""
    hand.part("done-next", QWidget)
    hand.qtbot.wait(READ_MS)
    hand.press("done-next")
    hand.gone("payment")
    hand.until(lambda: sell(hand.desk).controller.idle and not hand.cart.lines)
