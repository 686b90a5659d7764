"""Sums of a period for the money truth board, and payments that the comparison with Stripe has to look for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, case, false, func, literal_column, or_, select, text
from sqlalchemy.sql.elements import ColumnElement

from aurora_desk.domain.ids import IntentId, OrderId, PaymentId, RefundId, TenantId
from aurora_desk.domain.money import Money
from aurora_desk.domain.orders import RefundStatus
from aurora_desk.domain.payments import BOOKED, Method, Payment
from aurora_desk.domain.shifts import CashKind
from aurora_desk.domain.truth import THROUGH_STRIPE, AtStripe, BookedRefund, Drawer, Taken, Uncompared
from aurora_desk.store.payments import PaymentRow, payment_of
from aurora_desk.store.refunds import RefundRow
from aurora_desk.store.shifts import CashMovementRow, ShiftRow
from aurora_desk.store.tenants import TenantRow
from aurora_desk.store.work_items import SeenIntentRow

_IS_LIVE = text("payment.status IN ('pending','unknown')")
_SUCCEEDED = PaymentRow.status == literal_column("'succeeded'")
_BY_STRIPE = PaymentRow.method.in_([method.value for method in THROUGH_STRIPE])
_CAPTURED = PaymentRow.amount_minor + PaymentRow.tip_minor + PaymentRow.rounding_minor
_GIVEN = RefundRow.amount_minor + RefundRow.tip_minor + RefundRow.rounding_minor
_NOT_FAILED = RefundRow.status != literal_column("'failed'")
_MADE_AT_STRIPE = and_(
    _NOT_FAILED,
    or_(RefundRow.status == literal_column("'succeeded'"), RefundRow.stripe_refund_id.is_not(None)),
)
_IN_CASH = or_(
    RefundRow.via == literal_column("'cash'"), and_(RefundRow.via == "", PaymentRow.method == Method.CASH.value)
)

_BOOKED = select(
    RefundRow.refund_id,
    RefundRow.stripe_refund_id,
    RefundRow.payment_id,
    RefundRow.status,
    RefundRow.currency,
    RefundRow.updated_at,
    RefundRow.attempt,
    _GIVEN.label("given_minor"),
    PaymentRow.tenant_id,
    PaymentRow.order_id,
    PaymentRow.intent_id,
).join(PaymentRow, PaymentRow.payment_id == RefundRow.payment_id)


class Truth:
    """Reads over payments, refunds, drawers and what Stripe was seen to say; changes nothing."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def not_seen(self, since: datetime, asked_at: datetime, *, limit: int) -> tuple[Payment, ...]:
        """Payments through Stripe that are paid here and were not in the list that was asked for at `asked_at`."""
        found: list[Payment] = []
        for tenant_id in self._connection.execute(select(TenantRow.tenant_id)).scalars():
            query = (
                select(PaymentRow.__table__)
                .outerjoin(SeenIntentRow, SeenIntentRow.intent_id == PaymentRow.intent_id)
                .where(
                    *_of_period(TenantId(tenant_id), since, asked_at),
                    PaymentRow.updated_at <= asked_at,
                    _SUCCEEDED,
                    _BY_STRIPE,
                    or_(SeenIntentRow.seen_at.is_(None), SeenIntentRow.seen_at < asked_at),
                )
                .order_by(PaymentRow.created_at)
                .limit(limit - len(found))
            )
            found += [payment_of(row) for row in self._connection.execute(query)]
        return tuple(found)

    def holds_ending(self, before: datetime) -> tuple[Payment, ...]:
        """Authorised payments whose hold ends before a moment."""
        query = select(PaymentRow.__table__).where(_IS_LIVE, PaymentRow.capture_before <= before)
        return tuple(payment_of(row) for row in self._connection.execute(query))

    def paid_by(self, intent_ids: Sequence[IntentId]) -> Mapping[IntentId, Payment]:
        """The payments that some intents have paid."""
        query = select(PaymentRow.__table__).where(PaymentRow.intent_id.in_(intent_ids), _SUCCEEDED)
        return {IntentId(row.intent_id): payment_of(row) for row in self._connection.execute(query)}

    def refunds_among(self, stripe_ids: Sequence[str], refund_ids: Sequence[str]) -> tuple[BookedRefund, ...]:
        """Booked refunds that are known by Stripe's id or by ours."""
        known = or_(RefundRow.stripe_refund_id.in_(stripe_ids), RefundRow.refund_id.in_(refund_ids))
        return tuple(_booked(row) for row in self._connection.execute(_BOOKED.where(known)))

    def refunds_done(self, since: datetime, asked_at: datetime) -> tuple[BookedRefund, ...]:
        """Refunds through Stripe since a moment that count as done here, unless touched after `asked_at`."""
        query = _BOOKED.where(
            RefundRow.created_at >= since,
            RefundRow.updated_at <= asked_at,
            RefundRow.status == RefundStatus.SUCCEEDED.value,
            _BY_STRIPE,
            ~_IN_CASH,
            # What no card can be given, a rest below the smallest step, Stripe was never asked for.
            _GIVEN > 0,
        )
        return tuple(_booked(row) for row in self._connection.execute(query))

    def taken(self, tenant_id: TenantId, first: datetime, until: datetime) -> Mapping[Method, Taken]:
        """What came in by each method."""
        query = (
            select(
                PaymentRow.method,
                func.count().label("how_many"),
                func.sum(_CAPTURED).label("minor"),
                func.sum(PaymentRow.tip_minor).label("tip_minor"),
            )
            .where(*_of_period(tenant_id, first, until), _SUCCEEDED)
            .group_by(PaymentRow.method)
        )
        rows = self._connection.execute(query)
        return {Method(row.method): Taken(row.how_many, int(row.minor), int(row.tip_minor)) for row in rows}

    def taken_by_own(self, tenant_id: TenantId, first: datetime, until: datetime) -> Mapping[str, int]:
        """What came in by each of the shop's own tenders, in minor units, by the names they were taken under."""
        query = (
            select(PaymentRow.tender_name, func.sum(_CAPTURED).label("minor"))
            .where(*_of_period(tenant_id, first, until), _SUCCEEDED, PaymentRow.method == Method.OWN.value)
            .group_by(PaymentRow.tender_name)
            .order_by(PaymentRow.tender_name)
        )
        return {row.tender_name: int(row.minor) for row in self._connection.execute(query)}

    def stripe_back(
        self, tenant_id: TenantId, first: datetime, until: datetime, *, asked_after: datetime | None = None
    ) -> int:
        """Given back through Stripe of a period's payments, or of that only what was asked for after a moment."""
        where = [*_of_period(tenant_id, first, until), _SUCCEEDED, _BY_STRIPE, _MADE_AT_STRIPE, ~_IN_CASH]
        since = first if asked_after is None else max(first, asked_after)
        return self._given(and_(*where, RefundRow.created_at >= since))

    def cash_back(self, tenant_id: TenantId, first: datetime, until: datetime) -> int:
        """Given back in cash in a period, whenever it had come in and however."""
        return self._given(and_(*_refunded_in(tenant_id, first, until), _IN_CASH))

    def other_back(self, tenant_id: TenantId, first: datetime, until: datetime) -> int:
        """Given back in a period by what is only booked: on other machines, by bank, by the shop's own tenders."""
        where = _refunded_in(tenant_id, first, until)
        return self._given(and_(*where, ~_IN_CASH, PaymentRow.method.in_([method.value for method in BOOKED])))

    def at_stripe(self, tenant_id: TenantId, first: datetime, until: datetime) -> AtStripe:
        """What Stripe says of a period; a charge that no payment stands for counts by what is left of it."""
        stands_for = and_(PaymentRow.payment_id.is_not(None), _SUCCEEDED)
        left = SeenIntentRow.received_minor - SeenIntentRow.refunded_minor
        query = (
            select(
                func.count().label("how_many"),
                func.coalesce(func.sum(case((stands_for, SeenIntentRow.received_minor), else_=left)), 0).label("minor"),
                func.coalesce(func.sum(case((stands_for, SeenIntentRow.refunded_minor), else_=0)), 0).label("back"),
            )
            .select_from(SeenIntentRow)
            .outerjoin(PaymentRow, PaymentRow.payment_id == SeenIntentRow.payment_id)
            .where(
                SeenIntentRow.tenant_id == tenant_id,
                SeenIntentRow.created_at >= first,
                SeenIntentRow.created_at < until,
                SeenIntentRow.status == "succeeded",
            )
        )
        row = self._connection.execute(query).one()
        return AtStripe(row.how_many, int(row.minor), int(row.back))

    def uncompared(
        self, tenant_id: TenantId, first: datetime, until: datetime, compared_at: datetime | None
    ) -> Uncompared:
        """What of a period was booked after the last comparison, and not by that comparison itself."""
        seen_so = and_(SeenIntentRow.received_minor == _CAPTURED, SeenIntentRow.status == "succeeded")
        where = [
            *_of_period(tenant_id, first, until),
            _SUCCEEDED,
            _BY_STRIPE,
            func.coalesce(seen_so, false()).is_(false()),
        ]
        if compared_at is not None:
            where.append(PaymentRow.updated_at > compared_at)
        query = (
            select(
                func.count().label("how_many"),
                func.coalesce(func.sum(_CAPTURED), 0).label("minor"),
                func.coalesce(func.sum(SeenIntentRow.received_minor), 0).label("stripe_minor"),
            )
            .select_from(PaymentRow)
            .outerjoin(SeenIntentRow, SeenIntentRow.intent_id == PaymentRow.intent_id)
            .where(*where)
        )
        row = self._connection.execute(query).one()
        back = self.stripe_back(tenant_id, first, until, asked_after=compared_at)
        return Uncompared(row.how_many, int(row.minor), int(row.stripe_minor), back)

    def drawer(self, tenant_id: TenantId, first: datetime, until: datetime) -> Drawer:
        """How a tenant's drawers moved in a period."""
        query = (
            select(CashMovementRow.kind, func.sum(CashMovementRow.amount_minor).label("minor"))
            .join(ShiftRow, ShiftRow.shift_id == CashMovementRow.shift_id)
            .where(
                ShiftRow.tenant_id == tenant_id,
                ShiftRow.opened_at < until,
                or_(ShiftRow.closed_at.is_(None), ShiftRow.closed_at >= first),
                CashMovementRow.at >= first,
                CashMovementRow.at < until,
            )
            .group_by(CashMovementRow.kind)
        )
        kinds = {row.kind: int(row.minor) for row in self._connection.execute(query)}
        expected = self._connection.execute(
            select(func.coalesce(func.sum(CashMovementRow.amount_minor), 0))
            .join(ShiftRow, ShiftRow.shift_id == CashMovementRow.shift_id)
            .where(ShiftRow.tenant_id == tenant_id, ShiftRow.closed_at.is_(None))
        ).scalar_one()
        return Drawer(
            float_minor=kinds.pop(CashKind.FLOAT, 0),
            taken_minor=kinds.pop(CashKind.TAKEN, 0),
            change_minor=kinds.pop(CashKind.CHANGE, 0),
            back_minor=kinds.pop(CashKind.REFUND, 0),
            other_minor=sum(kinds.values()),
            expected_minor=int(expected),
        )

    def _given(self, where: ColumnElement[bool]) -> int:
        # From the refunds to their payments: there are few of them, each with the key of its payment.
        query = (
            select(func.coalesce(func.sum(_GIVEN), 0))
            .select_from(RefundRow)
            .join(PaymentRow, PaymentRow.payment_id == RefundRow.payment_id)
            .where(where)
        )
        return int(self._connection.execute(query).scalar_one())

    def payments_of(
        self, tenant_id: TenantId, first: datetime, until: datetime, methods: tuple[Method, ...], *, limit: int
    ) -> tuple[Payment, ...]:
        """The newest payments behind a sum."""
        query = (
            select(PaymentRow.__table__)
            .where(
                *_of_period(tenant_id, first, until), _SUCCEEDED, PaymentRow.method.in_([one.value for one in methods])
            )
            .order_by(PaymentRow.created_at.desc())
            .limit(limit)
        )
        return tuple(payment_of(row) for row in self._connection.execute(query))

    def received_of(self, payment_ids: Sequence[PaymentId]) -> Mapping[PaymentId, int]:
        """What Stripe was seen to have received for some payments, in minor units."""
        query = select(SeenIntentRow.intent_id, PaymentRow.payment_id, SeenIntentRow.received_minor).join(
            PaymentRow, PaymentRow.intent_id == SeenIntentRow.intent_id
        )
        rows = self._connection.execute(query.where(PaymentRow.payment_id.in_(payment_ids)))
        return {PaymentId(row.payment_id): row.received_minor for row in rows}


def _of_period(tenant_id: TenantId, first: datetime, until: datetime) -> list[ColumnElement[bool]]:
    return [PaymentRow.tenant_id == tenant_id, PaymentRow.created_at >= first, PaymentRow.created_at < until]


def _refunded_in(tenant_id: TenantId, first: datetime, until: datetime) -> list[ColumnElement[bool]]:
    return [
        PaymentRow.tenant_id == tenant_id,
        RefundRow.created_at >= first,
        RefundRow.created_at < until,
        _NOT_FAILED,
    ]


def _booked(row: Any) -> BookedRefund:
    return BookedRefund(
        refund_id=RefundId(row.refund_id),
        tenant_id=TenantId(row.tenant_id),
        order_id=OrderId(row.order_id),
        payment_id=PaymentId(row.payment_id),
        intent_id=None if row.intent_id is None else IntentId(row.intent_id),
        stripe_refund_id=row.stripe_refund_id,
        attempt=row.attempt,
        given=Money(row.given_minor, row.currency),
        status=RefundStatus(row.status),
        updated_at=row.updated_at,
    )
