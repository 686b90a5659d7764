"""A card at a reader, server-driven: row and key on disk, then the intent, then the reader, then asking until it ends.

Every way out says charged, not charged, or not known yet; and only what Stripe answered ends a payment. (Payments
notes, sections 3 and 4.)
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.declines import asked_words, decline_words
from aurora_desk.domain.errors import ConflictError, NotFoundError
from aurora_desk.domain.ids import PaymentId, ReaderId
from aurora_desk.domain.payments import (
    LIVE,
    BeingPaidError,
    CardProgress,
    CardStep,
    Intent,
    IntentStatus,
    Method,
    Payment,
    PaymentStatus,
    ReaderAction,
    ReaderState,
    StripeBusyError,
    StripeKeyError,
    StripeRefusedError,
    StripeUnreachableError,
    Target,
)
from aurora_desk.domain.words import say
from aurora_desk.payments.gateway import Gateway
from aurora_desk.services.settling import HOLD_EXPIRED, doubt, end_unsent, intent_metadata, settle
from aurora_desk.services.tendering import amount_to_take, card_rounding, new_payment, note_intent, order_to_pay
from aurora_desk.store.store import Store
from aurora_desk.store.unit_of_work import Work

LEASE = timedelta(seconds=90)
"""How long a payment keeps a reader without a sign of life from its till: every look of the till renews it, and one
call to a reader takes at most 75 s."""

ABANDONED = timedelta(minutes=10)
"""A payment that no till has followed for so long is taken off the reader and ended by the back room."""

NOT_KNOWN = say("We cannot tell yet whether this was charged. Do not charge again.")
NOT_CAPTURED = say(
    "The card is authorised, the money is not taken yet. Do not charge again. Aurora Desk goes on asking for it."
)
WAITING = say("Ask the customer to tap, insert or swipe")
SENDING = say("The till is just sending this payment. Look again soon.")
READING = say("The reader is just reading the card. Wait for the outcome: it cannot be cancelled now.")
KEY_REFUSED = say("Stripe does not accept this shop's key: check it, then check this payment again.")
EXPIRED = say("The authorisation ended before the money was taken. Nothing was charged. The order is unpaid again.")
STOPPED = say("The till stopped before the reader had it. Nothing was charged.")
GIVEN_UP = say("Cancelled before the reader had it. Nothing was charged.")
READER_BUSY, MISSING = "terminal_reader_busy", "resource_missing"
AT_READER = ("card_present",)
IN_CANADA = ("card_present", "interac_present")
GONE = say("The payment is no longer on the reader. Nothing was charged.")
NOT_ARRIVED = say("The reader did not get the payment. Nothing was charged. Try again or take cash.")
NOT_SENT = say("Stripe cannot be reached. Nothing was charged. Try again or take cash.")


class ReaderTakenError(ConflictError):
    """Another till's payment has the reader."""

    code = "reader_taken"

    def __init__(self) -> None:
        super().__init__("Another payment is using this reader. Nothing was charged. Wait, or use another reader.")


class CardPayments:
    """Card payments at the readers of a store."""

    def __init__(self, store: Store, gateway: Gateway, store_id: str) -> None:
        self._store = store
        self._gateway = gateway
        self._store_id = store_id

    def start(self, actor: Actor, target: Target, reader_id: ReaderId, amount_minor: int | None = None) -> CardProgress:
        """Make the attempt for all that is due, or for a part of it, and hand it to a reader."""

        def begin(work: Work) -> Payment:
            if reader_id not in (reader.reader_id for reader in work.payments.readers(actor.tenant_id)):
                raise NotFoundError("This reader is not one of this shop's. Nothing was charged. Choose another one.")
            head = order_to_pay(work, actor, target)
            amount = amount_to_take(head, amount_minor)
            payment = new_payment(
                work,
                actor,
                head,
                Method.CARD,
                amount,
                reader_id=reader_id,
                rounding_minor=card_rounding(amount, head.total.currency),
            )
            if not work.payments.lease_reader(reader_id, payment.payment_id, now=work.now, until=work.now + LEASE):
                raise ReaderTakenError
            return payment

        return self._send(actor, self._store.write(begin))

    def retry(self, actor: Actor, payment_id: PaymentId) -> CardProgress:
        """After a decline: the same intent on the reader again."""

        def again(work: Work) -> Payment:
            payment = work.payments.get(payment_id, lock=True)
            if payment.status not in LIVE:
                return payment
            assert payment.reader_id is not None
            if not work.payments.lease_reader(payment.reader_id, payment_id, now=work.now, until=work.now + LEASE):
                raise ReaderTakenError
            # Without an intent the call that makes it was never answered: it is repeated with the very same key.
            answered = 1 if payment.intent_id is not None else 0
            work.payments.change(payment_id, now=work.now, attempt=payment.attempt + answered, failure="")
            return work.payments.get(payment_id)

        payment = self._store.write(again)
        return self._send(actor, payment) if payment.status in LIVE else _ended(payment)

    def check(self, actor: Actor, payment_id: PaymentId, *, hold_reader: bool = True) -> CardProgress:
        """Ask Stripe how the payment stands, and book what it says; a till holds the reader by it."""
        payment = self._store.read(lambda work: work.payments.get(payment_id))
        if payment.status not in LIVE:
            return _ended(payment)
        if payment.intent_id is None:
            if hold_reader:
                # A look never puts anything on a reader: that takes the cashier and the reader's lease.
                return CardProgress(payment, CardStep.DECLINED, NOT_SENT)
            return self._never_sent(actor, payment, STOPPED)
        try:
            return self._look(actor, payment, hold_reader=hold_reader)
        except StripeKeyError:
            return self._unknown(actor, payment, say("{first} {then}", first=NOT_KNOWN, then=KEY_REFUSED))
        except (StripeUnreachableError, StripeRefusedError):
            return self._unknown(actor, payment)

    def cancel(self, actor: Actor, payment_id: PaymentId, *, release: bool = True) -> CardProgress:
        """Take the payment off the reader and prove that it can't be charged; the customer may have been faster.

        `release`: whether money that is reserved by then is let go too; else it is taken.
        """
        payment = self._store.read(lambda work: work.payments.get(payment_id))
        if payment.status not in LIVE:
            return _ended(payment)
        if payment.intent_id is None:
            ended = self._never_sent(actor, payment, GIVEN_UP)
            if ended.payment.status not in LIVE:
                return ended
        payment = self._store.write(lambda work: _next_attempt(work, payment_id))
        assert payment.intent_id is not None
        assert payment.reader_id is not None
        try:
            self._clear_reader(payment, payment.reader_id)
            intent = self._gateway.retrieve(payment.intent_id)
            if intent.status is IntentStatus.REQUIRES_CAPTURE and not release:
                intent = self._capture(actor, payment, intent)
            elif intent.status not in (IntentStatus.SUCCEEDED, IntentStatus.CANCELED, IntentStatus.PROCESSING):
                intent = self._gateway.cancel(payment.intent_id, key=payment.key("cancel"))
        except StripeRefusedError as error:
            # Busy reading the card, or already paid: the intent decides.
            progress = self.check(actor, payment_id)
            if error.reason == READER_BUSY and progress.step in (CardStep.WAITING, CardStep.READER_ASKS):
                return replace(progress, step=CardStep.APPROVING, sentence=READING)
            return progress
        except StripeUnreachableError:
            return self._unknown(actor, payment)
        return self._book(actor, payment, intent, None)

    def take_over(self, actor: Actor, payment: Payment) -> CardProgress:
        """End the attempt of a till that has gone silent; raises `BeingPaidError` while that till still asks."""
        if not self._is_silent(payment.payment_id):
            raise BeingPaidError
        return self.cancel(actor, payment.payment_id, release=False)

    def let_go(self, work: Work, actor: Actor) -> tuple[Payment, ...]:
        """A unit: nobody at a till follows its payments any more, as its desk starts or its cashier turns away.

        They are silent from here on, without a wait for their leases. Gives them, to be resolved one by one.
        """
        assert actor.till_id is not None
        left = work.payments.open_at(actor.till_id)
        for payment in left:
            work.payments.release_reader(payment.payment_id)
        return left

    def resolve(self, actor: Actor, payment_id: PaymentId) -> CardProgress:
        """Look at a payment from outside its sheet; one whose till has gone silent is ended, with proof.

        After a crash this is what frees the order: charged, or not charged and to be paid again.
        """
        if self._is_silent(payment_id):
            return self.cancel(actor, payment_id, release=False)
        payment = self._store.read(lambda work: work.payments.get(payment_id))
        if payment.status in LIVE and payment.intent_id is None:
            return CardProgress(payment, CardStep.WAITING, SENDING)
        return self.check(actor, payment_id, hold_reader=False)

    def look_after(self, actor: Actor, payment_id: PaymentId) -> CardProgress:
        """The back room's look: asks, and ends with proof what no till has followed for a long time."""

        def abandoned(work: Work) -> bool:
            held_until = work.payments.leased_until(payment_id)
            since = held_until or work.payments.get(payment_id).created_at
            return since < work.now - ABANDONED

        payment = self._store.read(lambda work: work.payments.get(payment_id))
        if payment.intent_id is None and not self._is_silent(payment_id):
            # Its till is still sending it, and a slow Stripe may take its time: whoever holds the reader ends it.
            return CardProgress(payment, CardStep.WAITING, SENDING)
        if self._store.read(abandoned):
            return self.cancel(actor, payment_id, release=False)
        return self.check(actor, payment_id, hold_reader=False)

    def _is_silent(self, payment_id: PaymentId) -> bool:
        """Whether the till of a payment has stopped asking about it."""

        def look(work: Work) -> bool:
            held_until = work.payments.leased_until(payment_id)
            return held_until is None or held_until < work.now

        return self._store.read(look)

    def _send(self, actor: Actor, payment: Payment) -> CardProgress:
        """Create the intent if it is not known yet and hand it to the reader; every call may be repeated."""
        if payment.intent_id is None:
            made = self._make_intent(actor, payment)
            if isinstance(made, CardProgress):
                return made
            payment = made
        assert payment.intent_id is not None
        assert payment.reader_id is not None
        tips = self._store.read(lambda work: work.tenants.get(payment.tenant_id).tips)
        try:
            reader = self._gateway.process(payment.reader_id, payment.intent_id, key=payment.key("process"), tips=tips)
        except StripeBusyError as error:
            return CardProgress(payment, CardStep.DECLINED, error.sentence)
        except StripeUnreachableError:
            # The reader may show it all the same: one look tells, before anybody has to be told that it isn't known.
            progress = self.check(actor, payment.payment_id)
            return replace(progress, sentence=NOT_ARRIVED) if progress.sentence == GONE else progress
        except StripeRefusedError as error:
            progress = self.check(actor, payment.payment_id)
            if progress.step is CardStep.DECLINED:
                return CardProgress(progress.payment, CardStep.DECLINED, error.sentence)
            return progress
        return CardProgress(payment, CardStep.WAITING, WAITING, reader.label)

    def _make_intent(self, actor: Actor, payment: Payment) -> Payment | CardProgress:
        """The payment with its intent, or how it stands without one."""
        tenant = self._store.read(lambda work: work.tenants.get(payment.tenant_id))
        try:
            intent = self._gateway.create_intent(
                payment.charged,
                key=payment.key("create"),
                metadata=intent_metadata(payment, payment.charged, self._store_id),
                ways=IN_CANADA if tenant.country == "CA" else AT_READER,
                manual=tenant.manual_capture,
            )
        except StripeBusyError as error:
            return CardProgress(payment, CardStep.DECLINED, error.sentence)
        except StripeUnreachableError:
            # No reader has the intent, so no card can be charged by it; the same key makes it again or finds it.
            return CardProgress(payment, CardStep.DECLINED, NOT_SENT)
        except StripeRefusedError as error:
            return self._never_sent(actor, payment, error.sentence)

        def note(work: Work) -> tuple[Payment, bool]:
            noted = note_intent(work, payment.payment_id, intent.intent_id)
            if noted.status not in LIVE or noted.reader_id is None:
                return noted, False
            # Making the intent may have taken longer than the lease: another till's payment may have the reader.
            until = work.now + LEASE
            return noted, work.payments.lease_reader(noted.reader_id, noted.payment_id, now=work.now, until=until)

        noted, held = self._store.write(note)
        # One given up while Stripe was asked stays so: no reader gets its intent, so no card can be charged by it.
        if noted.status not in LIVE:
            return _ended(noted)
        return noted if held else CardProgress(noted, CardStep.DECLINED, ReaderTakenError().sentence)

    def _look(self, actor: Actor, payment: Payment, *, hold_reader: bool) -> CardProgress:
        assert payment.intent_id is not None
        assert payment.reader_id is not None
        intent = self._gateway.retrieve(payment.intent_id)
        reader = None
        if intent.status is IntentStatus.REQUIRES_CAPTURE:
            intent = self._capture(actor, payment, intent)
        elif intent.status not in (IntentStatus.SUCCEEDED, IntentStatus.CANCELED):
            reader = self._reader_of(payment, payment.reader_id)
            if reader is None or reader.action is not ReaderAction.WAITING:
                # The action may have ended between the two questions: only a fresh look at the intent tells how.
                intent = self._gateway.retrieve(payment.intent_id)
        return self._book(actor, payment, intent, reader, hold_reader=hold_reader)

    def _book(
        self, actor: Actor, payment: Payment, intent: Intent, reader: ReaderState | None, *, hold_reader: bool = False
    ) -> CardProgress:
        def book(work: Work) -> Payment:
            settled = settle(work, actor, payment.payment_id, intent)
            if hold_reader and settled.status in LIVE:
                work.payments.keep_reader(payment.payment_id, until=work.now + LEASE)
            return settled

        settled = self._store.write(book)
        if settled.status not in LIVE or settled.authorised:
            return _ended(settled)
        label = reader.label if reader else ""
        if intent.status is IntentStatus.PROCESSING:
            return CardProgress(settled, CardStep.APPROVING, say("Approving. Do not cancel."), label)
        if settled.status is PaymentStatus.UNKNOWN:
            return CardProgress(settled, CardStep.UNKNOWN, NOT_KNOWN, label)
        if reader is not None and reader.action is ReaderAction.WAITING:
            # The reader was asked after the intent: a decline that stands beside it is that of the try before.
            asked = asked_words(intent.decline)
            if asked is not None:
                return CardProgress(settled, CardStep.READER_ASKS, asked, label)
            return CardProgress(settled, CardStep.WAITING, WAITING, label)
        reason = intent.decline or (reader.failure if reader else "")
        declined = say("Card declined: {why}. Nothing was charged.", why=decline_words(reason))
        return CardProgress(settled, CardStep.DECLINED, declined if reason else GONE, label)

    def _capture(self, actor: Actor, payment: Payment, intent: Intent) -> Intent:
        """Take what is reserved; without an answer it stays authorised, and the back room asks again.

        It is booked as authorised first: whoever looks after a crash knows that money waits to be taken.
        """
        self._store.write(lambda work: settle(work, actor, payment.payment_id, intent))
        try:
            return self._gateway.capture(intent.intent_id, key=payment.key("capture"))
        except StripeRefusedError:
            # Captured already, or the hold has expired: the intent tells which. The next try is a new one.
            self._store.write(lambda work: _next_attempt(work, payment.payment_id))
            return self._gateway.retrieve(intent.intent_id)
        except StripeUnreachableError:
            # Stripe keeps an error of its own under the key for a day. A hold can be captured once only, so another
            # key is no danger here, and waiting for a day is: the hold may end.
            self._store.write(lambda work: _next_attempt(work, payment.payment_id))
            return intent

    def _clear_reader(self, payment: Payment, reader_id: ReaderId) -> None:
        """Cancel the reader's action only while it is ours: another payment may have the slot by now."""
        reader = self._reader_of(payment, reader_id)
        if reader is not None and reader.action is ReaderAction.WAITING:
            self._gateway.cancel_action(reader_id, key=payment.key("cancel_action"))

    def _reader_of(self, payment: Payment, reader_id: ReaderId) -> ReaderState | None:
        """What the reader does with a payment; None where Stripe has no such reader (any more): it shows nothing."""
        assert payment.intent_id is not None
        try:
            return self._gateway.reader(reader_id, payment.intent_id)
        except StripeRefusedError as error:
            if error.reason != MISSING:
                raise
            return None

    def _unknown(self, actor: Actor, payment: Payment, sentence: str = "") -> CardProgress:
        progress = _ended(self._store.write(lambda work: doubt(work, actor, payment.payment_id)))
        return replace(progress, sentence=sentence) if sentence and progress.step is CardStep.UNKNOWN else progress

    def _never_sent(self, actor: Actor, payment: Payment, sentence: str) -> CardProgress:
        """End an attempt that no reader ever had: without a card it can't have charged anybody."""
        ended = self._store.write(lambda work: end_unsent(work, actor, payment.payment_id, sentence))
        return CardProgress(ended, CardStep.CANCELED, sentence) if ended.failure == sentence else _ended(ended)


def _next_attempt(work: Work, payment_id: PaymentId) -> Payment:
    payment = work.payments.get(payment_id, lock=True)
    work.payments.change(payment_id, now=work.now, attempt=payment.attempt + 1)
    return work.payments.get(payment_id)


def _ended(payment: Payment) -> CardProgress:
    if payment.status is PaymentStatus.SUCCEEDED:
        return CardProgress(payment, CardStep.PAID, say("Paid"))
    if payment.authorised:
        return CardProgress(payment, CardStep.AUTHORISED, NOT_CAPTURED)
    if payment.status in LIVE:
        return CardProgress(payment, CardStep.UNKNOWN, NOT_KNOWN)
    if payment.failure == HOLD_EXPIRED:
        return CardProgress(payment, CardStep.CANCELED, EXPIRED)
    return CardProgress(payment, CardStep.CANCELED, say("Cancelled. Nothing was charged."))
