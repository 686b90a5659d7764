"""What the Reports screen asks and orders, each in one call that blocks and belongs into a job."""

from __future__ import annotations

from functools import partial

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.ids import TenantId
from aurora_desk.domain.rights import ApprovalId
from aurora_desk.domain.truth import Board, Line, Period, Side
from aurora_desk.domain.work_items import Deed, WorkItem
from aurora_desk.services.facade import Services


class BoardReader:
    """The questions and deeds, for one shop."""

    def __init__(self, services: Services, tenant_id: TenantId) -> None:
        self._services, self._tenant_id = services, tenant_id

    def board(self, period: Period) -> Board:
        """The board of a period."""
        unit = partial(self._services.truth.board, tenant_id=self._tenant_id, period=period)
        return self._services.read(unit)

    def lines(self, period: Period, side: Side) -> tuple[Line, ...]:
        """The payments behind a sum."""
        unit = partial(self._services.truth.lines, tenant_id=self._tenant_id, period=period, side=side)
        return self._services.read(unit)

    def compare(self) -> None:
        """Compare with Stripe now."""
        self._services.truth.compare()

    def do(
        self, actor: Actor, item: WorkItem, deed: Deed, note: str = "", approval_id: ApprovalId | None = None
    ) -> None:
        """End a difference by a deed; raises `NeedsApprovalError` for who may not do it alone."""
        truth = self._services.truth
        if deed is Deed.REFUND:
            truth.refund_item(actor, item.item_id, approval_id)
        elif deed is Deed.ATTACH:
            truth.attach_item(actor, item.item_id, approval_id)
        elif deed is Deed.BOOK:
            truth.book_item(actor, item.item_id, approval_id)
        elif deed is Deed.ACCEPT:
            self._services.write(
                partial(truth.accept_item, actor=actor, item_id=item.item_id, note=note, approval_id=approval_id)
            )
