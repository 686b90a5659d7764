"""Shows a secret while it is held."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.widgets.button import Button, Kind, Variant

HIDING = frozenset([QEvent.Type.FocusOut, QEvent.Type.WindowDeactivate, QEvent.Type.Hide, QEvent.Type.EnabledChange])
"""What ends a look at the secret although nobody has let go."""


class Peek(Button):
    """The eye at the end of a secret line: pressed, or Space held on it, the line can be read."""

    def __init__(self, look: Look, line: QLineEdit, label: str, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(
            look, icon="eye", kind=Kind.GHOST, variant=Variant.SQUARE, label=label, name=name, parent=parent
        )
        self._line = line
        # Pressed by hand it leaves the focus, and where one writes, in the line.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.pressed.connect(lambda: self._show(True))
        self.released.connect(lambda: self._show(False))
        line.textChanged.connect(self._on_text)
        self._show(False)

    def event(self, event: QEvent) -> bool:
        if event.type() in HIDING:
            self._show(False)
        return super().event(event)

    def _on_text(self, text: str) -> None:
        if not text:
            self._show(False)

    def _show(self, shown: bool) -> None:
        self._line.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
