"""What is done to a customer beyond typing: the password mail, the code, merging, erasing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from aurora_desk.domain.customers import Customer
from aurora_desk.domain.rights import ApprovalId, NeedsApprovalError
from aurora_desk.gui.context import Context
from aurora_desk.gui.jobs import words_of
from aurora_desk.gui.screens.approval.sheet import ApprovalSheet, ask_manager
from aurora_desk.gui.screens.customers.code_sheet import CustomerCodeSheet
from aurora_desk.gui.screens.customers.customer_detail import Deed
from aurora_desk.gui.screens.customers.erase_sheet import EraseSheet
from aurora_desk.gui.screens.customers.merge_sheet import MergeSheet
from aurora_desk.gui.screens.customers.reading import CustomerCode, CustomerReader, OpenedCustomer
from aurora_desk.gui.screens.screen import Screen
from aurora_desk.gui.widgets.confirm import Confirm
from aurora_desk.services.merging import MergePlan

T = TypeVar("T")
Again = Callable[[ApprovalId | None], T]


class CustomerDeeds(QObject):
    """Opens the sheets and runs the jobs; where a manager is needed, asks one and does it once more."""

    told = Signal(str, str)
    offered = Signal(str, str, object)
    """A sentence, the word of the way back, and what goes it."""
    changed = Signal(object)
    """The `CustomerRef` that is to be shown now."""
    refreshed = Signal(object)
    """The `OpenedCustomer` as one is now; what is being typed about this customer stays."""
    erased = Signal(object)

    def __init__(
        self, context: Context, reader: CustomerReader, screen: Screen, current: Callable[[], Customer | None]
    ) -> None:
        super().__init__(screen)
        self._context, self._reader, self._screen, self._current = context, reader, screen, current

    def do(self, deed: Deed, merge_id: str = "") -> None:
        """One of the More menu, for the customer that is shown."""
        customer = self._current()
        if customer is None:
            return
        if deed is Deed.UNDO_MERGE:
            self._undo(merge_id)
            return
        {
            Deed.CODE: self._code,
            Deed.MERGE: self._merge,
            Deed.ERASE: self._erase,
        }[deed](customer)

    def send_mail(self, opened: OpenedCustomer) -> None:
        """Ask whether the address is right, then have the mail sent."""
        email = opened.door.email
        confirm = Confirm(
            self._context.look,
            self._screen.window(),
            self.tr("Send a password mail?"),
            self.tr("It goes to %1, with a link to set a new password.").replace("%1", email),
            verb=self.tr("Send mail"),
            safe=self.tr("Cancel"),
            danger=False,
            name="customer-mail",
        )
        send = partial(self._reader.send_mail, self._context.session.actor(), opened.card.customer.ref)
        confirm.confirmed.connect(partial(self._start, lambda _approval: send(), self._on_sent))
        confirm.closed.connect(confirm.deleteLater)
        confirm.open()

    def _on_sent(self, opened: OpenedCustomer) -> None:
        self.told.emit(self.tr("The mail to %1 is on its way").replace("%1", opened.door.email), "success")
        self.refreshed.emit(opened)

    def _code(self, customer: Customer) -> None:
        self._start(lambda _approval: self._reader.code(customer), self._show_code)

    def _show_code(self, code: CustomerCode) -> None:
        sheet = CustomerCodeSheet(self._context.look, self._screen.window(), code)
        sheet.copied.connect(lambda: self.told.emit(self.tr("Code copied"), "success"))
        sheet.closed.connect(sheet.deleteLater)
        sheet.open()

    def _merge(self, customer: Customer) -> None:
        sheet = MergeSheet(self._context, self._reader, self._screen.window(), customer)
        sheet.merge_wanted.connect(partial(self._on_merge, sheet))
        sheet.closed.connect(sheet.deleteLater)
        sheet.open()

    def _on_merge(self, sheet: MergeSheet, plan: MergePlan) -> None:
        merge = partial(self._reader.merge, self._context.session.actor(), plan)
        self._start(merge, partial(self._on_merged, sheet), partial(self._on_not_merged, sheet))

    def _on_merged(self, sheet: MergeSheet, merged: tuple[Customer, str]) -> None:
        sheet.close_sheet()
        customer, merge_id = merged
        self.changed.emit(customer.ref)
        words = self.tr("Merged into %1").replace("%1", customer.name)
        self.offered.emit(words, self.tr("Undo"), partial(self._undo, merge_id))

    def _on_not_merged(self, sheet: MergeSheet, error: Exception) -> None:
        sheet.refuse(words_of(error))

    def _undo(self, merge_id: str) -> None:
        undo = partial(self._reader.undo_merge, self._context.session.actor(), merge_id)
        self._start(undo, self._on_undone)

    def _on_undone(self, customer: Customer) -> None:
        self.told.emit(self.tr("The two customers are separate again"), "success")
        self.changed.emit(customer.ref)

    def _erase(self, customer: Customer) -> None:
        sheet = EraseSheet(self._context.look, self._screen.window(), customer)
        sheet.erase_wanted.connect(partial(self._on_erase, sheet, customer))
        sheet.closed.connect(sheet.deleteLater)
        sheet.open()

    def _on_erase(self, sheet: EraseSheet, customer: Customer) -> None:
        erase = partial(self._reader.erase, self._context.session.actor(), customer.ref)
        done = partial(self._on_erased, sheet, customer)
        self._start(erase, done, lambda error: sheet.refuse(words_of(error)))

    def _on_erased(self, sheet: EraseSheet, customer: Customer, _nothing: None) -> None:
        sheet.close_sheet()
        self.erased.emit(customer.ref)
        self.told.emit(self.tr("The customer was erased. Orders keep their figures."), "success")

    def _start(
        self,
        deed: Again[T],
        done: Callable[[T], object],
        refused: Callable[[Exception], object] | None = None,
        approval_id: ApprovalId | None = None,
    ) -> None:
        failed = partial(self._on_failed, deed, done, refused)
        self._context.jobs.start(self, partial(deed, approval_id), done=done, failed=failed)

    def _on_failed(
        self,
        deed: Again[T],
        done: Callable[[T], object],
        refused: Callable[[Exception], object] | None,
        error: Exception,
    ) -> None:
        asked = self._ask(deed, done, refused, error) if isinstance(error, NeedsApprovalError) else None
        if asked is not None:
            if refused is not None:
                asked.given_up.connect(partial(refused, error))
        elif refused is not None:
            refused(error)
        else:
            self.told.emit(words_of(error), "danger")

    def _ask(
        self,
        deed: Again[T],
        done: Callable[[T], object],
        refused: Callable[[Exception], object] | None,
        error: NeedsApprovalError,
    ) -> ApprovalSheet | None:
        """The manager's sheet; None where the till is locked by now, and the sheet behind the lock is to be free."""
        return ask_manager(
            self._context, self._screen.window(), error, lambda yes: self._start(deed, done, refused, yes)
        )
