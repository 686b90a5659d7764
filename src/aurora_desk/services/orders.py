"""Orders: placing them for programs, reading them for screens, submitting and voiding."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.card_numbers import refuse_card_number
from aurora_desk.domain.cart import Cart, CartLine, CartStatus
from aurora_desk.domain.catalogue import Product, must_be_one_thing
from aurora_desk.domain.customers import CustomerRef
from aurora_desk.domain.errors import ConflictError, InvalidError, NotFoundError
from aurora_desk.domain.ids import OrderId, ProductId, TenantId, TillId
from aurora_desk.domain.orders import (
    EVERYTHING,
    ORDER_STEPS,
    OWN_VOID_REASONS,
    Handover,
    Narrowed,
    Order,
    OrderEvent,
    OrderFilter,
    OrderRow,
    OrderStatus,
    PaidStatus,
)
from aurora_desk.domain.paging import Page
from aurora_desk.domain.quantity import quantity_of
from aurora_desk.domain.refunds import check_reason
from aurora_desk.domain.rights import ONCE, ApprovalId, Right
from aurora_desk.domain.words import say
from aurora_desk.services.approvals import must_be_allowed, use_up
from aurora_desk.services.customers import hold
from aurora_desk.services.placing import (
    OrderDraft,
    lines_of_cart,
    must_still_name,
    place,
    take_stock,
    use_up_yeses,
)
from aurora_desk.services.questions import keep_age_checked, keep_age_refused
from aurora_desk.services.reading import fresh_order, head_of, whole_order
from aurora_desk.services.sales import cart_to_open, open_at_till
from aurora_desk.services.sessions import PriceChangedError, asked_price
from aurora_desk.services.settling import refresh_order
from aurora_desk.services.timeline import OTHER_REASON, timeline_of
from aurora_desk.services.visits import count_visit
from aurora_desk.store.orders import OrderHead
from aurora_desk.store.unit_of_work import Work

LONGEST_NOTES, LONGEST_NOTE = 2_000, 500
MOST_ITEMS = 500
_A_DAY = timedelta(days=1)
PAYMENT_METHODS = ("stripe", "cash", "invoice", "pay_in_store")


@dataclass(frozen=True, slots=True)
class PlaceItem:
    """An item as a client asks for it; without a price it is the catalogue's."""

    product_id: ProductId
    quantity: Decimal
    price: Decimal | None


@dataclass(frozen=True, slots=True)
class PlaceOrder:
    """An order as a client asks for it: items, or the session whose cart it turns into the order."""

    items: tuple[PlaceItem, ...] | None
    session_id: str | None
    customer: CustomerRef | None
    shipping_address: Mapping[str, str] | None
    billing_address: Mapping[str, str] | None


class Orders:
    """Use cases on orders; all of them units."""

    def place(self, work: Work, actor: Actor, request: PlaceOrder) -> Order:
        """Place an order for a client; raises `InvalidError`, `NotFoundError`, `PriceChangedError`."""
        for field, address in (
            ("shippingAddress", request.shipping_address),
            ("billingAddress", request.billing_address),
        ):
            for name, value in (address or {}).items():
                refuse_card_number(f"{field}.{name}", value)
        if (request.items is None) == (request.session_id is None):
            raise InvalidError("items", "Give either items or a sessionID.")
        if request.session_id is not None:
            return self._place_session(work, actor, request, request.session_id)
        items = request.items or ()
        if len(items) > MOST_ITEMS:
            raise InvalidError("items", say("An order has at most {most} items.", most=MOST_ITEMS))
        draft = OrderDraft(
            lines=_lines(work, actor, items),
            customer=request.customer,
            shipping_address=request.shipping_address,
            billing_address=request.billing_address,
        )
        return self._place(work, actor, draft)

    def _place(self, work: Work, actor: Actor, draft: OrderDraft) -> Order:
        head, lines = place(work, actor, draft)
        if head.total:
            return fresh_order(work, head, lines)
        # Nothing is left to pay, and nobody will come to pay it.
        refresh_order(work, actor, head)
        return whole_order(work, head_of(work, head.tenant_id, head.order_id))

    def _place_session(self, work: Work, actor: Actor, request: PlaceOrder, session_id: str) -> Order:
        named = work.carts.customer_of_session(actor.tenant_id, actor.client_id, session_id)
        hold(work, actor.tenant_id, request.customer or named)
        cart = work.carts.of_session(actor.tenant_id, actor.client_id, session_id, lock=True)
        if cart is None:
            raise NotFoundError("There is no cart for this session.")
        if cart.status is CartStatus.ORDERED:
            assert cart.order_id is not None
            return whole_order(work, head_of(work, actor.tenant_id, cart.order_id))
        if request.customer is None:
            must_still_name(cart, named)
        _check_prices(work, actor, cart)
        if not cart.lines:
            raise InvalidError("items", "The cart is empty. Add an item before ordering.")
        draft = OrderDraft(
            lines=lines_of_cart(work, cart),
            discount=cart.discount,
            customer=request.customer or cart.customer,
            shipping_address=request.shipping_address,
            billing_address=request.billing_address,
            cart=cart,
        )
        order = self._place(work, actor, draft)
        done = replace(cart, status=CartStatus.ORDERED, order_id=order.order_id, updated_at=work.now)
        work.carts.save(cart, done)
        use_up_yeses(work, actor, cart)
        return order

    def get(self, work: Work, tenant_id: TenantId, order_id: OrderId) -> Order:
        """An order; raises `NotFoundError`."""
        return whole_order(work, head_of(work, tenant_id, order_id))

    def page(
        self,
        work: Work,
        tenant_id: TenantId,
        which: OrderFilter,
        *,
        text: str = "",
        narrowed: Narrowed = EVERYTHING,
        after: str | None = None,
        limit: int = 50,
        among: Collection[OrderId] | None = None,
    ) -> Page[OrderRow]:
        """A page of orders, newest first; `text` is a number, a customer, or a card's last four digits.

        `among` names the orders that are asked about, where not all are.
        """
        tenant = work.tenants.get(tenant_id)
        days = narrowed.days
        return work.order_list.page(
            tenant_id,
            which,
            today_from=tenant.midnight(tenant.local(work.now).date()),
            words=text,
            narrowed=narrowed,
            span=(tenant.midnight(days.first), tenant.midnight(days.last + _A_DAY)) if days is not None else None,
            after=after,
            limit=limit,
            among=among,
        )

    def of_customer(
        self, work: Work, tenant_id: TenantId, ref: CustomerRef, *, after: str | None = None, limit: int = 50
    ) -> Page[OrderRow]:
        """A page of a customer's orders, with those of the duplicates that were merged into it."""
        kept = work.customers.live_ref(tenant_id, ref) or ref
        merged = work.customer_file.merged_into(tenant_id, kept.customer_id)
        return work.order_list.of_customer(tenant_id, kept, merged=merged, after=after, limit=limit)

    def waiting_count(self, work: Work, tenant_id: TenantId) -> int:
        """How many orders wait for money."""
        return work.order_list.waiting(tenant_id)

    def timeline(self, work: Work, tenant_id: TenantId, order_id: OrderId) -> tuple[OrderEvent, ...]:
        """What happened to an order and its cart, oldest first."""
        return timeline_of(work, head_of(work, tenant_id, order_id))

    def last_at_till(self, work: Work, till_id: TillId) -> Order | None:
        """The till's newest order that was not voided."""
        head = work.orders.last_at(till_id)
        return None if head is None else whole_order(work, head)

    def note(self, work: Work, actor: Actor, order_id: OrderId, words: str) -> None:
        """Write something on an order; its words stay out of the journal."""
        words = words.strip()
        if not words:
            raise InvalidError("words", "Write a few words.")
        if len(words) > LONGEST_NOTE:
            raise InvalidError("words", say("A note has at most {most} characters.", most=LONGEST_NOTE))
        refuse_card_number("words", words)
        # Held, so that an erasure of its customer comes before the note or takes it along.
        head_of(work, actor.tenant_id, order_id, lock=True)
        note_id = work.new_id()
        work.order_file.add_note(actor, order_id, note_id, words, now=work.now)
        work.log(actor, "order.noted", f"order:{order_id}", {"order_id": order_id, "note_id": note_id})

    def check_age(self, work: Work, actor: Actor, order_id: OrderId, age: int) -> None:
        """Somebody at a till saw that the customer of an order is old enough for its goods."""
        head_of(work, actor.tenant_id, order_id)
        keep_age_checked(work, actor, order_id, age)

    def refuse_age(self, work: Work, actor: Actor, order_id: OrderId, product_id: ProductId, age: int) -> None:
        """Goods of an order were refused to somebody who is not old enough, or could not show it; it stays as it is."""
        head_of(work, actor.tenant_id, order_id)
        keep_age_refused(work, actor, order_id, product_id, age)

    def void(
        self, work: Work, actor: Actor, order_id: OrderId, reason: str, approval_id: ApprovalId | None = None
    ) -> Order:
        """Void an order that nobody has paid anything of; said again it answers the same.

        Raises `NeedsApprovalError`, `InvalidError`, `ConflictError`: nothing was changed then.
        """
        head = order_to_void(work, actor.tenant_id, order_id)
        if head.status is not OrderStatus.VOID:
            check_reason(reason)
            approval = must_be_allowed(
                work,
                actor,
                Right.VOID,
                amount=ONCE,
                subject=f"order:{order_id}",
                words=say("Voiding an order needs a manager."),
                approval_id=approval_id,
            )
            use_up(work, actor, approval)
            if head.handover is not Handover.NONE:
                raise ConflictError("Goods of this order were handed over. It was not voided. Refund it instead.")
            void_unpaid(work, actor, head, reason.strip())
        return whole_order(work, head_of(work, actor.tenant_id, order_id))

    def submit(self, work: Work, actor: Actor, order_id: OrderId, payment_method: str, notes: str | None) -> Order:
        """Hand an order over for processing; takes no money. Said again it answers the same."""
        if payment_method not in PAYMENT_METHODS:
            raise InvalidError(
                "paymentMethod", say("paymentMethod is one of {names}.", names=", ".join(PAYMENT_METHODS))
            )
        if notes is not None and len(notes) > LONGEST_NOTES:
            raise InvalidError("notes", say("Notes have at most {most} characters.", most=LONGEST_NOTES))
        refuse_card_number("notes", notes or "")
        head = head_of(work, actor.tenant_id, order_id, lock=True)
        if head.status is OrderStatus.VOID:
            raise ConflictError("This order was voided and can't be submitted.")
        if payment_method == "stripe" and head.payment_status is not PaidStatus.PAID:
            raise ConflictError(
                "This order is not paid yet. Complete its payment first.",
                facts={"paymentStatus": head.payment_status.value},
            )
        if head.status is OrderStatus.PENDING:
            work.orders.move(head, now=work.now, status=OrderStatus.PROCESSING.value, notes=notes or head.notes)
            work.log(
                actor,
                "order.submitted",
                f"order:{order_id}",
                {"order_id": order_id, "status": OrderStatus.PROCESSING.value, "method": payment_method},
            )
        return whole_order(work, head_of(work, actor.tenant_id, order_id))


def order_to_void(work: Work, tenant_id: TenantId, order_id: OrderId) -> OrderHead:
    """An order, locked behind the row of its customer, whose visits are counted anew without it."""
    hold(work, tenant_id, head_of(work, tenant_id, order_id).customer)
    return head_of(work, tenant_id, order_id, lock=True)


def void_unpaid(work: Work, actor: Actor, head: OrderHead, reason: str) -> None:
    """Void an order before money has moved; its goods go back to stock. The caller has it of `order_to_void`."""
    order = whole_order(work, head)
    if order.live_payment is not None or order.paid_minor:
        raise ConflictError("Money has moved or may have moved on this order. It was not voided.")
    if (head.status, OrderStatus.VOID) not in ORDER_STEPS:
        raise ConflictError(
            say("This order is {status} and can't be voided. Nothing was changed.", status=head.status.value)
        )
    work.orders.move(head, now=work.now, status=OrderStatus.VOID.value, void_reason=reason)
    count_visit(work, head)
    take_stock(work, head, order.lines, reason="voided", sign=1)
    work.log(
        actor,
        "order.voided",
        f"order:{head.order_id}",
        {"order_id": head.order_id, "status": OrderStatus.VOID.value, "reason": void_code(reason)},
    )


def void_code(reason: str) -> str:
    """A reason as the journal keeps it: what a person wrote stays out."""
    return reason if reason in OWN_VOID_REASONS else OTHER_REASON


def reopen_cart(work: Work, actor: Actor, head: OrderHead) -> Cart:
    """Give the cart of a voided order back to a till unchanged; what is open there is held first."""
    if head.cart_id is None:
        raise ConflictError("This order was not rung up in a cart. Nothing was changed. It stays in Orders.")
    cart = cart_to_open(work, actor, head.cart_id)
    if cart.session_id is not None:
        in_use = work.carts.of_session(cart.tenant_id, cart.client, cart.session_id)
        if in_use is not None and in_use.status is not CartStatus.ORDERED:
            # Its client has begun another cart since: this one is the till's alone.
            cart = replace(cart, session_id=None, client="")
    return open_at_till(work, actor, replace(cart, order_id=None))


def _lines(work: Work, actor: Actor, items: tuple[PlaceItem, ...]) -> tuple[CartLine, ...]:
    """The lines of what a client asks for; every wrong price is told at once."""
    lines: list[CartLine] = []
    wrong: list[tuple[Product, int]] = []
    for number, item in enumerate(items):
        product = work.catalogue.get(actor.tenant_id, item.product_id)
        must_be_one_thing(product, field=f"items.{number}.productID")
        quantity_milli = quantity_of(item.quantity, by_weight=product.by_weight, field=f"items.{number}.quantity")
        try:
            price = asked_price(work, actor.tenant_id, product, item.price, field=f"items.{number}.price")
        except PriceChangedError:
            wrong.append((product, product.price_minor))
            price = product.price_minor
        lines.append(
            CartLine(
                line_id=number + 1,
                product_id=product.product_id,
                name=product.name,
                quantity_milli=quantity_milli,
                price_minor=price,
                tax=product.tax,
                by_weight=product.by_weight,
            )
        )
    if wrong:
        raise PriceChangedError(wrong)
    return tuple(lines)


def _check_prices(work: Work, actor: Actor, cart: Cart) -> None:
    """A client's cart is ordered at the catalogue's prices, or refused with the right ones."""
    if work.tenants.get(actor.tenant_id).client_prices:
        return
    wrong = []
    for line in cart.lines:
        if line.product_id is not None:
            product = work.catalogue.get(actor.tenant_id, line.product_id)
            if cart.price_of(product) != line.price_minor:
                wrong.append((product, cart.price_of(product)))
    if wrong:
        raise PriceChangedError(wrong)
