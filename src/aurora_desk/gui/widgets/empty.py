"""What a list shows when there is nothing in it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.button import Button
from aurora_desk.gui.widgets.text import Text


class Empty(QWidget):
    """An icon, one line what, one line next step, one button."""

    acted = Signal()

    def __init__(
        self,
        look: Look,
        icon: str,
        title: str,
        hint: str = "",
        action: str = "",
        *,
        name: str = "empty",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look, self._icon_name = look, icon
        self.setObjectName(name)
        self._icon = QLabel()
        self._icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._title = Text(look, title, Type.TITLE, wrap=True, name=f"{name}-title")
        self._hint = Text(look, hint, Type.BODY, tone="muted", wrap=True, name=f"{name}-hint")
        self.button = Button(look, action, name=f"{name}-button")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(6)
        column.addStretch(1)
        column.addWidget(self._icon)
        column.addSpacing(8)
        for text in (self._title, self._hint):
            text.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(text)
        column.addSpacing(10)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self.button.clicked.connect(self.acted)
        self.show_words(title, hint, action)
        look.follow(self._dress)

    def show_words(self, title: str, hint: str = "", action: str = "", *, icon: str = "") -> None:
        """Say something else: «Nothing matches 'espreso'» with «Clear filter»."""
        self._title.setText(title)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self.button.setText(action)
        self.button.setVisible(bool(action))
        self._icon_name = icon or self._icon_name
        self._dress()

    def _dress(self) -> None:
        self._icon.setPixmap(self._look.pixmap(self._icon_name, "muted", 48, self.devicePixelRatioF()))
