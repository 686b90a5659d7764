"""One customer at the side of the list."""

from __future__ import annotations

from enum import Enum
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from aurora_desk.domain.customers import Customer, CustomerFields
from aurora_desk.domain.money import Money
from aurora_desk.domain.orders import OrderRow
from aurora_desk.domain.paging import Page
from aurora_desk.gui.context import Context
from aurora_desk.gui.screens.customers.details_page import DetailsPage
from aurora_desk.gui.screens.customers.notes_page import NotesPage
from aurora_desk.gui.screens.customers.reading import CustomerReader, OpenedCustomer
from aurora_desk.gui.screens.customers.unsaved_bar import UnsavedBar
from aurora_desk.gui.screens.customers.visits import Visits
from aurora_desk.gui.screens.orders.live_orders import LiveOrders
from aurora_desk.gui.theme.format import isolated
from aurora_desk.gui.theme.spacing import Space
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.avatar import Avatar
from aurora_desk.gui.widgets.button import Button, Kind, Variant
from aurora_desk.gui.widgets.chip import ChipRow
from aurora_desk.gui.widgets.detail import Detail
from aurora_desk.gui.widgets.menu_place import open_above
from aurora_desk.gui.widgets.text import Text

AVATAR = 48
FOOT = 62


class Tab(Enum):
    """The pages of a customer."""

    DETAILS = 0
    ORDERS = 1
    NOTES = 2


class Deed(Enum):
    """What is under More."""

    CODE = "code"
    MERGE = "merge"
    UNDO_MERGE = "undo_merge"
    EXPORT = "export"
    ERASE = "erase"


class CustomerDetail(Detail):
    """Name, contact and figures; beneath them details, orders and notes, and what can be done."""

    order_chosen = Signal(object)
    """An `OrderRow`."""
    cart_pressed = Signal()
    page_came = Signal()
    """A page of the customer's orders is there."""
    tab_opened = Signal(object)
    """A `Tab`."""
    deed_chosen = Signal(object, str)
    """A `Deed` of the More menu, and the id of the merge that it is about."""

    def __init__(self, context: Context, reader: CustomerReader, parent: QWidget | None = None) -> None:
        look = context.look
        super().__init__(look, name="customer-detail", parent=parent)
        self._look, self._context, self._reader = look, context, reader
        self._opened: OpenedCustomer | None = None
        self.avatar = Avatar(look, side=AVATAR)
        self.email = Text(look, "", Type.BODY, name="customer-email")
        self.phone = Text(look, "", Type.BODY, tone="muted", name="customer-phone")
        self.figures = Text(look, "", Type.BODY, tone="muted", wrap=True, name="customer-figures")
        self.tabs = ChipRow(look, name="customer-tabs", label=self.tr("What is shown of the customer"))
        self.tabs.add(Tab.DETAILS, self.tr("Details"), name="customer-tab-details")
        self.tabs.add(Tab.ORDERS, self.tr("Orders"), name="customer-tab-orders")
        self._notes_tab = self.tabs.add(Tab.NOTES, self.tr("Notes"), name="customer-tab-notes")
        self.details, self.notes = DetailsPage(look), NotesPage(look)
        self.model = LiveOrders(look, self._fetch, parent=self)
        self.visits = Visits(look, self.model)
        self._no_orders = Text(look, self.tr("No orders yet"), Type.BODY, tone="muted", name="customer-no-orders")
        self.pages = QStackedWidget()
        self.cart = Button(
            look,
            self.tr("Start a cart"),
            icon="shopping-cart",
            kind=Kind.PRIMARY,
            variant=Variant.XL,
            name="customer-cart",
        )
        self.more = Button(look, self.tr("More"), icon="ellipsis", variant=Variant.ROW, name="customer-more")
        self.more.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)
        self.menu = QMenu(self)
        self.menu.setObjectName("customer-menu")
        self.bar = UnsavedBar(look)
        self.foot = QStackedWidget()
        self._build()
        self.tabs.chosen.connect(self._on_tab)
        self.visits.order_chosen.connect(self.order_chosen)
        self.cart.clicked.connect(self.cart_pressed)
        self.more.clicked.connect(self._on_more)
        self.details.changed.connect(self._on_changed)
        look.changed.connect(self._write)

    @property
    def customer(self) -> Customer | None:
        """The customer who is shown."""
        return self._opened.card.customer if self._opened is not None else None

    @property
    def opened(self) -> OpenedCustomer | None:
        """All that is shown."""
        return self._opened

    @property
    def tab(self) -> Tab:
        """The page in front."""
        tab = self.tabs.key
        assert isinstance(tab, Tab)
        return tab

    @property
    def unsaved(self) -> bool:
        """Whether something was typed that is not saved."""
        return self.details.unsaved or self.notes.unsaved

    def show_customer(self, opened: OpenedCustomer, *, saved: CustomerFields | None = None) -> None:
        """Show a customer, or the new state of the one shown; what somebody types stays, unless it is what was `saved`.

        What was typed while that was on its way to disk stays as well. A reading that a newer one has overtaken
        changes nothing.
        """
        other = self._opened is None or self._opened.card.customer.ref != opened.card.customer.ref
        if self._opened is not None and not other and opened.as_of < self._opened.as_of:
            opened = self._opened
        self._opened = opened
        keep_typed = not other and (saved is not None or self.details.unsaved)
        self.details.show_customer(opened, keep_typed=keep_typed)
        if saved is not None and not other:
            self.details.take_saved(opened.card.fields, saved)
        self._write()
        if other:
            self.notes.clear()
            self.model.show_rows(())
            self.model.restart()
            self.details.verticalScrollBar().setValue(0)
            self.tab_opened.emit(self.tab)

    def drop_typed(self) -> None:
        """Forget what is not saved."""
        self.details.fill(self.details.before)
        self.notes.field.set_text("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Esc is the screen's: it asks before something typed is lost.
        QWidget.keyPressEvent(self, event)

    def _build(self) -> None:
        who = QVBoxLayout()
        who.setSpacing(2)
        who.addWidget(self.email)
        who.addWidget(self.phone)
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(self.avatar, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addLayout(who, 1)
        orders = QWidget()
        column = QVBoxLayout(orders)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._no_orders)
        column.addWidget(self.visits, 1)
        for page in (self.details, orders, self.notes):
            self.pages.addWidget(page)
        actions = QWidget()
        row = QHBoxLayout(actions)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.SM)
        row.addWidget(self.cart, 1)
        row.addWidget(self.more)
        self.foot.addWidget(actions)
        self.foot.addWidget(self.bar)
        self._look.follow(self._fit_foot)
        self.body.addLayout(head)
        self.body.addWidget(self.figures)
        self.body.addSpacing(Space.XS)
        self.body.addWidget(self.tabs)
        self.body.addSpacing(Space.XS)
        self.body.addWidget(self.pages, 1)
        self.body.addWidget(self.foot)

    def _fit_foot(self) -> None:
        self.foot.setFixedHeight(self._look.px(FOOT))

    def _write(self) -> None:
        customer = self.customer
        if customer is None or self._opened is None:
            return
        look = self._look
        metrics = look.metrics(Type.TITLE)
        self.show_title(metrics.elidedText(customer.name, Qt.TextElideMode.ElideRight, look.px(260)))
        self.title.setToolTip(customer.name)
        self.avatar.set_initials(customer.initials)
        self.email.setText(isolated(customer.email, look.locale) if customer.email else self.tr("No email"))
        self.email.set_tone("text" if customer.email else "muted")
        self.phone.setText(isolated(customer.phone, look.locale) if customer.phone else self.tr("No phone number"))
        self.figures.setText(self._figures(customer))
        notes = self._opened.card.notes
        text = self.tr("Notes · %1").replace("%1", look.locale.toString(notes)) if notes else self.tr("Notes")
        self._notes_tab.setText(text)
        self._no_orders.setVisible(not customer.orders)
        self._fill_menu()

    def _figures(self, customer: Customer) -> str:
        orders = self.tr("%n orders", "", customer.orders)
        spent = self._look.money(Money(customer.spent_minor, self._context.session.tenant.currency))
        since = self.tr("since %1").replace("%1", self._look.date(customer.created_at))
        return " · ".join((orders, spent, since))

    def _fill_menu(self) -> None:
        assert self._opened is not None
        self.menu.clear()
        self._add(self.tr("Customer code"), Deed.CODE)
        self._add(self.tr("Merge with a duplicate…"), Deed.MERGE)
        for merged in self._opened.card.merged:
            words = self.tr("Undo merge with %1 (%2)")
            words = words.replace("%2", self._look.date(merged.at)).replace("%1", merged.name)
            self._add(words, Deed.UNDO_MERGE, merged.merge_id)
        self._add(self.tr("Export data…"), Deed.EXPORT)
        self.menu.addSeparator()
        self._add(self.tr("Erase customer…"), Deed.ERASE)

    def _add(self, words: str, deed: Deed, merge_id: str = "") -> None:
        # An ampersand in a name is no key of the menu.
        action = QAction(words.replace("&", "&&"), self.menu)
        action.setObjectName(f"customer-{deed.value}")
        action.triggered.connect(partial(self.deed_chosen.emit, deed, merge_id))
        self.menu.addAction(action)

    def _on_more(self) -> None:
        self.menu.setFont(self._look.font(Type.STRONG, weight=500))
        open_above(self.menu, self.more)

    def _on_tab(self, tab: Tab) -> None:
        self.pages.setCurrentIndex(tab.value)
        if self._opened is not None:
            self.tab_opened.emit(tab)

    def _on_changed(self, changed: bool) -> None:
        focused: QWidget | None = self.window().focusWidget()
        held = focused is not None and self.bar.isAncestorOf(focused)
        self.foot.setCurrentIndex(int(changed))
        if held and not changed:
            self.cart.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fetch(self, after: str | None) -> None:
        customer = self.customer
        if customer is None:
            return
        self._context.jobs.start(
            self,
            partial(self._reader.orders, customer.ref, after),
            done=partial(self._on_page, self.model.serial),
            failed=lambda _error: self.model.page_failed(),
        )

    def _on_page(self, serial: int, page: Page[OrderRow]) -> None:
        self.model.append_page(page, serial)
        self.page_came.emit()
