"""Pages of a sheet, one in front, whose lists give way in a low window."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QSizePolicy, QStackedWidget

from aurora_desk.gui.theme.look import Look

LEAST = 148
"""Of the pages at 100 % text: headings and two rows."""


class GivingPages(QStackedWidget):
    """As high as is wanted, whichever page is in front; lower where the sheet has no room for that."""

    def __init__(self, look: Look, height: int) -> None:
        super().__init__()
        self._look, self._height = look, height
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        look.changed.connect(self.updateGeometry)

    def hasHeightForWidth(self) -> bool:
        return False

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._look.px(self._height))

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self._look.px(min(LEAST, self._height)))
