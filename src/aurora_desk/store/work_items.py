"""What Stripe says of every intent, as last seen, and the differences that a person has to settle."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Connection, Index, bindparam, insert, select, text, update
from sqlalchemy.orm import Mapped, mapped_column

from aurora_desk.domain.errors import NotFoundError
from aurora_desk.domain.ids import IntentId, OrderId, PaymentId, RefundId, TenantId
from aurora_desk.domain.money import Money
from aurora_desk.domain.work_items import Ending, SeenIntent, WorkItem, WorkKind
from aurora_desk.store.base import Base, Moment

# Literal, in queries too: with a bound parameter a partial index is not used.
_OPEN = text("ended_at IS NULL")
REFUNDING = "refunding"
"""The ending of an open difference that Stripe was asked to give back: a crash leaves it to be asked about again."""


class SeenIntentRow(Base):
    """An intent as Stripe last told it: the third side of the money truth board, beside orders and drawer."""

    __tablename__ = "seen_intent"
    __table_args__ = (Index("ix_seen_intent_created", "tenant_id", "created_at"),)
    intent_id: Mapped[str] = mapped_column(primary_key=True)
    tenant_id: Mapped[int]
    order_id: Mapped[int | None]
    payment_id: Mapped[str | None]
    status: Mapped[str]
    received_minor: Mapped[int] = mapped_column(BigInteger)
    tip_minor: Mapped[int] = mapped_column(BigInteger)
    refunded_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)


class WorkItemRow(Base):
    """A difference between this store and Stripe; one open of a kind about a thing."""

    __tablename__ = "work_item"
    __table_args__ = (
        Index("uq_work_item_open", "kind", "about", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_work_item_found", "tenant_id", "found_at"),
    )
    item_id: Mapped[str] = mapped_column(primary_key=True)
    tenant_id: Mapped[int]
    kind: Mapped[str]
    about: Mapped[str]
    order_id: Mapped[int | None]
    payment_id: Mapped[str | None]
    refund_id: Mapped[str | None]
    intent_id: Mapped[str | None]
    here_minor: Mapped[int] = mapped_column(BigInteger)
    stripe_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    attempt: Mapped[int]
    stripe_refund_id: Mapped[str | None]
    found_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ending: Mapped[str]
    ended_by: Mapped[str]


_SEE_AGAIN = (
    update(SeenIntentRow)
    .where(SeenIntentRow.intent_id == bindparam("of_intent"))
    .values({name: bindparam(name) for name in SeenIntent.__dataclass_fields__ if name != "intent_id"})
)
_SEE_REFUNDED = (
    update(SeenIntentRow)
    .where(
        SeenIntentRow.intent_id == bindparam("of_intent"),
        SeenIntentRow.created_at >= bindparam("since"),
        SeenIntentRow.refunded_minor != bindparam("minor"),
    )
    .values(refunded_minor=bindparam("minor"))
)
_ITEMS = select(WorkItemRow.__table__)


class WorkItems:
    """The repository of what Stripe was seen to say, and of differences."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, item: WorkItem) -> None:
        """Write a difference; the database refuses a second open one of a kind about a thing."""
        self._connection.execute(
            insert(WorkItemRow),
            {
                "item_id": item.item_id,
                "tenant_id": item.tenant_id,
                "kind": item.kind.value,
                "about": item.about,
                "order_id": item.order_id,
                "payment_id": item.payment_id,
                "refund_id": item.refund_id,
                "intent_id": item.intent_id,
                "here_minor": item.here.amount_minor,
                "stripe_minor": item.stripe.amount_minor,
                "currency": item.here.currency,
                "attempt": item.attempt,
                "stripe_refund_id": None,
                "found_at": item.found_at,
                "seen_at": item.seen_at,
                "ended_at": None,
                "ending": "",
                "ended_by": "",
            },
        )

    def get(self, tenant_id: TenantId, item_id: str, *, lock: bool = False) -> WorkItem:
        """A difference; raises `NotFoundError`."""
        query = _ITEMS.where(WorkItemRow.tenant_id == tenant_id, WorkItemRow.item_id == item_id)
        row = self._connection.execute(query.with_for_update() if lock else query).one_or_none()
        if row is None:
            raise NotFoundError("There is no such difference.")
        return _item(row)

    def open_about(self, abouts: Sequence[str]) -> tuple[WorkItem, ...]:
        """Open differences about some things, locked."""
        query = _ITEMS.where(_OPEN, WorkItemRow.about.in_(abouts)).order_by(WorkItemRow.item_id)
        return tuple(_item(row) for row in self._connection.execute(query.with_for_update()))

    def accepted(self, tenant_id: TenantId, kind: WorkKind, about: str, *, since: datetime) -> WorkItem | None:
        """The last difference of a kind about a thing that the owner has settled otherwise."""
        row = self._connection.execute(
            _ITEMS.where(
                WorkItemRow.tenant_id == tenant_id,
                WorkItemRow.found_at >= since,
                WorkItemRow.kind == kind.value,
                WorkItemRow.about == about,
                WorkItemRow.ending.like(f"{Ending.ACCEPTED.value}%"),
            )
            .order_by(WorkItemRow.ended_at.desc())
            .limit(1)
        ).one_or_none()
        return None if row is None else _item(row)

    def open_of(self, tenant_id: TenantId) -> tuple[WorkItem, ...]:
        """Every open difference of a tenant, oldest first."""
        query = _ITEMS.where(_OPEN, WorkItemRow.tenant_id == tenant_id)
        rows = self._connection.execute(query.order_by(WorkItemRow.found_at, WorkItemRow.item_id))
        return tuple(_item(row) for row in rows)

    def of_orders(self, tenant_id: TenantId, orders: Sequence[OrderId]) -> tuple[WorkItem, ...]:
        """Every difference about some orders, settled or not, oldest first."""
        query = _ITEMS.where(WorkItemRow.tenant_id == tenant_id, WorkItemRow.order_id.in_(orders))
        rows = self._connection.execute(query.order_by(WorkItemRow.found_at, WorkItemRow.item_id))
        return tuple(_item(row) for row in rows)

    def refunding(self, *, limit: int) -> tuple[WorkItem, ...]:
        """Open differences that Stripe was asked to give back and has not answered, oldest first."""
        query = _ITEMS.where(_OPEN, WorkItemRow.ending == REFUNDING).order_by(WorkItemRow.found_at).limit(limit)
        return tuple(_item(row) for row in self._connection.execute(query))

    def see(self, seen: Sequence[SeenIntent]) -> None:
        """Keep what Stripe now says of some intents."""
        ids = [one.intent_id for one in seen]
        known = set(
            self._connection.execute(
                select(SeenIntentRow.intent_id).where(SeenIntentRow.intent_id.in_(ids)).with_for_update()
            ).scalars()
        )
        rows = [{name: getattr(one, name) for name in SeenIntent.__dataclass_fields__} for one in seen]
        new = [row for row in rows if row["intent_id"] not in known]
        if new:
            self._connection.execute(insert(SeenIntentRow), new)
        changed = [{**row, "of_intent": row["intent_id"]} for row in rows if row["intent_id"] in known]
        if changed:
            self._connection.execute(_SEE_AGAIN, changed)

    def see_refunded(self, refunded_minor: Mapping[IntentId, int], since: datetime) -> None:
        """Keep how much Stripe has given back of some intents, where they were seen and made since a moment."""
        rows = [{"of_intent": intent_id, "minor": minor, "since": since} for intent_id, minor in refunded_minor.items()]
        if rows:
            self._connection.execute(_SEE_REFUNDED, rows)

    def change(self, item_id: str, **values: object) -> None:
        """Store what is newly known of an open difference."""
        self._connection.execute(update(WorkItemRow).where(WorkItemRow.item_id == item_id).values(**values))


def _item(row: Any) -> WorkItem:
    ending, _, note = row.ending.partition(": ")
    return WorkItem(
        item_id=row.item_id,
        tenant_id=TenantId(row.tenant_id),
        kind=WorkKind(row.kind),
        about=row.about,
        order_id=None if row.order_id is None else OrderId(row.order_id),
        payment_id=None if row.payment_id is None else PaymentId(row.payment_id),
        refund_id=None if row.refund_id is None else RefundId(row.refund_id),
        intent_id=None if row.intent_id is None else IntentId(row.intent_id),
        here=Money(row.here_minor, row.currency),
        stripe=Money(row.stripe_minor, row.currency),
        attempt=row.attempt,
        refunding=row.ended_at is None and row.ending == REFUNDING,
        stripe_refund_id=row.stripe_refund_id,
        found_at=row.found_at,
        seen_at=row.seen_at,
        ended_at=row.ended_at,
        ending=None if row.ended_at is None else Ending(ending),
        note=note,
        ended_by=row.ended_by,
    )
