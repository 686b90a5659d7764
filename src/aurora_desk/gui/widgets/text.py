"""Text in one of the type roles."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStyle, QWidget

from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.paint import fitting
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
        if self._least < 1:
            font = fitting(self._font(), self.text(), self.contentsRect().width(), least=self._least)
            if font.pixelSize() != self.font().pixelSize():
                self.setFont(font)

    def setAlignment(self, side: Qt.AlignmentFlag) -> None:
        """At the start, the end or in the middle, as the desk runs.

        Left alone, a label follows the letters of its text: a Latin name would stick out of an Arabic page.
        """
        self._side = side
        shown = QStyle.visualAlignment(self.layoutDirection(), side) | Qt.AlignmentFlag.AlignAbsolute
        super().setAlignment(shown)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self.setAlignment(self._side)

    def _dress(self) -> None:
        self.setFont(self._font())

    def _font(self) -> QFont:
        return self._look.font(self._role, weight=self._weight)
