"""What the refund sheet and the order's detail ask of the services. All of it blocks and belongs into jobs."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from aurora_desk.domain.errors import ConflictError
from aurora_desk.domain.ids import OrderId, ReaderId, RefundId
from aurora_desk.domain.refund_progress import RefundProgress
from aurora_desk.domain.refunds import Refundable, RefundRequest
from aurora_desk.domain.rights import ApprovalId
from aurora_desk.gui.context import Context


class RefundCalls:
    """The services, for the person who is at this till as it is made: in the GUI thread, when something is pressed."""

    def __init__(self, context: Context) -> None:
        self._services, self._actor = context.services, context.session.actor()

    def plan(self, order_id: OrderId) -> Refundable:
        """What can be given back of an order."""
        return self._services.read(partial(self._services.refunds.plan, actor=self._actor, order_id=order_id))

    def start(self, request: RefundRequest, *, needs_reader: bool) -> tuple[RefundProgress, ...]:
        """Carry out a decision."""
        if needs_reader:
            request = replace(request, reader_id=self._reader())
        return self._services.refunds.start(self._actor, request)

    def try_again(self, refund_id: RefundId, approval_id: ApprovalId | None = None) -> RefundProgress:
        """A failed refund once more; raises `NeedsApprovalError` above what the person may give back alone."""
        return self._services.refunds.try_again(self._actor, refund_id, approval_id=approval_id)

    def give_cash(self, refund_id: RefundId, approval_id: ApprovalId | None = None) -> RefundProgress:
        """A failed refund out of the drawer; raises `NeedsApprovalError` above what the person may give back alone."""
        give = partial(
            self._services.refunds.give_cash, actor=self._actor, refund_id=refund_id, approval_id=approval_id
        )
        return self._services.write(give)

    def check(self, refund_id: RefundId) -> RefundProgress:
        """How a refund stands."""
        return self._services.refunds.check(self._actor, refund_id)

    def cancel(self, refund_id: RefundId) -> RefundProgress:
        """Take a refund off its reader."""
        return self._services.refunds.cancel_at_reader(self._actor, refund_id)

    def _reader(self) -> ReaderId:
        unit = partial(self._services.payments.readers, tenant_id=self._actor.tenant_id)
        readers = self._services.read(unit)
        if not readers:
            raise ConflictError("This card is refunded at a reader, and none is set up. Nothing was refunded.")
        return readers[0].reader_id
