"""Refunds: written down first, then asked of Stripe, then booked as Stripe answers; a crash midway loses none.

Money that is in the drawer moves in the transaction that stores the decision. A card's part waits there as pending,
counts as refunded, and is carried out by a call with a key of its own: repeated under that key while its end is not
known, found again by its metadata after that, and tried anew, with a new key, only after Stripe has said no.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from functools import partial

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.errors import ConflictError
from aurora_desk.domain.ids import OrderId, ReaderId, RefundId, TenantId
from aurora_desk.domain.money import Money
from aurora_desk.domain.orders import Refund, RefundStatus
from aurora_desk.domain.payments import (
    CardNotSetUpError,
    Payment,
    ReaderAction,
    StripeKeyError,
    StripeRefusedError,
    StripeUnreachableError,
)
from aurora_desk.domain.refund_progress import (
    CANCELED,
    GIVEN_BACK_ALREADY,
    NOT_DONE,
    RefundProgress,
    RefundStep,
    StripeRefund,
    refund_failure_words,
)
from aurora_desk.domain.refunds import Refundable, RefundRequest, RefundWay
from aurora_desk.domain.returns import RefundTooLargeError
from aurora_desk.domain.rights import ApprovalId
from aurora_desk.domain.words import say
from aurora_desk.payments.gateway import Gateway
from aurora_desk.payments.refunds import ReaderRefund, RefundCalls
from aurora_desk.services.card import LEASE
from aurora_desk.services.reading import head_of
from aurora_desk.services.refund_planning import AT_STRIPE, begin_again, begin_refund, give_cash, key_age, refundable_of
from aurora_desk.services.refund_settling import (
    book_refund,
    lease_key,
    locked_refund,
    names,
    refund_metadata,
    settle_refund,
)
from aurora_desk.store.store import Store
from aurora_desk.store.unit_of_work import Work

log = logging.getLogger(__name__)

NOT_KNOWN = say("We cannot tell yet whether this was refunded. Do not refund again.")
TRY_OR_CASH = say("Try again or give cash.")
QUIET = timedelta(seconds=30)
"""A refund that somebody has touched since is left to them."""
KEY_LASTS = timedelta(hours=20)
"""Stripe remembers a key for at least 24 h; after that the same call would refund a second time."""
_CALL_ENDS = timedelta(seconds=120)
"""The longest that a call to a reader, or several tries of any call, may be under way."""
TOLD_FOR = timedelta(days=90)
"""How long a failed refund is pointed at; a bank may send one back after weeks."""
_AT_ONCE = 50
_PROVES_NOTHING_LATER = frozenset({"resource_missing", "livemode_mismatch"})
"""Said of a repeated call, these may only mean that the key is of another account than the first call's."""
_MISSING = "resource_missing"
_READER_MAY_HAVE_IT = "terminal_reader_timeout"


class RefundedTwiceError(ConflictError):
    """Stripe gave money back that was given in another way since."""

    code = "refunded_twice"

    def __init__(self) -> None:
        super().__init__(
            "Stripe has given this money back as well, after it was given in another way. "
            "Put it right with the customer. The comparison with Stripe in Reports shows it."
        )


class Refunds:
    """Giving money back. Methods without `work` call Stripe and block."""

    def __init__(self, store: Store, gateway: Gateway | None, *, store_id: str, quiet: timedelta = QUIET) -> None:
        self._store, self._store_id, self._quiet = store, store_id, quiet
        self._calls = None if gateway is None else RefundCalls(gateway.connection)

    def plan(self, work: Work, actor: Actor, order_id: OrderId) -> Refundable:
        """What can be given back of an order now."""
        return refundable_of(work, head_of(work, actor.tenant_id, order_id), work.new_id())

    def start(self, actor: Actor, request: RefundRequest) -> tuple[RefundProgress, ...]:
        """Carry out a decision; sent again it says how the refunds of the first time stand.

        Raises `NeedsApprovalError`, `RefundTooLargeError`, `RefundChangedError`, `InvalidError`, `NoShiftError`: then
        nothing was refunded.
        """
        cards = self._calls is not None
        begun = self._store.write(lambda work: begin_refund(work, actor, request, cards=cards))
        return tuple(
            self._first(actor, one) if begun.fresh and _is_open(one) else progress_of(one) for one in begun.refunds
        )

    def try_again(
        self,
        actor: Actor,
        refund_id: RefundId,
        reader_id: ReaderId | None = None,
        approval_id: ApprovalId | None = None,
    ) -> RefundProgress:
        """After a failure: a new attempt with a new key.

        Raises `RefundChangedError` where it was settled otherwise, `NeedsApprovalError` above the person's limit.
        """
        if self._calls is None:
            raise CardNotSetUpError
        begin = partial(begin_again, actor=actor, refund_id=refund_id, reader_id=reader_id, approval_id=approval_id)
        return self._first(actor, self._store.write(begin))

    def give_cash(
        self, work: Work, actor: Actor, refund_id: RefundId, approval_id: ApprovalId | None = None
    ) -> RefundProgress:
        """A unit: what a card could not take back, out of the drawer; raises `NeedsApprovalError`."""
        return progress_of(give_cash(work, actor, refund_id, approval_id))

    def check(self, actor: Actor, refund_id: RefundId) -> RefundProgress:
        """Ask Stripe how a refund stands, also one that had succeeded; an open one that it never got is asked for."""
        refund = self._store.read(lambda work: work.refunds.get(refund_id))
        if _is_open(refund) or refund.stripe_refund_id is not None:
            return self._resume(actor, refund, hold_reader=True)
        return progress_of(refund)

    def cancel_at_reader(self, actor: Actor, refund_id: RefundId) -> RefundProgress:
        """Take a refund off its reader; the customer may have been faster."""
        refund, payment = self._store.read(lambda work: _with_payment(work, refund_id))
        if not _is_open(refund) or refund.reader_id is None:
            return progress_of(refund)
        calls = self._must_call()
        try:
            shown = self._shown_at(refund.reader_id)
            if _ours(shown, refund) is not ReaderAction.WAITING:
                # Not there yet, or not any more: a command without an answer may still put it on the reader.
                return self._at_reader(actor, refund, payment, shown)
            # A key of its own for every try: a kept one would only give the stored «busy» again.
            key = f"aurora:{refund.refund_id}:cancel:{refund.attempt}:{self._store.read(lambda work: work.new_id())}"
            calls.cancel_at_reader(refund.reader_id, key=key)
            found = self._find(payment, refund)
        except StripeRefusedError:
            # Busy reading the card: how that ends decides.
            return self._look_at_reader(actor, refund, payment, hold_reader=True)
        except StripeUnreachableError:
            return progress_of(refund)
        return self._fail(actor, refund, CANCELED) if found is None else self._book(actor, refund, found)

    def undecided(self, work: Work, tenant_id: TenantId) -> tuple[OrderId, ...]:
        """Orders with a failed refund that a person has to decide about, newest first."""
        return work.refunds.undecided_since(tenant_id, work.now - TOLD_FOR)

    def open_refunds(self, work: Work) -> tuple[Refund, ...]:
        """Refunds whose end is not known and that nobody has touched for a while, oldest first."""
        return work.refunds.pending_before(work.now - self._quiet, limit=_AT_ONCE)

    def resume(self, refund: Refund) -> RefundProgress:
        """What the back room does about an open refund; its turn comes again behind all others."""

        def touch(work: Work) -> tuple[Refund, Payment]:
            found = work.refunds.get(refund.refund_id)
            if _is_open(found):
                found = work.refunds.change(found, now=work.now)
            return found, work.payments.get(found.payment_id)

        found, payment = self._store.write(touch)
        if not _is_open(found) or self._calls is None:
            return progress_of(found)
        return self._resume(Actor.program(payment.tenant_id), found, hold_reader=False)

    def _first(self, actor: Actor, refund: Refund) -> RefundProgress:
        """The first call of an attempt."""
        _, payment = self._store.read(lambda work: _with_payment(work, refund.refund_id))
        try:
            if refund.via == RefundWay.READER:
                return self._put_on_reader(actor, refund, payment)
            return self._ask(actor, refund, payment)
        except StripeRefusedError as error:
            return self._fail(actor, refund, error.reason)

    def _resume(self, actor: Actor, refund: Refund, *, hold_reader: bool) -> RefundProgress:
        _, payment = self._store.read(lambda work: _with_payment(work, refund.refund_id))
        try:
            if refund.via == RefundWay.READER and refund.stripe_refund_id is None:
                return self._look_at_reader(actor, refund, payment, hold_reader=hold_reader)
            return self._look(actor, refund, payment)
        except StripeUnreachableError:
            return progress_of(refund)
        except StripeRefusedError as error:
            if error.reason in _PROVES_NOTHING_LATER or isinstance(error, StripeKeyError):
                return _unsure(refund, error)
            return self._fail(actor, refund, error.reason)

    def _look(self, actor: Actor, refund: Refund, payment: Payment) -> RefundProgress:
        calls = self._must_call()
        if refund.stripe_refund_id is not None:
            return self._book(actor, refund, calls.retrieve(refund.stripe_refund_id))
        found = self._find(payment, refund)
        if found is not None:
            return self._book(actor, refund, found)
        if self._store.read(lambda work: key_age(work, payment, refund)) <= KEY_LASTS:
            return self._ask(actor, refund, payment)
        # An account that does not know the payment says nothing about its refunds.
        assert payment.intent_id is not None
        calls.must_know(payment.intent_id)
        return self._fail(actor, refund, NOT_DONE)

    def _ask(self, actor: Actor, refund: Refund, payment: Payment) -> RefundProgress:
        """Make the refund at Stripe, or find it made: the key is that of this attempt."""
        assert payment.intent_id is not None
        try:
            told = self._must_call().create(
                payment.intent_id,
                Money(refund.given_minor, refund.amount.currency),
                key=refund.key,
                metadata=refund_metadata(payment, refund, self._store_id),
            )
        except StripeUnreachableError:
            return progress_of(refund)
        except StripeKeyError as error:
            # A key that is not accepted now says nothing about an earlier try; nothing ends by it.
            return _unsure(refund, error)
        return self._book(actor, refund, told)

    def _put_on_reader(self, actor: Actor, refund: Refund, payment: Payment) -> RefundProgress:
        assert payment.intent_id is not None
        assert refund.reader_id is not None
        try:
            shown = self._must_call().start_at_reader(
                refund.reader_id,
                payment.intent_id,
                Money(refund.given_minor, refund.amount.currency),
                key=refund.key,
                metadata=refund_metadata(payment, refund, self._store_id),
            )
        except (StripeUnreachableError, StripeKeyError):
            return progress_of(refund)
        except StripeRefusedError as error:
            if error.reason == _READER_MAY_HAVE_IT:
                return progress_of(refund)
            raise
        return self._at_reader(actor, refund, payment, shown)

    def _look_at_reader(self, actor: Actor, refund: Refund, payment: Payment, *, hold_reader: bool) -> RefundProgress:
        assert refund.reader_id is not None
        try:
            shown = self._shown_at(refund.reader_id)
            if hold_reader and _ours(shown, refund) is ReaderAction.WAITING:
                self._store.write(lambda work: _keep_reader(work, refund))
            return self._at_reader(actor, refund, payment, shown)
        except (StripeUnreachableError, StripeRefusedError):
            return progress_of(refund)

    def _at_reader(self, actor: Actor, refund: Refund, payment: Payment, shown: ReaderRefund) -> RefundProgress:
        action = _ours(shown, refund)
        if action is ReaderAction.WAITING:
            return RefundProgress(refund, RefundStep.AT_READER, say("Ask the customer to hold the card to the reader"))
        # However the action ended, or whoever has the reader by now: only what lies at Stripe tells about the money.
        found = self._find(payment, refund)
        if found is not None:
            return self._book(actor, refund, found)
        if action is ReaderAction.FAILED:
            return self._fail(actor, refund, shown.failure or CANCELED)
        if action is ReaderAction.NONE and self._store.read(lambda work: key_age(work, payment, refund)) > _CALL_ENDS:
            # An account that does not know the payment says nothing about its refunds.
            assert payment.intent_id is not None
            self._must_call().must_know(payment.intent_id)
            return self._fail(actor, refund, NOT_DONE)
        return progress_of(refund)

    def _shown_at(self, reader_id: ReaderId) -> ReaderRefund:
        """What a reader does; nothing where Stripe has no such reader (any more)."""
        try:
            return self._must_call().at_reader(reader_id)
        except StripeRefusedError as error:
            if error.reason != _MISSING:
                raise
            return ReaderRefund(label="", action=ReaderAction.NONE, metadata={}, stripe_refund_id="", failure="")

    def _find(self, payment: Payment, refund: Refund) -> StripeRefund | None:
        """The refund among those that Stripe has of its payment."""
        assert payment.intent_id is not None
        told = self._must_call().of_intent(payment.intent_id)
        return next((one for one in told if names(refund, one.metadata)), None)

    def _book(self, actor: Actor, refund: Refund, told: StripeRefund) -> RefundProgress:
        try:
            return progress_of(self._store.write(lambda work: settle_refund(work, actor, refund.refund_id, told)))
        except RefundTooLargeError as error:
            raise RefundedTwiceError from error

    def _fail(self, actor: Actor, refund: Refund, reason: str) -> RefundProgress:
        """Book that Stripe did not do it, unless something else has been learned of this attempt since."""

        def fail(work: Work) -> Refund:
            head, _, found = locked_refund(work, refund.refund_id)
            if not _is_open(found) or found.attempt != refund.attempt or found.stripe_refund_id is not None:
                return found
            return book_refund(work, actor, head, found, RefundStatus.FAILED, failure=reason or "refused")

        return progress_of(self._store.write(fail))

    def _must_call(self) -> RefundCalls:
        if self._calls is None:
            raise CardNotSetUpError
        return self._calls


def progress_of(refund: Refund) -> RefundProgress:
    """How a refund stands by what is stored of it."""
    if refund.status is RefundStatus.SUCCEEDED:
        return RefundProgress(refund, RefundStep.GIVEN, say("Refunded"))
    if refund.status is RefundStatus.FAILED:
        words = refund_failure_words(refund.failure)
        then = (
            say("Look at it in Stripe before you give cash.") if refund.failure == GIVEN_BACK_ALREADY else TRY_OR_CASH
        )
        sentence = say("Not refunded: {why}. {then}", why=words, then=then)
        return RefundProgress(refund, RefundStep.FAILED, sentence)
    if refund.stripe_refund_id is not None:
        return RefundProgress(refund, RefundStep.ON_ITS_WAY, say("On its way. Stripe has it; do not refund again."))
    return RefundProgress(refund, RefundStep.UNKNOWN, NOT_KNOWN)


def _unsure(refund: Refund, error: StripeRefusedError) -> RefundProgress:
    """A refusal that does not tell whether an earlier call was done."""
    log.warning("refund %s stays open: %s", refund.refund_id, error.reason)
    return progress_of(refund)


def _is_open(refund: Refund) -> bool:
    return refund.status is RefundStatus.PENDING and refund.via in set(AT_STRIPE)


def _with_payment(work: Work, refund_id: RefundId) -> tuple[Refund, Payment]:
    refund = work.refunds.get(refund_id)
    return refund, work.payments.get(refund.payment_id)


def _ours(shown: ReaderRefund, refund: Refund) -> ReaderAction:
    """What a reader does about this very attempt: its slot may hold another refund, or one of another till."""
    return shown.action if names(refund, shown.metadata) else ReaderAction.NONE


def _keep_reader(work: Work, refund: Refund) -> None:
    assert refund.reader_id is not None
    work.payments.lease_reader(refund.reader_id, lease_key(refund), now=work.now, until=work.now + LEASE)
