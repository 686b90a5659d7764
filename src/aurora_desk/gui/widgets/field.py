"""Form fields."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.announce import announce
from aurora_desk.gui.widgets.line import Line
from aurora_desk.gui.widgets.peek import Peek
from aurora_desk.gui.widgets.polish import Ground, set_look_property
from aurora_desk.gui.widgets.text import Text

BELOW_LABEL = 6
SIDE = 14
BESIDE_PEEK = 3
"""The eye of a secret is larger than its icon, which so keeps the distance of words."""


class Field(QWidget):
    """A label, a line to write in, and beneath it a hint or what is wrong. A secret is masked but while it is held."""

    left = Signal()
    """The field was left; the time to check it."""
    edited = Signal(str)
    submitted = Signal()

    def __init__(
        self,
        look: Look,
        label: str,
        *,
        hint: str = "",
        example: str = "",
        secret: bool = False,
        name: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look, self._hint = look, hint
        self.setObjectName(name)
        self.input = Line()
        self.input.setObjectName(f"{name}-input")
        self.input.setAccessibleName(label)
        self.input.setPlaceholderText(example)
        self._frame = Ground("field")
        self._inside = QHBoxLayout(self._frame)
        self._side = BESIDE_PEEK if secret else SIDE
        self._inside.addSpacing(SIDE - self._side)
        self._inside.addWidget(self.input)
        if secret:
            self._inside.setSpacing(0)
            self._inside.addWidget(Peek(look, self.input, self.tr("Show"), name=f"{name}-show"))
        self._label = Text(look, label, Type.LABEL)
        self._label.setBuddy(self.input)
        self._icon = QLabel()
        self._below = Text(look, hint, Type.LABEL, tone="muted", weight=400, wrap=True, name=f"{name}-below")
        beneath = QHBoxLayout()
        beneath.setSpacing(6)
        beneath.addWidget(self._icon)
        beneath.addWidget(self._below, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(BELOW_LABEL)
        column.addWidget(self._label)
        column.addWidget(self._frame)
        column.addLayout(beneath)
        # Beside a taller field the label stays at the top.
        column.addStretch(1)
        self.setFocusProxy(self.input)
        self.input.focus_changed.connect(self._on_focus)
        self.input.textEdited.connect(self.edited)
        self.input.returnPressed.connect(self.submitted)
        self.error = ""
        look.follow(self._dress)

    @property
    def text(self) -> str:
        """What is written."""
        return self.input.text()

    @property
    def line_top(self) -> int:
        """How far beneath its own top the line begins, for what stands beside it."""
        return self._label.sizeHint().height() + BELOW_LABEL

    def set_text(self, text: str) -> None:
        """Write something in."""
        self.input.setText(text)

    def set_words(self, label: str, hint: str, example: str) -> None:
        """Ask for something else."""
        self._label.setText(label)
        self.input.setAccessibleName(label)
        self.input.setPlaceholderText(example)
        self._hint = hint
        self._dress()

    def show_error(self, sentence: str) -> None:
        """Say what is wrong, until it is fixed; an empty sentence means nothing is."""
        if sentence and sentence != self.error:
            announce(self.input, sentence, urgent=True)
        self.error = sentence
        self._dress()

    def _on_focus(self, focused: bool) -> None:
        self._dress()
        if not focused:
            self.left.emit()

    def _dress(self) -> None:
        state = "error" if self.error else "focus" if self.input.hasFocus() else ""
        set_look_property(self._frame, "state", state)
        self.input.setFont(self._look.font(Type.LEAD))
        below = self.error or self._hint
        self._below.setText(below)
        self._below.set_tone("danger" if self.error else "muted")
        self._below.setVisible(bool(below))
        self._icon.setVisible(bool(self.error))
        self._icon.setPixmap(self._look.pixmap("circle-alert", "danger", 16, self.devicePixelRatioF()))
        self.input.setAccessibleDescription(below)
        side = self._side - 1 if state else self._side
        self._inside.setContentsMargins(side, 0, side, 0)
