"""Text in one of the type roles."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.paint import fitting, lying
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.polish import set_look_property


class Text(QLabel):
    """A label; `tone` is a token such as muted, danger or success.

    `least`: down to which part of its size it may be set smaller, where a language needs more room than there is.
    """

    def __init__(
        self,
        look: Look,
        text: str = "",
        role: Type = Type.BODY,
        *,
        tone: str = "text",
        weight: int | None = None,
        wrap: bool = False,
        least: float = 1.0,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._look, self._role, self._weight, self._least = look, role, weight, least
        self._side = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        self.setObjectName(name)
        self.setWordWrap(wrap)
        # What a customer or a product is called is never taken for markup.
        self.setTextFormat(Qt.TextFormat.PlainText)
        if wrap:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.setAlignment(self._side)
        self.set_tone(tone)
        look.follow(self._dress)

    def set_tone(self, tone: str) -> None:
        """Change the colour to another token."""
        set_look_property(self, "tone", tone)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def setText(self, text: str) -> None:
        super().setText(text)
        self._fit()

    def sizeHint(self) -> QSize:
        # Of the words as they should be: asked for by what is shown now, they would stay small for good.
        hint = super().sizeHint()
        return hint if self._least >= 1 else QSize(self._whole(), hint.height())

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return hint if self._least >= 1 else QSize(round(self._whole() * self._least), hint.height())

    def setAlignment(self, side: Qt.AlignmentFlag) -> None:
        """At the start, the end or in the middle, as the desk runs.

        Left alone, a label follows the letters of its text: a Latin name would stick out of an Arabic page.
        """
        self._side = side
        super().setAlignment(lying(self.layoutDirection(), side))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self.setAlignment(self._side)

    def _dress(self) -> None:
        self.setFont(self._font())
        self._fit()

    def _fit(self) -> None:
        if self._least < 1 and self.testAttribute(Qt.WidgetAttribute.WA_Resized):
            font = fitting(self._font(), self.text(), self.contentsRect().width(), least=self._least)
            if font.pixelSize() != self.font().pixelSize():
                self.setFont(font)

    def _whole(self) -> int:
        """The width of all words in the font of the role."""
        sides = self.width() - self.contentsRect().width()
        return QFontMetrics(self._font()).horizontalAdvance(self.text()) + sides + 2

    def _font(self) -> QFont:
        return self._look.font(self._role, weight=self._weight)
