"""Whose cart it is: finding a customer, or adding one."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from aurora_desk.domain.customers import Customer
from aurora_desk.domain.errors import InvalidError
from aurora_desk.gui.jobs import words_of
from aurora_desk.gui.models.customers import CustomersModel
from aurora_desk.gui.screens.screen import Scan, ScanKind
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.spacing import Space
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.button import Button, Kind, Variant
from aurora_desk.gui.widgets.discarding import ask_to_discard
from aurora_desk.gui.widgets.empty import Empty
from aurora_desk.gui.widgets.field import Field
from aurora_desk.gui.widgets.giving_pages import GivingPages
from aurora_desk.gui.widgets.search_bar import SearchBar
from aurora_desk.gui.widgets.sheet import Sheet, SheetSize
from aurora_desk.gui.widgets.table import Table
from aurora_desk.gui.widgets.text import Text
from aurora_desk.services.duplicates import Duplicate, Likeness

TABLE_HEIGHT = 340
TYPING_MS = 250


class CustomerSheet(Sheet):
    """Search by name, email, phone or last digits. «New customer» asks for name and email only."""

    picked = Signal(object)
    """The `Customer`."""
    words_changed = Signal(str)
    create_wanted = Signal(str, str)
    """Name and email of a new customer."""
    likely_wanted = Signal(str, str)
    """Name and email as far as they are typed: is somebody known by them?"""

    def __init__(self, look: Look, host: QWidget, *, currency: str) -> None:
        super().__init__(look, host, self.tr("Customer"), size=SheetSize.LARGE, name="customer-sheet")
        self._ready = self._pick_when_found = False
        self._likely: Customer | None = None
        self._begun = ("", "")
        """Name and email of the form as the words of the search gave them."""
        self.model = CustomersModel(look, currency, parent=self)
        self.search = SearchBar(look, self.tr("Name, email, phone or last digits"), key="", name="customer-search")
        self.table = Table(look, self.model, label=self.tr("Customers"), name="customer-table")
        self._nobody = Empty(look, "users", "", name="customer-empty")
        self._found = GivingPages(look, TABLE_HEIGHT)
        self._found.addWidget(self.table)
        self._found.addWidget(self._nobody)
        self.name = Field(look, self.tr("Name"), example=self.tr("Lena Bergström"), name="new-name")
        self.email = Field(look, self.tr("Email"), example="lena@example.com", name="new-email")
        self._known = Text(look, "", Type.BODY, tone="warning", weight=500, wrap=True, name="new-known")
        self._sign = QLabel()
        self.take_known = Button(look, "", icon="user", variant=Variant.LG, name="new-take-known")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_MS)
        self.new = Button(look, self.tr("New customer"), icon="user-plus", variant=Variant.LG, name="customer-new")
        self.back = Button(look, self.tr("Back"), variant=Variant.LG, name="customer-back")
        self.pick = Button(look, self.tr("Add to cart"), kind=Kind.PRIMARY, variant=Variant.LG, name="customer-pick")
        self.save = Button(
            look, self.tr("Save and add to cart"), kind=Kind.PRIMARY, variant=Variant.LG, name="customer-save"
        )
        self._pages = QStackedWidget()
        self._build()
        for part in (self._sign, self._known, self.take_known):
            part.hide()
        look.follow(self._dress)
        self._show_form(shown=False)

    def show_error(self, error: Exception) -> None:
        """The new customer was refused; what was typed stays."""
        self.save.set_busy(False)
        if isinstance(error, InvalidError) and error.field != "email":
            self.name.show_error(words_of(error))
            self.name.input.setFocus()
        else:
            self.email.show_error(words_of(error))
            self.email.input.setFocus()

    def show_found(self, words: str) -> None:
        """The first page of what was searched for is in the model."""
        self._ready = words == self.search.text.strip()
        if self.model.rows:
            self._found.setCurrentWidget(self.table)
            self.table.selectRow(0)
            self.pick.enable()
            if self._ready and self._pick_when_found:
                self._on_pick()
            return
        self._pick_when_found = False
        title = self.tr("Nobody matches “%1”").replace("%1", words) if words else self.tr("No customers yet")
        self._nobody.show_words(title, self.tr("Add the person with New customer."))
        self._found.setCurrentWidget(self._nobody)
        self.pick.disable(self.tr("Choose a customer first"))

    def show_likely(self, name: str, email: str, found: Duplicate | None) -> None:
        """Who may be the same person; dropped where something else is written by now."""
        if (name, email) != self._written():
            return
        self._likely = found.customer if found is not None else None
        for part in (self._sign, self._known, self.take_known):
            part.setVisible(found is not None)
        if found is not None:
            same_email = found.why is Likeness.EMAIL
            words = self.tr("%1 has this email address.") if same_email else self.tr("There is a customer %1 already.")
            self._known.setText(words.replace("%1", found.customer.name))
            self.take_known.setText(self.tr("Add %1 to the cart").replace("%1", found.customer.name))

    def scanned(self, scan: Scan) -> bool:
        """Take the customer whose code was scanned."""
        if scan.kind is ScanKind.CUSTOMER and scan.customer is not None:
            self._take(scan.customer)
            return True
        return False

    def ask_close(self) -> None:
        if not self.save.busy and not self._untouched():
            title = self.tr("Discard the new customer?")
            ask_to_discard(self._look, self._host, self, title, name="discard-customer")
        else:
            self.close_sheet()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F2 and self.search.isVisible():
            self.search.focus()
            event.accept()
        elif event.key() == Qt.Key.Key_Escape and self.back.isVisible() and not self.save.busy and self._untouched():
            self._on_back()
            event.accept()
        else:
            super().keyPressEvent(event)

    def _dress(self) -> None:
        self._sign.setPixmap(self._look.pixmap("triangle-alert", "warning", 16, self.devicePixelRatioF()))

    def _build(self) -> None:
        finding, adding = QWidget(), QWidget()
        column = QVBoxLayout(finding)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.search)
        column.addWidget(self._found)
        form = QVBoxLayout(adding)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(14)
        hint = self.tr("Name and email are enough; the rest can follow on the Customers screen.")
        for part in (self.name, self.email, Text(self._look, hint, Type.LABEL, tone="muted", weight=400, wrap=True)):
            form.addWidget(part)
        form.addSpacing(6)
        known = QHBoxLayout()
        known.setSpacing(Space.SM)
        known.addWidget(self._sign)
        known.addWidget(self._known, 1)
        form.addLayout(known)
        form.addWidget(self.take_known, 0, Qt.AlignmentFlag.AlignLeading)
        form.addStretch(1)
        self._pages.addWidget(finding)
        self._pages.addWidget(adding)
        self.body.addWidget(self._pages)
        for side in (self.new, self.back):
            self.footer.addWidget(side)
        self.footer.addStretch(1)
        for side in (self.pick, self.save):
            self.footer.addWidget(side)
        self.set_first_focus(self.search.input)
        self.search.text_changed.connect(self._on_text)
        self.search.submitted.connect(self._on_pick)
        self.search.left_down.connect(self._on_down)
        self.table.row_opened.connect(self._take)
        self.pick.clicked.connect(self._on_pick)
        self.new.clicked.connect(self._on_new)
        self.back.clicked.connect(self._on_back)
        self.save.clicked.connect(self._on_save)
        self.name.submitted.connect(self.email.input.setFocus)
        self.email.submitted.connect(self._on_save)
        for field in (self.name, self.email):
            field.input.textChanged.connect(self._on_written)
        self._pause.timeout.connect(self._on_pause)
        self.take_known.clicked.connect(self._on_take_known)

    def _show_form(self, *, shown: bool) -> None:
        self._pages.setCurrentIndex(int(shown))
        self.set_title(self.tr("New customer") if shown else self.tr("Customer"))
        for button in (self.new, self.pick):
            button.setVisible(not shown)
        for button in (self.back, self.save):
            button.setVisible(shown)

    def _on_down(self) -> None:
        if self.model.rows:
            self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_text(self, text: str) -> None:
        self._ready = self._pick_when_found = False
        self.words_changed.emit(text.strip())

    def _on_pick(self) -> None:
        # Enter right behind the last letter waits for what those letters find.
        self._pick_when_found = not self._ready
        if self._pick_when_found:
            # Where the last search failed, it is made once more.
            self.words_changed.emit(self.search.text.strip())
        row = self.table.row if self._ready else None
        if row is not None and self._found.currentWidget() is self.table:
            self._take(row)

    def _take(self, customer: Customer) -> None:
        self.close_sheet()
        self.picked.emit(customer)

    def _on_new(self) -> None:
        words = self.search.text.strip()
        (self.email if "@" in words else self.name).set_text(words)
        self._begun = ("", words) if "@" in words else (words, "")
        self._show_form(shown=True)
        self.name.input.setFocus()

    def _written(self) -> tuple[str, str]:
        return self.name.text.strip(), self.email.text.strip()

    def _untouched(self) -> bool:
        return self._written() == self._begun

    def _on_written(self) -> None:
        self._pause.start()

    def _on_pause(self) -> None:
        self.likely_wanted.emit(*self._written())

    def _on_take_known(self) -> None:
        if self._likely is not None:
            self._take(self._likely)

    def _on_back(self) -> None:
        self._show_form(shown=False)
        self.search.focus()

    def _on_save(self) -> None:
        if self.save.busy:
            return
        self.name.show_error("")
        self.email.show_error("")
        if not self.name.text.strip() and not self.email.text.strip():
            self.name.show_error(self.tr("Give a name or an email address."))
            self.name.input.setFocus()
            return
        self.save.set_busy(True)
        self.create_wanted.emit(self.name.text, self.email.text)
