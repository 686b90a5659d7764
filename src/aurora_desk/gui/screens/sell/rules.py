"""What the shop allows at the counter, known before anybody asks."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from aurora_desk.domain.journal import JournalRow
from aurora_desk.domain.settings import SELL_SOLD_OUT
from aurora_desk.gui.context import Context
from aurora_desk.services.preferences import Preferences


class SellRules(QObject):
    """Reads the settings of Sell when the screen begins and whenever one of them changes."""

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.sell_sold_out = SELL_SOLD_OUT.default
        """Whether what is sold out may be sold all the same."""
        context.events.happened.connect(self._on_journal)

    def read(self) -> None:
        """Look at the settings."""
        services, session = self._context.services, self._context.session
        unit = partial(services.settings.of_till, tenant_id=session.tenant_id, till_id=session.till.till_id)
        self._context.jobs.start(self, partial(services.read, unit), done=self._on_read, failed=self._on_failed)

    def _on_read(self, preferences: Preferences) -> None:
        self.sell_sold_out = preferences(SELL_SOLD_OUT)

    def _on_failed(self, _error: Exception) -> None:
        """The rules stay as they were; the next change reads them again."""

    def _on_journal(self, row: JournalRow) -> None:
        if row.event == "setting.changed" and row.facts.get("name") == SELL_SOLD_OUT.name:
            self.read()
