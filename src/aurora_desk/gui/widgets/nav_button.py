"""An item of the rail."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.paint import picture, rounded, words
from aurora_desk.gui.theme.spacing import Radius
from aurora_desk.gui.theme.typography import Type

WIDTH, NARROW, HEIGHT = 70, 52, 59


class NavButton(QPushButton):
    """Icon above a word; the current page is marked by fill, weight and accessible name."""

    def __init__(self, look: Look, text: str, icon: str, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._label, self._icon_name = look, text, icon
        self._current, self._count, self._narrow = False, 0, False
        self.setObjectName(name)
        self.setProperty("kind", "painted")
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)
        self._name()

    @property
    def current(self) -> bool:
        """Whether its page is shown."""
        return self._current

    def set_current(self, current: bool) -> None:
        """Mark as the page that is shown."""
        self._current = current
        self._name()

    def set_count(self, count: int) -> None:
        """The dot at the icon: lines in the cart, payments to check; 0 for none."""
        self._count = count
        self._name()

    def set_narrow(self, narrow: bool) -> None:
        """Icon only, the word as tooltip, for small windows."""
        self._narrow = narrow
        self.setToolTip(self._label if narrow else "")
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(
            NARROW if self._narrow else self._look.px(WIDTH), NARROW if self._narrow else self._look.px(HEIGHT)
        )

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, painter = self._look, QPainter(self)
        focused = self.hasFocus()
        at_rest = "primary_soft" if self._current else "sunken" if self.underMouse() else ""
        fill = "pressed" if self.isDown() else at_rest
        edge = look.colour("focus") if focused else None
        rounded(painter, self.rect(), Radius.FIELD, fill=look.colour(fill) if fill else None, edge=edge, width=2.0)
        ink = "on_primary_soft" if self._current else "text" if fill else "muted"
        side = look.px(22)
        top = (self.height() - side) // 2 if self._narrow else look.px(10)
        spot = QRect((self.width() - side) // 2, top, side, side)
        picture(painter, spot, look.pixmap(self._icon_name, ink, 22, self.devicePixelRatioF()))
        if not self._narrow:
            box = QRect(1, spot.bottom() + 1, self.width() - 2, self.height() - spot.bottom() - look.px(7))
            font = look.font(Type.CAPTION, weight=600 if self._current else 500)
            words(painter, box, self._label, font, look.colour(ink), Qt.AlignmentFlag.AlignCenter, least=0.75)
        if self._count:
            self._paint_count(painter, spot)
        painter.end()

    def _paint_count(self, painter: QPainter, icon: QRect) -> None:
        text, font = str(self._count), self._look.font(Type.CAPTION, weight=700)
        side = self._look.px(17)
        width = max(side, self._look.metrics(Type.CAPTION, weight=700).horizontalAdvance(text) + 8)
        box = QRect(icon.right() - 6, icon.top() - 6, width, side)
        rounded(painter, box, side / 2, fill=self._look.colour("primary"))
        words(painter, box, text, font, self._look.colour("on_primary"), Qt.AlignmentFlag.AlignCenter)

    def _name(self) -> None:
        name = self.tr("%1, current page").replace("%1", self._label) if self._current else self._label
        self.setAccessibleName(name)
        self.setAccessibleDescription(str(self._count) if self._count else "")
        self.update()
