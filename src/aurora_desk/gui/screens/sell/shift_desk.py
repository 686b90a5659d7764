"""Whether a shift is open at this till, and opening one."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from aurora_desk.domain.journal import JournalRow
from aurora_desk.domain.shifts import Shift
from aurora_desk.gui.context import Context
from aurora_desk.gui.jobs import words_of
from aurora_desk.gui.screens.sell.sheet_host import SheetHost
from aurora_desk.gui.screens.sell.sheets.open_shift import OpenShiftSheet

SHIFT_EVENTS = "shift."


class ShiftDesk(QObject):
    """Knows the till's shift from the store, again after every row about shifts."""

    changed = Signal(bool)
    """Whether a shift is open."""
    failed = Signal(str)

    def __init__(self, context: Context, sheets: SheetHost, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context, self._sheets = context, sheets
        self._sheet: OpenShiftSheet | None = None
        self.is_open = True
        """Taken to be so until the store says otherwise, so that no banner flashes at the start."""
        context.events.happened.connect(self._on_journal)

    def read(self) -> None:
        """Ask the store."""
        services, session = self._context.services, self._context.session
        work = partial(services.read, partial(services.shifts.current, till_id=session.till.till_id))
        self._context.jobs.start(self, work, done=self._on_read, failed=self._on_failed)

    def ask_float(self) -> None:
        """Ask what lies in the drawer, and open the shift with it."""
        if self._sheet is not None:
            return
        look, currency = self._context.look, self._context.session.tenant.currency
        self._sheet = OpenShiftSheet(look, self._sheets.window, currency=currency)
        self._sheet.entered.connect(self._open)
        self._sheet.closed.connect(self._on_closed)
        self._sheets.open(self._sheet)

    def _open(self, float_minor: int) -> None:
        services, actor = self._context.services, self._context.session.actor()
        unit = partial(services.shifts.open, actor=actor, float_minor=float_minor)
        self._context.jobs.start(self, partial(services.write, unit), done=self._on_opened, failed=self._on_refused)

    def _on_opened(self, shift: Shift) -> None:
        if self._sheet is not None:
            self._sheet.close_sheet()
        self._on_read(shift)

    def _on_refused(self, error: Exception) -> None:
        if self._sheet is not None:
            self._sheet.refuse(words_of(error))
        self.read()

    def _on_closed(self) -> None:
        self._sheet = None

    def _on_read(self, shift: Shift | None) -> None:
        self.is_open = shift is not None
        self.changed.emit(self.is_open)

    def _on_failed(self, error: Exception) -> None:
        self.failed.emit(words_of(error))

    def _on_journal(self, row: JournalRow) -> None:
        if row.event.startswith(SHIFT_EVENTS) and row.till_id == self._context.session.till.till_id:
            self.read()
