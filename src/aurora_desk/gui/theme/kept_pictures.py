"""What looks the same in many places, painted once."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from PySide6.QtCore import QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap

from aurora_desk.gui.theme.look import Look


class KeptPictures(QObject):
    """At most so many pictures, as long as the look is the same; of too many the oldest goes."""

    def __init__(self, look: Look, most: int) -> None:
        super().__init__()
        self._most = most
        self._kept: dict[Hashable, QPixmap] = {}
        look.changed.connect(self._forget)

    def paint(
        self,
        painter: QPainter,
        rect: QRect,
        what: Hashable,
        draw: Callable[[QPainter, QRect], None],
        *,
        behind: QColor | None = None,
    ) -> None:
        """Paint `what` into `rect`; `draw` is asked the first time, with a rectangle of that size.

        With the colour `behind` it there is nothing to blend: the picture is copied, not mixed.
        """
        ratio = painter.device().devicePixelRatio()
        key = (what, rect.width(), rect.height(), ratio)
        found = self._kept.get(key)
        if found is None:
            if len(self._kept) >= self._most:
                self._kept.pop(next(iter(self._kept)))
            found = self._kept[key] = _painted(rect.size(), ratio, draw, behind)
        painter.drawPixmap(rect.topLeft(), found)

    def _forget(self) -> None:
        self._kept.clear()


def _painted(size: QSize, ratio: float, draw: Callable[[QPainter, QRect], None], behind: QColor | None) -> QPixmap:
    opaque = QImage.Format.Format_RGB32
    made = QImage(size * ratio, QImage.Format.Format_ARGB32_Premultiplied if behind is None else opaque)
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent if behind is None else behind)
    painter = QPainter(made)
    draw(painter, QRect(QPoint(), size))
    painter.end()
    return QPixmap.fromImage(made)
