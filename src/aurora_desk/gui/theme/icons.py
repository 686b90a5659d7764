"""Lucide icons, tinted with a token's colour."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from aurora_desk.gui.theme.resources import resource

STROKE = "1.9"
KEPT = 2048
"""Pictures kept: every icon of every screen in both themes, several times over."""


class Icons:
    """Draws icons and keeps what it has drawn by name, colour, size and device pixel ratio."""

    def __init__(self) -> None:
        self._source = lru_cache(maxsize=256)(_source)
        self._drawn = lru_cache(maxsize=KEPT)(self._draw)

    def pixmap(self, name: str, colour: str, size: int, ratio: float = 1.0, *, gap: int = 0) -> QPixmap:
        """One icon; a `gap` in pixels is left after it (before it, where the text runs right to left)."""
        before = gap if QGuiApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft else 0
        return self._drawn(name, colour, size, ratio, gap, before)

    def icon(self, name: str, colour: str, size: int, *, disabled: str, gap: int = 0) -> QIcon:
        """An icon for a button, with its disabled look."""
        icon = QIcon()
        for ratio in (1.0, 2.0):
            icon.addPixmap(self.pixmap(name, colour, size, ratio, gap=gap))
            icon.addPixmap(self.pixmap(name, disabled, size, ratio, gap=gap), QIcon.Mode.Disabled)
        return icon

    def _draw(self, name: str, colour: str, size: int, ratio: float, gap: int, before: int) -> QPixmap:
        pixmap = QPixmap(round((size + gap) * ratio), round(size * ratio))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        svg = self._source(name).replace("currentColor", colour)
        box = QRectF(before * ratio, 0, size * ratio, size * ratio)
        QSvgRenderer(QByteArray(svg.encode())).render(painter, box)
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        return pixmap


def _source(name: str) -> str:
    text = resource(f"icons/{name}.svg").read_text(encoding="utf-8")
    return text.replace('stroke-width="2"', f'stroke-width="{STROKE}"')
