"""Adding a customer."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from aurora_desk.domain.customers import Customer
from aurora_desk.domain.errors import InvalidError
from aurora_desk.gui.context import Context
from aurora_desk.gui.jobs import words_of
from aurora_desk.gui.screens.customers.reading import CustomerReader, NewCustomer
from aurora_desk.gui.widgets.button import Button, Kind, Variant
from aurora_desk.gui.widgets.confirm import Confirm
from aurora_desk.gui.widgets.field import Field
from aurora_desk.gui.widgets.sheet import Sheet
from aurora_desk.services.customers import EmailTakenError


class NewCustomerSheet(Sheet):
    """Name, email and phone. What is wrong stands at its field; an address that is taken offers its customer."""

    created = Signal(object)
    """The new `Customer`."""
    found = Signal(object)
    """The `Customer` who has the address already, to be opened."""
    told = Signal(str, str)
    """A sentence that belongs to no field, and its tone."""

    def __init__(self, context: Context, reader: CustomerReader, host: QWidget) -> None:
        look = context.look
        super().__init__(look, host, self.tr("New customer"), name="new-customer")
        self._context, self._reader = context, reader
        self._taken: Customer | None = None
        self._checked = ""
        self._saved = False
        self.firstname = Field(look, self.tr("First name"), name="new-firstname")
        self.lastname = Field(look, self.tr("Last name"), name="new-lastname")
        self.email = Field(look, self.tr("Email"), example="name@example.com", name="new-email")
        self.phone = Field(look, self.tr("Phone"), name="new-phone")
        self._fields = {
            "firstname": self.firstname,
            "lastname": self.lastname,
            "email": self.email,
            "phone": self.phone,
        }
        self.open_taken = Button(look, self.tr("Open that customer"), icon="user", name="new-open-taken")
        self.open_taken.hide()
        names = QHBoxLayout()
        names.setSpacing(12)
        names.addWidget(self.firstname, 1)
        names.addWidget(self.lastname, 1)
        self.body.addLayout(names)
        self.body.addWidget(self.email)
        self.body.addWidget(self.open_taken)
        self.body.addWidget(self.phone)
        self.body.addSpacing(8)
        self.cancel = Button(look, self.tr("Cancel"), variant=Variant.LG, name="new-cancel")
        self.save = Button(look, self.tr("Add customer"), kind=Kind.PRIMARY, variant=Variant.LG, name="new-save")
        self.footer.addWidget(self.cancel, 1)
        self.footer.addWidget(self.save, 1)
        for field in self._fields.values():
            field.submitted.connect(self._on_save)
            field.edited.connect(partial(self._on_edited, field))
        self.email.left.connect(self._on_email_left)
        self.cancel.clicked.connect(self.ask_close)
        self.save.clicked.connect(self._on_save)
        self.open_taken.clicked.connect(self._on_open_taken)

    def ask_close(self) -> None:
        if self._saved or not any(field.text.strip() for field in self._fields.values()):
            self.close_sheet()
            return
        confirm = Confirm(
            self._context.look,
            self._host,
            self.tr("Discard the new customer?"),
            self.tr("What you typed has not been saved."),
            verb=self.tr("Discard"),
            safe=self.tr("Keep editing"),
            name="discard-customer",
        )
        confirm.confirmed.connect(self.close_sheet)
        confirm.closed.connect(confirm.deleteLater)
        confirm.open()

    def _on_edited(self, field: Field, _text: str) -> None:
        if field.error:
            field.show_error("")
        if field is self.email:
            self._offer(None)

    def _on_email_left(self) -> None:
        email = self.email.text.strip()
        if email and email != self._checked:
            self._checked = email
            self._look_for(email)

    def _look_for(self, email: str) -> None:
        self._context.jobs.start(
            self, partial(self._reader.with_email, email), done=self._on_looked, failed=self._on_failed
        )

    def _on_looked(self, customer: Customer | None) -> None:
        if customer is None or self.email.text.strip().casefold() != customer.email.casefold():
            return
        self.email.show_error(self.tr("%1 has this email address.").replace("%1", customer.name))
        self._offer(customer)

    def _offer(self, customer: Customer | None) -> None:
        self._taken = customer
        self.open_taken.setVisible(customer is not None)
        self._place()

    def _on_open_taken(self) -> None:
        if self._taken is not None:
            self._saved = True
            self.close_sheet()
            self.found.emit(self._taken)

    def _on_save(self) -> None:
        if self.save.busy or self._saved:
            return
        self.save.set_busy(True)
        new = NewCustomer(self.email.text, self.firstname.text, self.lastname.text, self.phone.text)
        create = partial(self._reader.create, self._context.session.actor(), new)
        self._context.jobs.start(self, create, done=self._on_created, failed=self._on_refused)

    def _on_created(self, customer: Customer) -> None:
        self.save.set_busy(False)
        self._saved = True
        self.close_sheet()
        self.created.emit(customer)

    def _on_refused(self, error: Exception) -> None:
        self.save.set_busy(False)
        field: Field | None = None
        if isinstance(error, EmailTakenError):
            field = self.email
            self._look_for(self.email.text.strip())
        elif isinstance(error, InvalidError):
            field = self._fields.get(error.field)
        if field is None:
            self._on_failed(error)
            return
        field.show_error(words_of(error))
        field.input.setFocus()
        self._place()

    def _on_failed(self, error: Exception) -> None:
        self.told.emit(words_of(error), "danger")
