"""What a sheet holds between its title and its buttons."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QLayoutItem, QScrollArea, QScrollBar, QVBoxLayout, QWidget

LOWEST = 88
"""So much of it is seen at least, in pixels."""
ACTIONS: Mapping[int, QScrollBar.SliderAction] = MappingProxyType(
    {
        Qt.Key.Key_PageUp: QScrollBar.SliderAction.SliderPageStepSub,
        Qt.Key.Key_PageDown: QScrollBar.SliderAction.SliderPageStepAdd,
        Qt.Key.Key_Home: QScrollBar.SliderAction.SliderToMinimum,
        Qt.Key.Key_End: QScrollBar.SliderAction.SliderToMaximum,
    }
)


class ScrolledBody(QScrollArea):
    """As high as its parts want to be. Where a window is too low even for the least of them, they scroll.

    A list gives way first: the parts scroll only once none of them can become lower. What gets the focus is in sight.
    """

    def __init__(self, *, name: str, scrolls: bool = True) -> None:
        super().__init__()
        self._scrolls = scrolls
        self._inside = inside = QWidget()
        self.setObjectName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().setObjectName(f"{name}-bar")
        inside.setProperty("kind", "scrolled")
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.setWidget(inside)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus)

    def hasHeightForWidth(self) -> bool:
        return self.column.hasHeightForWidth()

    def heightForWidth(self, width: int) -> int:
        return self.column.totalHeightForWidth(width) if self.hasHeightForWidth() else self.sizeHint().height()

    def sizeHint(self) -> QSize:
        return self.column.totalSizeHint()

    def minimumSizeHint(self) -> QSize:
        least = self.column.totalMinimumSize()
        return QSize(least.width(), min(least.height(), LOWEST))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fill()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # A scroll area watches what it holds by itself.
        if watched is self._inside and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self._fill()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Keys are the sheet's: arrows choose people and tenders there.
        event.ignore()

    def scroll_by_key(self, key: int) -> bool:
        """Scroll as a key says; whether it was one of those, and there is something to scroll."""
        action, bar = ACTIONS.get(key), self.verticalScrollBar()
        if action is None or bar.maximum() == bar.minimum():
            return False
        bar.triggerAction(action)
        return True

    def _fill(self) -> None:
        """Give the parts the room there is, and more where they need it."""
        room = self.maximumViewportSize()
        needs = self._least(room.width()) if self._scrolls else 0
        if needs > room.height():
            # Beside the bar they are narrower, and may need another line.
            room = QSize(room.width() - self.verticalScrollBar().sizeHint().width(), room.height())
            needs = self._least(room.width())
        self._inside.resize(room.width(), max(room.height(), needs))

    def _least(self, width: int) -> int:
        """How low the parts can be at a width. Asked itself, Qt's layout takes what a panel with a text would like."""
        items = [self.column.itemAt(place) for place in range(self.column.count())]
        lows = [_lowest(item, width) for item in items if item is not None and not item.isEmpty()]
        return sum(lows) + self.column.spacing() * (len(lows) - 1)

    def _on_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self.isVisible() and self.isAncestorOf(now):
            self.ensureWidgetVisible(now)


def _lowest(item: QLayoutItem, width: int) -> int:
    part, layout, least = item.widget(), item.layout(), item.minimumSize().height()
    if layout is not None and layout.hasHeightForWidth():
        return layout.totalMinimumHeightForWidth(width)
    if not item.hasHeightForWidth():
        return least
    # A text is as high as its lines; a part with a text in it may guess that it has more of them than it has.
    wanted = item.heightForWidth(width)
    return wanted if isinstance(part, QLabel) else min(least, wanted)
