"""What a list shows when there is nothing in it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QSpacerItem, QVBoxLayout, QWidget

from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.paint import picture
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.button import Button
from aurora_desk.gui.widgets.text import Text

ICON, AIR, LEAST_AIR, SPACE = 48, 24, 4, 6


class Picture(QWidget):
    """An icon that gives way where there is too little height for all of it."""

    def __init__(self, look: Look, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._icon = look, icon
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        look.changed.connect(self.updateGeometry)
        look.changed.connect(self.update)

    def show_icon(self, icon: str) -> None:
        """Show another one."""
        self._icon = icon
        self.update()

    def sizeHint(self) -> QSize:
        side = self._look.px(ICON)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.height() < self._look.px(ICON):
            return
        painter = QPainter(self)
        picture(painter, self.rect(), self._look.pixmap(self._icon, "muted", ICON, self.devicePixelRatioF()))
        painter.end()


class Empty(QWidget):
    """An icon, one line what, one line next step, one button; in little room icon, air and next step give way."""

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
        self.setObjectName(name)
        self._icon = Picture(look, icon)
        self._title = Text(look, title, Type.TITLE, wrap=True, name=f"{name}-title")
        self._hint = Text(look, hint, Type.BODY, tone="muted", wrap=True, name=f"{name}-hint")
        self.button = Button(look, action, name=f"{name}-button")
        column = QVBoxLayout(self)
        column.setContentsMargins(AIR, LEAST_AIR, AIR, LEAST_AIR)
        column.setSpacing(SPACE)
        column.addStretch(1)
        column.addSpacerItem(_air(AIR - LEAST_AIR))
        column.addWidget(self._icon)
        column.addSpacerItem(_air(8))
        for text in (self._title, self._hint):
            text.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(text)
        column.addSpacerItem(_air(10))
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacerItem(_air(AIR - LEAST_AIR))
        column.addStretch(1)
        self.button.clicked.connect(self.acted)
        self.show_words(title, hint, action)

    def show_words(self, title: str, hint: str = "", action: str = "", *, icon: str = "") -> None:
        """Say something else: «Nothing matches 'espreso'» with «Clear filter»."""
        self._title.setText(title)
        self._hint.setText(hint)
        self.button.setText(action)
        self.button.setVisible(bool(action))
        if icon:
            self._icon.show_icon(icon)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The hint is there where it has room beneath what must be said."""
        width = self.width() - 2 * AIR
        needs = 2 * LEAST_AIR + sum(text.heightForWidth(width) + SPACE for text in (self._title, self._hint))
        if self.button.text():
            needs += self.button.sizeHint().height() + SPACE
        self._hint.setVisible(bool(self._hint.text()) and (needs <= self.height() or not self.isVisible()))


def _air(height: int) -> QSpacerItem:
    return QSpacerItem(0, height, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Maximum)
