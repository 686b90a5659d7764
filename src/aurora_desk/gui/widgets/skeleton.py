"""The shape of what is being loaded."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.paint import rounded
from aurora_desk.gui.theme.spacing import Radius
from aurora_desk.gui.theme.typography import Type

AFTER_MS = 200
WORDS_AFTER_MS = 10_000


class Skeleton(QWidget):
    """Still blocks in the place of rows or tiles, after 200 ms of waiting; after 10 s it says so."""

    def __init__(
        self,
        look: Look,
        *,
        block_height: int = 52,
        columns: int = 1,
        gap: int = 8,
        name: str = "skeleton",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look, self._height, self._columns, self._gap = look, block_height, columns, gap
        self.shown = self._long = False
        """Whether the blocks are painted by now."""
        self.setObjectName(name)
        self.setAccessibleName(self.tr("Loading"))
        self._soon, self._late = QTimer(self), QTimer(self)
        for timer, wait, slot in ((self._soon, AFTER_MS, self._on_soon), (self._late, WORDS_AFTER_MS, self._on_late)):
            timer.setSingleShot(True)
            timer.setInterval(wait)
            timer.timeout.connect(slot)
        look.changed.connect(self.update)

    def start(self) -> None:
        """The loading began."""
        self.shown = self._long = False
        self._soon.start()
        self._late.start()
        self.show()

    def stop(self) -> None:
        """The real thing is there."""
        self._soon.stop()
        self._late.stop()
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self.shown:
            return
        painter = QPainter(self)
        colour, height, gap = self._look.colour("sunken"), self._look.px(self._height), self._gap
        width = (self.width() - gap * (self._columns - 1)) // self._columns
        for top in range(0, self.height() - height // 2, height + gap):
            for column in range(self._columns):
                box = QRect(column * (width + gap), top, width, height)
                rounded(painter, box, Radius.BUTTON, fill=colour)
        if self._long:
            painter.setFont(self._look.font(Type.STRONG))
            painter.setPen(self._look.colour("text"))
            wrapped = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect(), wrapped, self.tr("Still loading. You can wait or try again."))
        painter.end()

    def _on_soon(self) -> None:
        self.shown = True
        self.update()

    def _on_late(self) -> None:
        self._long = True
        self.update()
