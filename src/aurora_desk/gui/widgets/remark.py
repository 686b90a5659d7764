"""The line that belongs to the box of a number pad: what helps, or what is wrong."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.announce import announce
from aurora_desk.gui.widgets.polish import set_look_property
from aurora_desk.gui.widgets.text import Text

SIDE = 16


class Remark(QWidget):
    """An error has an icon, gives its box a red edge and the focus, and is announced; it stays until `say`."""

    def __init__(self, look: Look, box: QWidget, words: str = "", *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._box = look, box
        self.words = Text(look, words, Type.LABEL, tone="muted", weight=400, wrap=True, name=name)
        self.icon = QLabel()
        self.icon.hide()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.icon)
        row.addWidget(self.words, 1)
        look.follow(self._dress)

    def say(self, words: str, tone: str = "muted") -> None:
        """What helps; nothing is wrong any more."""
        self._show(words, tone, wrong=False)

    def show_error(self, sentence: str) -> None:
        """What is wrong."""
        self._show(sentence, "danger", wrong=True)
        if self._box.isVisible():
            self._box.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self._box, sentence, urgent=True)

    def _show(self, words: str, tone: str, *, wrong: bool) -> None:
        self.words.set_tone(tone)
        self.words.setText(words)
        self.icon.setVisible(wrong)
        set_look_property(self._box, "state", "error" if wrong else "")
        self._box.setAccessibleDescription(words if wrong else "")

    def _dress(self) -> None:
        self.icon.setPixmap(self._look.pixmap("circle-alert", "danger", SIDE, self.devicePixelRatioF()))
