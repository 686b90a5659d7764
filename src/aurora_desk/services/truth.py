"""The money truth board: orders, Stripe and drawers side by side, and what lies behind each sum."""

from __future__ import annotations

from datetime import UTC, datetime

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.ids import TenantId
from aurora_desk.domain.orders import Refund
from aurora_desk.domain.payments import CardNotSetUpError, Method, Payment
from aurora_desk.domain.rights import ApprovalId
from aurora_desk.domain.truth import THROUGH_STRIPE, Board, Booked, Line, Period, Side, bounds
from aurora_desk.domain.work_items import WorkItem
from aurora_desk.payments.gateway import Gateway
from aurora_desk.payments.listing import Listing
from aurora_desk.services.clock import Clock
from aurora_desk.services.comparing import Compared, Comparing
from aurora_desk.services.deeds import Deeds
from aurora_desk.store.store import Store
from aurora_desk.store.unit_of_work import Work

LINES = 200
"""So many of the newest payments lie open behind a sum."""


class Truth:
    """The board, the comparison behind it, and the deeds that end a difference.

    A unit takes `work` first; the rest call Stripe and block, and raise `CardNotSetUpError` without a key.
    """

    def __init__(self, store: Store, gateway: Gateway | None, store_id: str) -> None:
        self.clock = Clock(store, gateway.connection if gateway else None)
        self._comparing: Comparing | None = None
        self._deeds: Deeds | None = None
        if gateway is not None:
            listing = Listing(gateway.connection)
            self._comparing = Comparing(store, gateway, listing, store_id)
            self._deeds = Deeds(store, gateway)

    def with_stripe(self) -> bool:
        """Whether there is a Stripe to compare with."""
        return self._comparing is not None

    def compare(self) -> Compared:
        """Compare this store with Stripe now; raises `StripeUnreachableError`, and then nothing is concluded."""
        if self._comparing is None:
            raise CardNotSetUpError
        compared = self._comparing.compare()
        self.clock.note()
        return compared

    def refund_item(self, actor: Actor, item_id: str, approval_id: ApprovalId | None = None) -> WorkItem:
        """Give a charge back that no order counts; raises `RefundUnknownError` where Stripe does not answer."""
        return self._doing().refund_item(actor, item_id, approval_id)

    def attach_item(self, actor: Actor, item_id: str, approval_id: ApprovalId | None = None) -> Payment:
        """Book a charge as a payment of its order, where it fits in what is left to pay."""
        return self._doing().attach_item(actor, item_id, approval_id)

    def book_item(self, actor: Actor, item_id: str, approval_id: ApprovalId | None = None) -> Refund:
        """Book a refund that was made at Stripe, so that its order counts it."""
        return self._doing().book_item(actor, item_id, approval_id)

    def accept_item(
        self, work: Work, actor: Actor, item_id: str, note: str, approval_id: ApprovalId | None = None
    ) -> None:
        """A unit: the owner says how a difference was settled otherwise."""
        self._doing().accept_item(work, actor, item_id, note, approval_id)

    def resume(self) -> None:
        """Go on with what Stripe was asked to give back and has not answered."""
        if self._deeds is not None:
            self._deeds.resume()

    def board(self, work: Work, tenant_id: TenantId, period: Period) -> Board:
        """The truth of a period of the shop's own days."""
        tenant = work.tenants.get(tenant_id)
        first, until = _bounds(work, tenant_id, period)
        compared_at = work.tenants.compared_at()
        return Board(
            period=period,
            first=first,
            until=until,
            currency=tenant.currency,
            compared_at=compared_at,
            with_stripe=self.with_stripe(),
            booked=Booked(
                taken=work.truth.taken(tenant_id, first, until),
                stripe_back_minor=work.truth.stripe_back(tenant_id, first, until),
                cash_back_minor=work.truth.cash_back(tenant_id, first, until),
                other_back_minor=work.truth.other_back(tenant_id, first, until),
                own=work.truth.taken_by_own(tenant_id, first, until),
            ),
            stripe=work.truth.at_stripe(tenant_id, first, until),
            uncompared=work.truth.uncompared(tenant_id, first, until, compared_at),
            drawer=work.truth.drawer(tenant_id, first, until),
            items=work.work_items.open_of(tenant_id),
        )

    def lines(self, work: Work, tenant_id: TenantId, period: Period, side: Side) -> tuple[Line, ...]:
        """The newest payments behind a sum; those that Stripe tells otherwise come first."""
        methods = THROUGH_STRIPE if side in (Side.STRIPE, Side.STRIPE_BACK) else (Method.CASH,)
        payments = work.truth.payments_of(tenant_id, *_bounds(work, tenant_id, period), methods, limit=LINES)
        received = work.truth.received_of([payment.payment_id for payment in payments])
        lines = [Line(payment, received.get(payment.payment_id)) for payment in payments]
        return tuple(sorted(lines, key=lambda line: not line.differs))

    def _doing(self) -> Deeds:
        if self._deeds is None:
            raise CardNotSetUpError
        return self._deeds


def _bounds(work: Work, tenant_id: TenantId, period: Period) -> tuple[datetime, datetime]:
    first, until = bounds(period, work.tenants.get(tenant_id).local(work.now))
    return first.astimezone(UTC), until.astimezone(UTC)
