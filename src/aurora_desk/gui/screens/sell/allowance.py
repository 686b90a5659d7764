"""What the person at the till may do to a cart alone, known on screen: nothing is shown as given that is not."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from aurora_desk.domain.allowances import Approvals, Ask, asks_of, refusal
from aurora_desk.domain.cart import Cart
from aurora_desk.domain.ids import CartId
from aurora_desk.domain.journal import JournalRow
from aurora_desk.domain.rights import ApprovalId, Limits, NeedsApprovalError, Right, limit_of
from aurora_desk.domain.settings import ALLOW_TAX_FREE
from aurora_desk.gui.context import Context
from aurora_desk.services.facade import Work
from aurora_desk.services.settings import limits_of

SETTINGS = "setting.changed"


class Allowance(QObject):
    """Knows the shop's limits and the yeses that managers gave at this till. The service looks again at each change."""

    changed = Signal()

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._limits = Limits()
        self.tax_free = False
        """Whether the shop sells anything without tax."""
        self._given: dict[tuple[CartId, Right], ApprovalId] = {}
        self._up_to: dict[ApprovalId, int] = {}
        context.events.happened.connect(self._on_journal)

    def read(self) -> None:
        """Ask the store."""
        services = self._context.services
        self._context.jobs.start(self, partial(services.read, self._look), done=self._on_read, failed=self._on_failed)

    def keep(self, cart_id: CartId, error: NeedsApprovalError, approval_id: ApprovalId) -> None:
        """A manager said yes to what `error` asked for."""
        self._given[cart_id, error.right] = approval_id
        self._up_to[approval_id] = error.amount

    def yeses(self, cart_id: CartId) -> Approvals:
        """The last yes for each right on a cart."""
        return {right: approval for (cart, right), approval in self._given.items() if cart == cart_id}

    def missing(self, before: Cart, after: Cart) -> NeedsApprovalError | None:
        """What has to be asked before a cart may become another one."""
        yeses = self.yeses(before.cart_id)
        for ask in asks_of(before, after):
            if not self._allowed(ask, yeses):
                return refusal(ask, before, self._limits)
        return None

    def _allowed(self, ask: Ask, yeses: Approvals) -> bool:
        person = self._context.session.person
        limit = 0 if person is None else limit_of(person.role, ask.right, self._limits)
        if limit is None or ask.amount <= limit:
            return True
        own = (yeses[ask.right],) if ask.right in yeses else ()
        # Of a yes that was given at another till only the store knows how much it covers.
        return any(ask.amount <= self._up_to.get(yes, ask.amount) for yes in (*ask.approvals, *own))

    def _look(self, work: Work) -> tuple[Limits, bool]:
        session, services = self._context.session, self._context.services
        settings = services.settings.of_till(work, session.tenant_id, session.till.till_id)
        return limits_of(work, session.tenant_id), settings(ALLOW_TAX_FREE)

    def _on_read(self, read: tuple[Limits, bool]) -> None:
        self._limits, self.tax_free = read
        self.changed.emit()

    def _on_failed(self, _error: Exception) -> None:
        # What was known goes on counting here; the service knows better and refuses.
        return

    def _on_journal(self, row: JournalRow) -> None:
        if row.event == SETTINGS and row.tenant_id == self._context.session.tenant_id:
            self.read()
