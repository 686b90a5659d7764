"""The cashier: takes an order from its cart to its money by the services that a desk uses, as its plan says.

Nothing is remembered between two steps that the store does not say, but how often a customer was looked at.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from functools import partial
from typing import TypeVar

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.cart import Cart, add_product, set_note
from aurora_desk.domain.errors import AuroraError, NotFoundError
from aurora_desk.domain.ids import IntentId, OrderId, PaymentId, PersonId, ProductId, TillId
from aurora_desk.domain.orders import Order, PaidStatus
from aurora_desk.domain.payments import (
    CardProgress,
    CardStep,
    CartTarget,
    OrderTarget,
    Payment,
    StripeUnreachableError,
    Target,
)
from aurora_desk.domain.refund_progress import RefundStep
from aurora_desk.domain.refunds import RefundRequest
from aurora_desk.domain.returns import LineReturn
from aurora_desk.services.card import ReaderTakenError
from aurora_desk.services.demo import CAFE, DEMO_READER, TILL
from aurora_desk.services.facade import Services, Unit, Work
from aurora_desk.services.online import IntentRequest
from aurora_desk.services.orders import PlaceOrder
from storm.customer import Customer
from storm.plan import GOOD, Back, Kind, Plan, Tender
from storm.shelf import Shelf

T = TypeVar("T")
SECOND_TILL = TillId(2)
MARA = Actor.person(CAFE, PersonId(1), TILL)
JONAS = Actor.person(CAFE, PersonId(2), SECOND_TILL)
WEB = Actor.client(CAFE, "loopback")
TILLS = {1: MARA, 2: JONAS}
NOTE = 50_00
HALF = 150
"""What the first of two cards pays, in minor units; every order comes to more."""
_PAID = (PaidStatus.PAID, PaidStatus.PART_REFUNDED, PaidStatus.REFUNDED)
_STEPS = 25
"""After so many steps without an end the cashier leaves an order as it is and serves the next customer."""
_CANCELS = 6
_MOST_TAKEN = 3
"""So often the cashier waits for a reader that another payment has; then the customer pays in cash."""
_READER_WAIT_S = 0.1
_ENDED = (CardStep.PAID, CardStep.CANCELED)


class Cashier:
    """A person at a till."""

    def __init__(self, services: Services, actor: Actor, shelf: Shelf, customer: Customer) -> None:
        self._services, self._actor, self._shelf, self._customer = services, actor, shelf, customer

    def serve(self, plan: Plan) -> bool:
        """Take an order as far as it goes; whether it is done."""
        cash_only, taken = False, 0
        for _ in range(_STEPS):
            order = self._order(plan)
            try:
                if order is not None and order.payment_status in _PAID:
                    return self._give_back(plan, order)
                if plan.online and not self._go_on_online(plan, order):
                    return False
                if not plan.online and not self._go_on(plan, order, cash_only=cash_only):
                    return False
            except ReaderTakenError:
                taken += 1
                cash_only = taken > _MOST_TAKEN
                self._free_reader()
                time.sleep(_READER_WAIT_S)
            except AuroraError:
                # The cashier reads the sentence and looks at the order again.
                continue
        return False

    def finish(self, plan: Plan) -> bool:
        """At the end of the day: what is open is ended, and what is due is paid in cash; whether all is."""
        for _ in range(_STEPS):
            order = self._order(plan)
            try:
                if order is not None and order.payment_status in _PAID:
                    return self._give_back(plan, order)
                if order is None:
                    self._take_cash(CartTarget(self._ring_up(plan).cart_id), part=False)
                elif order.live_payment is not None:
                    self._resolve(order.live_payment)
                else:
                    self._take_cash(OrderTarget(order.order_id), part=False)
            except AuroraError:
                continue
        return False

    def resolve_left(self) -> None:
        """As a desk starts: what its earlier process left is resolved before anything is sold."""
        for payment in self.write(self._services.payments.let_go, self._actor):
            self._resolve(payment)

    def _go_on(self, plan: Plan, order: Order | None, *, cash_only: bool) -> bool:
        """One step of an order at the till; False where it is left to the back room."""
        if order is None:
            return self._offer(plan, CartTarget(self._ring_up(plan).cart_id), cash_only=cash_only)
        if order.live_payment is not None:
            self._resolve(order.live_payment)
            return True
        target = OrderTarget(order.order_id)
        if plan.voids and order.payments and not order.paid_minor and not self._shelf.was_voided(plan.name):
            self.write(self._services.payments.give_up, self._actor, order.order_id)
            return True
        return self._offer(plan, target, cash_only=cash_only)

    def _offer(self, plan: Plan, target: Target, *, cash_only: bool) -> bool:
        tender = Tender(Kind.CASH) if cash_only else plan.tender(self._shelf.tried(plan.name))
        if tender.kind is Kind.OTHER_CARD:
            self.write(self._services.payments.take_other_card, self._actor, target, f"slip {plan.number}")
            return True
        if tender.kind is Kind.QR:
            return self._follow(self._services.payments.start_qr(self._actor, target), tender)
        if tender.kind not in (Kind.CARD, Kind.HALF_BY_CARD):
            self._take_cash(target, part=tender.kind is Kind.PART_IN_CASH)
            return True
        part = HALF if tender.kind is Kind.HALF_BY_CARD else None
        progress = self._services.payments.start_card(self._actor, target, DEMO_READER, part)
        if plan.rival and progress.step is CardStep.WAITING and self._actor is MARA:
            self._rival()
        return self._follow(progress, tender)

    def _follow(self, progress: CardProgress, tender: Tender) -> bool:
        """Look until a payment has ended; False where the cashier turns to the next customer."""
        page = progress.payment.checkout_url
        pay = partial(self._customer.on_the_phone, page) if page else self._customer.at_the_reader
        try:
            return self._look(progress, tender, pay)
        finally:
            # Whatever the cashier has been told by now: what still asks for a card gets it.
            pay(GOOD)

    def _look(self, progress: CardProgress, tender: Tender, pay: Callable[[str], bool]) -> bool:
        payments, payment_id = self._services.payments, progress.payment.payment_id
        retries, deeds = tender.retries, list(tender.deeds)
        for _ in range(tender.patience + tender.retries):
            if progress.step in _ENDED:
                return True
            if progress.step is CardStep.DECLINED:
                if not retries:
                    break
                retries -= 1
                progress = payments.retry(self._actor, payment_id)
            if deeds and pay(deeds[0]):
                deeds.pop(0)
            progress = payments.check(self._actor, payment_id)
        if progress.step in (CardStep.UNKNOWN, CardStep.AUTHORISED) and tender.leaves:
            return False
        for _ in range(_CANCELS):
            if progress.step in _ENDED:
                return True
            progress = payments.cancel(self._actor, payment_id)
        return True

    def _give_back(self, plan: Plan, order: Order) -> bool:
        """Give back what the plan says, whatever of it was done before; whether all of it is."""
        thirds = (plan.back in (Back.PART, Back.TWICE)) + 0
        wanted = [Back.PART] * thirds + [back for back in (Back.ALL, Back.GOODS) if plan.back is back]
        wanted += [Back.ALL] if plan.back is Back.TWICE else []
        return all(
            self._refund(f"{plan.name} back {number}", order, back) for number, back in enumerate(wanted, start=1)
        )

    def _refund(self, plan_id: str, order: Order, back: Back) -> bool:
        refunds = self._services.refunds
        desk = self.read(refunds.plan, self._actor, order.order_id)
        lines = (LineReturn(0, 1000, restock=True),) if back is Back.GOODS else ()
        amount = desk.left_minor
        if back is Back.PART:
            amount = max(1, order.total.amount_minor // 3)
        elif lines and desk.lines[0].left_milli:
            amount = sum(desk.line_amounts(lines))
        request = RefundRequest(plan_id, order.order_id, amount, "changed_mind", lines)
        done = True
        for progress in refunds.start(self._actor, request):
            now = progress
            for _ in range(_CANCELS):
                if now.step is RefundStep.FAILED:
                    now = refunds.try_again(self._actor, now.refund.refund_id)
                elif now.step is not RefundStep.GIVEN:
                    now = refunds.check(self._actor, now.refund.refund_id)
            done = done and now.step is RefundStep.GIVEN
        return done

    def _resolve(self, payment: Payment) -> None:
        """How a payment ended that nobody looks at any more; while it isn't known, the next step asks again."""
        payments = self._services.payments
        if payment.reader_id is None:
            payments.take_over(self._actor, payment.order_id)
        elif payments.resolve(self._actor, payment.payment_id).step not in _ENDED:
            payments.cancel(self._actor, payment.payment_id)

    def _free_reader(self) -> None:
        """Go back to the payment of this till that was left on the reader, and end it."""
        assert self._actor.till_id is not None
        for payment_id in self._shelf.on_reader(self._actor.till_id):
            with suppress(AuroraError):
                self._services.payments.cancel(self._actor, PaymentId(payment_id))

    def _rival(self) -> None:
        """Another till wants the reader that has a payment of ours; it gets cash instead."""
        cart = self.write(self._services.sales.open_cart, JONAS)
        if not cart.lines:
            cart = self._add(JONAS, cart, 103, 1, note="rival")
        try:
            self._services.payments.start_card(JONAS, CartTarget(cart.cart_id), DEMO_READER)
        except ReaderTakenError:
            self.write(self._services.payments.take_cash, JONAS, CartTarget(cart.cart_id), NOTE)
        else:
            raise AssertionError("two tills have one reader")

    def _take_cash(self, target: Target, *, part: bool) -> None:
        given = 100 if part else 10_000_00
        self.write(self._services.payments.take_cash, self._actor, target, given)

    def _ring_up(self, plan: Plan) -> Cart:
        """The cart of a plan, with what is missing in it."""
        cart = self.write(self._services.sales.open_cart, self._actor)
        assert not cart.lines or cart.lines[0].note == plan.name, "another customer's cart is open"
        for ware, quantity in plan.wares[len(cart.lines) :]:
            cart = self._add(self._actor, cart, ware, quantity, note="" if cart.lines else plan.name)
        return cart

    def _add(self, actor: Actor, cart: Cart, ware: int, quantity: int, *, note: str) -> Cart:
        product = self.read(self._services.catalogue.get, CAFE, ProductId(ware))

        def add(before: Cart) -> Cart:
            added = add_product(before, product, quantity * 1000)
            return set_note(added, added.lines[-1].line_id, note) if note else added

        return self.write(self._services.sales.change, actor, cart.cart_id, add)

    def _order(self, plan: Plan) -> Order | None:
        order_id = self._shelf.order_of(plan.name)
        return None if order_id is None else self.read(self._services.orders.get, CAFE, OrderId(order_id))

    def _go_on_online(self, plan: Plan, order: Order | None) -> bool:
        """One step of an order of the web shop; False where it is left to the back room."""
        payments = self._services.payments
        if order is None:
            self._place_online(plan)
            return True
        if order.payments and order.live_payment is None:
            # The customer comes to the counter instead.
            payments.take_over(self._actor, order.order_id)
            self._take_cash(OrderTarget(order.order_id), part=False)
            return True
        due = order.due.amount_minor
        _, intent_id = payments.create_intent(WEB, IntentRequest(order.order_id, due, "usd", None))
        paid = False
        for number, deed in enumerate(plan.tenders[0].deeds):
            paid = self._customer.in_the_browser(intent_id, deed, f"{plan.name}-{intent_id}-{number}")
        if paid and plan.closes_lid:
            return False
        if not paid:
            payments.take_over(self._actor, order.order_id)
            return True
        self._complete(order, intent_id)
        return True

    def _complete(self, order: Order, intent_id: IntentId) -> None:
        for _ in range(_CANCELS):
            try:
                self._services.payments.complete(WEB, order.order_id, intent_id)
            except StripeUnreachableError:
                continue
            return

    def _place_online(self, plan: Plan) -> None:
        sales = self._services.sales
        try:
            there = len(self.read(sales.session_cart, WEB, plan.name).lines)
        except NotFoundError:
            there = 0
        for ware, quantity in plan.wares[there:]:
            self.write(sales.session_add, WEB, plan.name, ProductId(ware), Decimal(quantity), None)
        self.write(self._services.orders.place, WEB, PlaceOrder(None, plan.name, None, None, None))

    def write(self, unit: Callable[..., T], *values: object) -> T:
        """Run a unit of the services."""
        ready: Unit[T] = partial(_work_first, unit, values)
        return self._services.write(ready)

    def read(self, unit: Callable[..., T], *values: object) -> T:
        """Run a reading unit."""
        ready: Unit[T] = partial(_work_first, unit, values)
        return self._services.read(ready)


def _work_first(unit: Callable[..., T], values: tuple[object, ...], work: Work) -> T:
    return unit(work, *values)
