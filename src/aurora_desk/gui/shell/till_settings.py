"""When the till locks itself and how its scanner is read: as the settings are now, whoever changes them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from aurora_desk.domain.journal import JournalRow
from aurora_desk.domain.settings import LOCK_AFTER, SCANNER_GAP, SCANNER_PREFIX
from aurora_desk.gui.context import Context
from aurora_desk.services.preferences import Preferences

OURS = frozenset(setting.name for setting in (LOCK_AFTER, SCANNER_GAP, SCANNER_PREFIX))


class TillSettings(QObject):
    """Read again after every change, from this desk or from elsewhere."""

    changed = Signal()

    def __init__(self, context: Context, known: Preferences, *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.now = known
        """Ask it for a setting: `now(LOCK_AFTER)`."""
        context.events.happened.connect(self._on_happened)

    def _on_happened(self, row: JournalRow) -> None:
        session, services = self._context.session, self._context.services
        of_till = row.facts.get("till_id") == session.till.till_id
        if row.event != "setting.changed" or not of_till or row.facts.get("name") not in OURS:
            return
        read = partial(services.settings.of_till, tenant_id=session.tenant_id, till_id=session.till.till_id)
        # What was known stays where it can't be read; the next change reads again.
        self._context.jobs.start(self, partial(services.read, read), done=self._on_read, failed=lambda _error: None)

    def _on_read(self, preferences: Preferences) -> None:
        self.now = preferences
        self.changed.emit()
