"""All that is kept of a customer as a file: where to, a manager's yes where one is needed, and what was saved."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from aurora_desk.domain.customers import Customer
from aurora_desk.domain.rights import ApprovalId, NeedsApprovalError
from aurora_desk.gui.context import Context
from aurora_desk.gui.jobs import words_of
from aurora_desk.gui.screens.approval.sheet import ask_manager
from aurora_desk.gui.screens.customers.reading import CustomerReader
from aurora_desk.gui.screens.saving import FileQuestion, SavedSheet
from aurora_desk.gui.screens.screen import Screen
from aurora_desk.services.customer_data import ExportedPerson


class CustomerExporting(QObject):
    """Asks for a place, then writes there in a job."""

    told = Signal(str, str)

    def __init__(self, context: Context, reader: CustomerReader, screen: Screen) -> None:
        super().__init__(screen)
        self._context, self._reader, self._screen = context, reader, screen
        self._place = FileQuestion(
            context.look,
            screen,
            title=self.tr("Export data"),
            kind=self.tr("Zip file (*.zip)"),
            suffix="zip",
            name="customer-export",
        )

    def ask(self, customer: Customer) -> None:
        """Let a person choose the file, then write it."""
        self._place.ask(f"customer-{customer.ref.customer_id}.zip", partial(self.write, customer))

    def write(self, customer: Customer, file: Path, approval_id: ApprovalId | None = None) -> None:
        """Write all that is kept of a customer into a file."""
        if self._context.session.person is None:
            return  # locked while the place was chosen
        actor = self._context.session.actor()
        self._context.jobs.start(
            self,
            partial(self._reader.export, file, actor, customer.ref, approval_id),
            done=partial(self._on_written, customer, file),
            failed=partial(self._on_failed, customer, file),
        )

    def _on_written(self, customer: Customer, file: Path, exported: ExportedPerson) -> None:
        if self._context.session.person is None:
            # Nothing opens above the lock; whoever comes back reads it there.
            self.told.emit(self.tr("Exported to %1").replace("%1", file.name), "success")
            return
        orders = self.tr("%n orders", "", exported.orders)
        notes = self.tr("%n notes", "", exported.notes)
        rows = self.tr("Profile, %1, %2").replace("%2", notes).replace("%1", orders)
        holds = self.tr(
            "It holds all that the shop keeps of %1. Hand it to nobody else, and delete it here once it is handed over."
        )
        look, window = self._context.look, self._screen.window()
        SavedSheet(look, window, file, rows=rows, holds=holds.replace("%1", customer.name)).open()

    def _on_failed(self, customer: Customer, file: Path, error: Exception) -> None:
        if isinstance(error, NeedsApprovalError) and self._context.session.person is not None:
            ask_manager(self._context, self._screen.window(), error, partial(self.write, customer, file))
        else:
            self.told.emit(words_of(error), "danger")
