"""A filter that is at work, with the way to take it off."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QWidget

from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.paint import picture, rounded, words
from aurora_desk.gui.theme.typography import Type

SIDE = 16
_TAKES_OFF = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FilterChip(QPushButton):
    """«Product: Flat white ✕»: a click, Space, Enter or Delete takes the filter off."""

    def __init__(self, look: Look, text: str, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._look = look
        self.setObjectName(name)
        self.setProperty("kind", "painted")
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Remove the filter %1").replace("%1", text))
        self.setToolTip(self.tr("Remove this filter"))
        look.follow(self._dress)

    def sizeHint(self) -> QSize:
        text = self._look.metrics(Type.BODY, weight=600).horizontalAdvance(self.text())
        return QSize(text + self._look.px(SIDE) + 42, self._look.px(44))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._look.px(96), self._look.px(44))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _TAKES_OFF:
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, focused = self._look, self.hasFocus()
        edge = look.colour("focus" if focused else "primary")
        painter = QPainter(self)
        fill = look.colour("sunken" if self.isDown() else "primary_soft")
        rounded(painter, self.rect(), self.height() / 2, fill=fill, edge=edge, width=2.0 if focused else 1.0)
        side = look.px(SIDE)
        inner = self.rect().adjusted(17, 0, -14, 0)
        cross = QRect(inner.right() - side + 1, 0, side, self.height())
        text = inner.adjusted(0, 0, -side - 8, 0)
        ink = "on_primary_soft"
        painter.setLayoutDirection(self.layoutDirection())
        words(painter, self._mirrored(text), self.text(), look.font(Type.BODY, weight=600), look.colour(ink))
        picture(painter, self._mirrored(cross), look.pixmap("x", ink, SIDE, self.devicePixelRatioF()))
        painter.end()

    def _mirrored(self, box: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), box)

    def _dress(self) -> None:
        self.setFont(self._look.font(Type.BODY, weight=600))
        self.updateGeometry()
        self.update()
