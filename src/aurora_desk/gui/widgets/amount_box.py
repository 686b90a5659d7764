"""A label and a large amount in a box: received, change to give, still to pay."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from aurora_desk.domain.money import Money
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.paint import money_line, rounded
from aurora_desk.gui.theme.spacing import Radius
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.number_pad import NumberPad

SIDE = 17
HEIGHT, LOW = 60, 44


def paint_field(look: Look, painter: QPainter, box: QWidget) -> None:
    """The ground of a box to type in: its edge shows that something is wrong (`state` is error), or the focus."""
    wrong, focused = box.property("state") == "error", box.hasFocus()
    edge = look.colour("danger" if wrong else "focus" if focused else "outline")
    width = 2.0 if wrong or focused else 1.0
    rounded(painter, box.rect(), Radius.FIELD, fill=look.colour("surface"), edge=edge, width=width)


class AmountBox(QWidget):
    """Shows an amount; with a `pad` it is a field that passes what is typed on to the pad."""

    def __init__(
        self,
        look: Look,
        label: str,
        *,
        tone: str = "text",
        pad: NumberPad | None = None,
        name: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look, self._label, self._tone, self._pad = look, label, tone, pad
        self._money: Money | None = None
        self._height = HEIGHT
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        if pad is not None:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            # A tap on a key leaves the focus where what is typed is seen.
            pad.setFocusProxy(self)
        look.changed.connect(self.updateGeometry)
        self._name()

    @property
    def money(self) -> Money | None:
        """The amount shown."""
        return self._money

    def show_money(self, money: Money, label: str = "", tone: str = "") -> None:
        """Show an amount, with other words and another tone where they change with it."""
        self._money = money
        self._label, self._tone = label or self._label, tone or self._tone
        self._name()
        self.update()

    def set_low(self, low: bool) -> None:
        """Only as high as the amount needs."""
        self._height = LOW if low else HEIGHT
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(300), self._look.px(self._height))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._look.px(200), self._look.px(LOW))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._pad is None or not self._pad.handle_key(event):
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._pad is not None:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
        else:
            super().mousePressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, painter = self._look, QPainter(self)
        if self._pad is None:
            rounded(painter, self.rect(), Radius.FIELD, fill=QColor(look.theme.soft(self._tone)))
        else:
            paint_field(look, painter, self)
        inner = self.rect().adjusted(SIDE, 0, -SIDE, 0)
        label_ink = look.colour("muted" if self._pad is not None else "text")
        amount = look.money(self._money) if self._money is not None else ""
        said = self._label, look.font(Type.BODY, weight=500), label_ink
        money_line(painter, inner, said, (amount, look.font(Type.TOTAL), look.colour(self._tone)))
        painter.end()

    def _name(self) -> None:
        amount = self._look.money(self._money) if self._money is not None else ""
        self.setAccessibleName(f"{self._label} {amount}".strip())
