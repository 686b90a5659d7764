"""Turning lines into an order: the one place where an order is made, whoever asks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.allowances import approvals_on
from aurora_desk.domain.cart import Cart, CartLine, CartStatus
from aurora_desk.domain.customers import CustomerRef
from aurora_desk.domain.errors import ConflictError, InvalidError, NotFoundError
from aurora_desk.domain.ids import CartId, CustomerId, OrderId, ProductId, TenantId
from aurora_desk.domain.money import LARGEST_MINOR, Money
from aurora_desk.domain.orders import Handover, OrderLine, OrderStatus, PaidStatus, order_number
from aurora_desk.domain.quantity import ONE
from aurora_desk.domain.totals import Discount, totals
from aurora_desk.domain.words import say
from aurora_desk.services.approvals import use_up
from aurora_desk.services.customers import hold, row_of
from aurora_desk.services.keeping import sold_as
from aurora_desk.services.questions import must_be_sellable
from aurora_desk.services.sales import must_be_open_here
from aurora_desk.services.shifts import open_shift
from aurora_desk.services.visits import count_visit
from aurora_desk.store.orders import OrderHead
from aurora_desk.store.unit_of_work import RunAgainError, Work


@dataclass(frozen=True, slots=True)
class OrderDraft:
    """What an order is made of."""

    lines: tuple[CartLine, ...]
    discount: Discount | None = None
    customer: CustomerRef | None = None
    shipping_address: Mapping[str, str] | None = None
    billing_address: Mapping[str, str] | None = None
    cart: Cart | None = None


def place(work: Work, actor: Actor, draft: OrderDraft) -> tuple[OrderHead, tuple[OrderLine, ...]]:
    """Write an order with its number, its lines and the stock it takes; prices, names and tax rates are copied."""
    if not draft.lines:
        raise InvalidError("items", "An order needs at least one item.")
    customer = _held(work, actor.tenant_id, draft)
    tenant = work.tenants.get(actor.tenant_id)
    shift_id = open_shift(work, actor)
    lines = draft.lines
    figures = totals(
        [line.priced() for line in lines], prices_include_tax=tenant.prices_include_tax, discount=draft.discount
    )
    if figures.subtotal_minor > LARGEST_MINOR:
        raise InvalidError("items", "The order is too large.")
    order_id = OrderId(work.tenants.take_number(actor.tenant_id, "order"))

    def money(amount_minor: int) -> Money:
        return Money(amount_minor, tenant.currency)

    head = OrderHead(
        tenant_id=actor.tenant_id,
        order_id=order_id,
        number=order_number(order_id, tenant.local(work.now).year),
        status=OrderStatus.PENDING,
        payment_status=PaidStatus.UNPAID,
        handover=Handover.NONE,
        customer=customer,
        items_milli=sum(ONE if line.by_weight else line.quantity_milli for line in lines),
        subtotal=money(figures.subtotal_minor),
        discount=money(figures.discount_minor),
        tax=money(figures.tax_minor),
        total=money(figures.total_minor),
        prices_include_tax=tenant.prices_include_tax,
        paid_minor=0,
        refunded_minor=0,
        shipping_address=draft.shipping_address,
        billing_address=draft.billing_address,
        notes=draft.cart.note if draft.cart else "",
        cart_id=draft.cart.cart_id if draft.cart else None,
        till_id=actor.till_id,
        person_id=actor.person_id,
        client=actor.client_id,
        void_reason="",
        created_at=work.now,
        updated_at=work.now,
    )
    order_lines = tuple(
        OrderLine(
            position=position,
            product_id=line.product_id,
            name=line.name,
            quantity_milli=line.quantity_milli,
            price_minor=line.price_minor,
            discount_minor=figure.discount_minor,
            tax=line.tax,
            tax_minor=figure.tax_minor,
            total_minor=figure.total_minor,
            note=line.note,
        )
        for position, (line, figure) in enumerate(zip(lines, figures.lines, strict=True))
    )
    work.orders.add(head, order_lines, shift_id=shift_id)
    count_visit(work, head)
    take_stock(work, head, order_lines, reason="sold", sign=-1)
    work.log(
        actor,
        "order.placed",
        f"order:{order_id}",
        {
            "order_id": order_id,
            "number": head.number,
            "total": head.total.amount_minor,
            "currency": tenant.currency,
            "cart_id": head.cart_id,
            "customer_id": customer.customer_id if customer else None,
        }
        | (sold_as(draft.cart) if draft.cart else {}),
    )
    return head, order_lines


def _held(work: Work, tenant_id: TenantId, draft: OrderDraft) -> CustomerRef | None:
    """The customer of an order, whose row is held until the commit: an erasure comes before the order or sees it.

    A cart may name a duplicate that was merged meanwhile: the order is that of the customer who was kept. Whoever was
    erased while the goods lay on the counter buys them as nobody; named for the order itself, `NotFoundError`.
    """
    if draft.customer is None:
        return None
    try:
        row = row_of(work, tenant_id, draft.customer, lock=True)
    except NotFoundError:
        if draft.cart is not None and draft.cart.customer == draft.customer:
            return None
        raise
    return CustomerRef(row.auth_table, CustomerId(row.customer_id))


def cart_to_order(work: Work, tenant_id: TenantId, cart_id: CartId) -> Cart:
    """A cart that is to become an order, locked behind the row of its customer; raises `NotFoundError`."""
    named = work.carts.customer_of(tenant_id, cart_id)
    hold(work, tenant_id, named)
    cart = work.carts.get(tenant_id, cart_id, lock=True)
    must_still_name(cart, named)
    return cart


def must_still_name(cart: Cart, held: CustomerRef | None) -> None:
    """Run the unit again where a locked cart has got another customer than the one who is held for it."""
    if cart.customer not in (None, held):
        raise RunAgainError


def place_cart(work: Work, actor: Actor, cart: Cart) -> OrderHead:
    """Turn a cart, locked by the caller, into an order; the cart is done with."""
    must_be_open_here(work, actor, cart)
    must_be_sellable(work, actor, cart)
    draft = OrderDraft(lines=lines_of_cart(work, cart), discount=cart.discount, customer=cart.customer, cart=cart)
    head, _ = place(work, actor, draft)
    work.carts.save(
        cart,
        replace(cart, status=CartStatus.ORDERED, order_id=head.order_id, held_as="", held_by="", updated_at=work.now),
    )
    use_up_yeses(work, actor, cart)
    return head


def use_up_yeses(work: Work, actor: Actor, cart: Cart) -> None:
    """The cart is an order: what managers said yes to in it is done, and counts for nothing else."""
    for approval_id in approvals_on(cart):
        approval = work.approvals.get(cart.tenant_id, approval_id, lock=True)
        if approval is not None and approval.used_at is None:
            use_up(work, actor, approval)


def lines_of_cart(work: Work, cart: Cart) -> tuple[CartLine, ...]:
    """The lines to be ordered, with the tax rates of today: a cart may have been held over a change of them."""
    lines = tuple(_with_current_tax(work, cart.tenant_id, line) for line in cart.lines)
    return replace(cart, lines=lines).sold_lines()


def take_stock(work: Work, head: OrderHead, lines: tuple[OrderLine, ...], *, reason: str, sign: int) -> None:
    """Move the stock of an order's products, out (`sign` −1) or back in (+1), one movement a product."""
    moves: defaultdict[ProductId, int] = defaultdict(int)
    for line in lines:
        if line.product_id is not None:
            moves[line.product_id] += sign * line.quantity_milli
    work.catalogue.move_stock(head.tenant_id, list(moves.items()), reason=reason, order_id=head.order_id, now=work.now)


def _with_current_tax(work: Work, tenant_id: TenantId, line: CartLine) -> CartLine:
    if line.product_id is None:
        return line
    try:
        product = work.catalogue.get(tenant_id, line.product_id)
    except NotFoundError:
        raise ConflictError(
            say("{line} is no longer in the catalogue. Remove the line to go on.", line=line.name)
        ) from None
    return replace(line, tax=product.tax)
