"""Pills for delegates, each painted once: a few kinds stand on many tiles and rows."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPixmap

from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.status import paint_pill

MOST_KEPT = 256


class Pills(QObject):
    """Pictures of pills, as long as the look is the same."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._kept: dict[object, QPixmap] = {}
        look.changed.connect(self._kept.clear)

    def paint(
        self, painter: QPainter, rect: QRect, text: str, tone: str, direction: Qt.LayoutDirection, icon: str = ""
    ) -> None:
        """A pill filling `rect`, see `paint_pill`."""
        ratio = painter.device().devicePixelRatio()
        key = (rect.width(), rect.height(), text, tone, direction, icon, ratio)
        found = self._kept.get(key)
        if found is None:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            found = self._kept[key] = self._painted(QRect(QPoint(), rect.size()), text, tone, direction, icon, ratio)
        painter.drawPixmap(rect.topLeft(), found)

    def _painted(
        self, rect: QRect, text: str, tone: str, direction: Qt.LayoutDirection, icon: str, ratio: float
    ) -> QPixmap:
        made = QPixmap(rect.size() * ratio)
        made.setDevicePixelRatio(ratio)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        painter.setLayoutDirection(direction)
        paint_pill(painter, self._look, rect, text, tone, icon)
        painter.end()
        return made
