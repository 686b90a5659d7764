"""The Customers screen."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from aurora_desk.domain.customers import Customer, CustomerFields, CustomerNote, CustomerRef
from aurora_desk.domain.errors import InvalidError
from aurora_desk.domain.ids import OrderId
from aurora_desk.domain.journal import JournalRow
from aurora_desk.gui.context import Context
from aurora_desk.gui.jobs import words_of
from aurora_desk.gui.screens.customers.customer_detail import CustomerDetail, Deed, Tab
from aurora_desk.gui.screens.customers.customer_list import CustomerList
from aurora_desk.gui.screens.customers.deeds import CustomerDeeds
from aurora_desk.gui.screens.customers.exporting import CustomerExporting
from aurora_desk.gui.screens.customers.new_customer import NewCustomerSheet
from aurora_desk.gui.screens.customers.reading import CustomerNews, CustomerReader, OpenedCustomer, ref_of
from aurora_desk.gui.screens.customers.unsaved_bar import LeaveQuestion
from aurora_desk.gui.screens.list_screen import ListScreen
from aurora_desk.gui.screens.news import News
from aurora_desk.gui.screens.screen import Scan, ScanKind
from aurora_desk.services.customers import EmailTakenError


class CustomersScreen(ListScreen[CustomerRef, OpenedCustomer]):
    """Finds customers, shows and changes one, adds one, and hands one on to a cart."""

    cart_wanted = Signal(object)
    """A `Customer` to start a cart for."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, name="customers", parent=parent)
        self._reader = CustomerReader(context.services, context.session.tenant_id)
        self._saving = False
        self._after_save: Callable[[], object] | None = None
        """What somebody wants to go on with once the save that is under way has ended well."""
        self._after_note: list[tuple[CustomerRef, Callable[[], object]]] = []
        """What waits until the note about a customer is written down."""
        self._serial = self._notes_asked = 0
        self._asked_about: frozenset[CustomerRef | OrderId] = frozenset()
        self._missed: frozenset[CustomerRef | OrderId] = frozenset()
        """News that came while a page was on its way: it may be older."""
        self.list = CustomerList(context, self._reader)
        self.detail = CustomerDetail(context, self._reader)
        self.deeds = CustomerDeeds(context, self._reader, self, lambda: self.detail.customer)
        self.exporting = CustomerExporting(context, self._reader, self)
        self._news: News[CustomerRef | OrderId, CustomerNews] = News(
            context.jobs,
            self._ask_news,
            done=self._on_news,
            failed=self._on_news_failed,
            too_many=self._catch_up,
            page=self,
        )
        self.assemble(
            self.list,
            self.detail,
            icon="users",
            title=self.tr("Choose a customer"),
            hint=self.tr("Contact, orders, notes and the account are shown here."),
        )
        self._connect()

    def open_customer(self, ref: CustomerRef) -> None:
        """Show a customer, whether the list holds it or not."""
        self.open_one(ref)

    def open_one(self, key: CustomerRef, *, focus: bool = False) -> None:
        if key != self.shown_key() and self._must_ask():
            self._ask_to_leave(partial(self.open_one, key, focus=focus))
            return
        self.list.select(key)
        super().open_one(key, focus=focus)

    def close_detail(self) -> None:
        if self._must_ask():
            self._ask_to_leave(self.close_detail)
        else:
            super().close_detail()

    def read_one(self, key: CustomerRef) -> Callable[[], OpenedCustomer]:
        return partial(self._reader.opened, key)

    def show_one(self, shown: OpenedCustomer) -> None:
        self.detail.show_customer(shown)
        if self.open_key != shown.card.customer.ref:
            # It was merged into another one, who is shown instead.
            self.open_key = shown.card.customer.ref
            self.list.select(self.open_key)

    def shown_key(self) -> CustomerRef | None:
        return self.detail.customer.ref if self.detail.customer is not None else None

    def focus_detail(self) -> None:
        self.detail.cart.setFocus(Qt.FocusReason.OtherFocusReason)

    def press_main(self) -> None:
        if self.detail_open and self.detail.customer is not None:
            self.cart_wanted.emit(self.detail.customer)

    def scanned(self, scan: Scan) -> bool:
        if scan.kind is ScanKind.CUSTOMER and scan.customer is not None:
            self.open_one(scan.customer.ref, focus=True)
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_N and control:
            self._on_new()
        elif event.key() == Qt.Key.Key_S and control:
            self._save()
        else:
            super().keyPressEvent(event)

    def _connect(self) -> None:
        detail = self.detail
        self.list.selected.connect(self._on_selected)
        self.list.opened.connect(lambda customer: self.open_one(customer.ref, focus=True))
        self.list.new_wanted.connect(self._on_new)
        self.list.arrived.connect(self._on_arrived)
        self.list.listing.page_came.connect(self._on_page_came)
        detail.order_chosen.connect(lambda row: self.order_wanted.emit(row.order_id))
        detail.cart_pressed.connect(self.press_main)
        detail.tab_opened.connect(self._on_tab)
        detail.page_came.connect(self._on_page_came)
        detail.bar.discarded.connect(lambda: detail.details.fill(detail.details.before))
        detail.bar.saved.connect(self._save)
        detail.details.submitted.connect(self._save)
        detail.details.left_field.connect(self._on_left_field)
        detail.details.consent_wanted.connect(self._on_consent)
        detail.details.account.send_wanted.connect(self._on_send)
        detail.notes.added.connect(self._on_note)
        detail.deed_chosen.connect(self._on_deed_chosen)
        self.exporting.told.connect(self.told)
        self.deeds.told.connect(self.told)
        self.deeds.offered.connect(self.offered)
        self.deeds.changed.connect(self.open_customer)
        self.deeds.refreshed.connect(self._on_changed)
        self.deeds.erased.connect(self._on_erased)
        self.context.events.happened.connect(self._on_happened)

    def _on_selected(self, customer: Customer) -> None:
        if customer.ref != self.open_key:
            self.open_one(customer.ref)

    # Changes that are not saved.

    def _must_ask(self) -> bool:
        return self.detail_open and self.detail.unsaved

    def _ask_to_leave(self, then: Callable[[], object]) -> None:
        self.list.select(self.shown_key())
        if self.context.session.person is None:
            return  # locked meanwhile: nothing opens above the lock, and what is typed waits
        if self.window().findChild(LeaveQuestion) is not None:
            return
        name = self.detail.customer.name if self.detail.customer is not None else ""
        question = LeaveQuestion(self.context.look, self.window(), name)
        question.discarded.connect(partial(self._discard_and, then))
        question.save_wanted.connect(partial(self._save, then))
        question.closed.connect(question.deleteLater)
        question.open()

    def _discard_and(self, then: Callable[[], object]) -> None:
        self._after_save = None
        self.detail.drop_typed()
        then()

    def _save(self, then: Callable[[], object] | None = None) -> None:
        ref, details = self.shown_key(), self.detail.details
        if self._saving:
            self._after_save = then or self._after_save
            return
        if ref is None or self.context.session.person is None:
            return
        if not details.unsaved:
            self._save_note(then)
            return
        self._saving = True
        self.detail.bar.save.set_busy(True)
        sent = details.now
        change = partial(self._reader.change, self.context.session.actor(), ref, details.before, sent)
        done = partial(self._on_saved, ref, then, sent)
        self.context.jobs.start(self, change, done=done, failed=self._on_not_saved)

    def _save_note(self, then: Callable[[], object] | None) -> None:
        ref = self.shown_key()
        if self.context.session.person is None:
            return  # locked meanwhile: what is typed waits for whoever signs in
        if self.detail.notes.unsaved and ref is not None:
            if then is not None:
                self._after_note.append((ref, then))
            self.detail.notes.write_down()
        elif then is not None:
            then()

    def _on_saved(
        self, ref: CustomerRef, then: Callable[[], object] | None, sent: CustomerFields, opened: OpenedCustomer
    ) -> None:
        self._end_saving()
        kept = opened.card.customer.ref
        if ref == self.shown_key() and kept != ref:
            # Merged away meanwhile: it was saved for the kept one, who is opened once nothing typed is left.
            self.detail.details.take_saved(opened.card.fields, sent)
            then = then or partial(self.open_one, kept)
        elif ref == self.shown_key():
            self.detail.show_customer(opened, saved=sent)
        self.told.emit(self.tr("Saved"), "success")
        next_step, self._after_save = self._after_save, None
        if next_step is None:
            self._save_note(then)
        else:
            # It was asked to save all that was typed by then, and to go where somebody wanted last.
            self._save(next_step)

    def _on_not_saved(self, error: Exception) -> None:
        self._end_saving()
        self._after_save = None
        self.detail.tabs.choose(Tab.DETAILS)
        name = "email" if isinstance(error, EmailTakenError) else error.field if isinstance(error, InvalidError) else ""
        if not self.detail.details.show_error(name, words_of(error)):
            self.tell_failure(error)

    def _end_saving(self) -> None:
        self._saving = False
        self.detail.bar.save.set_busy(False)

    def _on_left_field(self, name: str) -> None:
        details = self.detail.details
        field = details.fields[name]
        if name == "email" and field.text.strip() and field.text.strip() != details.before.email:
            field.show_error("" if "@" in field.text else self.tr("This is not an email address."))

    # What is done at once.

    def _on_consent(self, given: bool) -> None:
        ref = self.shown_key()
        if ref is not None:
            work = partial(self._reader.set_consent, self.context.session.actor(), ref, given=given)
            self.context.jobs.start(self, work, done=self._on_changed, failed=self._on_not_changed)

    def _on_send(self) -> None:
        opened = self.detail.opened
        if opened is not None:
            self.deeds.send_mail(opened)

    def _on_changed(self, opened: OpenedCustomer) -> None:
        if opened.card.customer.ref == self.shown_key():
            self.detail.show_customer(opened)

    def _on_not_changed(self, error: Exception) -> None:
        self.tell_failure(error)
        if self.detail.opened is not None:
            self.detail.show_customer(self.detail.opened)

    def _on_tab(self, tab: Tab) -> None:
        ref = self.shown_key()
        if tab is Tab.NOTES and ref is not None:
            self._notes_asked += 1
            read, show = partial(self._reader.notes, ref), partial(self._show_notes, self._notes_asked, ref)
            self.context.jobs.start(self, read, done=show, failed=self.tell_failure)

    def _show_notes(self, asked: int, ref: CustomerRef, notes: tuple[CustomerNote, ...]) -> None:
        # Read before one was added, they would take it off the page again.
        if asked == self._notes_asked and ref == self.shown_key():
            self.detail.notes.show_notes(notes)

    def _on_note(self, words: str) -> None:
        ref = self.shown_key()
        if ref is not None:
            add = partial(self._reader.add_note, self.context.session.actor(), ref, words)
            failed = partial(self._on_no_note, ref)
            self.context.jobs.start(self, add, done=partial(self._on_noted, ref, words), failed=failed)

    def _on_noted(self, ref: CustomerRef, words: str, notes: tuple[CustomerNote, ...]) -> None:
        self._notes_asked += 1
        if ref == self.shown_key():
            self.detail.notes.note_added(words, notes)
        for then in self._waited_for(ref):
            then()

    def _on_no_note(self, ref: CustomerRef, error: Exception) -> None:
        self._waited_for(ref)
        if ref == self.shown_key():
            self.detail.tabs.choose(Tab.NOTES)
            self.detail.notes.show_error(words_of(error))
        else:
            self.tell_failure(error)

    def _waited_for(self, ref: CustomerRef) -> list[Callable[[], object]]:
        found = [then for about, then in self._after_note if about == ref]
        self._after_note = [(about, then) for about, then in self._after_note if about != ref]
        return found

    def _on_deed_chosen(self, deed: Deed, merge_id: str) -> None:
        customer = self.detail.customer
        if deed is Deed.EXPORT and customer is not None:
            self.exporting.ask(customer)
        else:
            self.deeds.do(deed, merge_id)

    def _on_erased(self, ref: CustomerRef) -> None:
        self.list.model.take_out(ref)
        if self.shown_key() == ref:
            self.detail.drop_typed()
            self.close_detail()

    def _on_new(self) -> None:
        sheet = NewCustomerSheet(self.context, self._reader, self.window(), words=self.list.first_words)
        sheet.created.connect(self._on_created)
        sheet.found.connect(lambda customer: self.open_customer(customer.ref))
        sheet.told.connect(self.told)
        sheet.closed.connect(sheet.deleteLater)
        sheet.open()

    def _on_created(self, customer: Customer) -> None:
        self.told.emit(self.tr("%1 was added").replace("%1", customer.name), "success")
        self.open_customer(customer.ref)

    # News of the journal.

    def _on_happened(self, row: JournalRow) -> None:
        if row.tenant_id != self.context.session.tenant_id:
            return
        kind, _, number = row.subject.partition(":")
        if kind == "customer":
            gone = row.facts.get("gone_id")
            self._news.add([ref_of(int(number)), *([ref_of(gone)] if isinstance(gone, int) else [])])
        elif kind == "order" and row.event.startswith("order."):
            self._news.add([OrderId(int(number))])

    def _ask_news(self, changed: frozenset[CustomerRef | OrderId]) -> Callable[[], CustomerNews]:
        self._asked_about, self._serial = changed, self.list.model.serial
        refs = frozenset(key for key in changed if isinstance(key, CustomerRef))
        orders = frozenset(OrderId(key) for key in changed if isinstance(key, int))
        return partial(self._reader.news, self.list.question, refs, orders, self.open_key)

    def _on_arrived(self) -> None:
        self.list.select_again(self.open_key)

    def _on_page_came(self) -> None:
        self._news.add(self._missed)
        self._missed = frozenset()

    def _on_news(self, news: CustomerNews) -> None:
        if self.list.model.reading or self.detail.model.reading:
            self._missed |= self._asked_about
        if not self.list.listing.asking:
            self._show_in_list(news)
        opened = news.opened
        if opened is None or opened.card.customer.ref != self.open_key or not self.detail_open:
            return
        notes = self.detail.opened.card.notes if self.detail.opened is not None else 0
        self.detail.show_customer(opened)
        for order in news.orders:
            self.detail.model.put([order])
        if opened.card.notes != notes and self.detail.tab is Tab.NOTES:
            self._on_tab(Tab.NOTES)

    def _show_in_list(self, news: CustomerNews) -> None:
        if self._serial != self.list.model.serial:
            # The list has been asked something else meanwhile.
            self._news.add(self._asked_about)
            return
        self.list.show_news(news)
        if any(customer.ref == self.open_key for customer in news.added):
            self.list.select(self.open_key)

    def _catch_up(self) -> None:
        self.list.restart()
        if self.open_key is not None:
            self._news.add([self.open_key])

    def _on_news_failed(self, error: Exception) -> None:
        # The rows shown may be old now: they are asked for anew, and the list says what is wrong if that fails too.
        del error
        self.list.restart()
