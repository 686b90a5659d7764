"""Sheets: a card above a scrim inside the main window, never a window of its own."""

from __future__ import annotations

from enum import IntEnum

import shiboken6
from PySide6.QtCore import QEasingCurve, QEvent, QObject, QRect, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.spacing import ENTER_MS, LEAVE_MS
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.button import Button, Kind, Variant
from aurora_desk.gui.widgets.polish import Ground
from aurora_desk.gui.widgets.scrolled_body import ScrolledBody
from aurora_desk.gui.widgets.text import Text

MARGIN = 24
RISE = 8


class SheetSize(IntEnum):
    """Widths of sheets."""

    SMALL = 420
    MEDIUM = 560
    LARGE = 800
    WIDE = 920
    """For a table of many columns, whose words are longer in other languages."""


class Sheet(QWidget):
    """Holds the focus while it is open and gives it back to where it was. Fill `body` (and `footer`), then `open`.

    In a window that is too low the body scrolls, but for a sheet that fits itself into any (`fit`, no `scrolls`).
    """

    closed = Signal()
    """The sheet is gone, however it was closed."""

    def __init__(
        self,
        look: Look,
        host: QWidget,
        title: str,
        *,
        size: SheetSize = SheetSize.MEDIUM,
        name: str,
        scrolls: bool = True,
    ) -> None:
        super().__init__(host)
        self._look, self._host = look, host
        self._opener: QWidget | None = None
        self._progress, self._opened, self._leaving = 0.0, False, False
        self._first: QWidget | None = None
        self.closable = True
        """Whether Esc and the cross close it; False while something would be lost."""
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.card = Ground("sheet", name=f"{name}-card", parent=self)
        self._size = size
        self._title = Text(look, title, Type.HEADING, least=0.7, name=f"{name}-title")
        self.subtitle = Text(look, "", Type.LABEL, tone="muted", name=f"{name}-subtitle")
        self.cross = Button(
            look, icon="x", kind=Kind.GHOST, variant=Variant.SQUARE, label=self.tr("Close"), name=f"{name}-close"
        )
        self.header = QHBoxLayout()
        self.header.setSpacing(10)
        self.header.addWidget(self._title)
        self.header.addWidget(self.subtitle, 1, Qt.AlignmentFlag.AlignVCenter)
        self.header.addWidget(self.cross)
        self._scrolled = ScrolledBody(name=f"{name}-body", scrolls=scrolls)
        self.body = self._scrolled.column
        self.body.setSpacing(12)
        self.footer = QHBoxLayout()
        self.footer.setSpacing(10)
        column = QVBoxLayout(self.card)
        column.setContentsMargins(MARGIN, 14, MARGIN - 4, 20)
        column.setSpacing(8)
        column.addLayout(self.header)
        column.addWidget(self._scrolled, 1)
        column.addLayout(self.footer)
        self._motion = QVariantAnimation(self)
        self._motion.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._motion.valueChanged.connect(self._on_moved)
        self._motion.finished.connect(self._on_finished)
        self.cross.clicked.connect(self.ask_close)
        self._tallest = 0
        host.installEventFilter(self)
        self.card.installEventFilter(self)
        look.changed.connect(self._place)
        self.hide()

    @property
    def is_over(self) -> bool:
        """Whether it was closed, or was never opened: it lives on for a moment, and must not be shown."""
        return self._leaving or not self._opened

    def set_title(self, title: str, subtitle: str = "") -> None:
        """Change the words at the top."""
        self._title.setText(title)
        self.subtitle.setText(subtitle)
        self.setAccessibleName(title)

    def set_first_focus(self, widget: QWidget) -> None:
        """Which part has the focus as the sheet opens; else it is the first one of the body."""
        self._first = widget

    def keys_topic(self) -> str:
        """Under which name F1 lists the keys of this sheet; empty: it has none of its own."""
        return ""

    def fit(self, room: int) -> None:
        """How high the card may be: for sheets that lay themselves out otherwise in a low window or at large text."""

    def set_size(self, size: SheetSize) -> None:
        """Another width."""
        self._size = size

    def open(self) -> None:
        """Show the sheet and take the focus."""
        window = self.window()
        self._opener = window.focusWidget()
        self._opened, self._leaving = True, False
        self.card.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, on=False)
        self._tallest = 0
        self.setGeometry(self._host.rect())
        self.show()
        self.raise_()
        self._place()
        first = self._first or next((w for w in self._stops() if w is not self.cross), self.cross)
        first.setFocus(Qt.FocusReason.PopupFocusReason)
        self._move(0.0, 1.0, ENTER_MS)

    def ask_close(self) -> None:
        """Close unless something would be lost; what Esc and the cross do. Sheets override it to ask first."""
        if self.closable:
            self.close_sheet()

    def close_sheet(self) -> None:
        """Close and give the focus back."""
        if self._leaving or not self._opened:
            return
        self._leaving = True
        if not self.isVisible():
            # Covered by the lock: what ends there must not stand in the way afterwards.
            self._on_finished()
            return
        # What is going takes no tap any more: what it asked is answered.
        self.card.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        if self._opener is not None and shiboken6.isValid(self._opener) and self._opener.isVisible():
            self._opener.setFocus(Qt.FocusReason.PopupFocusReason)
        self._move(1.0, 0.0, LEAVE_MS)

    def focusNextPrevChild(self, forward: bool) -> bool:
        stops = self._stops()
        if not stops:
            return True
        current = self.window().focusWidget()
        place = stops.index(current) if current in stops else -1 if forward else 0
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        stops[(place + (1 if forward else -1)) % len(stops)].setFocus(reason)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.ask_close()
        else:
            self._scrolled.scroll_by_key(event.key())
        # Keys end here: nothing behind an open sheet may act on them.
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self.isVisible():
            return False
        if watched is self.card:
            # Pages behind the first one get their sizes from the stylesheet only when it reaches them.
            if event.type() == QEvent.Type.LayoutRequest:
                self._place()
        elif event.type() == QEvent.Type.Resize:
            self.setGeometry(self._host.rect())
            self._place()
        return False

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.setGeometry(self._host.rect())
        self._place()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = self._look.theme, QPainter(self)
        scrim = QColor(theme.scrim)
        scrim.setAlphaF(theme.scrim_alpha * self._progress)
        painter.fillRect(self.rect(), scrim)
        painter.end()

    def _stops(self) -> list[QWidget]:
        # In the order they were made. Walking nextInFocusChain() leads out of the card and round the window, and
        # PySide 6.11 takes each answer for a child of the widget asked: deleting the sheet then took the wrapper of
        # the window's handle with it.
        found = [
            widget
            for widget in self.card.findChildren(QWidget)
            if bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
            and widget.isVisible()
            and widget.isEnabled()
            and widget.focusProxy() is None
        ]
        # The cross comes last: the first Tab stop of a sheet is its content.
        return sorted(found, key=lambda stop: stop is self.cross)

    def _move(self, start: float, end: float, milliseconds: int) -> None:
        self._motion.stop()
        if self._look.less_motion:
            self._on_moved(end)
            self._on_finished()
            return
        self._motion.setDuration(milliseconds)
        self._motion.setStartValue(start)
        self._motion.setEndValue(end)
        self._motion.start()

    def _on_moved(self, value: float) -> None:
        self._progress = value
        self._place()
        self.update()

    def _on_finished(self) -> None:
        if self._leaving and self._opened:
            self._opened = False
            self.hide()
            self.closed.emit()

    def _place(self) -> None:
        room = self.rect().adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        self.fit(room.height())
        width = min(room.width(), self._look.px(self._size))
        wanted = max(self.card.sizeHint().height(), self.card.minimumSizeHint().height())
        layout = self.card.layout()
        if layout is not None and layout.hasHeightForWidth():
            # The hints alone guess that a text needs more lines than it does at this width.
            wanted = max(layout.totalHeightForWidth(width), layout.totalMinimumHeightForWidth(width))
        # A lower page behind a higher one moves nothing: the same thing stays in the same place.
        self._tallest = max(self._tallest, wanted)
        height = min(room.height(), self._tallest)
        box = QRect(0, 0, width, height)
        box.moveCenter(self.rect().center())
        self.card.setGeometry(box.translated(0, round(RISE * (1 - self._progress))))
