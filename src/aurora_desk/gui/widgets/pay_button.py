"""The one main action of Sell."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPaintEvent
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QStylePainter, QWidget

from aurora_desk.domain.money import Money
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.paint import money_line, rounded, words
from aurora_desk.gui.theme.spacing import Radius
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.key_hint import key_size

SIDE, NARROW_SIDE, GAP, CLOSE = 20, 12, 12, 6
SMALLEST = 0.85
"""How much smaller the word may be set before it stands above the amount."""


class PayButton(QPushButton):
    """Says «Pay», the key and the amount; when it can't, it says why in the same place."""

    def __init__(self, look: Look, *, key: str = "F12", name: str = "pay", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._key = look, key
        self._money: Money | None = None
        self._why = ""
        self.setObjectName(name)
        self.setProperty("kind", "primary")
        self.setProperty("variant", "pay")
        self.setAutoDefault(False)
        look.changed.connect(self.update)
        self.refuse(self.tr("Add an item"))

    def offer(self, money: Money) -> None:
        """Ready to take this amount."""
        self._money, self._why = money, ""
        self.setEnabled(True)
        self.setAccessibleName(self.tr("Pay %1").replace("%1", self._look.money(money)))
        self.setAccessibleDescription(self._key)
        self.setToolTip("")
        self.update()

    def refuse(self, why: str) -> None:
        """Not now, and why: «Add an item», «Open shift first»."""
        self._money, self._why = None, why
        self.setEnabled(False)
        self.setAccessibleName(self.tr("Pay"))
        self.setAccessibleDescription(why)
        self.setToolTip(why)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(229), self._look.px(68))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        if self._money is None:
            font, muted = self._look.font(Type.LEAD, weight=600), self._look.colour("muted")
            self._paint_why(painter, self.rect().adjusted(8, 0, -8, 0), font, muted)
        else:
            self._paint_offer(painter, self._look.money(self._money))
        if self.hasFocus():
            edge = self._look.colour("on_primary")
            rounded(painter, self.rect().adjusted(4, 4, -4, -4), Radius.BUTTON, edge=edge, width=2.0)
        painter.end()

    def _paint_why(self, painter: QStylePainter, room: QRect, font: QFont, ink: QColor) -> None:
        """On one line, in smaller letters if need be, else on two."""
        if QFontMetrics(font).horizontalAdvance(self._why) * SMALLEST <= room.width():
            words(painter, room, self._why, font, ink, Qt.AlignmentFlag.AlignCenter, least=SMALLEST)
            return
        painter.setFont(self._look.font(Type.STRONG))
        painter.setPen(ink)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._why)

    def _paint_offer(self, painter: QStylePainter, amount: str) -> None:
        ink, inner = self._look.colour("on_primary"), self.rect().adjusted(SIDE, 0, -SIDE, 0)
        pay, pay_font = self.tr("Pay"), self._look.font(Type.MONEY, weight=500)
        amount_font = self._look.font(Type.HEADING, weight=700)
        amount_font.setPixelSize(self._look.px(24))
        words_width = round(QFontMetrics(pay_font).horizontalAdvance(pay) * SMALLEST) + GAP
        if words_width + QFontMetrics(amount_font).horizontalAdvance(amount) > inner.width():
            self._paint_above(painter, pay, amount, amount_font)
            return
        hint = key_size(self._look, self._key)
        # Where the key would not fit between them otherwise, words and amount let it come closer.
        both = QFontMetrics(pay_font).horizontalAdvance(pay) + QFontMetrics(amount_font).horizontalAdvance(amount)
        gap = GAP if both + 2 * GAP + hint.width() + 4 < inner.width() else CLOSE
        free = money_line(painter, inner, (pay, pay_font, ink), (amount, amount_font, ink), gap=gap)
        if free.width() > hint.width() + 4:
            box = QRect(free.left(), inner.center().y() - hint.height() // 2, hint.width() - 2, hint.height())
            shown = QStyle.visualRect(self.layoutDirection(), free, box)
            soft = self._look.colour("on_primary")
            soft.setAlphaF(0.18)
            rounded(painter, shown, Radius.HINT, fill=soft)
            font = self._look.font(Type.CAPTION, weight=600)
            words(painter, shown, self._key, font, ink, Qt.AlignmentFlag.AlignCenter)

    def _paint_above(self, painter: QStylePainter, pay: str, amount: str, amount_font: QFont) -> None:
        """One above the other, where they do not fit beside each other."""
        look, edge = self._look, self._look.px(8)
        inner = self.rect().adjusted(NARROW_SIDE, edge, -NARROW_SIDE, -edge)
        ink, middle = look.colour("on_primary"), inner.top() + inner.height() * 2 // 5
        upper = QRect(inner.left(), inner.top(), inner.width(), middle - inner.top())
        lower = QRect(inner.left(), middle, inner.width(), inner.bottom() + 1 - middle)
        words(painter, upper, pay, look.font(Type.STRONG), ink, Qt.AlignmentFlag.AlignCenter, least=0.7)
        words(painter, lower, amount, amount_font, ink, Qt.AlignmentFlag.AlignCenter, least=0.5)
