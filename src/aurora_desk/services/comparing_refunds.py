"""Refunds compared with Stripe in both directions: made there and not booked, booked and not made, or not the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

from aurora_desk.domain.ids import IntentId
from aurora_desk.domain.orders import RefundStatus
from aurora_desk.domain.payments import Payment, StripeRefusedError
from aurora_desk.domain.stripe_refunds import BookedRefund, StripeRefund
from aurora_desk.domain.work_items import WorkKind
from aurora_desk.payments.listing import Listing
from aurora_desk.services.judging import Difference
from aurora_desk.services.work_items import Found, bring_up_to_date, sliced
from aurora_desk.store.store import Store
from aurora_desk.store.unit_of_work import Work

OF_REFUNDS = frozenset({WorkKind.REFUND_NOT_HERE, WorkKind.REFUND_NOT_AT_STRIPE, WorkKind.REFUND_DIFFERS})
_SLICE = 100
_MARGIN = timedelta(hours=1)
_MISSING = "resource_missing"


def compare_refunds(
    store: Store, listing: Listing, refunds: Sequence[StripeRefund], since: datetime, asked_at: datetime
) -> None:
    """Compare a whole list of Stripe's, made since a moment, with what is booked here."""
    for some in sliced(refunds, _SLICE):
        store.write(partial(_conclude, refunds=some, asked_at=asked_at))
    store.write(lambda work: work.work_items.see_refunded(_given_back(refunds), since + _MARGIN))
    listed = {one.stripe_refund_id for one in refunds}
    named = {one.metadata.get("refund_id") for one in refunds}
    for booked in store.read(lambda work: work.truth.refunds_done(since + _MARGIN, asked_at)):
        if booked.stripe_refund_id not in listed and booked.refund_id not in named:
            _look_for(store, listing, booked, asked_at)


def _given_back(refunds: Sequence[StripeRefund]) -> Mapping[IntentId, int]:
    sums: dict[IntentId, int] = {}
    for one in refunds:
        if one.intent_id is not None:
            given = one.amount.amount_minor if one.gives_back else 0
            sums[one.intent_id] = sums.get(one.intent_id, 0) + given
    return sums


def _conclude(work: Work, refunds: Sequence[StripeRefund], asked_at: datetime) -> None:
    payments = work.truth.paid_by([one.intent_id for one in refunds if one.intent_id is not None])
    named = [one.metadata["refund_id"] for one in refunds if "refund_id" in one.metadata]
    booked = work.truth.refunds_among([one.stripe_refund_id for one in refunds], named)
    by_stripe = {one.stripe_refund_id: one for one in booked}
    by_name = {one.refund_id: one for one in booked}
    judged: list[str] = []
    found: list[Found] = []
    for refund in refunds:
        payment = None if refund.intent_id is None else payments.get(refund.intent_id)
        if payment is None:
            continue  # another program's, or a charge that no payment stands for: that counts by what is left of it
        here = by_stripe.get(refund.stripe_refund_id)
        if here is None:
            named_here = next((one for name, one in by_name.items() if name == refund.metadata.get("refund_id")), None)
            here = named_here if named_here is not None and named_here.stripe_refund_id is None else None
        if here is not None and here.updated_at > asked_at:
            continue
        judged += [refund.stripe_refund_id, *([here.refund_id] if here is not None else [])]
        difference = _not_booked(refund, payment) if here is None else _between(refund, here)
        if difference is not None:
            found.append((payment.tenant_id, difference))
    bring_up_to_date(work, judged, OF_REFUNDS, found)


def _not_booked(refund: StripeRefund, payment: Payment) -> Difference | None:
    if not refund.gives_back:
        return None
    return Difference(
        WorkKind.REFUND_NOT_HERE,
        refund.stripe_refund_id,
        0,
        refund.amount.amount_minor,
        refund.amount.currency,
        order_id=payment.order_id,
        payment_id=payment.payment_id,
        intent_id=payment.intent_id,
    )


def _between(refund: StripeRefund, here: BookedRefund) -> Difference | None:
    counts = here.status is not RefundStatus.FAILED
    if counts and not refund.gives_back:
        # One on its way is ended by who asked for it; only one that counts as done is a difference.
        return _of_booked(here, 0) if here.status is RefundStatus.SUCCEEDED else None
    if not counts and refund.gives_back:
        return Difference(
            WorkKind.REFUND_NOT_HERE,
            refund.stripe_refund_id,
            0,
            refund.amount.amount_minor,
            refund.amount.currency,
            order_id=here.order_id,
            payment_id=here.payment_id,
            refund_id=here.refund_id,
            intent_id=here.intent_id,
        )
    if counts and refund.amount != here.given:
        return _of_booked(here, refund.amount.amount_minor, WorkKind.REFUND_DIFFERS)
    return None


def _of_booked(here: BookedRefund, stripe_minor: int, kind: WorkKind = WorkKind.REFUND_NOT_AT_STRIPE) -> Difference:
    return Difference(
        kind,
        here.refund_id,
        here.given.amount_minor,
        stripe_minor,
        here.given.currency,
        order_id=here.order_id,
        payment_id=here.payment_id,
        refund_id=here.refund_id,
        intent_id=here.intent_id,
    )


def _look_for(store: Store, listing: Listing, booked: BookedRefund, asked_at: datetime) -> None:
    """Ask about one refund that the list has not: it may be older than the list, or not exist."""
    refund: StripeRefund | None = None
    if booked.stripe_refund_id is not None:
        try:
            refund = listing.refund(booked.stripe_refund_id)
        except StripeRefusedError as error:
            if error.reason != _MISSING:
                raise
    if refund is not None:
        store.write(partial(_conclude, refunds=[refund], asked_at=asked_at))
        return
    found = [(booked.tenant_id, _of_booked(booked, 0))]
    store.write(partial(bring_up_to_date, abouts=[booked.refund_id], kinds=OF_REFUNDS, found=found))
