"""The orders of a customer, two lines each."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from aurora_desk.domain.orders import OrderRow
from aurora_desk.domain.quantity import ONE
from aurora_desk.gui.models.orders import OrdersModel
from aurora_desk.gui.models.paged import ROW_ROLE
from aurora_desk.gui.theme.format import isolated
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.paint import END, rounded, words
from aurora_desk.gui.theme.spacing import Radius
from aurora_desk.gui.theme.status import paint_pill, pill_width, status_of
from aurora_desk.gui.theme.typography import Type

HEIGHT = 60
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class VisitDelegate(QStyledItemDelegate):
    """Number and amount above, day and number of items below, the state between them."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(self._look.px(240), self._look.px(HEIGHT))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, OrderRow):
            return
        painter.save()
        direction: Qt.LayoutDirection = option.direction
        painter.setLayoutDirection(direction)
        cell = QRect(option.rect)
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_HasFocus:
            rounded(painter, cell, Radius.BUTTON, edge=self._look.colour("focus"), width=2.0)
        elif state & QStyle.StateFlag.State_MouseOver:
            rounded(painter, cell, Radius.BUTTON, fill=self._look.colour("sunken"))
        painter.fillRect(QRect(cell.left(), cell.bottom(), cell.width(), 1), self._look.colour("border"))
        self._paint_words(painter, cell.adjusted(8, 0, -8, 0), row, direction)
        painter.restore()

    def _paint_words(self, painter: QPainter, box: QRect, row: OrderRow, direction: Qt.LayoutDirection) -> None:
        look, half = self._look, self._look.px(22)
        upper = QRect(box.left(), box.top() + look.px(8), box.width(), half)
        lower = QRect(box.left(), upper.bottom() + 1, box.width(), half)
        strong, text, muted = look.font(Type.STRONG), look.colour("text"), look.colour("muted")
        words(painter, upper, isolated(f"#{row.order_id}", look.locale), strong, text)
        words(painter, upper, look.money(row.total), strong, text, END)
        status = status_of(row)
        width, height = pill_width(look, status.word, icon=True), look.px(20)
        beside = QStyle.visualRect(direction, box, lower.adjusted(0, 0, -width - 8, 0))
        words(painter, beside, self._below(row), look.font(Type.LABEL, weight=400), muted, least=0.75)
        pill = QRect(box.right() - width + 1, lower.top() + 1, width, height)
        paint_pill(painter, look, QStyle.visualRect(direction, box, pill), status.word, status.tone, status.icon)

    def _below(self, row: OrderRow) -> str:
        count = row.items_milli // ONE
        items = self.tr("%n items", "", count)
        return f"{self._look.date(row.created_at)} {self._look.time(row.created_at)} · {items}"


class Visits(QListView):
    """A click or Enter on an order opens it."""

    order_chosen = Signal(object)
    """An `OrderRow`."""

    def __init__(
        self, look: Look, model: OrdersModel, *, name: str = "customer-orders", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._delegate = VisitDelegate(look)
        self.setObjectName(name)
        self.setAccessibleName(self.tr("Orders of this customer"))
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._choose)
        look.changed.connect(self.doItemsLayout)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() in _ENTER and not control:
            self._choose(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _choose(self, index: QModelIndex) -> None:
        row = index.data(ROW_ROLE)
        if isinstance(row, OrderRow):
            self.order_chosen.emit(row)
