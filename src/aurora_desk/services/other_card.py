"""A card on another machine: money that this program can't see is booked by the slip that the machine printed."""

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.card_numbers import refuse_card_number
from aurora_desk.domain.errors import InvalidError
from aurora_desk.domain.orders import Order
from aurora_desk.domain.payments import Method, PaymentStatus, Target
from aurora_desk.domain.words import say
from aurora_desk.services.reading import head_of, whole_order
from aurora_desk.services.settling import refresh_order
from aurora_desk.services.tendering import amount_to_take, new_payment, order_to_pay
from aurora_desk.store.unit_of_work import Work

LONGEST_SLIP = 40


def take_other_card(
    work: Work, actor: Actor, target: Target, slip_number: str, amount_minor: int | None = None
) -> Order:
    """Book what another machine has charged: all that is due, or a part of it, in minor units.

    Raises `InvalidError` for a slip number that is missing or looks like a card's, and for more than is due.
    """
    slip = checked_slip(slip_number)
    head = order_to_pay(work, actor, target)
    amount = amount_to_take(head, amount_minor)
    new_payment(work, actor, head, Method.OTHER_CARD, amount, status=PaymentStatus.SUCCEEDED, slip_number=slip)
    refresh_order(work, actor, head)
    return whole_order(work, head_of(work, head.tenant_id, head.order_id))


def checked_slip(text: str) -> str:
    """A slip number as it is kept; raises `InvalidError`."""
    slip = text.strip()
    if not slip:
        raise InvalidError("slip_number", "Enter the number on the slip. Nothing was booked.")
    if len(slip) > LONGEST_SLIP or not slip.isprintable():
        raise InvalidError("slip_number", say("A slip number has at most {most} plain characters.", most=LONGEST_SLIP))
    refuse_card_number("slip_number", slip)
    return slip
