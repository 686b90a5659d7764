"""What the person at the till may do to a cart alone, known on screen: nothing is shown as given that is not."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal

from aurora_desk.domain.allowances import Approvals, Ask, Matter, approvals_at, asks_of, gone, refusal
from aurora_desk.domain.cart import Cart
from aurora_desk.domain.ids import PersonId
from aurora_desk.domain.journal import JournalRow
from aurora_desk.domain.rights import ApprovalId, Limits, NeedsApprovalError, limit_of
from aurora_desk.domain.settings import ALLOW_TAX_FREE
from aurora_desk.gui.context import Context
from aurora_desk.services.facade import Work
from aurora_desk.services.preferences import limits_of

SETTINGS = "setting.changed"


@dataclass(frozen=True, slots=True)
class _Yes:
    """For whom a manager's yes is, and for how much; for nobody once it has ended."""

    person_id: PersonId | None
    up_to: int = 0

    def covers(self, person_id: PersonId, asked: int) -> bool:
        return self.person_id == person_id and asked <= self.up_to


_ENDED = _Yes(None)


class Allowance(QObject):
    """Knows the shop's limits and the yeses that managers gave at this till. The service looks again at each change."""

    changed = Signal()

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._limits = Limits()
        self.tax_free = False
        """Whether the shop sells anything without tax."""
        self._given: dict[Matter, ApprovalId] = {}
        """The last yes to each matter."""
        self._known: dict[ApprovalId, _Yes] = {}
        context.events.happened.connect(self._on_journal)

    def read(self) -> None:
        """Ask the store."""
        services = self._context.services
        self._context.jobs.start(self, partial(services.read, self._look), done=self._on_read, failed=self._on_failed)

    def keep(self, error: NeedsApprovalError, approval_id: ApprovalId) -> None:
        """A manager said yes to what `error` asked for, and to whoever is at the till."""
        person = self._context.session.person
        if person is not None:
            self._given[error.right, error.subject] = approval_id
            self._known[approval_id] = _Yes(person.person_id, error.amount)

    def end(self, before: Cart, after: Cart) -> None:
        """What was said yes to for lines that are gone by now, or for a cart that is empty, counts no more."""
        subjects = gone(before, after)
        ended = [self._given.pop(matter) for matter in tuple(self._given) if matter[1] in subjects]
        for approval_id in (*ended, *approvals_at(before, subjects)):
            self._known[approval_id] = _ENDED

    def covering(self, before: Cart, after: Cart) -> Approvals:
        """The yeses by which a cart may become another one, where nothing is missing."""
        found = {ask.matter: self._yes_to(ask) for ask in asks_of(before, after) if not self._alone(ask)}
        return {matter: yes for matter, yes in found.items() if yes is not None}

    def missing(self, before: Cart, after: Cart) -> NeedsApprovalError | None:
        """What has to be asked before a cart may become another one."""
        for ask in asks_of(before, after):
            if not self._alone(ask) and self._yes_to(ask) is None:
                return refusal(ask, self._limits)
        return None

    def _alone(self, ask: Ask) -> bool:
        person = self._context.session.person
        limit = 0 if person is None else limit_of(person.role, ask.right, self._limits)
        return limit is None or ask.amount <= limit

    def _yes_to(self, ask: Ask) -> ApprovalId | None:
        person = self._context.session.person
        for yes in (self._given.get(ask.matter), ask.approval):
            # Of a yes that was given at another till only the store knows for whom it is and how much it covers.
            known = self._known.get(yes) if yes is not None else None
            if yes is not None and person is not None and (known is None or known.covers(person.person_id, ask.asked)):
                return yes
        return None

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
