"""A value typed on a number pad, large."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.paint import money_line
from aurora_desk.gui.theme.spacing import TARGET
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.amount_box import paint_field
from aurora_desk.gui.widgets.number_pad import NumberPad

SIDE = 17


class ValueBox(QWidget):
    """A label and what was typed so far with its unit; a field that passes what is typed on to its pad."""

    def __init__(self, look: Look, pad: NumberPad, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.pad = pad
        self._label = self.text = ""
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # A tap on a key leaves the focus where what is typed is seen.
        pad.setFocusProxy(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        look.changed.connect(self.updateGeometry)

    def show_value(self, text: str, label: str) -> None:
        """Show a value and what it is."""
        self.text, self._label = text, label
        self.setAccessibleName(f"{label} {text}".strip())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(300), self._look.px(60))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._look.px(200), self._look.px(TARGET))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.pad.handle_key(event):
            super().keyPressEvent(event)

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, painter = self._look, QPainter(self)
        paint_field(look, painter, self)
        inner = self.rect().adjusted(SIDE, 0, -SIDE, 0)
        said = self._label, look.font(Type.BODY, weight=500), look.colour("muted")
        money_line(painter, inner, said, (self.text, look.font(Type.TOTAL), look.colour("text")))
        painter.end()
