"""A scrolled part of the side panel."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QHideEvent, QMoveEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QScrollBar, QStyle, QWidget

from aurora_desk.gui.widgets.detail import Detail

BAR, AWAY = 10, 5


class SideScroll(QScrollArea):
    """Its bar stands in the margin of the panel: amounts and fields end where the buttons beneath them end.

    Nothing moves when the bar comes or goes.
    """

    def __init__(self, *, name: str, label: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.bar = QScrollBar(Qt.Orientation.Vertical, self)
        self.bar.setObjectName(f"{name}-bar")
        self.bar.hide()
        self.set_label(label)
        own = self.verticalScrollBar()
        own.rangeChanged.connect(self._place)
        own.valueChanged.connect(self.bar.setValue)
        self.bar.valueChanged.connect(own.setValue)

    def set_label(self, label: str) -> None:
        """What is scrolled, for people who listen."""
        self.setAccessibleName(label)
        self.bar.setAccessibleName(label)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self._place()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._place()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.bar.hide()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._place()

    def _place(self) -> None:
        panel, own = self._panel(), self.verticalScrollBar()
        if self.bar.parentWidget() is not panel:
            self.bar.setParent(panel)
        self.bar.setRange(own.minimum(), own.maximum())
        self.bar.setPageStep(own.pageStep())
        self.bar.setSingleStep(own.singleStep())
        self.bar.setValue(own.value())
        start = self.mapTo(panel, QPoint())
        here = QRect(start, self.size())
        beside = QRect(here.right() + AWAY, here.top(), BAR, here.height())
        self.bar.setGeometry(QStyle.visualRect(self.layoutDirection(), here, beside))
        self.bar.setVisible(self.isVisible() and own.maximum() > own.minimum())
        self.bar.raise_()

    def _panel(self) -> QWidget:
        """The panel in whose margin the bar stands."""
        part: QWidget = self
        while not isinstance(part, Detail):
            above = part.parentWidget()
            if above is None:
                return part
            part = above
        return part
