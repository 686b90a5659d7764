"""Short news at the bottom of the page."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, QVariantAnimation, Signal
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.spacing import ENTER_MS
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.announce import announce
from aurora_desk.gui.widgets.button import Button, Kind
from aurora_desk.gui.widgets.polish import Ground
from aurora_desk.gui.widgets.text import Text

STAYS_MS, STAYS_WITH_ACTION_MS = 4000, 8000
WAITING = 3
ABOVE, BESIDE = 28, 40
RISE = 8
SIDE, SIDE_WITH_ACTION = 16, 6
ICONS = {"success": "circle-check", "warning": "triangle-alert", "danger": "circle-x", "info": "info"}


@dataclass(frozen=True, slots=True)
class Toast:
    """A sentence, and perhaps a way back («Undo»)."""

    text: str
    tone: str = ""
    action: str = ""
    act: Callable[[], None] | None = None


class Toasts(Ground):
    """Shows one toast at a time above `host`'s lower edge; at most three wait behind it, the oldest give way."""

    seen_changed = Signal()
    """Another toast can be seen, or none."""

    def __init__(self, look: Look, host: QWidget, *, name: str = "toast") -> None:
        super().__init__("toast", name=name, parent=host)
        self._look, self._host = look, host
        self._current: Toast | None = None
        self._queue: deque[Toast] = deque(maxlen=WAITING)
        self._offset = 0
        self._icon = QLabel()
        self._text = Text(look, "", Type.STRONG, weight=500, wrap=True, name=f"{name}-text")
        self.button = Button(look, kind=Kind.GHOST, ink="primary", name=f"{name}-button")
        self._row = row = QHBoxLayout(self)
        row.setSpacing(10)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        row.addWidget(self.button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_time)
        self._motion = QVariantAnimation(self)
        self._motion.setDuration(ENTER_MS)
        self._motion.valueChanged.connect(self._on_moved)
        self.button.clicked.connect(self._on_action)
        host.installEventFilter(self)
        look.changed.connect(self._dress)
        self.hide()

    @property
    def current(self) -> Toast | None:
        """The toast that can be seen."""
        return self._current

    def tell(self, text: str, *, tone: str = "", action: str = "", act: Callable[[], None] | None = None) -> None:
        """Show a sentence now or after those before it; `act` runs if the person presses `action`."""
        self._queue.append(Toast(text, tone, action, act))
        if self._current is None:
            self._next()

    def dismiss(self) -> None:
        """Take the toast away; the next one comes."""
        self._timer.stop()
        self._next()

    def clear(self) -> None:
        """Take everything away: what its actions would undo is over."""
        self._queue.clear()
        self.dismiss()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _next(self) -> None:
        self._current = self._queue.popleft() if self._queue else None
        if self._current is None:
            self.hide()
            self.seen_changed.emit()
            return
        toast = self._current
        self._text.setText(toast.text)
        self.button.setText(toast.action)
        self.button.setVisible(bool(toast.action))
        # The button brings space of its own.
        end = SIDE_WITH_ACTION if toast.action else SIDE
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        self._row.setContentsMargins(end if mirrored else SIDE, 4, SIDE if mirrored else end, 4)
        self._icon.setVisible(toast.tone in ICONS)
        self._show_icon()
        self.show()
        self.raise_()
        self._come()
        self._start()
        self.seen_changed.emit()
        announce(self, toast.text)

    def _dress(self) -> None:
        self._show_icon()
        self._place()

    def _show_icon(self) -> None:
        if self._current is not None and self._current.tone in ICONS:
            icon, tone = ICONS[self._current.tone], self._current.tone
            self._icon.setPixmap(self._look.pixmap(icon, tone, 20, self.devicePixelRatioF()))

    def _come(self) -> None:
        self._motion.stop()
        self._offset = 0
        if not self._look.less_motion:
            self._motion.setStartValue(RISE)
            self._motion.setEndValue(0)
            self._motion.start()
        self._place()

    def _start(self) -> None:
        if self._current is not None:
            self._timer.start(STAYS_WITH_ACTION_MS if self._current.action else STAYS_MS)

    def _on_time(self) -> None:
        # Somebody is reading it, or about to press its button: it stays as long again.
        if self.underMouse() or self.button.hasFocus():
            self._start()
        else:
            self._next()

    def _on_action(self) -> None:
        act = self._current.act if self._current is not None else None
        self.dismiss()
        if act is not None:
            act()

    def _on_moved(self, offset: int) -> None:
        self._offset = offset
        self._place()

    def _place(self) -> None:
        if self._current is None:
            return
        self._text.setMinimumHeight(self._look.px(44))
        # Narrower than the lists it lies on, or it would look like a part of them.
        width = min(self._host.width() - 2 * BESIDE, self._whole())
        # A sentence that is too long for the page goes on in a second line.
        height = max(self.heightForWidth(width), self.minimumSizeHint().height())
        self.resize(width, height)
        left = (self._host.width() - width) // 2
        self.move(QPoint(left, self._host.height() - self.height() - ABOVE + self._offset))

    def _whole(self) -> int:
        """The width with all of the sentence in one line."""
        beside = [part for part in (self._icon, self.button) if not part.isHidden()]
        margins, frame = self._row.contentsMargins(), self.contentsMargins()
        edges = margins.left() + margins.right() + frame.left() + frame.right()
        words = math.ceil(QFontMetricsF(self._text.font()).horizontalAdvance(self._text.text()))
        return edges + words + sum(part.sizeHint().width() + self._row.spacing() for part in beside)
