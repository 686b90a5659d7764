"""How the gallery's pages put their samples down."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QHBoxLayout, QVBoxLayout, QWidget

from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.polish import Ground
from aurora_desk.gui.widgets.text import Text


class GalleryPage(Ground):
    """Samples one below the other, each group under its heading."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__("page", name=f"gallery-{name}")
        self._look = look
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(20, 16, 20, 20)
        self._column.setSpacing(10)

    def group(self, heading: str, *rows: QWidget | QHBoxLayout) -> None:
        """A heading and the rows under it."""
        self._column.addWidget(Text(self._look, heading, Type.LABEL, tone="muted", weight=600))
        for row in rows:
            if isinstance(row, QWidget):
                self._column.addWidget(row)
            else:
                self._column.addLayout(row)
        self._column.addSpacing(4)


def beside(*parts: QWidget, grow: QWidget | None = None, top: bool = False) -> QHBoxLayout:
    """Parts side by side; `grow` takes what is left."""
    row = QHBoxLayout()
    row.setSpacing(10)
    align = Qt.AlignmentFlag.AlignTop if top else Qt.AlignmentFlag(0)
    for part in parts:
        row.addWidget(part, 1 if part is grow else 0, align)
    if grow is None:
        row.addStretch(1)
    return row


def over(part: QWidget) -> QWidget:
    """The part as it looks under the pointer."""
    part.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    spot = QPointF(5, 5)
    none, plain = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    # Qt's own buttons note for themselves where the pointer was.
    QApplication.sendEvent(part, QMouseEvent(QEvent.Type.MouseMove, spot, spot, none, none, plain))
    return part


def down(button: QAbstractButton) -> QAbstractButton:
    """The button as it looks while it is pressed."""
    button.setDown(True)
    return button
