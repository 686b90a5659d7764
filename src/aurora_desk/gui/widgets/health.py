"""The health of a device or a service in the status bar."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QWidget

from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.paint import picture, rounded, words
from aurora_desk.gui.theme.spacing import Radius
from aurora_desk.gui.theme.status import Status
from aurora_desk.gui.theme.typography import Type

GAP = 6


class Health(QPushButton):
    """Icon, name, state icon and state word; a click opens the device's panel."""

    def __init__(
        self, look: Look, label: str, icon: str, *, drop: int = 0, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look, self._label, self._icon_name = look, label, icon
        self._drop = drop
        """How far below its middle it paints, where it reaches above the strip that it stands in."""
        self._word, self._tone, self._state = "", "muted", "circle-dashed"
        self._short = self._calm = False
        self.setObjectName(name)
        self.setProperty("kind", "painted")
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.changed.connect(self._dress)

    def show_status(self, status: Status, word: str = "") -> None:
        """Show a state, in its own word or a more exact one: «WisePOS E ready», an address."""
        self._word, self._tone, self._state = word or status.word, status.tone, status.icon
        self._dress()

    def set_short(self, short: bool, *, calm: bool = False) -> None:
        """Leave the name to the icon, for want of room; `calm`: good news leaves its word to its icon as well."""
        if (short, calm) != (self._short, self._calm):
            self._short, self._calm = short, calm
            self._dress()

    def width_of(self, *, short: bool, calm: bool = False) -> int:
        """How wide it is, with its name or without, with the word of good news or without."""
        metrics, side = self._look.metrics(Type.LABEL), self._look.px(16)
        words = [*([] if short else [self._label]), *([] if calm and self._well else [self._word])]
        return sum(metrics.horizontalAdvance(word) + GAP for word in words) + 2 * side + GAP + 16

    @property
    def _well(self) -> bool:
        return self._tone in ("success", "muted")

    def sizeHint(self) -> QSize:
        return QSize(self.width_of(short=self._short, calm=self._calm), self._look.px(44))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._look
        whole = self.rect().translated(0, look.px(self._drop))
        middle = QRect(0, whole.center().y() - look.px(30) // 2, self.width(), look.px(30))
        if not event.rect().intersects(middle):
            # Something under the part that only takes clicks was painted: the tiles, at each letter of a search.
            return
        painter = QPainter(self)
        if self.hasFocus() or self.underMouse():
            edge = look.colour("focus") if self.hasFocus() else None
            rounded(painter, middle, Radius.BUTTON, fill=look.colour("sunken"), edge=edge, width=2.0)
        side, font = look.px(16), look.font(Type.LABEL)
        metrics, left = look.metrics(Type.LABEL), 8
        # Good news is calm: the word of a healthy device stays in the colour of text.
        word_ink = look.colour("text" if self._well else self._tone)
        for kind, token, left_out in (
            (self._icon_name, "muted", False),
            (self._label, "muted", self._short),
            (self._state, self._tone, False),
            (self._word, "", self._calm and self._well),
        ):
            if left_out:
                continue
            is_icon = kind in (self._icon_name, self._state)
            width = side if is_icon else metrics.horizontalAdvance(kind)
            box = QStyle.visualRect(
                self.layoutDirection(), self.rect(), QRect(left, whole.top(), width + 1, self.height())
            )
            if is_icon:
                picture(painter, box, look.pixmap(kind, token, 16, self.devicePixelRatioF()))
            else:
                words(painter, box, kind, font, look.colour(token) if token else word_ink)
            left += width + GAP
        painter.end()

    def _dress(self) -> None:
        self.setAccessibleName(f"{self._label}: {self._word}")
        self.updateGeometry()
        self.update()
