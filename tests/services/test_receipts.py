"""What a receipt says, from the stored rows alone."""

from __future__ import annotations

from functools import partial

from aurora_desk.domain.cart import set_line_discount, set_note
from aurora_desk.domain.codes import CodeKind
from aurora_desk.domain.money import Money
from aurora_desk.domain.returns import LineReturn
from aurora_desk.domain.totals import Discount, DiscountKind
from aurora_desk.services.demo import CAFE, DEMO_READER
from services.counter import CROISSANT, ESPRESSO, MARA, Counter
from services.refunding import by_card, by_cash_and_card, failed_late, refund


def test_a_cash_receipt_adds_up_and_carries_the_orders_code(counter: Counter) -> None:
    cart = counter.cart(ESPRESSO, ESPRESSO, CROISSANT)
    for change in (
        partial(set_note, line_id=1, note="Oat milk"),
        partial(set_line_discount, line_id=2, discount=Discount(DiscountKind.PERCENT, 5_000, "Yesterday's")),
    ):
        counter.write(counter.services.sales.change, MARA, cart.cart_id, change)
    order = counter.write(counter.services.payments.take_cash, MARA, counter.target(ESPRESSO), 20_00)

    receipt = counter.read(counter.services.receipts.of_order, CAFE, order.order_id)

    assert (receipt.shop, receipt.served_by, receipt.till, receipt.training) == (
        "Aurora Café",
        "Mara Klein",
        "Till 1",
        True,
    )
    assert sum(line.total.amount_minor - line.discount.amount_minor for line in receipt.lines) == 900
    assert (receipt.total, receipt.discount, receipt.due) == (Money(900, "USD"), Money(120, "USD"), Money(0, "USD"))
    (payment,) = receipt.payments
    assert (payment.words, payment.tendered, payment.change) == ("Cash", Money(2000, "USD"), Money(1100, "USD"))
    code = counter.services.codes.read(CAFE, receipt.qr_text)
    assert (code.kind, code.number) == (CodeKind.ORDER, order.order_id)


def test_a_receipt_leads_a_phone_to_the_orders_page_where_the_owner_gave_an_address(counter: Counter) -> None:
    counter.cart(ESPRESSO)
    order = counter.write(counter.services.payments.take_cash, MARA, counter.target(ESPRESSO), 20_00)
    tenants = counter.services.tenants
    assert counter.read(counter.services.receipts.of_order, CAFE, order.order_id).page == ""

    counter.write(tenants.set_public_address, "https://Till.local:8787/", tenant_id=CAFE)
    receipt = counter.read(counter.services.receipts.of_order, CAFE, order.order_id)

    assert receipt.page == f"https://till.local:8787/o/{receipt.qr_text}"


def test_the_mark_is_the_journals_own_hash(counter: Counter) -> None:
    order = counter.write(counter.services.payments.take_cash, MARA, counter.target(), 50_00)
    receipt = counter.read(counter.services.receipts.of_order, CAFE, order.order_id)
    (last,) = counter.rows("SELECT hash FROM journal WHERE subject = 'order:5001' ORDER BY seq DESC LIMIT 1")
    assert last[0].startswith(receipt.mark)
    assert len(receipt.mark) == 12
    assert counter.services.first_bad_row() is None


def test_a_card_receipt_prints_what_the_card_schemes_ask_for_without_the_network(counter: Counter) -> None:
    progress = counter.services.payments.start_card(MARA, counter.target(), DEMO_READER)
    counter.tap()
    counter.services.payments.check(MARA, progress.payment.payment_id)
    counter.door.lose("", after=False)

    receipt = counter.read(counter.services.receipts.of_order, CAFE, progress.payment.order_id)

    (payment,) = receipt.payments
    assert payment.words == "Visa ending 4242"
    labels = [label for label, _ in payment.details]
    assert labels[:2] == ["Application", "AID"]
    assert all(value for _, value in payment.details)


def test_an_unpaid_orders_receipt_shows_what_is_due_and_no_payment(counter: Counter) -> None:
    order = counter.ordered()
    counter.intent_of(order)
    receipt = counter.read(counter.services.receipts.of_order, CAFE, order.order_id)
    assert (receipt.payments, receipt.due, receipt.till) == ((), order.total, "")


def test_a_receipt_prints_the_rounding_apart_and_adds_up(counter: Counter) -> None:
    counter.set_rules(cash_step_minor=50)
    order = counter.write(counter.services.payments.take_cash, MARA, counter.target(ESPRESSO), 5_00)

    receipt = counter.read(counter.services.receipts.of_order, CAFE, order.order_id)

    (payment,) = receipt.payments
    assert payment.rounding == Money(-10, "USD")
    assert payment.amount == receipt.total + payment.rounding == Money(250, "USD")
    assert payment.tendered == payment.amount + Money(250, "USD")
    assert payment.change == Money(250, "USD")


def test_a_refund_stands_on_the_reprint_with_its_card_and_the_goods_that_came_back(counter: Counter) -> None:
    order = by_cash_and_card(counter)
    refund(counter, order, 2_60, lines=(LineReturn(0, 1000),))
    refund(counter, order, 5_00)

    receipt = counter.read(counter.services.receipts.of_order, CAFE, order.order_id)

    assert [(one.quantity_milli, one.name, one.amount) for one in receipt.returned] == [
        (1000, "Espresso", Money(260, "USD"))
    ]
    assert [(one.words, one.amount.amount_minor) for one in receipt.refunds] == [
        ("Refund to Visa ending 4242", 2_60),
        ("Refund to Visa ending 4242", 3_00),
        ("Refund in cash", 2_00),
    ]


def test_a_refund_that_failed_or_is_not_known_is_not_promised_on_paper(counter: Counter) -> None:
    order = by_card(counter)
    failed_late(counter, order, 1_00)
    counter.door.lose("POST /v1/refunds", after=False)
    refund(counter, order, 1_00)
    assert counter.read(counter.services.receipts.of_order, CAFE, order.order_id).refunds == ()
