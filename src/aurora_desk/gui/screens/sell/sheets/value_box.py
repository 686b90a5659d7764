"""A value typed on a number pad, large."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.polish import Ground
from aurora_desk.gui.widgets.text import Text

HEIGHT = 60


class ValueBox(Ground):
    """A label and what was typed so far, with its unit."""

    def __init__(self, look: Look, label: str, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__("bar", name=name, parent=parent)
        self._look, self._label_text = look, label
        self._label = Text(look, label, Type.BODY, weight=500, tone="muted")
        self._value = Text(look, "", Type.TOTAL, name=f"{name}-value")
        row = QHBoxLayout(self)
        row.setContentsMargins(17, 0, 17, 0)
        row.addWidget(self._label)
        row.addStretch(1)
        row.addWidget(self._value)
        look.follow(self._dress)

    @property
    def text(self) -> str:
        """What is shown."""
        return self._value.text()

    def show_value(self, text: str, label: str = "") -> None:
        """Show a value, and another label where it changes with it."""
        self._label_text = label or self._label_text
        self._label.setText(self._label_text)
        self._value.setText(text)
        self.setAccessibleName(f"{self._label_text} {text}".strip())

    def _dress(self) -> None:
        self.setFixedHeight(self._look.px(HEIGHT))
