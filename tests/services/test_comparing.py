"""The comparison with Stripe: what can be booked is booked, what differs is told once, and nothing from half a list."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from aurora_desk.domain.orders import PaidStatus, Refund
from aurora_desk.domain.payments import CardStep, OrderTarget, Payment, PaymentStatus, StripeUnreachableError
from aurora_desk.domain.refund_progress import RefundStep
from aurora_desk.domain.refunds import RefundRequest
from aurora_desk.domain.work_items import Ending, WorkKind
from aurora_desk.payments import listing
from aurora_desk.services.comparing import FORGOTTEN, INTENTS_BACK
from aurora_desk.services.demo import CAFE
from aurora_desk.services.refunds import RefundedTwiceError
from services.comparisons import (
    CREATE,
    board,
    by_card,
    change_at_stripe,
    charged,
    compare,
    dispute,
    item_now,
    items,
    kinds,
    late_success,
    lose_at_stripe,
    online,
    start,
    the_item,
)
from services.counter import MARA, PROGRAM, Counter
from services.refunding import failed_late

LIST = r"GET /v1/payment_intents$"


def test_what_agrees_makes_no_item_and_is_seen(counter: Counter) -> None:
    payment = by_card(counter)

    compared = compare(counter)

    assert (compared.intents, items(counter)) == (1, ())
    seen = counter.rows("SELECT payment_id, status, received_minor, refunded_minor FROM seen_intent")
    assert seen == [(payment.payment_id, "succeeded", payment.captured_minor, 0)]
    assert board(counter).agrees
    assert set(counter.rows("SELECT who FROM journal WHERE event = 'money.compared'")) == {(PROGRAM.who,)}


def test_failure_22_paid_at_stripe_and_unpaid_here_is_booked(counter: Counter) -> None:
    order, _ = online(counter)

    compare(counter)

    assert counter.order(order.order_id).payment_status is PaidStatus.PAID
    assert items(counter) == ()


def test_failure_22_paid_here_and_not_at_stripe_is_told_until_it_agrees(counter: Counter) -> None:
    order, intent_id = online(counter, paid=False)
    (payment,) = counter.order(order.order_id).payments
    counter.services.write(
        lambda work: work.payments.change(payment.payment_id, now=work.now, status=PaymentStatus.SUCCEEDED.value)
    )

    compare(counter)
    item = the_item(counter)
    assert (item.kind, item.about, item.intent_id) == (WorkKind.NOT_AT_STRIPE, payment.payment_id, intent_id)
    assert (item.here, item.stripe.amount_minor) == (order.total, 0)
    assert not board(counter).agrees

    counter.confirm(intent_id)
    compare(counter)
    assert item_now(counter, item).ending is Ending.AGREES


def test_failure_22_paid_here_by_an_intent_that_stripe_does_not_know_is_told(counter: Counter) -> None:
    payment = by_card(counter)
    assert payment.intent_id is not None
    lose_at_stripe(counter, payment.intent_id)

    compare(counter)
    compare(counter)

    assert (the_item(counter).kind, the_item(counter).payment_id) == (WorkKind.NOT_AT_STRIPE, payment.payment_id)


def test_a_charge_without_a_payment_is_told_with_what_is_left_of_it(counter: Counter) -> None:
    intent_id = charged(counter, 1240)

    compare(counter)

    item = the_item(counter)
    assert (item.kind, item.about, item.stripe.amount_minor) == (WorkKind.ORPHAN_CHARGE, intent_id, 1240)
    verdict = board(counter).verdicts[0]
    assert verdict.difference.amount_minor == 1240


def test_an_orphan_given_back_in_the_dashboard_agrees(counter: Counter) -> None:
    intent_id = charged(counter, 1240)
    compare(counter)
    item = the_item(counter)
    counter.ask_stripe("POST", "refunds", payment_intent=intent_id)

    compare(counter)

    assert item_now(counter, item).ending is Ending.AGREES
    assert board(counter).agrees


def test_intents_of_other_programs_and_other_stores_are_left_alone(counter: Counter) -> None:
    charged(counter, 500, app="webshop")
    charged(counter, 500, store="another store")
    # Of an older version that did not name its store: another store's, unless a payment here says otherwise.
    charged(counter, 500, store="")

    compare(counter)

    assert items(counter) == ()
    assert counter.rows("SELECT 1 FROM seen_intent") == []


def test_charged_after_it_was_cancelled_pays_an_order_that_still_waits(counter: Counter) -> None:
    progress = start(counter)
    assert counter.services.payments.cancel(MARA, progress.payment.payment_id).step is CardStep.CANCELED
    late_success(counter, progress.payment.payment_id)

    compare(counter)

    assert counter.order(progress.payment.order_id).payment_status is PaidStatus.PAID
    assert items(counter) == ()


def test_charged_after_all_on_an_order_paid_otherwise_is_for_a_person(counter: Counter) -> None:
    progress = start(counter)
    payment = counter.services.payments.cancel(MARA, progress.payment.payment_id).payment
    target = OrderTarget(payment.order_id)
    counter.write(counter.services.payments.take_cash, MARA, target, payment.amount.amount_minor)
    intent_id = late_success(counter, payment.payment_id)

    compare(counter)

    item = the_item(counter)
    assert (item.kind, item.about, item.order_id) == (WorkKind.LATE_SUCCESS, intent_id, payment.order_id)
    assert item.stripe == payment.amount


def test_an_intent_left_open_for_a_payment_that_ended_here_is_cancelled_at_stripe(counter: Counter) -> None:
    counter.door.lose(CREATE, after=True)
    progress = start(counter)
    assert counter.services.payments.cancel(MARA, progress.payment.payment_id).step is CardStep.CANCELED
    counter.door.mend()
    assert [intent["status"] for intent in counter.intents()] == ["requires_payment_method"]

    compare(counter)

    assert [intent["status"] for intent in counter.intents()] == ["canceled"]
    assert items(counter) == ()
    assert "payment.left_intent_ended" in counter.events(f"order:{progress.payment.order_id}")


@pytest.mark.parametrize(("store", "ended"), [("ours", True), ("", False), ("another", False)])
def test_an_intent_that_no_payment_stands_for_is_cancelled_after_a_day_if_it_is_certainly_ours(
    counter: Counter, store: str, *, ended: bool
) -> None:
    named = counter.services.facts.store_id if store == "ours" else store
    told = {"metadata[app]": "aurora-desk", "metadata[tender_id]": "lost"} | (
        {"metadata[store]": named} if named else {}
    )
    made = counter.ask_stripe("POST", "payment_intents", amount="500", currency="usd", **told)
    compare(counter)
    assert [intent["status"] for intent in counter.intents()] == ["requires_payment_method"]

    counter.clock.ahead = FORGOTTEN + timedelta(minutes=1)
    compare(counter)

    (intent,) = counter.intents()
    assert (intent["id"], intent["status"] == "canceled") == (made["id"], ended)
    assert items(counter) == ()


def test_an_intent_under_way_is_left_to_its_till(counter: Counter) -> None:
    start(counter)
    online(counter, paid=False)

    compare(counter)

    assert {intent["status"] for intent in counter.intents()} == {"requires_payment_method"}
    assert items(counter) == ()


def test_another_amount_at_stripe_is_told(counter: Counter) -> None:
    payment = by_card(counter)
    assert payment.intent_id is not None
    change_at_stripe(counter, "payment_intent", payment.intent_id, amount_received=1)

    compare(counter)

    item = the_item(counter)
    assert item.kind is WorkKind.AMOUNT_DIFFERS
    assert (item.here.amount_minor, item.stripe.amount_minor) == (payment.captured_minor, 1)


@pytest.mark.parametrize("days_old", [0, 20])
def test_failure_27_a_dispute_is_told_and_changes_nothing_by_itself(counter: Counter, days_old: int) -> None:
    payment = by_card(counter)
    assert payment.intent_id is not None
    dispute(counter, payment.intent_id, days_old)
    counter.services.write(lambda work: work.tenants.note_compared(work.now))

    compare(counter)

    item = the_item(counter)
    assert (item.kind, item.order_id) == (WorkKind.DISPUTE, payment.order_id)
    assert counter.order(payment.order_id).payment_status is PaidStatus.PAID
    assert "money.difference_found" in counter.events(f"order:{payment.order_id}")


def test_a_hold_that_ends_soon_is_told_until_it_is_captured(counter: Counter) -> None:
    progress = start(counter)
    payment_id = progress.payment.payment_id

    def hold(hours: int) -> None:
        counter.services.write(
            lambda work: work.payments.change(
                payment_id, now=work.now, capture_before=work.now + timedelta(hours=hours)
            )
        )

    hold(13)
    compare(counter)
    assert items(counter) == ()

    hold(11)
    compare(counter)
    item = the_item(counter)
    assert (item.kind, item.about) == (WorkKind.HOLD_ENDING, payment_id)

    counter.tap()
    counter.services.payments.check(MARA, payment_id)
    compare(counter)
    assert item_now(counter, item).ending is Ending.AGREES


def test_a_refund_made_at_stripe_is_told_once(counter: Counter) -> None:
    payment = by_card(counter)
    refund = counter.ask_stripe("POST", "refunds", payment_intent=str(payment.intent_id), amount="100")

    compare(counter)
    compare(counter)

    item = the_item(counter)
    assert (item.kind, item.about) == (WorkKind.REFUND_NOT_HERE, refund["id"])
    assert (item.order_id, item.stripe.amount_minor) == (payment.order_id, 100)
    assert [verdict.difference.amount_minor for verdict in board(counter).verdicts[:2]] == [0, 100]


def test_nothing_is_concluded_from_half_a_list(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "PAGE", 1)
    charged(counter, 500)
    charged(counter, 600)
    counter.door.calls.clear()
    counter.door.lose(LIST, after=False, skip=1)

    with pytest.raises(StripeUnreachableError):
        compare(counter)
    assert counter.door.calls.count("GET /v1/payment_intents") == 1 + listing.TRIES
    assert items(counter) == ()
    assert board(counter).compared_at is None

    counter.door.mend()
    compare(counter)
    assert kinds(counter) == [WorkKind.ORPHAN_CHARGE] * 2


def test_a_page_that_is_lost_once_is_asked_for_again(counter: Counter) -> None:
    charged(counter, 500)
    counter.door.lose(LIST, after=True, times=1)

    compare(counter)

    assert kinds(counter) == [WorkKind.ORPHAN_CHARGE]


def test_two_processes_that_compare_at_once_tell_a_difference_once(counter: Counter, other_process: Counter) -> None:
    for amount in range(500, 505):
        charged(counter, amount)
    by_card(counter)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(compare, (counter, other_process)))

    assert kinds(counter) == [WorkKind.ORPHAN_CHARGE] * 5
    found = counter.rows("SELECT count(*) FROM journal WHERE event = 'money.difference_found'")
    assert found == [(5,)]
    assert counter.rows("SELECT count(*) FROM seen_intent") == [(6,)]


def test_a_difference_older_than_the_list_is_asked_about_singly(counter: Counter) -> None:
    intent_id = charged(counter, 500)
    compare(counter)
    item = the_item(counter)
    counter.ask_stripe("POST", "refunds", payment_intent=intent_id)
    counter.clock.ahead += INTENTS_BACK * 2
    counter.services.write(lambda work: work.tenants.note_compared(work.now))

    compare(counter)

    assert item_now(counter, item).ending is Ending.AGREES


def test_what_came_in_since_the_comparison_is_no_difference(counter: Counter) -> None:
    by_card(counter)
    compare(counter)
    by_card(counter)

    found = board(counter)

    assert found.agrees
    assert found.uncompared.count == 1
    assert counter.read(counter.services.truth.board, CAFE, found.period).stripe.count == 1


def refunded(counter: Counter, payment: Payment, amount_minor: int = 100) -> Refund:
    """Money given back here, by Stripe."""
    desk = counter.read(counter.services.refunds.plan, MARA, payment.order_id)
    request = RefundRequest(desk.plan_id, payment.order_id, amount_minor, "damaged")
    (progress,) = counter.services.refunds.start(MARA, request)
    assert progress.step is RefundStep.GIVEN
    return progress.refund


def test_a_refund_made_here_agrees(counter: Counter) -> None:
    payment = by_card(counter)
    refunded(counter, payment)

    compare(counter)

    assert items(counter) == ()
    found = board(counter)
    assert found.agrees
    assert [verdict.here.amount_minor for verdict in found.verdicts[:2]] == [payment.captured_minor, 100]


def test_a_refund_that_fails_at_stripe_days_later_is_booked_as_failed(counter: Counter) -> None:
    payment = by_card(counter)
    refund = refunded(counter, payment)
    charge = counter.ask_stripe("GET", f"payment_intents/{payment.intent_id}")["latest_charge"]
    change_at_stripe(
        counter, "refund", str(refund.stripe_refund_id), status="failed", failure_reason="expired_or_canceled_card"
    )
    change_at_stripe(counter, "charge", charge, amount_refunded=0, refunded=False)

    compare(counter)

    assert items(counter) == ()
    assert counter.order(payment.order_id).payment_status is PaidStatus.PAID
    assert "refund.failed" in counter.events(f"order:{payment.order_id}")
    assert board(counter).agrees


def test_a_refund_given_in_cash_that_stripe_has_given_too_is_told_and_stops_no_comparison(counter: Counter) -> None:
    payment = by_card(counter)
    failed = failed_late(counter, counter.order(payment.order_id))
    counter.write(counter.services.refunds.give_cash, MARA, failed.refund_id)
    assert failed.stripe_refund_id is not None
    change_at_stripe(counter, "refund", failed.stripe_refund_id, status="succeeded")

    assert compare(counter).open_items == 1

    item = the_item(counter)
    assert (item.kind, item.stripe.amount_minor) == (WorkKind.REFUND_NOT_HERE, payment.captured_minor)
    with pytest.raises(RefundedTwiceError, match="given this money back as well"):
        counter.services.refunds.check(MARA, failed.refund_id)


def test_a_refund_that_stripe_does_not_have_is_told(counter: Counter) -> None:
    payment = by_card(counter)
    refund = refunded(counter, payment)
    lose_at_stripe(counter, str(refund.stripe_refund_id))

    compare(counter)
    compare(counter)

    item = the_item(counter)
    assert (item.kind, item.about) == (WorkKind.REFUND_NOT_AT_STRIPE, refund.refund_id)
    assert (item.here.amount_minor, item.stripe.amount_minor) == (100, 0)


def test_a_refund_of_another_amount_at_stripe_is_told(counter: Counter) -> None:
    payment = by_card(counter)
    refund = refunded(counter, payment)
    change_at_stripe(counter, "refund", str(refund.stripe_refund_id), amount=99)

    compare(counter)

    item = the_item(counter)
    assert (item.kind, item.about, item.stripe.amount_minor) == (WorkKind.REFUND_DIFFERS, refund.refund_id, 99)
