"""Beside a button, in words for everybody: why it is off."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtGui import QFontMetrics

from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.spacing import TARGET
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.button import Button
from aurora_desk.gui.widgets.text import Text

CHANGES = (QEvent.Type.EnabledChange, QEvent.Type.ToolTipChange)
LEAST = 0.7


class WhyLine(Text):
    """Shows what `Button.disable` was told, as long as it holds. Its height is there always: nothing moves."""

    def __init__(self, look: Look, button: Button) -> None:
        name = f"{button.objectName()}-why"
        super().__init__(look, "", Type.LABEL, tone="muted", weight=400, least=LEAST, name=name)
        self._button = button
        button.installEventFilter(self)
        self._follow()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._line())

    def minimumSizeHint(self) -> QSize:
        return QSize(TARGET, self._line())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._button and event.type() in CHANGES:
            self._follow()
        return super().eventFilter(watched, event)

    def _follow(self) -> None:
        self.setText("" if self._button.isEnabled() else self._button.toolTip())

    def _line(self) -> int:
        return QFontMetrics(self._font()).lineSpacing()
