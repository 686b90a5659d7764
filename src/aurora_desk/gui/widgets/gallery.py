"""Every component in its states on one page: to look at, and for the picture tests."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from aurora_desk.gui.models.customers import CustomersModel
from aurora_desk.gui.models.orders import OrdersModel
from aurora_desk.gui.models.tiles import TileModel
from aurora_desk.gui.theme import status
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets import gallery_samples as samples
from aurora_desk.gui.widgets.amount_box import AmountBox
from aurora_desk.gui.widgets.avatar import Avatar
from aurora_desk.gui.widgets.banner import Banner
from aurora_desk.gui.widgets.button import Button, Kind, Variant
from aurora_desk.gui.widgets.calendar import Calendar
from aurora_desk.gui.widgets.cart_list import CartList
from aurora_desk.gui.widgets.check import Check
from aurora_desk.gui.widgets.chip import ChipRow
from aurora_desk.gui.widgets.detail import Detail
from aurora_desk.gui.widgets.empty import Empty
from aurora_desk.gui.widgets.field import Field
from aurora_desk.gui.widgets.filter_chip import FilterChip
from aurora_desk.gui.widgets.health import Health
from aurora_desk.gui.widgets.key_hint import KeyHint
from aurora_desk.gui.widgets.line_bar import LineBar
from aurora_desk.gui.widgets.money_label import MoneyLabel
from aurora_desk.gui.widgets.nav_button import NavButton
from aurora_desk.gui.widgets.number_pad import NumberPad
from aurora_desk.gui.widgets.pay_button import PayButton
from aurora_desk.gui.widgets.pill import Pill
from aurora_desk.gui.widgets.pin_dots import PinDots
from aurora_desk.gui.widgets.polish import Ground, rule
from aurora_desk.gui.widgets.qr_view import QrView
from aurora_desk.gui.widgets.search_bar import SearchBar
from aurora_desk.gui.widgets.skeleton import Skeleton
from aurora_desk.gui.widgets.table import Table
from aurora_desk.gui.widgets.tender_button import TenderButton
from aurora_desk.gui.widgets.text import Text
from aurora_desk.gui.widgets.tile_grid import TileGrid
from aurora_desk.gui.widgets.timeline import Timeline, TimelineEntry
from aurora_desk.gui.widgets.waiting_ring import WaitingRing

PILLS = (
    status.PAID,
    status.WAITING,
    status.PART_REFUNDED,
    status.FAILED,
    status.CANCELLED,
    status.NOT_SET_UP,
    status.TEST_MODE,
)


class Gallery(Ground):
    """The page; 1600 × 1180 shows all of it at 100 %."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__("page", name="gallery", parent=parent)
        self._look = look
        self.tiles, self.orders = TileModel(look, parent=self), OrdersModel(look, parent=self)
        self.customers = CustomersModel(look, samples.EURO, parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._rail())
        middle = _column(QVBoxLayout(), 20, 16)
        for part in (self._header(), self._chips(), self._sell(), self._buttons(), self._table()):
            middle.addLayout(part)
        row.addLayout(middle, 1)
        row.addLayout(_column(self._payment(), 16, 16))
        row.addWidget(self._cart())

    def _rail(self) -> QWidget:
        rail = Ground("rail", name="rail")
        column = _column(QVBoxLayout(rail), 7, 16)
        column.setSpacing(6)
        for place, (text, icon) in enumerate((("Sell", "shopping-bag"), ("Orders", "receipt-text"), ("API", "cable"))):
            item = NavButton(self._look, text, icon, name=f"nav-{icon}")
            item.set_current(place == 0)
            item.set_count(1 if place == 1 else 0)
            column.addWidget(item, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        column.addWidget(Avatar(self._look, "MK", tone="primary"), 0, Qt.AlignmentFlag.AlignHCenter)
        rail.setFixedWidth(self._look.px(86))
        return rail

    def _header(self) -> QLayout:
        column = QVBoxLayout()
        column.setSpacing(12)
        self.banner = Banner(self._look, name="gallery-banner")
        self.banner.show_trouble("No connection. Cash works; cards and QR wait.", action="Try again")
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(SearchBar(self._look, "Search or scan: name, SKU, barcode", name="gallery-search"), 1)
        row.addWidget(Button(self._look, "Held · 2", icon="history", variant=Variant.LG, name="held"))
        row.addWidget(Button(self._look, "Custom item", icon="plus", variant=Variant.LG, name="custom"))
        column.addWidget(self.banner)
        column.addLayout(row)
        return column

    def _chips(self) -> QLayout:
        chips = ChipRow(self._look, name="gallery-chips", label="Categories")
        chips.add("favourites", "Favourites", icon="star")
        for category in samples.CATEGORIES:
            chips.add(category.category_id, category.name, icon=category.icon, tint=category.tint)
        return _row(chips, FilterChip(self._look, "Product: Flat white", name="gallery-filter"))

    def _sell(self) -> QLayout:
        grid = TileGrid(self._look, name="gallery-tiles")
        grid.setModel(self.tiles)
        self.tiles.show_rows(samples.products())
        self.tiles.set_quantities({p.product_id: 2000 for p in self.tiles.rows[1::5]})
        grid.setFixedHeight(self._look.px(308))
        return _row(grid)

    def _buttons(self) -> QLayout:
        look = self._look
        busy = Button(look, "Sending", kind=Kind.PRIMARY, name="busy")
        busy.set_busy(True)
        off = Button(look, "Export", name="off")
        off.disable("Nothing to export yet")
        buttons = (
            Button(look, "Take cash", kind=Kind.PRIMARY, name="primary"),
            Button(look, "Reprint", icon="printer", name="secondary"),
            Button(look, "More", icon="ellipsis", kind=Kind.GHOST, name="ghost"),
            Button(look, "Refund…", icon="rotate-ccw", kind=Kind.DANGER, name="danger"),
            Button(look, "Refund €12.40", kind=Kind.DANGER_FILLED, name="danger-filled"),
            busy,
            off,
            Button(look, icon="percent", kind=Kind.GHOST, variant=Variant.SQUARE, label="Discount", name="square"),
        )
        pills = []
        for each in PILLS:
            pill = Pill(look)
            pill.show_status(each)
            pills.append(pill)
        column = QVBoxLayout()
        column.addLayout(_row(*buttons, stretch=True))
        check = Check(look, "Back to stock", name="gallery-check")
        check.setChecked(True)
        column.addLayout(_row(*pills, Pill(look, "Regular", "violet"), KeyHint(look, "F12"), check, stretch=True))
        return column

    def _table(self) -> QLayout:
        self.orders.show_rows(samples.orders())
        self.customers.show_rows(samples.customers())
        orders = Table(self._look, self.orders, label="Orders", name="gallery-orders")
        orders.select_key(self.orders.rows[3].order_id)
        self.customer_table = Table(self._look, self.customers, label="Customers", name="gallery-customers")
        self.customer_table.setFixedHeight(self._look.px(212))
        column = QVBoxLayout()
        column.setSpacing(12)
        column.addWidget(orders, 1)
        column.addWidget(self.customer_table)
        return column

    def _payment(self) -> QVBoxLayout:
        look, column = self._look, QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(Text(look, "To pay", Type.BODY, tone="muted"))
        due = MoneyLabel(look, samples.money(9810), Type.DISPLAY)
        due.setAlignment(Qt.AlignmentFlag.AlignLeading)
        column.addWidget(due)
        tenders = (("Card", "credit-card", "F10"), ("Cash", "banknote", "F9"), ("QR code", "qr-code", "F11"))
        for place, (text, icon, key) in enumerate(tenders):
            tender = TenderButton(look, text, icon, key, name=f"tender-{icon}")
            tender.set_current(place == 1)
            if place == 2:
                tender.disable("Needs a connection")
            column.addWidget(tender)
        pad = NumberPad(look, name="gallery-pad")
        box = AmountBox(look, "Received", pad=pad, name="received")
        box.show_money(samples.money(10000))
        change = AmountBox(look, "Change to give", tone="success", name="change")
        change.show_money(samples.money(190))
        quick = [
            Button(look, text, kind=Kind.QUICK, name=f"quick-{text}") for text in ("Exact", "€100", "€110", "€120")
        ]
        quick[1].set_active(True)
        column.addWidget(box)
        amounts = QHBoxLayout()
        amounts.setSpacing(8)
        for amount in quick:
            amounts.addWidget(amount, 1)
        column.addLayout(amounts)
        column.addWidget(pad)
        column.addWidget(change)
        column.addWidget(
            Button(look, "Take cash and open drawer", kind=Kind.PRIMARY, variant=Variant.XL, name="take-cash")
        )
        dots = PinDots(look, name="gallery-dots")
        dots.show_count(2)
        wrong = PinDots(look, name="gallery-dots-wrong")
        wrong.show_wrong()
        column.addLayout(_row(dots, wrong, WaitingRing(look, "nfc", side=72, name="gallery-ring"), stretch=True))
        code = QrView(look, label="Sample code", name="gallery-qr")
        code.show_modules(samples.modules())
        column.addWidget(code, 0, Qt.AlignmentFlag.AlignHCenter)
        today = samples.NOON.date()
        calendar = Calendar(look, today, label="Calendar", name="gallery-calendar")
        calendar.show_span((today - timedelta(days=9), today - timedelta(days=2)))
        column.addWidget(calendar)
        column.addStretch(1)
        return column

    def _cart(self) -> QWidget:
        look = self._look
        detail = Detail(look, "Cart", name="gallery-detail")
        detail.setFixedWidth(look.px(384))
        detail.header.addWidget(Text(look, "11 items", Type.LABEL, tone="muted", weight=400))
        self.cart = CartList(look, name="gallery-cart")
        self.cart.show_cart(samples.cart())
        self.cart.select(3)
        self.cart.setFixedHeight(look.px(350))
        bar = LineBar(look, name="gallery-line-bar")
        bar.show_quantity("1")
        pay, refused = PayButton(look, name="gallery-pay"), PayButton(look, name="gallery-pay-off")
        pay.offer(samples.money(9810))
        timeline = Timeline(look, name="gallery-timeline")
        timeline.show_entries(
            (
                TimelineEntry("receipt-text", "info", "Order placed", "Mara Klein · Till 2", "13:49"),
                TimelineEntry("circle-check", "success", "Paid €85.10", "Visa ending 4242 · contactless", "13:52"),
                TimelineEntry("rotate-ccw", "info", "Refunded €6.40", "2× Almond croissant · damaged", "14:03"),
            )
        )
        cash = Button(look, "Cash", icon="banknote", variant=Variant.PAY, name="gallery-cash")
        wrong = Field(look, "Email", example="name@example.com", name="gallery-email")
        wrong.set_text("lena@")
        wrong.show_error("This is not an email address.")
        for part in (self.cart, bar):
            detail.body.addWidget(part)
        detail.body.addLayout(_row(cash, pay, grow=pay))
        detail.body.addWidget(refused)
        detail.body.addWidget(rule())
        detail.body.addWidget(Field(look, "Name", hint="As it stands on receipts", name="gallery-name"))
        detail.body.addWidget(wrong)
        detail.body.addWidget(timeline)
        detail.body.addLayout(self._states())
        detail.body.addStretch(1)
        return detail

    def _states(self) -> QLayout:
        look = self._look
        reader = Health(look, "Reader", "nfc", name="gallery-reader")
        reader.show_status(status.READY, "WisePOS E ready")
        printer = Health(look, "Printer", "printer", name="gallery-printer")
        printer.show_status(status.PAPER_LOW)
        self.skeleton = Skeleton(look, block_height=28, name="gallery-skeleton")
        self.skeleton.start()
        self.skeleton.setFixedHeight(look.px(64))
        empty = Empty(look, "shopping-cart", "Scan or tap a product", "Or reprint the last receipt.", "Reprint")
        column = QVBoxLayout()
        column.setSpacing(0)
        for part in (reader, printer, empty, self.skeleton):
            column.addWidget(part)
        return column


def _row(*parts: QWidget, stretch: bool = False, grow: QWidget | None = None) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(10)
    for part in parts:
        row.addWidget(part, 1 if part is grow else 0)
    if stretch:
        row.addStretch(1)
    return row


def _column(column: QVBoxLayout, side: int, top: int) -> QVBoxLayout:
    column.setContentsMargins(side, top, side, top)
    column.setSpacing(12)
    return column
