"""Adding a customer."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from aurora_desk.domain.customers import Customer, CustomerFields
from aurora_desk.domain.errors import InvalidError
from aurora_desk.gui.context import Context
from aurora_desk.gui.jobs import words_of
from aurora_desk.gui.screens.customers.reading import CustomerReader
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.announce import announce
from aurora_desk.gui.widgets.button import Button, Kind, Variant
from aurora_desk.gui.widgets.discarding import ask_to_discard
from aurora_desk.gui.widgets.field import Field
from aurora_desk.gui.widgets.polish import Ground
from aurora_desk.gui.widgets.sheet import Sheet
from aurora_desk.gui.widgets.text import Text
from aurora_desk.services.customers import EmailTakenError
from aurora_desk.services.duplicates import Duplicate, Likeness


class NewCustomerSheet(Sheet):
    """Name, email and phone; Enter saves. Who may be the same person is told while typing, and can be opened."""

    created = Signal(object)
    """The new `Customer`."""
    found = Signal(object)
    """The `Customer` who is the same person, to be opened."""
    told = Signal(str, str)
    """A sentence that belongs to no field, and its tone."""

    def __init__(self, context: Context, reader: CustomerReader, host: QWidget, *, words: str = "") -> None:
        look = context.look
        super().__init__(look, host, self.tr("New customer"), name="new-customer")
        self._context, self._reader = context, reader
        self._duplicate: Duplicate | None = None
        self._looked: tuple[str, str, str] = ("", "", "")
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
        self.hint = Ground("well", name="new-duplicate")
        self._hint_icon = QLabel()
        self.hint_words = Text(look, "", Type.BODY, weight=500, wrap=True, name="new-duplicate-words")
        self.open_taken = Button(look, self.tr("Open this customer"), icon="user", name="new-open-taken")
        self._build_hint()
        names = QHBoxLayout()
        names.setSpacing(12)
        names.addWidget(self.firstname, 1)
        names.addWidget(self.lastname, 1)
        self.body.addLayout(names)
        self.body.addWidget(self.email)
        self.body.addWidget(self.phone)
        self.body.addWidget(self.hint)
        self.body.addSpacing(8)
        self.cancel = Button(look, self.tr("Cancel"), variant=Variant.LG, name="new-cancel")
        self.save = Button(look, self.tr("Add customer"), kind=Kind.PRIMARY, variant=Variant.LG, name="new-save")
        self.footer.addWidget(self.cancel, 1)
        self.footer.addWidget(self.save, 1)
        for field in self._fields.values():
            field.submitted.connect(self._on_save)
            field.edited.connect(partial(self._on_edited, field))
            field.left.connect(partial(self._on_left, field))
        self.cancel.clicked.connect(self.ask_close)
        self.save.clicked.connect(self._on_save)
        self.open_taken.clicked.connect(self._on_open_taken)
        self._begin_with(words)

    def ask_close(self) -> None:
        if self.save.busy:
            return  # nothing is lost, or it is said why in a moment
        if self._saved or not any(field.text.strip() for field in self._fields.values()):
            self.close_sheet()
            return
        title = self.tr("Discard the new customer?")
        ask_to_discard(self._look, self._host, self, title, name="discard-customer")

    def _on_edited(self, field: Field, _text: str) -> None:
        if field.error:
            field.show_error("")

    def _on_left(self, field: Field) -> None:
        if field is self.email and field.text.strip() and "@" not in field.text:
            field.show_error(self.tr("This is not an email address. It looks like name@example.com."))
            self._place()
        self._look_for_duplicates()

    def _look_for_duplicates(self) -> None:
        asked = self.email.text.strip(), self.phone.text.strip(), f"{self.firstname.text} {self.lastname.text}".strip()
        if asked == self._looked or self._saved:
            return
        self._looked = asked
        find = partial(self._reader.duplicate, *asked)
        # Only a hint: where it can't be asked for, saving still refuses an address that is taken.
        self._context.jobs.start(self, find, done=partial(self._show_duplicate, asked), failed=lambda _error: None)

    def _show_duplicate(self, asked: tuple[str, str, str], duplicate: Duplicate | None) -> None:
        if asked != self._looked:
            return  # the answer to what was written before
        self._duplicate = duplicate
        if duplicate is not None:
            words = {
                Likeness.EMAIL: self.tr("Same email as %1. Open this customer?"),
                Likeness.PHONE: self.tr("Same phone number as %1. Perhaps the same person?"),
                Likeness.NAME: self.tr("Nearly the same name as %1. Perhaps the same person?"),
            }[duplicate.why]
            sentence = words.replace("%1", duplicate.customer.name)
            self.hint_words.setText(sentence)
            announce(self.hint, sentence)
        self.hint.setVisible(duplicate is not None)
        self._place()

    def _build_hint(self) -> None:
        row = QHBoxLayout(self.hint)
        row.setContentsMargins(14, 8, 8, 8)
        row.setSpacing(10)
        self._look.follow(self._dress_hint)
        row.addWidget(self._hint_icon)
        row.addWidget(self.hint_words, 1)
        row.addWidget(self.open_taken)
        self.hint.hide()

    def _dress_hint(self) -> None:
        self._hint_icon.setPixmap(self._look.pixmap("triangle-alert", "warning", 20, self.devicePixelRatioF()))

    def _begin_with(self, words: str) -> None:
        """What was searched for in vain is where typing goes on."""
        if "@" in words:
            self.email.set_text(words)
        elif any(character.isdigit() for character in words):
            self.phone.set_text(words)
        else:
            first, _, last = words.partition(" ")
            self.firstname.set_text(first)
            self.lastname.set_text(last.strip())

    def _on_open_taken(self) -> None:
        if self._duplicate is not None and not self.save.busy:
            self._saved = True
            self.close_sheet()
            self.found.emit(self._duplicate.customer)

    def _on_save(self) -> None:
        if self.save.busy or self._saved:
            return
        self.save.set_busy(True)
        new = CustomerFields(
            firstname=self.firstname.text, lastname=self.lastname.text, email=self.email.text, phone=self.phone.text
        )
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
            self._looked = ("", "", "")
            self._look_for_duplicates()
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
