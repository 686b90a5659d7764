"""What the tests of the comparison with Stripe share: charges that nobody here knows of, and what was found."""

from __future__ import annotations

from typing import Any

from aurora_desk.domain.ids import OrderId
from aurora_desk.domain.orders import Order
from aurora_desk.domain.payments import CardProgress, CardStep, Payment
from aurora_desk.domain.truth import Board, Period
from aurora_desk.domain.work_items import WorkItem, WorkKind
from aurora_desk.services.comparing import Compared
from aurora_desk.services.demo import CAFE, DEMO_READER
from services.counter import MARA, Counter

CREATE = r"POST /v1/payment_intents$"


def compare(counter: Counter) -> Compared:
    return counter.services.truth.compare()


def items(counter: Counter) -> tuple[WorkItem, ...]:
    return counter.services.read(lambda work: work.work_items.open_of(CAFE))


def kinds(counter: Counter) -> list[WorkKind]:
    return [item.kind for item in items(counter)]


def the_item(counter: Counter) -> WorkItem:
    (item,) = items(counter)
    return item


def item_now(counter: Counter, item: WorkItem) -> WorkItem:
    return counter.services.read(lambda work: work.work_items.get(CAFE, item.item_id))


def board(counter: Counter, period: Period = Period.TODAY) -> Board:
    found: Board = counter.read(counter.services.truth.board, CAFE, period)
    return found


def by_card(counter: Counter) -> Payment:
    """A sale paid by card at the reader."""
    progress = start(counter)
    counter.tap()
    paid = counter.services.payments.check(MARA, progress.payment.payment_id)
    assert paid.step is CardStep.PAID
    return paid.payment


def start(counter: Counter) -> CardProgress:
    return counter.services.payments.start_card(MARA, counter.target(), DEMO_READER)


def online(counter: Counter, *, paid: bool = True) -> tuple[Order, str]:
    """An online order and its intent; paid at Stripe, and nobody said so here."""
    order = counter.ordered()
    _, intent_id = counter.intent_of(order)
    if paid:
        counter.confirm(intent_id)
    return order, intent_id


def charged(
    counter: Counter, amount: int, *, order_id: OrderId | None = None, tender_id: str = "lost", **metadata: str
) -> str:
    """An intent of this store that was charged and that no row here stands for, as after a restored backup."""
    told = {
        "app": "aurora-desk",
        "store": counter.services.facts.store_id,
        "amount": str(amount),
        "tenant_id": str(CAFE),
        "order_id": str(order_id or 4711),
        "tender_id": tender_id,
    } | metadata
    made: Any = counter.ask_stripe(
        "POST",
        "payment_intents",
        amount=str(amount),
        currency="usd",
        **{f"metadata[{name}]": value for name, value in told.items() if value},
    )
    counter.confirm(made["id"])
    return str(made["id"])


def refunded_at_stripe(counter: Counter, intent_id: str) -> int:
    """What Stripe has given back of an intent."""
    intent = counter.ask_stripe("GET", f"payment_intents/{intent_id}?expand[]=latest_charge")
    return int(intent["latest_charge"]["amount_refunded"])


def change_at_stripe(counter: Counter, kind: str, object_id: str, **fields: object) -> None:
    """Change an object of Stripe's where the simulator has no way to."""
    state = counter.door.state
    assert state is not None
    with state.transaction():
        found = state.find(kind, object_id)
        assert found is not None
        state.save(found | fields, created=found["created"])


def dispute(counter: Counter, intent_id: str, days_old: int = 0) -> None:
    """The cardholder goes to the bank; the charge may be old by then."""
    charge_id = counter.ask_stripe("GET", f"payment_intents/{intent_id}")["latest_charge"]
    change_at_stripe(counter, "charge", charge_id, disputed=True)
    state = counter.door.state
    assert state is not None
    with state.transaction():
        made = next(state.newest_first("event"))
        about = {"id": "du_sim_1", "object": "dispute", "payment_intent": intent_id}
        event = made | {"id": "evt_sim_dispute", "type": "charge.dispute.created", "data": {"object": about}}
        state.save(event, created=event["created"])
        age_s = days_old * 86_400
        state._connection.execute("UPDATE object SET created = created - ? WHERE id = ?", (age_s, intent_id))


def late_success(counter: Counter, payment_id: str) -> str:
    """Stripe charged the card after all, though it had said canceled."""
    ((intent_id, amount),) = counter.rows(
        "SELECT intent_id, amount_minor FROM payment WHERE payment_id = ?", payment_id
    )
    other = charged(counter, amount)
    paid = counter.ask_stripe("GET", f"payment_intents/{other}")
    change_at_stripe(counter, "payment_intent", other, metadata={})
    change_at_stripe(counter, "charge", paid["latest_charge"], payment_intent=intent_id)
    change_at_stripe(
        counter,
        "payment_intent",
        intent_id,
        status="succeeded",
        amount_received=amount,
        latest_charge=paid["latest_charge"],
        canceled_at=None,
        cancellation_reason=None,
    )
    return str(intent_id)


def lose_at_stripe(counter: Counter, object_id: str) -> None:
    """Stripe does not know an object, as if the key were another account's."""
    state = counter.door.state
    assert state is not None
    with state.transaction():
        state._connection.execute("DELETE FROM object WHERE id = ?", (object_id,))
