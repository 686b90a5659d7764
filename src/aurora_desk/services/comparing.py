"""The comparison with Stripe, in both directions: what can be booked is booked, what differs becomes a work item.

Nothing is concluded from half a list: a comparison whose lists can't be had whole ends without a verdict. (Payments
notes, sections 4 and 6.)
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.errors import AuroraError
from aurora_desk.domain.ids import IntentId, OrderId, PaymentId, TenantId
from aurora_desk.domain.payments import LIVE, Intent, IntentStatus, Payment, PaymentStatus, StripeRefusedError
from aurora_desk.domain.work_items import SeenIntent, WorkItem, WorkKind
from aurora_desk.payments.gateway import Gateway
from aurora_desk.payments.listing import Listing
from aurora_desk.payments.refunds import RefundCalls
from aurora_desk.services.comparing_refunds import compare_refunds
from aurora_desk.services.judging import OF_INTENTS, Difference, differences, kept_minor, not_at_stripe
from aurora_desk.services.settling import APP, IntentMismatchError, settle
from aurora_desk.services.work_items import Found, bring_up_to_date, sliced
from aurora_desk.store.store import Store
from aurora_desk.store.unit_of_work import Work

log = logging.getLogger(__name__)

INTENTS_BACK = timedelta(days=3)
REFUNDS_BACK = timedelta(days=30)
"""Also what the first comparison looks at, and one after a long rest at most."""
FORGOTTEN = timedelta(days=1)
ALARM_BEFORE = timedelta(hours=12)
"""A hold that ends within this time is told."""
_SLICE = 100
_MOST_ASKED_SINGLY = 100
_MARGIN = timedelta(hours=1)
"""An intent is made soon after its payment was written: one in the window, the other before it, is no difference."""

_ENDED = (IntentStatus.SUCCEEDED, IntentStatus.CANCELED)
_LEFT_OPEN = (
    IntentStatus.REQUIRES_PAYMENT_METHOD,
    IntentStatus.REQUIRES_CONFIRMATION,
    IntentStatus.REQUIRES_ACTION,
    IntentStatus.REQUIRES_CAPTURE,
)
_MISSING = "resource_missing"


@dataclass(frozen=True, slots=True)
class Compared:
    """What a comparison looked at."""

    at: datetime
    intents: int
    open_items: int


class Comparing:
    """Compares what this store knows of its payments with what Stripe has."""

    def __init__(self, store: Store, gateway: Gateway, listing: Listing, store_id: str) -> None:
        self._store, self._gateway, self._listing, self._store_id = store, gateway, listing, store_id
        self._refunds = RefundCalls(gateway.connection)

    def compare(self) -> Compared:
        """Compare; raises `StripeUnreachableError` where Stripe can't be asked for everything."""
        now, since = self._store.read(_window)
        intents = [intent for intent in self._listing.intents_since(since) if self._is_ours(intent)]
        refunds = self._listing.refunds_since(now - REFUNDS_BACK)
        disputed = self._listing.disputed_since(now - REFUNDS_BACK)
        # All lists are here and whole: only now is anything concluded.
        listed = {intent.intent_id for intent in intents}
        older = self._also(disputed, listed)
        intents += [intent for intent in older if self._is_ours(intent)]
        intents = [self._tidied(intent, now) for intent in self._booked(intents)]
        for some in sliced(intents, _SLICE):
            self._store.write(partial(self._conclude, intents=some, asked_at=now))
        self._paid_only_here(since + _MARGIN, now)
        compare_refunds(self._store, self._refunds, refunds, now - REFUNDS_BACK, now)
        self._store.write(_tell_holds)
        return self._store.write(partial(_finish, asked_at=now, intents=len(intents)))

    def _is_ours(self, intent: Intent) -> bool:
        """Whether this store made it; those of older versions don't name the store."""
        return intent.metadata.get("app") == APP and intent.metadata.get("store") in (None, self._store_id)

    def _is_certainly_ours(self, intent: Intent) -> bool:
        """Whether it is ours even where no payment here says so: another store may share the account."""
        return intent.metadata.get("store") == self._store_id

    def _also(self, disputed: frozenset[IntentId], listed: set[IntentId]) -> Iterator[Intent]:
        """Intents older than the list: disputed ones, and those of differences that Stripe may have settled."""
        items = [item for item in self._store.read(_open_items) if item.kind in OF_INTENTS]
        wanted = disputed | {item.intent_id for item in items if item.intent_id is not None}
        for intent_id in sorted(wanted - listed)[:_MOST_ASKED_SINGLY]:
            try:
                yield self._gateway.retrieve(intent_id)
            except StripeRefusedError as error:
                log.warning("stripe has no %s: %s", intent_id, error.reason)

    def _booked(self, intents: Sequence[Intent]) -> Sequence[Intent]:
        """Settle what has ended at Stripe and not here, also what ended here as not charged and was charged."""
        for some in sliced(intents, _SLICE):
            payments = self._store.read(partial(_payments_of, intents=some))
            for intent in some:
                payment = _pair(payments, intent)
                if payment is not None and _to_settle(intent, payment):
                    self._store.write(partial(_settle, payment=payment, intent=intent))
        return intents

    def _tidied(self, intent: Intent, now: datetime) -> Intent:
        """Cancel what was left open at Stripe though it ended here: nobody is to be charged by it any more."""
        if intent.status not in _LEFT_OPEN:
            return intent
        payment = _pair(self._store.read(partial(_payments_of, intents=[intent])), intent)
        if payment is None:
            left = self._is_certainly_ours(intent) and now - intent.created_at > FORGOTTEN
        else:
            left = payment.status in (PaymentStatus.FAILED, PaymentStatus.CANCELED)
        if not left:
            return intent
        # Every comparison is a new attempt: a key kept for the next one would only give the stored refusal again.
        key = f"aurora:{intent.intent_id}:cancel_left:{int(now.timestamp())}"
        try:
            ended = self._gateway.cancel(intent.intent_id, key=key)
        except AuroraError as error:
            log.warning("%s stays open at stripe: %s", intent.intent_id, error.code)
            return intent
        self._store.write(partial(_tell_canceled, intent=ended, payment=payment))
        return ended

    def _conclude(self, work: Work, intents: Sequence[Intent], asked_at: datetime) -> None:
        """Keep what Stripe says of some intents, and bring the differences about them up to date."""
        payments = _payments_of(work, intents)
        tenants = {tenant.tenant_id for tenant in work.tenants.everyone()}
        found: list[Found] = []
        seen, judged = [], []
        for intent in intents:
            payment = _pair(payments, intent)
            if payment is None and not self._is_certainly_ours(intent):
                continue
            tenant_id = payment.tenant_id if payment is not None else self._tenant_of(work, intent, tenants)
            seen.append(_seen(intent, payment, tenant_id, asked_at))
            if payment is not None and payment.asked_at is not None and payment.asked_at > asked_at:
                continue  # news has come since the list was made: the next comparison judges it
            judged += [intent.intent_id, *([payment.payment_id] if payment is not None else [])]
            found += [(tenant_id, one) for one in differences(intent, payment)]
        if seen:
            work.work_items.see(seen)
        bring_up_to_date(work, judged, OF_INTENTS, found)

    def _tenant_of(self, work: Work, intent: Intent, tenants: set[TenantId]) -> TenantId:
        told = intent.metadata.get("tenant_id", "")
        tenant_id = TenantId(int(told)) if told.isdecimal() else None
        if tenant_id in tenants:
            return tenant_id
        facts = work.tenants.facts()
        assert facts is not None
        return facts.default_tenant

    def _paid_only_here(self, since: datetime, now: datetime) -> None:
        """Ask one by one about what is paid here and was not in the list; Stripe may not know it at all."""
        for payment in self._store.read(lambda work: work.truth.not_seen(since, now, limit=_MOST_ASKED_SINGLY)):
            intent = None
            if payment.intent_id is not None:
                try:
                    intent = self._gateway.retrieve(payment.intent_id)
                except StripeRefusedError as error:
                    if error.reason != _MISSING:
                        raise
            if intent is not None:
                self._store.write(partial(self._conclude, intents=[intent], asked_at=now))
                continue
            found = [(payment.tenant_id, not_at_stripe(payment))]
            self._store.write(
                partial(bring_up_to_date, abouts=[payment.payment_id], kinds={WorkKind.NOT_AT_STRIPE}, found=found)
            )


def _window(work: Work) -> tuple[datetime, datetime]:
    """Now, and since when to compare: three days, and all the time since the last comparison."""
    compared_at = work.tenants.compared_at()
    longest = work.now - REFUNDS_BACK
    since = longest if compared_at is None else min(work.now, compared_at) - INTENTS_BACK
    return work.now, max(since, longest)


def _open_items(work: Work) -> list[WorkItem]:
    return [item for tenant in work.tenants.everyone() for item in work.work_items.open_of(tenant.tenant_id)]


def _payments_of(work: Work, intents: Sequence[Intent]) -> Mapping[PaymentId, Payment]:
    return work.payments.among([PaymentId(intent.metadata.get("tender_id", "")) for intent in intents])


def _pair(payments: Mapping[PaymentId, Payment], intent: Intent) -> Payment | None:
    payment = payments.get(PaymentId(intent.metadata.get("tender_id", "")))
    if payment is None or payment.intent_id not in (None, intent.intent_id):
        return None
    return payment


def _to_settle(intent: Intent, payment: Payment) -> bool:
    if payment.status in LIVE:
        return intent.status in _ENDED
    late = payment.status is not PaymentStatus.SUCCEEDED and intent.status is IntentStatus.SUCCEEDED
    return late and kept_minor(intent) > 0


def _settle(work: Work, payment: Payment, intent: Intent) -> None:
    if any(item.refunding for item in work.work_items.open_about([intent.intent_id])):
        return  # a person has decided that this money goes back
    try:
        settle(work, Actor.program(payment.tenant_id), payment.payment_id, intent)
    except IntentMismatchError:
        log.warning("%s does not fit payment %s", intent.intent_id, payment.payment_id)


def _seen(intent: Intent, payment: Payment | None, tenant_id: TenantId, asked_at: datetime) -> SeenIntent:
    order = intent.metadata.get("order_id", "")
    return SeenIntent(
        intent_id=intent.intent_id,
        tenant_id=tenant_id,
        order_id=OrderId(int(order)) if order.isdecimal() else None,
        payment_id=None if payment is None else payment.payment_id,
        status=intent.status.value,
        received_minor=intent.received_minor,
        tip_minor=intent.tip_minor,
        refunded_minor=intent.refunded_minor,
        currency=intent.amount.currency,
        created_at=intent.created_at if payment is None else payment.created_at,
        seen_at=asked_at,
    )


def _tell_canceled(work: Work, intent: Intent, payment: Payment | None) -> None:
    facts = work.tenants.facts()
    assert facts is not None
    tenant_id = facts.default_tenant if payment is None else payment.tenant_id
    subject = f"intent:{intent.intent_id}" if payment is None else f"order:{payment.order_id}"
    told: dict[str, object] = {"intent_id": intent.intent_id, "status": intent.status.value}
    if payment is not None:
        told |= {"order_id": payment.order_id, "payment_id": payment.payment_id}
    work.log(Actor.program(tenant_id), "payment.left_intent_ended", subject, told)


def _tell_holds(work: Work) -> None:
    """Tell the holds that end soon, and end the items of those that don't any more."""
    holds = work.truth.holds_ending(work.now + ALARM_BEFORE)
    known = [item.about for item in _open_items(work) if item.kind is WorkKind.HOLD_ENDING]
    found = [
        (
            hold.tenant_id,
            Difference(
                WorkKind.HOLD_ENDING,
                hold.payment_id,
                0,
                hold.charged.amount_minor,
                hold.amount.currency,
                order_id=hold.order_id,
                payment_id=hold.payment_id,
                intent_id=hold.intent_id,
            ),
        )
        for hold in holds
    ]
    bring_up_to_date(work, known, {WorkKind.HOLD_ENDING}, found)


def _finish(work: Work, asked_at: datetime, intents: int) -> Compared:
    work.tenants.note_compared(asked_at)
    open_items = 0
    for tenant in work.tenants.everyone():
        found = len(work.work_items.open_of(tenant.tenant_id))
        open_items += found
        facts = {"intents": intents, "open_differences": found}
        work.log(Actor.program(tenant.tenant_id), "money.compared", "store", facts)
    return Compared(asked_at, intents, open_items)
