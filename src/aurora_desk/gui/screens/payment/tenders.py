"""What the sheet asks of the services; every method blocks and is run in a job."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.cart import Cart, set_customer
from aurora_desk.domain.customers import Customer
from aurora_desk.domain.ids import OrderId, PaymentId, ReaderId
from aurora_desk.domain.money import Money
from aurora_desk.domain.orders import Order
from aurora_desk.domain.outbox import OutgoingMail
from aurora_desk.domain.own_tenders import OwnTender, tenders_of
from aurora_desk.domain.payments import CardProgress, CartTarget, Method, OrderTarget, Reader, Target
from aurora_desk.domain.settings import OWN_TENDERS, RECEIPT, ReceiptWay
from aurora_desk.domain.split import SplitLine
from aurora_desk.gui.screens.payment.other_tender import OtherTender
from aurora_desk.services.facade import Services, Work


@dataclass(frozen=True, slots=True)
class Rules:
    """What the owner may have changed since this till was started."""

    cash_step_minor: int
    """The smallest coin."""
    receipt: ReceiptWay
    own: tuple[OwnTender, ...]
    """The shop's own tenders."""


class Tenders:
    """The payments of one sale, done by the person at the till, who was shown `to_pay`."""

    def __init__(self, services: Services, actor: Actor, to_pay: Money) -> None:
        self._services, self._actor, self._to_pay = services, actor, to_pay

    def go_on_as(self, actor: Actor) -> None:
        """Somebody else has signed in: the next steps are theirs."""
        self._actor = actor

    def attach(self, target: CartTarget, customer: Customer) -> Cart:
        """Put a customer on the cart that is being paid."""
        put = partial(set_customer, customer=customer.ref, name=customer.name)
        change = partial(self._services.sales.change, actor=self._actor, cart_id=target.cart_id, change=put)
        return self._services.write(change)

    def readers(self) -> tuple[Reader, ...]:
        """The card readers that can be used."""
        return self._services.read(partial(self._services.payments.readers, tenant_id=self._actor.tenant_id))

    @property
    def mails_ready(self) -> bool:
        """Whether a mail server is set up."""
        return self._services.outbox.ready

    def rules(self) -> Rules:
        """The shop's rules as they are now."""

        def read(work: Work) -> Rules:
            tenant_id, till_id = self._actor.tenant_id, self._actor.till_id
            assert till_id is not None
            preferences = self._services.settings.of_till(work, tenant_id, till_id)
            step = self._services.tenants.get(work, tenant_id).cash_step_minor
            own = tenders_of(preferences(OWN_TENDERS))
            return Rules(step, ReceiptWay(preferences(RECEIPT)), own)

        return self._services.read(read)

    def mail_receipt(self, order_id: OrderId, to: str) -> OutgoingMail:
        """Put the receipt of an order into the outbox."""
        unit = partial(self._services.order_mails.receipt, actor=self._actor, order_id=order_id, to=to)
        return self._services.write(unit)

    def mail_page(self, payment_id: PaymentId, to: str) -> OutgoingMail:
        """Put the link of a page to pay on into the outbox."""
        unit = partial(self._services.order_mails.pay_link, actor=self._actor, payment_id=payment_id, to=to)
        return self._services.write(unit)

    def address_of(self, order_id: OrderId) -> str:
        """The email address of an order's customer; empty where there is none."""
        contact = self.order(order_id).contact
        return contact.email if contact is not None else ""

    def lines(self, target: Target) -> tuple[SplitLine, ...]:
        """The lines that a bill can be split by."""
        if isinstance(target, OrderTarget):
            order = self.order(target.order_id)
            return tuple(SplitLine(line.name, line.quantity_milli, line.total_minor) for line in order.lines)
        cart = self.cart(target)
        return tuple(
            SplitLine(line.name, line.quantity_milli, figure.total_minor)
            for line, figure in zip(cart.lines, cart.totals().lines, strict=True)
        )

    def take_cash(self, target: Target, tendered_minor: int, part_minor: int | None = None) -> Order:
        """Book cash for what is due or a part of it; a cart becomes an order by it."""
        self._take_over(target)
        take = partial(
            self._services.payments.take_cash,
            actor=self._actor,
            target=self._as_shown(target),
            tendered_minor=tendered_minor,
            part_minor=part_minor,
        )
        return self._services.write(take)

    def take_other(self, target: Target, tender: OtherTender, reference: str, part_minor: int | None = None) -> Order:
        """Book what was paid outside of this program: on another machine, by bank, by the shop's own tender."""
        self._take_over(target, arrived=tender.method is Method.TRANSFER)
        payments = self._services.payments
        book = {
            Method.OTHER_CARD: partial(payments.take_other_card, slip_number=reference),
            Method.TRANSFER: partial(payments.take_transfer, reference=reference),
            Method.OWN: partial(payments.take_own, name=tender.name, reference=reference),
        }[tender.method]
        return self._services.write(
            partial(book, actor=self._actor, target=self._as_shown(target), amount_minor=part_minor)
        )

    def await_transfer(self, target: Target) -> Order:
        """Make the order that a bank transfer is to pay; nothing is booked."""
        self._take_over(target)
        wait = partial(self._services.payments.await_transfer, actor=self._actor, target=self._as_shown(target))
        return self._services.write(wait)

    def start_card(self, target: Target, reader_id: ReaderId, amount_minor: int | None = None) -> CardProgress:
        """Hand what is due, or a part of it, to a reader."""
        self._take_over(target)
        return self._services.payments.start_card(self._actor, self._as_shown(target), reader_id, amount_minor)

    def start_code(self, target: Target, amount_minor: int | None) -> CardProgress:
        """Make a page for the customer's phone for what is due, or for a part of it."""
        self._take_over(target)
        return self._services.payments.start_qr(self._actor, self._as_shown(target), amount_minor)

    def check(self, payment_id: PaymentId) -> CardProgress:
        """Ask how a card payment stands."""
        return self._services.payments.check(self._actor, payment_id)

    def retry(self, payment_id: PaymentId) -> CardProgress:
        """The same payment on the reader again."""
        return self._services.payments.retry(self._actor, payment_id)

    def cancel(self, payment_id: PaymentId) -> CardProgress:
        """Take a card payment off the reader, with proof."""
        return self._services.payments.cancel(self._actor, payment_id)

    def order(self, order_id: OrderId) -> Order:
        """The order as it stands."""
        return self._services.read(
            partial(self._services.orders.get, tenant_id=self._actor.tenant_id, order_id=order_id)
        )

    def leave(self, order_id: OrderId) -> Order:
        """Follow its payment no more: the reader is free for the next customer, and the payment is listed as open."""
        self._services.write(partial(self._services.payments.let_go, actor=self._actor))
        return self.order(order_id)

    def order_of(self, target: Target) -> Order | None:
        """The order behind a target, if the desk has made one by now."""
        if isinstance(target, OrderTarget):
            return self.order(target.order_id)
        cart = self.cart(target)
        order = self.order(cart.order_id) if cart.order_id is not None else None
        # One that a program made of the cart meanwhile is the program's to pay or to give up.
        return None if order is None or order.client else order

    def give_up(self, order_id: OrderId) -> Cart:
        """Void an order with nothing paid; its cart comes back unchanged."""
        return self._services.write(
            partial(self._services.payments.give_up, actor=self._actor, order_id=order_id),
        )

    def code_of(self, order_id: OrderId) -> tuple[tuple[tuple[bool, ...], ...], str]:
        """The code of an order for a phone, and its page; where phones reach none, the code that the desk reads."""
        codes = self._services.codes
        code = codes.for_order(self._actor.tenant_id, order_id)
        page = codes.page_of_order(self._services.read(self._services.tenants.public_address), code)
        return codes.screen_modules(page or code), page

    def code_of_page(self, url: str) -> tuple[tuple[bool, ...], ...]:
        """The modules of a code that leads to a page."""
        return self._services.codes.screen_modules(url)

    def is_shown(self, cart: Cart) -> bool:
        """Whether a cart comes to what the sheet shows."""
        return cart.total == self._to_pay

    def cart(self, target: CartTarget) -> Cart:
        """The cart as it stands."""
        unit = partial(self._services.sales.get, tenant_id=self._actor.tenant_id, cart_id=target.cart_id)
        return self._services.read(unit)

    def _as_shown(self, target: Target) -> Target:
        """Nobody is charged an amount that the sheet does not show."""
        return replace(target, shown_minor=self._to_pay.amount_minor) if isinstance(target, CartTarget) else target

    def _take_over(self, target: Target, *, arrived: bool = False) -> None:
        if isinstance(target, OrderTarget):
            self._services.payments.take_over(self._actor, target.order_id, arrived=arrived)
