"""Bank transfers and tenders of the shop's own: booked when somebody says that the money is there, never before."""

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.card_numbers import refuse_card_number
from aurora_desk.domain.errors import ConflictError, InvalidError
from aurora_desk.domain.orders import Order
from aurora_desk.domain.own_tenders import find_tender, tenders_of
from aurora_desk.domain.payments import Method, PaymentStatus, Target
from aurora_desk.domain.settings import OWN_TENDERS
from aurora_desk.domain.words import say
from aurora_desk.services.preferences import of_shop
from aurora_desk.services.reading import head_of, whole_order
from aurora_desk.services.settling import TRANSFER_AWAITED, refresh_order
from aurora_desk.services.tendering import amount_to_take, new_payment, order_to_pay
from aurora_desk.store.unit_of_work import Work

LONGEST_REFERENCE = 40


def take_transfer(work: Work, actor: Actor, target: Target, reference: str, amount_minor: int | None = None) -> Order:
    """Book a bank transfer that somebody has seen on the shop's account, for all that is due or a part of it.

    Raises `InvalidError` without a reference: who was it from?
    """
    seen = checked_reference(reference, asked=True)
    return _book(work, actor, target, Method.TRANSFER, amount_minor, reference=seen)


def take_own(
    work: Work, actor: Actor, target: Target, name: str, reference: str = "", amount_minor: int | None = None
) -> Order:
    """Book a tender of the shop's own; raises `NotFoundError` for one that the shop takes no more."""
    tender = find_tender(tenders_of(of_shop(work, actor.tenant_id)(OWN_TENDERS)), name)
    told = checked_reference(reference, asked=tender.asks_reference)
    return _book(work, actor, target, Method.OWN, amount_minor, reference=told, name=tender.name)


def await_transfer(work: Work, actor: Actor, target: Target) -> Order:
    """Make the order that a bank transfer is to pay. Nothing is booked: it stays unpaid until the money was seen."""
    head = order_to_pay(work, actor, target)
    if not head.due_minor:
        raise ConflictError("Nothing is left to pay on this order. Nothing was charged.")
    facts = {"order_id": head.order_id, "amount": head.due_minor, "currency": head.total.currency}
    work.log(actor, TRANSFER_AWAITED, f"order:{head.order_id}", facts)
    return whole_order(work, head_of(work, head.tenant_id, head.order_id))


def checked_reference(text: str, *, asked: bool) -> str:
    """A reference as it is kept; raises `InvalidError`."""
    reference = text.strip()
    if asked and not reference:
        raise InvalidError("reference", "Enter the reference. Nothing was booked.")
    if len(reference) > LONGEST_REFERENCE or (reference and not reference.isprintable()):
        raise InvalidError("reference", say("A reference has at most {most} plain characters.", most=LONGEST_REFERENCE))
    refuse_card_number("reference", reference)
    return reference


def _book(
    work: Work,
    actor: Actor,
    target: Target,
    method: Method,
    amount_minor: int | None,
    *,
    reference: str,
    name: str = "",
) -> Order:
    head = order_to_pay(work, actor, target, arrived=method is Method.TRANSFER)
    amount = amount_to_take(head, amount_minor)
    status = PaymentStatus.SUCCEEDED
    new_payment(work, actor, head, method, amount, status=status, slip_number=reference, tender_name=name)
    refresh_order(work, actor, head)
    return whole_order(work, head_of(work, head.tenant_id, head.order_id))
