"""Pills for lists and tiles, each painted once: a few kinds stand on many tiles and rows."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QRect, Qt
from PySide6.QtGui import QPainter

from aurora_desk.gui.theme.kept_pictures import KeptPictures
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.status import paint_pill

MOST_KEPT = 256


class Pills(QObject):
    """Pictures of pills, as long as the look is the same."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look, self._kept = look, KeptPictures(look, MOST_KEPT)

    def paint(
        self, painter: QPainter, rect: QRect, text: str, tone: str, direction: Qt.LayoutDirection, icon: str = ""
    ) -> None:
        """A pill filling `rect`, see `paint_pill`."""
        what = (text, tone, direction, icon)
        self._kept.paint(painter, rect, what, partial(self._paint, *what))

    def _paint(
        self, text: str, tone: str, direction: Qt.LayoutDirection, icon: str, painter: QPainter, rect: QRect
    ) -> None:
        painter.setLayoutDirection(direction)
        paint_pill(painter, self._look, rect, text, tone, icon)
