"""Check boxes that a finger hits."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QSize
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QStyle, QWidget

from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.paint import picture, rounded, words
from aurora_desk.gui.theme.typography import Type

BOX, GAP = 22, 12


class Check(QCheckBox):
    """A box and words; the whole of it can be tapped, and long words are shortened."""

    def __init__(
        self,
        look: Look,
        text: str,
        *,
        role: Type = Type.BODY,
        label: str = "",
        grows: bool = False,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._look, self._role = look, role
        self.setObjectName(name)
        self.setAccessibleName(label or text)
        wide = QSizePolicy.Policy.Expanding if grows else QSizePolicy.Policy.Fixed
        self.setSizePolicy(wide, QSizePolicy.Policy.Fixed)
        look.follow(self._dress)

    def sizeHint(self) -> QSize:
        text = self._look.metrics(self._role).horizontalAdvance(self.text())
        return QSize(self._look.px(BOX) + GAP + text + 6, self._look.px(44))

    def minimumSizeHint(self) -> QSize:
        if self.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Fixed:
            return self.sizeHint()
        return QSize(self._look.px(BOX) + GAP + self._look.px(60), self._look.px(44))

    def hitButton(self, position: QPoint) -> bool:
        return self.rect().contains(position)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, painter = self._look, QPainter(self)
        on, enabled, focused = self.isChecked(), self.isEnabled(), self.hasFocus()
        side = look.px(BOX)
        box = self._mirrored(QRect(2, (self.height() - side) // 2, side, side))
        fill = "disabled" if on and not enabled else "primary" if on else "sunken" if self.underMouse() else "surface"
        edge = "focus" if focused else fill if on else "outline" if enabled else "border"
        if focused:
            rounded(painter, box.adjusted(-2, -2, 2, 2), 8.0, edge=look.colour("focus"), width=2.0)
        rounded(painter, box, 6.0, fill=look.colour(fill), edge=look.colour(edge), width=1.5)
        if on:
            picture(painter, box, look.pixmap("check", "on_primary", 16, self.devicePixelRatioF()))
        text = self._mirrored(QRect(side + GAP, 0, self.width() - side - GAP, self.height()))
        words(painter, text, self.text(), look.font(self._role), look.colour("text" if enabled else "disabled"))
        painter.end()

    def _mirrored(self, box: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), box)

    def _dress(self) -> None:
        self.setFont(self._look.font(self._role))
        self.updateGeometry()
        self.update()
