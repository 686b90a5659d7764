"""From a code that no product has to a product that has it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import shiboken6
from PySide6.QtCore import QObject, Signal

from aurora_desk.domain.catalogue import Category, NewProduct, Product
from aurora_desk.domain.people import Person
from aurora_desk.domain.rights import ApprovalId, Limits, NeedsApprovalError, Right, limit_of
from aurora_desk.domain.totals import TaxRate
from aurora_desk.gui.context import Context
from aurora_desk.gui.jobs import words_of
from aurora_desk.gui.screens.approval.sheet import ask_manager
from aurora_desk.gui.screens.sell.sheet_host import SheetHost
from aurora_desk.gui.screens.sell.sheets.new_product import NewProductSheet
from aurora_desk.gui.theme.format import isolated
from aurora_desk.services.facade import Work

Lists = tuple[tuple[TaxRate, ...], tuple[Category, ...]]


class Creating(QObject):
    """Opens the sheet of a new product and has it kept; whoever may not do that alone is led to a manager."""

    created = Signal(object)
    """The `Product`, on its way into the cart."""
    refused = Signal(str)

    def __init__(self, context: Context, sheets: SheetHost, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context, self._sheets = context, sheets

    def create(self, barcode: str) -> None:
        """Ask what the product with this code is."""
        read = partial(self._context.services.read, self._lists)
        self._context.jobs.start(self, read, done=partial(self._ask, barcode), failed=self._on_unread)

    def _lists(self, work: Work) -> Lists:
        catalogue, tenant_id = self._context.services.catalogue, self._context.session.tenant_id
        return catalogue.tax_rates(work, tenant_id), catalogue.categories(work, tenant_id)

    def _ask(self, barcode: str, lists: Lists) -> None:
        if self._context.session.person is None:
            return
        if self._sheets.is_open:
            words = self.tr("%1 was not added: something else is being asked. Answer that, then add it once more.")
            self.refused.emit(words.replace("%1", isolated(barcode, self._context.look.locale)))
            return
        taxes, categories = lists
        sheet = NewProductSheet(
            self._context.look,
            self._sheets.window,
            barcode,
            currency=self._context.session.tenant.currency,
            taxes=taxes,
            categories=categories,
            hint=self._who_is_asked(),
        )
        sheet.entered.connect(partial(self._keep, sheet))
        self._sheets.open(sheet)

    def _who_is_asked(self) -> str:
        """Told before anything is typed, so that nobody types for nothing."""
        person = self._context.session.person
        if person is None or limit_of(person.role, Right.CATALOGUE, Limits()) is None:
            return ""
        return self.tr("A manager or the owner approves it with a PIN when you are done. Fetch one of them.")

    def _keep(self, sheet: NewProductSheet, new: NewProduct, approval_id: ApprovalId | None = None) -> None:
        services, actor = self._context.services, self._context.session.actor()
        unit = partial(services.catalogue.create, actor=actor, new=new, approval_id=approval_id)
        self._context.jobs.start(
            self,
            partial(services.write, unit),
            done=partial(self._on_created, sheet, self._context.session.person),
            failed=partial(self._on_refused, sheet, partial(self._keep, sheet, new)),
        )

    def _on_created(self, sheet: NewProductSheet, asked_by: Person | None, product: Product) -> None:
        if shiboken6.isValid(sheet):
            sheet.keep()
        person = self._context.session.person
        # Locked or handed on meanwhile: nothing goes into the cart in the name of somebody else.
        if person is not None and asked_by is not None and person.person_id == asked_by.person_id:
            self.created.emit(product)

    def _on_refused(self, sheet: NewProductSheet, again: Callable[[ApprovalId], None], error: Exception) -> None:
        if not shiboken6.isValid(sheet):
            self.refused.emit(words_of(error))
            return
        asking = None
        if isinstance(error, NeedsApprovalError):
            asking = ask_manager(self._context, self._sheets.window, error, again)
        if asking is not None:
            asking.given_up.connect(partial(sheet.refuse, error))
        else:
            sheet.refuse(error)

    def _on_unread(self, error: Exception) -> None:
        self.refused.emit(words_of(error))
