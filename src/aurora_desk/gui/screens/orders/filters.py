"""Which orders the list shows: the chips, the days, and what it was narrowed to by a scan or from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aurora_desk.domain.catalogue import Product
from aurora_desk.domain.customers import CustomerRef
from aurora_desk.domain.ids import OrderId, PersonId
from aurora_desk.domain.orders import EVERYTHING, Days, Narrowed, OrderFilter
from aurora_desk.domain.tenants import Tenant
from aurora_desk.gui.screens.orders.days_sheet import DaysSheet
from aurora_desk.gui.screens.orders.reading import Counts
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.widgets.announce import announce
from aurora_desk.gui.widgets.button import Button, Kind
from aurora_desk.gui.widgets.chip import ChipRow
from aurora_desk.gui.widgets.filter_chip import FilterChip

NARROW_BELOW = 580


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What the list is narrowed to, and the names that chips say it by."""

    to: Narrowed = EVERYTHING
    product: str = ""
    customer: str = ""
    person: str = ""


class Filters(QWidget):
    """A row of chips; beneath it, only where there are any, the filters that can be taken off one by one."""

    changed = Signal()
    newer_pressed = Signal()

    def __init__(self, look: Look, tenant: Tenant, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._tenant = look, tenant
        self._narrowing = Narrowing()
        self._counted = 0
        self.refund_failed_of: OrderId | None = None
        """The newest order with a failed refund to decide about."""
        self.chips = ChipRow(look, name="order-chips", label=self.tr("Which orders"))
        self.chips.add(OrderFilter.TODAY, self.tr("Today"))
        self._waiting = self.chips.add(OrderFilter.WAITING, self.tr("Waiting"))
        self._waiting.keep_room(self.tr("Waiting · %1").replace("%1", look.locale.toString(88)))
        self.chips.add(OrderFilter.COLLECT, self.tr("To collect"))
        self.chips.add(OrderFilter.REFUNDS, self.tr("Refunds"))
        self.chips.add(OrderFilter.ALL, self.tr("All"))
        self.days = Button(look, self.tr("Days…"), icon="calendar", kind=Kind.GHOST, name="orders-days")
        self.days.setAccessibleName(self.tr("Choose days"))
        self.days.setToolTip(self.tr("Choose days"))
        self.newer = Button(look, kind=Kind.GHOST, ink="primary", name="orders-newer")
        self.unfinished = Button(look, icon="credit-card", kind=Kind.GHOST, ink="warning", name="orders-unfinished")
        self.refunds_failed = Button(
            look, icon="rotate-ccw", kind=Kind.GHOST, ink="danger", name="orders-refunds-failed"
        )
        for button in (self.newer, self.unfinished, self.refunds_failed):
            button.hide()
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.chips, 1)
        for button in (self.newer, self.refunds_failed, self.unfinished, self.days):
            row.addWidget(button)
        self._taken_off = QWidget()
        self._row = QHBoxLayout(self._taken_off)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._row.addStretch(1)
        self._taken_off.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self._taken_off)
        self.chips.chosen.connect(self._on_chip)
        self.days.clicked.connect(self._on_days)
        self.newer.clicked.connect(self.newer_pressed)

    @property
    def which(self) -> OrderFilter:
        """The chip that is chosen."""
        which = self.chips.key
        assert isinstance(which, OrderFilter)
        return which

    @property
    def narrowed(self) -> Narrowed:
        """What the list is narrowed to."""
        return self._narrowing.to

    @property
    def narrow_chips(self) -> tuple[FilterChip, ...]:
        """The filters that can be taken off."""
        return tuple(self._taken_off.findChildren(FilterChip))

    def choose(self, which: OrderFilter) -> None:
        """Choose a chip."""
        self.chips.choose(which)

    def narrow_to_product(self, product: Product) -> None:
        """Only orders with this product, of any day."""
        to = replace(self._narrowing.to, product_id=product.product_id)
        self._narrow(replace(self._narrowing, to=to, product=product.name), OrderFilter.ALL)

    def narrow_to_customer(self, ref: CustomerRef, name: str) -> None:
        """Only orders of this customer, of any day."""
        to = replace(self._narrowing.to, customer=ref)
        self._narrow(replace(self._narrowing, to=to, customer=name), OrderFilter.ALL)

    def narrow_to_person(self, person_id: PersonId, name: str) -> None:
        """Only what this person rang up today; whatever else was asked is taken back."""
        self._narrow(Narrowing(Narrowed(person_id=person_id), person=name), OrderFilter.TODAY)

    def narrow_to_days(self, days: Days) -> None:
        """Only orders of these days; «Today» gives way."""
        which = OrderFilter.ALL if self.which is OrderFilter.TODAY else self.which
        self._narrow(replace(self._narrowing, to=replace(self._narrowing.to, days=days)), which)

    def widen(self) -> None:
        """Take all filters off but the chip."""
        self._narrow(Narrowing(), self.which)

    def show_counts(self, counts: Counts) -> None:
        """How many orders wait for money, and how many payments for an answer; what is older than shown is dropped."""
        if counts.as_of < self._counted:
            return
        self._counted = counts.as_of
        number = self._look.locale.toString
        unfinished, failed = counts.unfinished, len(counts.refunds_failed)
        self.unfinished.setText(self.tr("%n payments to check", "", unfinished))
        self.unfinished.setVisible(bool(unfinished))
        self.refunds_failed.setText(self.tr("%n refunds failed", "", failed))
        self.refunds_failed.setVisible(bool(failed))
        self.refund_failed_of = counts.refunds_failed[0] if counts.refunds_failed else None
        waiting = self.tr("Waiting · %1").replace("%1", number(counts.waiting))
        text = waiting if counts.waiting else self.tr("Waiting")
        if self._waiting.text() != text:
            self._waiting.set_text(text)

    def show_newer(self, count: int) -> None:
        """How many orders have come that the list shows only when asked to."""
        if count:
            text = self.tr("%n new orders", "", count)
            if text != self.newer.text() or not self.newer.isVisible():
                self.newer.setText(text)
                announce(self.newer, text)
        self.newer.setVisible(bool(count))

    def today(self) -> date:
        """Today in the shop."""
        return self._tenant.local(datetime.now(UTC)).date()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Where it is narrow the icon alone stays, so that all chips are in sight.
        self.days.setText(self.tr("Days…") if self.width() >= self._look.px(NARROW_BELOW) else "")

    def _narrow(self, narrowing: Narrowing, which: OrderFilter) -> None:
        self._narrowing = narrowing
        self._show()
        if which is self.which:
            self.changed.emit()
        else:
            self.chips.choose(which)

    def _on_chip(self, which: object) -> None:
        to = self._narrowing.to
        if which is OrderFilter.TODAY and to.days is not None:
            # Today and other days at once would be no day at all.
            self._narrowing = replace(self._narrowing, to=replace(to, days=None))
            self._show()
        self.changed.emit()

    def _on_days(self) -> None:
        sheet = DaysSheet(self._look, self.window(), self.today(), self._narrowing.to.days)
        sheet.chosen.connect(self.narrow_to_days)
        sheet.closed.connect(sheet.deleteLater)
        sheet.open()

    def _show(self) -> None:
        for chip in self.narrow_chips:
            self._row.removeWidget(chip)
            chip.hide()
            chip.setParent(None)
            chip.deleteLater()
        for place, (text, name, without) in enumerate(self._said()):
            chip = FilterChip(self._look, text, name=name)
            chip.clicked.connect(partial(self._take_off, without))
            self._row.insertWidget(place, chip)
        self._taken_off.setVisible(bool(self.narrow_chips))

    def _said(self) -> list[tuple[str, str, Narrowing]]:
        narrowing, to = self._narrowing, self._narrowing.to
        said = []
        if to.days is not None:
            said.append((self._days_words(to.days), "filter-days", replace(narrowing, to=replace(to, days=None))))
        if to.product_id is not None:
            text = self.tr("Product: %1").replace("%1", narrowing.product)
            said.append((text, "filter-product", replace(narrowing, to=replace(to, product_id=None))))
        if to.customer is not None:
            text = self.tr("Customer: %1").replace("%1", narrowing.customer)
            said.append((text, "filter-customer", replace(narrowing, to=replace(to, customer=None))))
        if to.person_id is not None:
            text = self.tr("Rung up by %1").replace("%1", narrowing.person)
            said.append((text, "filter-person", replace(narrowing, to=replace(to, person_id=None))))
        return said

    def _take_off(self, without: Narrowing) -> None:
        self._narrow(without, self.which)
        # The chip that was pressed is gone: the focus goes to its neighbour, or to the row above.
        rest = self.narrow_chips or [chip for chip in self.chips.chips() if chip.isChecked()]
        rest[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _days_words(self, days: Days) -> str:
        first, last = (self._look.date(self._tenant.midnight(day)) for day in (days.first, days.last))
        if days.first == days.last:
            return first
        return self.tr("%1 to %2").replace("%2", last).replace("%1", first)
