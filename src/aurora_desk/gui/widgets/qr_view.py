"""QR codes."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.paint import rounded
from aurora_desk.gui.theme.spacing import Radius
from aurora_desk.gui.theme.tokens import LIGHT

QUIET = 4
SMALLEST = 220


class QrView(QWidget):
    """A code from its modules, with the quiet zone that readers need, dark on white in every theme."""

    def __init__(
        self, look: Look, *, label: str, side: int = SMALLEST, name: str = "qr", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look, self._side = look, max(SMALLEST, side)
        self._modules: tuple[tuple[bool, ...], ...] = ()
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_modules(self, modules: tuple[tuple[bool, ...], ...]) -> None:
        """Show a code; its modules come without the quiet zone."""
        self._modules = modules
        self.update()

    def set_side(self, side: int) -> None:
        """Draw it larger or smaller, but never smaller than phones read it."""
        self._side = max(SMALLEST, side)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(self._side, self._side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rounded(painter, self.rect(), Radius.CARD, fill=QColor(LIGHT.surface), edge=self._look.colour("border"))
        if self._modules:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(LIGHT.text))
            self._paint_modules(painter)
        painter.end()

    def _paint_modules(self, painter: QPainter) -> None:
        across = len(self._modules) + 2 * QUIET
        ratio = self.devicePixelRatioF()
        # Whole device pixels for every module: a blurred edge costs a reader its margin.
        module = int(self.width() * ratio // across) / ratio
        start = (self.width() - module * len(self._modules)) / 2
        start = round(start * ratio) / ratio
        for row, cells in enumerate(self._modules):
            for column, dark in enumerate(cells):
                if dark:
                    painter.drawRect(QRectF(start + column * module, start + row * module, module, module))
