"""Initials in a circle."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.paint import rounded, words
from aurora_desk.gui.theme.typography import Type


class Avatar(QWidget):
    """A person by initials: `primary` for staff, `violet` for customers."""

    def __init__(
        self, look: Look, initials: str = "", *, tone: str = "violet", side: int = 40, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look, self._initials, self._tone, self._side = look, initials, tone, side
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)

    def set_initials(self, initials: str) -> None:
        """Show another person."""
        self._initials = initials
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(self._side), self._look.px(self._side))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_avatar(painter, self._look, self.rect(), self._initials, self._tone)
        painter.end()


def paint_avatar(painter: QPainter, look: Look, rect: QRect, initials: str, tone: str, *, ground: str = "") -> None:
    """Initials in a circle filling `rect`, on the soft ground of their tone or on another."""
    ink = "on_primary_soft" if tone == "primary" else tone
    rounded(painter, rect, rect.width() / 2, fill=look.colour(ground or f"{tone}_soft"))
    role = Type.TITLE if rect.width() >= look.px(56) else Type.STRONG
    words(painter, rect, initials, look.font(role, weight=700), look.colour(ink), Qt.AlignmentFlag.AlignCenter)
