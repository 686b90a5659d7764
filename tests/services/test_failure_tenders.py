"""The failure table on several tenders, tills and clicks (payments notes, section 4): one test a row or more."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import httpx
import pytest

from aurora_desk.domain.cart import CartStatus, remove_line
from aurora_desk.domain.errors import AuroraError, ConflictError
from aurora_desk.domain.orders import OrderStatus, PaidStatus
from aurora_desk.domain.payments import BeingPaidError, CardStep, CartTarget, OrderTarget, PaymentStatus
from aurora_desk.services.demo import DEMO_READER
from services.counter import CROISSANT, ESPRESSO, JONAS, MARA, Counter


def outcomes(*calls: Callable[[], object]) -> list[object]:
    """What calls made at the same moment came to: their answers or refusals."""
    together = Barrier(len(calls))

    def run(call: Callable[[], object]) -> object:
        together.wait(timeout=20)
        try:
            return call()
        except AuroraError as error:
            return error

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def test_failure_12_cash_after_an_aborted_card_try_waits_for_the_proof(counter: Counter) -> None:
    payments = counter.services.payments
    tried = payments.start_card(MARA, counter.target(ESPRESSO, CROISSANT), DEMO_READER)
    order = OrderTarget(tried.payment.order_id)
    with pytest.raises(BeingPaidError):
        counter.write(payments.take_cash, MARA, order, 5_00)

    assert payments.cancel(MARA, tried.payment.payment_id).step is CardStep.CANCELED
    paid = counter.write(payments.take_cash, MARA, order, 5_00)

    assert [p.status for p in paid.payments] == [PaymentStatus.CANCELED, PaymentStatus.SUCCEEDED]
    assert [intent["status"] for intent in counter.intents()] == ["canceled"]


def test_failure_12_cash_after_an_aborted_card_try_is_refused_while_its_end_is_not_known(counter: Counter) -> None:
    payments = counter.services.payments
    tried = payments.start_card(MARA, counter.target(ESPRESSO, CROISSANT), DEMO_READER)
    counter.door.lose("POST .*/cancel$|GET ", after=False)
    assert payments.cancel(MARA, tried.payment.payment_id).step is CardStep.UNKNOWN

    with pytest.raises(BeingPaidError):
        counter.write(payments.take_cash, MARA, OrderTarget(tried.payment.order_id), 5_00)
    with pytest.raises(ConflictError, match="not voided"):
        counter.write(payments.give_up, MARA, tried.payment.order_id)

    order = counter.order(tried.payment.order_id)
    assert order.payment_status is PaidStatus.CHECKING
    assert len(order.payments) == 1


@pytest.mark.parametrize("tender", ["card", "qr", "cash"])
def test_failure_13_double_click_on_pay_makes_one_order_and_one_attempt(counter: Counter, tender: str) -> None:
    payments, target = counter.services.payments, counter.target(ESPRESSO, CROISSANT)

    def pay() -> object:
        if tender == "cash":
            return counter.write(payments.take_cash, MARA, target, 5_00)
        if tender == "qr":
            return payments.start_qr(MARA, target)
        return payments.start_card(MARA, target, DEMO_READER)

    answers = outcomes(pay, pay)

    assert len([answer for answer in answers if isinstance(answer, AuroraError)]) == 1
    assert counter.rows("SELECT count(*) FROM shop_order") == [(1,)]
    assert counter.rows("SELECT count(*) FROM payment") == [(1,)]


def test_failure_15_two_tills_one_order_the_second_is_told_that_it_is_being_paid(counter: Counter) -> None:
    counter.add_second_till()
    payments, order = counter.services.payments, OrderTarget(counter.ordered().order_id)
    first = payments.start_card(MARA, order, DEMO_READER)

    with pytest.raises(BeingPaidError):
        payments.take_over(JONAS, order.order_id)
    with pytest.raises(BeingPaidError):
        counter.write(payments.take_cash, JONAS, order, 10_00)

    counter.tap()
    assert payments.check(MARA, first.payment.payment_id).step is CardStep.PAID
    with pytest.raises(ConflictError, match="paid already"):
        counter.write(payments.take_cash, JONAS, order, 10_00)


def test_failure_15_two_tills_one_order_at_the_same_moment_one_of_them_pays(counter: Counter) -> None:
    counter.add_second_till()
    payments, order = counter.services.payments, OrderTarget(counter.ordered().order_id)

    answers = outcomes(
        lambda: counter.write(payments.take_cash, MARA, order, 10_00),
        lambda: payments.start_qr(JONAS, order),
    )

    assert len([answer for answer in answers if isinstance(answer, ConflictError)]) == 1
    assert len(counter.order(order.order_id).payments) == 1


def test_failure_15_two_tills_one_order_the_second_closes_a_code_or_learns_that_it_is_paid(counter: Counter) -> None:
    counter.add_second_till()
    payments = counter.services.payments
    shown = payments.start_qr(MARA, counter.target(ESPRESSO))
    httpx.post(f"{shown.payment.checkout_url}/pay", trust_env=False)

    with pytest.raises(BeingPaidError):
        payments.take_over(JONAS, shown.payment.order_id)

    assert payments.check(MARA, shown.payment.payment_id).step is CardStep.PAID
    assert [p.status for p in counter.order(shown.payment.order_id).payments] == [PaymentStatus.SUCCEEDED]


@pytest.mark.parametrize("tender", ["card", "qr"])
def test_failure_16_order_changed_while_on_the_reader_is_a_new_order_after_the_proof(
    counter: Counter, tender: str
) -> None:
    payments, sales, cart = counter.services.payments, counter.services.sales, counter.cart(ESPRESSO, CROISSANT)
    target = CartTarget(cart.cart_id)
    begun = payments.start_qr(MARA, target) if tender == "qr" else payments.start_card(MARA, target, DEMO_READER)

    def without_croissant() -> object:
        return counter.write(sales.change, MARA, cart.cart_id, lambda open_cart: remove_line(open_cart, 2))

    with pytest.raises(ConflictError):
        without_croissant()
    with pytest.raises(ConflictError):
        counter.write(payments.give_up, MARA, begun.payment.order_id)

    assert payments.cancel(MARA, begun.payment.payment_id).step is CardStep.CANCELED
    given_back = counter.write(payments.give_up, MARA, begun.payment.order_id)
    assert given_back.status is CartStatus.OPEN
    without_croissant()
    again = payments.start_card(MARA, target, DEMO_READER)

    assert counter.order(begun.payment.order_id).status is OrderStatus.VOID
    assert again.payment.order_id == begun.payment.order_id + 1
    assert (begun.payment.amount.amount_minor, again.payment.amount.amount_minor) == (500, 260)


def test_failure_16_order_changed_behind_the_sheet_is_not_charged(counter: Counter) -> None:
    cart = counter.cart(ESPRESSO, CROISSANT)
    shown = CartTarget(cart.cart_id, shown_minor=cart.total.amount_minor)
    counter.cart(CROISSANT)

    for pay in (
        lambda: counter.services.payments.start_card(MARA, shown, DEMO_READER),
        lambda: counter.services.payments.start_qr(MARA, shown),
        lambda: counter.write(counter.services.payments.take_other_card, MARA, shown, "0042"),
    ):
        with pytest.raises(ConflictError, match="Nothing was charged"):
            pay()
    assert counter.rows("SELECT count(*) FROM shop_order") == [(0,)]
