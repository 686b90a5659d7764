"""The lines of an order."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QStyle, QWidget

from aurora_desk.domain.money import Money
from aurora_desk.domain.orders import Order, OrderLine
from aurora_desk.domain.totals import extended
from aurora_desk.gui.theme.format import quantity_label
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.paint import END, words
from aurora_desk.gui.theme.typography import Type

ROW, MORE = 25, 17
GAP = 10
LEAST = 0.8
"""How much smaller a long name may be set before it is shortened."""


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line in words: how many, what, note and discount, and what it costs."""

    quantity: str
    name: str
    more: str
    amount: str

    @property
    def sentence(self) -> str:
        """The line for people who listen."""
        return ", ".join(part for part in (f"{self.quantity} {self.name}", self.more, self.amount) if part)


class LinesView(QWidget):
    """A painted list, so that an order of hundreds of lines costs no more than what is in view."""

    def __init__(self, look: Look, *, name: str = "order-lines", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._order: Order | None = None
        self._lines: tuple[ShownLine, ...] = ()
        self.setObjectName(name)
        self.setAccessibleName(self.tr("Lines"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.follow(self._write)

    def show_order(self, order: Order) -> None:
        """Show the lines of an order."""
        self._order = order
        self._write()

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(240), sum(self._height(line) for line in self._lines))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        metrics = self._look.metrics(Type.LABEL, weight=500)
        left = max(
            self._look.px(38), max((metrics.horizontalAdvance(line.quantity) for line in self._lines), default=0) + GAP
        )
        top = 0
        for line in self._lines:
            row = QRect(0, top, self.width(), self._height(line))
            if row.intersects(event.rect()):
                self._paint_line(painter, row, line, left)
            top = row.bottom() + 1
        painter.end()

    def _paint_line(self, painter: QPainter, row: QRect, line: ShownLine, left: int) -> None:
        look, height = self._look, self._look.px(ROW)
        width = look.metrics(Type.STRONG).horizontalAdvance(line.amount) + 4
        quantity = QRect(0, row.top(), left, height)
        name = QRect(left, row.top(), row.width() - left - width - GAP, height)
        amount = QRect(row.width() - width, row.top(), width, height)
        muted = look.colour("muted")
        words(painter, self._mirrored(quantity), line.quantity, look.font(Type.LABEL, weight=500), muted)
        words(painter, self._mirrored(name), line.name, look.font(Type.BODY), look.colour("text"), least=LEAST)
        words(painter, self._mirrored(amount), line.amount, look.font(Type.STRONG), look.colour("text"), END)
        if line.more:
            more = QRect(left, row.top() + height - look.px(3), row.width() - left, look.px(MORE))
            words(painter, self._mirrored(more), line.more, look.font(Type.LABEL, weight=400), muted)

    def _mirrored(self, box: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), box)

    def _height(self, line: ShownLine) -> int:
        return self._look.px(ROW + MORE if line.more else ROW)

    def _write(self) -> None:
        order = self._order
        self._lines = tuple(self._shown(order, line) for line in order.lines) if order is not None else ()
        self.setAccessibleDescription(". ".join(line.sentence for line in self._lines))
        self.updateGeometry()
        self.update()

    def _shown(self, order: Order, line: OrderLine) -> ShownLine:
        look, currency = self._look, order.total.currency
        off = ""
        if line.discount_minor:
            amount = look.money(Money(-line.discount_minor, currency))
            off = self.tr("Discount %1").replace("%1", amount)
        return ShownLine(
            quantity=f"{quantity_label(line.quantity_milli, look.locale)}×",
            name=line.name,
            more=" · ".join(part for part in (line.note, off) if part),
            amount=look.money(Money(extended(line.price_minor, line.quantity_milli), currency)),
        )
