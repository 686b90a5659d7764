"""Buttons."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QIcon, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter, QWidget

from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.paint import fitting, rounded, words
from aurora_desk.gui.theme.spacing import TARGET
from aurora_desk.gui.theme.status import WAITING
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.polish import set_look_property
from aurora_desk.gui.widgets.turn import Turn

ICON_GAP = 5
ICON_SPACE = 4
"""What Qt leaves between an icon and words."""
LEAST = 0.75
RING = 20
BESIDE_RING = RING + 8
"""Where the word beside a ring begins."""


class Kind(StrEnum):
    """What a button is for."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    GHOST = "ghost"
    DANGER = "danger"
    DANGER_FILLED = "danger_filled"
    QUICK = "quick"
    """One of the quick amounts; `set_active` marks the one taken."""


class Variant(StrEnum):
    """How large a button is: 44, 52, 62 or 68 high, 44 square, or as high as the field beside it.

    A square keeps its height; where large text leaves no room it is narrower, down to what a finger needs.
    """

    MD = "md"
    FIELD = "field"
    LG = "lg"
    ROW = "row"
    """As high as LG, with little air at its sides: one of several choices that share a row."""
    XL = "xl"
    PAY = "pay"
    SQUARE = "sq"


INK = {
    Kind.PRIMARY: "on_primary",
    Kind.SECONDARY: "text",
    Kind.GHOST: "muted",
    Kind.DANGER: "danger",
    Kind.DANGER_FILLED: "on_danger",
    Kind.QUICK: "text",
}
FILLED = (Kind.PRIMARY, Kind.DANGER_FILLED)
TEXT_ROLES = {Variant.XL: Type.TITLE, Variant.PAY: Type.LEAD}
ICON_SIZES = {Variant.PAY: 22}
PRESSING = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Select)


class Button(QPushButton):
    """A button with an icon, a text or both. An icon alone needs `label`, its accessible name and tooltip."""

    def __init__(
        self,
        look: Look,
        text: str = "",
        *,
        icon: str = "",
        kind: Kind = Kind.SECONDARY,
        variant: Variant = Variant.MD,
        ink: str = "",
        label: str = "",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._look, self._icon_name, self._kind, self._variant, self._ink = look, icon, kind, variant, ink
        self._why, self._label = "", label
        self._turn = Turn(self)
        self.setObjectName(name)
        self.setProperty("kind", kind.value)
        self.setProperty("variant", variant.value)
        self.setProperty("tone", ink)
        # Enter belongs to the screen: no button presses itself because it is the only one.
        self.setAutoDefault(False)
        if variant is Variant.SQUARE:
            self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        if label:
            self.setAccessibleName(label)
            self.setToolTip(label)
        look.follow(self._dress)

    @property
    def busy(self) -> bool:
        """Whether the button waits for an answer and ignores clicks."""
        return self._turn.running

    def set_busy(self, busy: bool) -> None:
        """Show a ring instead of the text, at the same width, until the answer is there; a still one with a word."""
        self._turn.run(busy, still=self._look.less_motion)
        self.setAccessibleDescription(self.tr("Working") if busy else self._why)
        self.update()

    def setText(self, text: str) -> None:
        """Another text; the icon keeps its gap to it."""
        gained_or_lost = bool(text) is not bool(self.text())
        super().setText(text)
        if gained_or_lost:
            self._dress()

    def set_active(self, active: bool) -> None:
        """Mark a quick amount as the one taken."""
        set_look_property(self, "active", active)
        self.setAccessibleDescription(self.tr("chosen") if active else "")

    def disable(self, why: str) -> None:
        """Switch the button off and say why."""
        self._why = why
        self.setEnabled(False)
        self.setToolTip(why)
        self.setAccessibleDescription(why)

    def enable(self) -> None:
        """Switch the button on again."""
        self._why = ""
        self.setEnabled(True)
        self.setToolTip(self._label)
        self.setAccessibleDescription("")

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(self._look.px(TARGET), hint.height()) if self._variant is Variant.SQUARE else hint

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        if self._variant is Variant.ROW:
            # Of those that share a row, each can do with smaller words before one of them is cut.
            needed = self.fontMetrics().horizontalAdvance(self.text())
            return QSize(max(TARGET, hint.width() - int(needed * (1 - LEAST)) + 2), hint.height())
        return QSize(TARGET, hint.height()) if self._variant is Variant.SQUARE else hint

    def words_font(self) -> QFont:
        """The font that the words are set in: a smaller one where they would be cut."""
        room = self._room() - (self._beside() if self.shows_icon() else 0)
        return fitting(self.font(), self.text(), max(room, 0), least=LEAST)

    def shows_icon(self) -> bool:
        """Whether there is an icon; it gives way where even small words would be cut beside it."""
        if not self._icon_name or not self.text():
            return bool(self._icon_name)
        room = self._room() - self._beside()
        font = fitting(self.font(), self.text(), max(room, 0), least=LEAST)
        return QFontMetrics(font).horizontalAdvance(self.text()) <= room

    def _room(self) -> int:
        """How wide icon and words may be."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        return self.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, self).width()

    def _beside(self) -> int:
        """What an icon takes from the words."""
        return self.iconSize().width() + ICON_SPACE

    def _dress(self) -> None:
        if self.busy:
            # Less motion counts at once, also for a ring that turns already.
            self._turn.run(True, still=self._look.less_motion)
        role = TEXT_ROLES.get(self._variant, Type.STRONG)
        self.setFont(self._look.font(role, weight=600))
        if not self._icon_name:
            self.setIcon(QIcon())
            return
        size, gap = ICON_SIZES.get(self._variant, 20), ICON_GAP if self.text() else 0
        token = self._ink or INK[self._kind]
        self.setIcon(self._look.icon(self._icon_name, token, size, gap=gap))
        self.setIconSize(QSize(self._look.px(size) + gap, self._look.px(size)))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.busy:
            super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Esc and the keys of the screen go on to it.
        if not (self.busy and event.key() in PRESSING):
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        if self.busy:
            option.text, option.icon = "", QIcon()
        elif not self.shows_icon():
            option.icon = QIcon()
        font = self.words_font()
        painter.setFont(font)
        # By these Qt finds where the icon stands.
        option.fontMetrics = QFontMetrics(font)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        ink = self._look.colour(self._ink or INK[self._kind])
        if self.busy:
            self._paint_waiting(painter, ink)
        if self.hasFocus() and self._kind in FILLED:
            rounded(painter, self.rect().adjusted(4, 4, -4, -4), 8.0, edge=ink, width=2.0)
        painter.end()

    def _paint_waiting(self, painter: QPainter, ink: QColor) -> None:
        """The ring; where it stands still and there is room for both, with the word that says what it means."""
        spot, word = self.rect(), WAITING.word
        font = fitting(self.font(), word, max(self._room() - BESIDE_RING, 0), least=LEAST)
        width = BESIDE_RING + QFontMetrics(font).horizontalAdvance(word)
        if self._look.less_motion and width <= self._room():
            both = QRect(0, 0, width, self.height())
            both.moveCenter(spot.center())
            said = QStyle.visualRect(self.layoutDirection(), both, both.adjusted(BESIDE_RING, 0, 0, 0))
            words(painter, said, word, font, ink)
            spot = QStyle.visualRect(self.layoutDirection(), both, QRect(both.topLeft(), QSize(RING, both.height())))
        ring(painter, QPointF(spot.center()), RING / 2, ink, self._turn.advance())


def ring(painter: QPainter, centre: QPointF, radius: float, colour: QColor, angle: float) -> None:
    """Three quarters of a circle, turned by `angle` degrees."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(colour, max(2.5, radius / 7), Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    box = QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
    painter.drawArc(box, round(-angle * 16), 270 * 16)
