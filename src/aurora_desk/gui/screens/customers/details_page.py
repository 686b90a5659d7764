"""What is written down of a customer, as a form: account, consent, names, contact, address."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aurora_desk.domain.customers import CustomerFields
from aurora_desk.gui.screens.customers.account_box import AccountBox
from aurora_desk.gui.screens.customers.reading import OpenedCustomer
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.spacing import Space
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.check import Check
from aurora_desk.gui.widgets.field import Field
from aurora_desk.gui.widgets.side_scroll import SideScroll
from aurora_desk.gui.widgets.text import Text


class DetailsPage(SideScroll):
    """The form is always there to be typed in; `changed` tells whether something in it is not saved yet."""

    changed = Signal(bool)
    left_field = Signal(str)
    """The name of a field that was left; the time to check it."""
    submitted = Signal()
    consent_wanted = Signal(bool)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(name="customer-details", parent=parent)
        self.set_label(self.tr("Details"))
        self._look = look
        self._consent_at: datetime | None = None
        self.before = CustomerFields()
        """What the form was filled with."""
        self.account = AccountBox(look)
        self.consent = Check(look, self.tr("May be written to"), name="customer-consent")
        self.consent_since = Text(look, "", Type.LABEL, tone="muted", weight=400, name="customer-consent-since")
        self.fields = {
            "firstname": Field(look, self.tr("First name"), name="customer-firstname"),
            "lastname": Field(look, self.tr("Last name"), name="customer-lastname"),
            "displayname": Field(look, self.tr("Shown as"), name="customer-displayname"),
            "email": Field(look, self.tr("Email"), name="customer-email-field"),
            "phone": Field(look, self.tr("Phone"), name="customer-phone-field"),
            "company": Field(look, self.tr("Company"), name="customer-company"),
            "address": Field(look, self.tr("Street and number"), name="customer-address"),
            "zip": Field(look, self.tr("Postcode"), name="customer-zip"),
            "city": Field(look, self.tr("City"), name="customer-city"),
            "country": Field(look, self.tr("Country"), name="customer-country"),
        }
        self._build()
        for name, field in self.fields.items():
            field.edited.connect(partial(self._on_edited, field))
            field.left.connect(partial(self.left_field.emit, name))
            field.submitted.connect(self.submitted)
        self.consent.clicked.connect(self.consent_wanted)
        look.changed.connect(self._write_consent)

    @property
    def now(self) -> CustomerFields:
        """What stands in the form."""
        return CustomerFields(**{name: field.text.strip() for name, field in self.fields.items()})

    @property
    def unsaved(self) -> bool:
        """Whether something was typed that is not saved."""
        return self.now != self.before

    def show_customer(self, opened: OpenedCustomer, *, keep_typed: bool) -> None:
        """Show a customer; what somebody is typing stays where `keep_typed`."""
        self.account.show_customer(opened)
        self._consent_at = opened.card.customer.consent_at
        self._write_consent()
        if not keep_typed:
            self.fill(opened.card.fields)

    def fill(self, fields: CustomerFields) -> None:
        """Fill the form; nothing is unsaved then."""
        self.before = fields
        for name, text in asdict(fields).items():
            self.fields[name].set_text(text)
            self.fields[name].show_error("")
        self.fields["displayname"].setVisible(bool(fields.displayname))
        self.changed.emit(False)

    def take_saved(self, fields: CustomerFields, sent: CustomerFields) -> None:
        """What was `sent` is saved as `fields`; what was typed since then stays, and is not saved yet."""
        self.before = fields
        typed, was_sent = asdict(self.now), asdict(sent)
        for name, text in asdict(fields).items():
            if typed[name] != was_sent[name]:
                continue
            self.fields[name].show_error("")
            if self.fields[name].text != text:
                self.fields[name].set_text(text)
        self.fields["displayname"].setVisible(bool(fields.displayname) or bool(self.fields["displayname"].text))
        self.changed.emit(self.unsaved)

    def show_error(self, name: str, sentence: str) -> bool:
        """Say at a field what is wrong and go there; tells whether there is such a field."""
        field = self.fields.get(name)
        if field is None:
            return False
        field.show_error(sentence)
        field.input.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ensureWidgetVisible(field, 0, Space.XL)
        return True

    def _on_edited(self, field: Field, _text: str) -> None:
        if field.error:
            field.show_error("")
        self.changed.emit(self.unsaved)

    def _write_consent(self) -> None:
        at = self._consent_at
        self.consent.setChecked(at is not None)
        words = self.tr("Since %1").replace("%1", self._look.date(at)) if at is not None else ""
        self.consent_since.setText(words)

    def _build(self) -> None:
        inside = QWidget()
        inside.setProperty("kind", "scrolled")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, Space.SM)
        column.setSpacing(Space.MD)
        column.addWidget(self.account)
        consent = QHBoxLayout()
        consent.addWidget(self.consent)
        consent.addStretch(1)
        consent.addWidget(self.consent_since)
        column.addLayout(consent)
        for names in (
            ("firstname", "lastname"),
            ("displayname",),
            ("email",),
            ("phone",),
            ("company",),
            ("address",),
            ("zip", "city"),
            ("country",),
        ):
            row = QHBoxLayout()
            row.setSpacing(Space.MD)
            for name in names:
                row.addWidget(self.fields[name], 1)
            column.addLayout(row)
        column.addStretch(1)
        self.setWidget(inside)
