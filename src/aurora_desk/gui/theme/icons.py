"""Lucide icons, tinted with a token's colour."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from aurora_desk.gui.theme.resources import resource

STROKE = "1.9"
DIRECTIONAL = frozenset(
    ["arrow-left", "arrow-right", "chevron-left", "chevron-right", "log-out", "undo-2", "corner-up-left"]
)
"""Icons that point along the line: they turn round where text runs right to left. Clocks and circles do not."""
KEPT = 2048
"""Pictures kept: every icon of every screen in both themes, several times over."""


class Icons:
    """Draws icons and keeps what it has drawn by name, colour, size and device pixel ratio."""

    def __init__(self) -> None:
        self._source = lru_cache(maxsize=256)(_source)
        self._drawn = lru_cache(maxsize=KEPT)(self._draw)

    def pixmap(self, name: str, colour: str, size: int, ratio: float = 1.0, *, gap: int = 0) -> QPixmap:
        """One icon; a `gap` in pixels is left after it (before it, where the text runs right to left)."""
        mirrored = QGuiApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft
        before = gap if mirrored else 0
        return self._drawn(name, colour, size, ratio, gap, before, mirrored and name in DIRECTIONAL)

    def icon(self, name: str, colour: str, size: int, *, disabled: str, gap: int = 0) -> QIcon:
        """An icon for a button, with its disabled look, for an ordinary screen and the sharpest one there is."""
        icon = QIcon()
        for ratio in sorted({1.0, _sharpest()}):
            icon.addPixmap(self.pixmap(name, colour, size, ratio, gap=gap))
            icon.addPixmap(self.pixmap(name, disabled, size, ratio, gap=gap), QIcon.Mode.Disabled)
        return icon

    def _draw(self, name: str, colour: str, size: int, ratio: float, gap: int, before: int, turned: bool) -> QPixmap:
        pixmap = QPixmap(round((size + gap) * ratio), round(size * ratio))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        if turned:
            painter.translate(pixmap.width(), 0)
            painter.scale(-1, 1)
            before = gap - before
        svg = self._source(name).replace("currentColor", colour)
        box = QRectF(before * ratio, 0, size * ratio, size * ratio)
        QSvgRenderer(QByteArray(svg.encode())).render(painter, box)
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        return pixmap


def _sharpest() -> float:
    """The largest device pixel ratio of all screens."""
    app = QGuiApplication.instance()
    return app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0


def _source(name: str) -> str:
    text = resource(f"icons/{name}.svg").read_text(encoding="utf-8")
    return text.replace('stroke-width="2"', f'stroke-width="{STROKE}"')
