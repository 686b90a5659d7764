"""Refunds compared with Stripe in both directions: made there and not booked, booked and not made, or not the same."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.ids import IntentId
from aurora_desk.domain.orders import RefundStatus
from aurora_desk.domain.payments import Payment, StripeRefusedError
from aurora_desk.domain.refund_progress import StripeRefund, StripeRefundStatus
from aurora_desk.domain.returns import RefundTooLargeError
from aurora_desk.domain.truth import BookedRefund
from aurora_desk.domain.work_items import WorkKind
from aurora_desk.payments.refunds import RefundCalls
from aurora_desk.services.judging import Difference
from aurora_desk.services.refund_settling import RefundMismatchError, settle_refund
from aurora_desk.services.work_items import Found, bring_up_to_date, sliced
from aurora_desk.store.store import Store
from aurora_desk.store.unit_of_work import Work

OF_REFUNDS = frozenset({WorkKind.REFUND_NOT_HERE, WorkKind.REFUND_NOT_AT_STRIPE, WorkKind.REFUND_DIFFERS})
log = logging.getLogger(__name__)
_SLICE = 100
_MARGIN = timedelta(hours=1)
_MISSING = "resource_missing"


def compare_refunds(
    store: Store, calls: RefundCalls, refunds: Sequence[StripeRefund], since: datetime, asked_at: datetime
) -> None:
    """Compare a whole list of Stripe's, made since a moment, with what is booked here."""
    for some in sliced(refunds, _SLICE):
        _settle_all(store, some)
        store.write(partial(_conclude, refunds=some, asked_at=asked_at))
    store.write(lambda work: work.work_items.see_refunded(_given_back(refunds), since + _MARGIN))
    listed = {one.stripe_refund_id for one in refunds}
    named = {one.metadata.get("refund_id") for one in refunds}
    for booked in store.read(lambda work: work.truth.refunds_done(since + _MARGIN, asked_at)):
        if booked.stripe_refund_id not in listed and booked.refund_id not in named:
            _look_for(store, calls, booked, asked_at)


def _given_back(refunds: Sequence[StripeRefund]) -> Mapping[IntentId, int]:
    sums: dict[IntentId, int] = {}
    for one in refunds:
        if one.intent_id is not None:
            given = one.amount.amount_minor if one.gives_back else 0
            sums[one.intent_id] = sums.get(one.intent_id, 0) + given
    return sums


def _conclude(work: Work, refunds: Sequence[StripeRefund], asked_at: datetime) -> None:
    payments = work.truth.paid_by([one.intent_id for one in refunds if one.intent_id is not None])
    booked = _booked_of(work, refunds)
    judged: list[str] = []
    found: list[Found] = []
    for refund in refunds:
        payment = None if refund.intent_id is None else payments.get(refund.intent_id)
        if payment is None:
            continue  # another program's, or a charge that no payment stands for: that counts by what is left of it
        here = _counterpart(booked, refund)
        if here is not None and here.updated_at > asked_at:
            continue
        judged += [refund.stripe_refund_id, *([here.refund_id] if here is not None else [])]
        difference = _not_booked(refund, payment) if here is None else _between(refund, here)
        if difference is not None:
            found.append((payment.tenant_id, difference))
    bring_up_to_date(work, judged, OF_REFUNDS, found)


def _booked_of(work: Work, refunds: Sequence[StripeRefund]) -> tuple[BookedRefund, ...]:
    named = [one.metadata["refund_id"] for one in refunds if "refund_id" in one.metadata]
    return work.truth.refunds_among([one.stripe_refund_id for one in refunds], named)


def _counterpart(booked: Sequence[BookedRefund], refund: StripeRefund) -> BookedRefund | None:
    """The booked refund that one of Stripe's is: by Stripe's id, or by the name it was made with."""
    for one in booked:
        if refund.stripe_refund_id == one.stripe_refund_id:
            return one
    return next((one for one in booked if one.is_named(refund.metadata) and one.stripe_refund_id is None), None)


def _settle_all(store: Store, refunds: Sequence[StripeRefund]) -> None:
    """Book how refunds ended at Stripe: also that one which counts as done has failed after days."""
    booked = store.read(partial(_booked_of, refunds=refunds))
    for refund in refunds:
        here = _counterpart(booked, refund)
        if here is not None and here.is_named(refund.metadata) and not _is_known(here, refund):
            store.write(partial(_settle, here=here, refund=refund))


def _is_known(here: BookedRefund, refund: StripeRefund) -> bool:
    known = RefundStatus.SUCCEEDED if refund.gives_back else RefundStatus.FAILED
    return here.status is known or refund.status is StripeRefundStatus.PENDING


def _settle(work: Work, here: BookedRefund, refund: StripeRefund) -> None:
    try:
        settle_refund(work, Actor.program(here.tenant_id), here.refund_id, refund)
    except (RefundMismatchError, RefundTooLargeError):
        # Of another amount, or given in another way since: either is a difference that a person is told.
        log.warning("%s does not fit refund %s", refund.stripe_refund_id, here.refund_id)


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


def _look_for(store: Store, calls: RefundCalls, booked: BookedRefund, asked_at: datetime) -> None:
    """Ask about one refund that the list has not: it may be older than the list, or not exist."""
    refund: StripeRefund | None = None
    if booked.stripe_refund_id is not None:
        try:
            refund = calls.retrieve(booked.stripe_refund_id)
        except StripeRefusedError as error:
            if error.reason != _MISSING:
                raise
    if refund is not None:
        store.write(partial(_conclude, refunds=[refund], asked_at=asked_at))
        return
    found = [(booked.tenant_id, _of_booked(booked, 0))]
    store.write(partial(bring_up_to_date, abouts=[booked.refund_id], kinds=OF_REFUNDS, found=found))
