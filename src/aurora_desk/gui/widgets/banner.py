"""Lasting trouble, across the page under its header."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.announce import announce
from aurora_desk.gui.widgets.button import Button
from aurora_desk.gui.widgets.polish import Ground, set_look_property
from aurora_desk.gui.widgets.text import Text

ICONS = {"warning": "triangle-alert", "danger": "circle-x", "info": "info", "violet": "flask-conical"}


class Banner(Ground):
    """Hidden until `show_trouble`; `acted` when its one button is pressed."""

    acted = Signal()

    def __init__(self, look: Look, *, name: str = "banner", parent: QWidget | None = None) -> None:
        super().__init__("banner", name=name, parent=parent)
        self._look, self._tone = look, "warning"
        self._icon = QLabel()
        self._text = Text(look, "", Type.STRONG, weight=500, wrap=True, name=f"{name}-text")
        self.button = Button(look, name=f"{name}-button")
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 6, 14, 6)
        row.setSpacing(10)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        row.addWidget(self.button)
        self.button.clicked.connect(self.acted)
        self.hide()
        look.follow(self._dress)

    def show_trouble(self, text: str, *, tone: str = "warning", action: str = "") -> None:
        """Say what lasts, in the tone warning, danger, info or violet, with a button where something can be done."""
        self._tone = tone
        self._text.setText(text)
        self.button.setText(action)
        self.button.setVisible(bool(action))
        self._dress()
        self.show()
        announce(self, text)

    def _dress(self) -> None:
        set_look_property(self, "tone", self._tone)
        self._text.set_tone(self._tone)
        self._icon.setPixmap(self._look.pixmap(ICONS[self._tone], self._tone, 20, self.devicePixelRatioF()))
        self.setMinimumHeight(self._look.px(44))
