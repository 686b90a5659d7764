"""Handing goods over: ready, collected in parts, collected; each step journaled, none of them twice."""

from __future__ import annotations

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.errors import ConflictError
from aurora_desk.domain.handover import (
    CollectableLine,
    Collected,
    NotToCollectError,
    collectable,
    handover_of,
)
from aurora_desk.domain.ids import OrderId, TenantId
from aurora_desk.domain.orders import ORDER_STEPS, Handover, Order, OrderStatus
from aurora_desk.domain.words import say
from aurora_desk.services.questions import may_be_handed_over
from aurora_desk.services.reading import head_of, whole_order
from aurora_desk.services.timeline import last_handover
from aurora_desk.store.orders import OrderHead
from aurora_desk.store.unit_of_work import Work

MAKING_READY = (OrderStatus.PENDING, OrderStatus.PROCESSING)


class HandOvers:
    """Use cases of handing over; all of them units."""

    def lines(self, work: Work, tenant_id: TenantId, order_id: OrderId) -> tuple[CollectableLine, ...]:
        """The lines of an order and where their goods are."""
        return lines_of(work, head_of(work, tenant_id, order_id))

    def ready(self, work: Work, actor: Actor, order_id: OrderId) -> Order:
        """The goods lie ready for the customer. Said again it answers the same."""
        head = head_of(work, actor.tenant_id, order_id, lock=True)
        if head.status in MAKING_READY:
            work.orders.move(head, now=work.now, status=OrderStatus.READY.value)
            work.log(
                actor,
                "order.ready",
                f"order:{order_id}",
                {"order_id": order_id, "status": OrderStatus.READY.value},
            )
        elif head.status is not OrderStatus.READY:
            raise ConflictError("This order is closed already. Nothing was changed. Look at it again.")
        return whole_order(work, head_of(work, actor.tenant_id, order_id))

    def collect(
        self,
        work: Work,
        actor: Actor,
        order_id: OrderId,
        collection_id: str,
        goods: tuple[Collected, ...] | None = None,
    ) -> Order:
        """The customer takes these goods, or all that is left; sent again under its id it answers the same.

        Raises `NotToCollectError` where they were collected or refunded meanwhile, or money is still to be paid, and
        `AgeNotCheckedError` where nobody has looked whether the customer is old enough for them.
        """
        head = head_of(work, actor.tenant_id, order_id, lock=True)
        if not work.order_file.was_collected(collection_id):
            lines = lines_of(work, head)
            _must_be_collectable(work, head, lines)
            taken = goods if goods is not None else _all_left(lines)
            _must_be_left(lines, taken)
            may_be_handed_over(work, actor, head, {one.position for one in taken})
            work.order_file.add_collection(actor, order_id, collection_id, taken, now=work.now)
            _move(work, actor, head, collection_id, taken)
        return whole_order(work, head_of(work, actor.tenant_id, order_id))


def lines_of(work: Work, head: OrderHead) -> tuple[CollectableLine, ...]:
    """The lines of an order and where their goods are; those of a voided one, or one handed over, are not here."""
    lines = work.orders.lines(head.tenant_id, head.order_id)
    back = work.refunds.came_back(head.tenant_id, head.order_id)
    collected = work.order_file.collected(head.tenant_id, head.order_id)
    if head.handover is Handover.COLLECTED:
        # A sale at the till is with its customer at once; nobody wrote down each piece.
        here = {place: one.from_shelf_milli for place, one in back.items()}
        collected = {line.position: line.quantity_milli - here.get(line.position, 0) for line in lines}
    return collectable(lines, back, collected)


def follow_refund(work: Work, actor: Actor, order_id: OrderId) -> None:
    """Goods refunded before they were collected are not to be: where nothing else is left, the order is done with."""
    head = head_of(work, actor.tenant_id, order_id)
    if head.handover is Handover.PART and handover_of(lines_of(work, head)) is Handover.COLLECTED:
        work.orders.move(head, now=work.now, **_done_states(head))
        work.log(
            actor,
            "order.handover",
            f"order:{order_id}",
            {"order_id": order_id, "handover": Handover.COLLECTED.value},
        )


def _must_be_collectable(work: Work, head: OrderHead, lines: tuple[CollectableLine, ...]) -> None:
    if head.status is OrderStatus.VOID:
        raise NotToCollectError("This order was voided. Its goods are not to be handed over.")
    if head.due_minor:
        raise NotToCollectError("This order is not paid yet. Nothing was handed over. Take the payment first.")
    if any(line.left_milli for line in lines):
        return
    last = last_handover(work, head)
    if last is None:
        raise NotToCollectError("Everything of this order was refunded. Nothing is left to hand over.")
    at = work.tenants.get(head.tenant_id).local(last.at)
    raise NotToCollectError(
        say(
            "This order was collected at {time} on {day} at {till} by {person}. Do not hand it over again.",
            time=at.strftime("%H:%M"),
            day=at.strftime("%Y-%m-%d"),
            till=last.till_name or "another place",
            person=last.who or "the program",
        )
    )


def _all_left(lines: tuple[CollectableLine, ...]) -> tuple[Collected, ...]:
    return tuple(Collected(line.position, line.left_milli) for line in lines if line.left_milli)


def _must_be_left(lines: tuple[CollectableLine, ...], goods: tuple[Collected, ...]) -> None:
    left = {line.position: line.left_milli for line in lines}
    positions = {one.position for one in goods}
    if not goods or len(positions) != len(goods):
        raise NotToCollectError("Choose what the customer takes. Nothing was handed over.")
    if any(not 0 < one.quantity_milli <= left.get(one.position, 0) for one in goods):
        raise NotToCollectError("Less is left to collect by now. Nothing was handed over. Look at the order again.")


def _move(work: Work, actor: Actor, head: OrderHead, collection_id: str, taken: tuple[Collected, ...]) -> None:
    state = handover_of(lines_of(work, head))
    states = _done_states(head) if state is Handover.COLLECTED else {"handover": state.value}
    work.orders.move(head, now=work.now, **states)
    work.log(
        actor,
        "order.collected",
        f"order:{head.order_id}",
        {
            "order_id": head.order_id,
            "collection_id": collection_id,
            **states,
            "lines": [{"position": one.position, "quantity": one.quantity_milli} for one in taken],
        },
    )


def _done_states(head: OrderHead) -> dict[str, object]:
    states: dict[str, object] = {"handover": Handover.COLLECTED.value}
    if (head.status, OrderStatus.COMPLETED) in ORDER_STEPS:
        states["status"] = OrderStatus.COMPLETED.value
    return states
