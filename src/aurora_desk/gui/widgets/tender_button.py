"""One way to pay in the list of the payment sheet."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QWidget

from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.paint import picture, rounded, words
from aurora_desk.gui.theme.spacing import Radius
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.key_hint import key_size

SIDE = 14


class TenderButton(QPushButton):
    """Icon, name and key; `set_current` marks the one in use, `disable` says why a tender can't be taken."""

    def __init__(self, look: Look, text: str, icon: str, key: str, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._label, self._icon_name, self._key, self._why = look, text, icon, key, ""
        self.current = False
        self.setObjectName(name)
        self.setProperty("kind", "painted")
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)
        self._name()

    def set_current(self, current: bool) -> None:
        """Mark as the tender in use."""
        self.current = current
        self._name()
        self.update()

    def disable(self, why: str) -> None:
        """Can't be used, and why: «Not set up», «Cancel the card first»."""
        self._why = why
        self.setEnabled(False)
        self.setToolTip(why)
        self._name()

    def enable(self, hint: str = "") -> None:
        """Can be used again; `hint` tells what will be in the way: «Needs a connection»."""
        self._why = hint
        self.setEnabled(True)
        self.setToolTip(hint)
        self._name()

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(264), self._look.px(56))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._look.px(180), self._look.px(56))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, painter = self._look, QPainter(self)
        focused, on = self.hasFocus(), self.isEnabled()
        at_rest = "primary_soft" if self.current else "sunken" if on and self.underMouse() else "surface"
        fill = look.colour("pressed" if self.isDown() else at_rest)
        edge = look.colour("focus" if focused else "primary" if self.current else "border")
        rounded(painter, self.rect(), Radius.FIELD, fill=fill, edge=edge, width=2.0 if focused or self.current else 1.0)
        ink = "disabled" if not on else "on_primary_soft" if self.current else "text"
        icon = self._mirrored(QRect(SIDE, 0, look.px(22), self.height()))
        picture(painter, icon, look.pixmap(self._icon_name, ink, 22, self.devicePixelRatioF()))
        start = SIDE + look.px(22) + 12
        text = QRect(start, 0, self.width() - start - SIDE - key_size(look, self._key).width() - 6, self.height())
        half = self.height() // 2
        if self._why:
            upper, lower = text.adjusted(0, 8, 0, -half + 2), text.adjusted(0, half - 2, 0, -8)
            words(painter, self._mirrored(lower), self._why, look.font(Type.CAPTION), look.colour("muted"), least=0.8)
            text = upper
        words(painter, self._mirrored(text), self._label, look.font(Type.STRONG), look.colour(ink))
        self._paint_key(painter)
        painter.end()

    def _paint_key(self, painter: QPainter) -> None:
        hint = key_size(self._look, self._key)
        top = (self.height() - hint.height()) // 2
        box = self._mirrored(QRect(self.width() - SIDE + 2 - hint.width(), top, hint.width(), hint.height()))
        rounded(painter, box, Radius.HINT, fill=self._look.colour("sunken"))
        font = self._look.font(Type.CAPTION, weight=600)
        words(painter, box, self._key, font, self._look.colour("muted"), Qt.AlignmentFlag.AlignCenter)

    def _mirrored(self, box: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), box)

    def _name(self) -> None:
        chosen = self.tr("%1, chosen").replace("%1", self._label) if self.current else self._label
        self.setAccessibleName(chosen)
        self.setAccessibleDescription(self._why or self._key)
