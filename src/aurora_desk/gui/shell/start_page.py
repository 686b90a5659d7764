"""What the window shows before the shop is open: light enough for the very first frame.

Nothing here may import the services or a screen: SQLAlchemy and stripe come in later, off the GUI thread.
"""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aurora_desk.gui.screens.signin.brand import BrandLine
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.spacing import Space
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.polish import Ground
from aurora_desk.gui.widgets.skeleton import Skeleton
from aurora_desk.gui.widgets.text import Text

CONTENT = 880
CARD = 360
TILE_HEIGHT = 164
ABOVE_PAD = 134
STRIP = 36
"""The measures of the sign-in screen, so that nothing jumps when the people appear."""


class StartPage(Ground):
    """The sign-in picture without its people, while the shop opens; `painted` once, after its first frame."""

    painted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__("page", name="start")
        self._first = True
        self._title = Text(look, self.tr("Opening the shop…"), Type.HEADING, wrap=True, name="start-title")
        self._hint = Text(look, "", Type.LEAD, tone="muted", wrap=True, name="start-hint")
        self._hint.hide()
        self._tiles = Skeleton(look, block_height=TILE_HEIGHT, columns=3, gap=Space.MD, name="start-people")
        self._tiles.setFixedHeight(look.px(TILE_HEIGHT))
        self._pad = Skeleton(look, block_height=62, columns=3, name="start-pad")
        self._pad.setFixedHeight(look.px(4 * 62) + 3 * Space.SM)
        card = Ground("card", name="start-card")
        card.setFixedWidth(look.px(CARD))
        inside = QVBoxLayout(card)
        inside.setContentsMargins(Space.XXL, look.px(ABOVE_PAD), Space.XXL, Space.XXL)
        inside.addWidget(self._pad)
        people = QVBoxLayout()
        people.setSpacing(Space.LG)
        people.addWidget(self._title)
        people.addWidget(self._hint)
        people.addWidget(self._tiles)
        people.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(40)
        row.addLayout(people, 1)
        row.addWidget(card)
        content = QWidget()
        content.setMaximumWidth(look.px(CONTENT))
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(40)
        column.addWidget(BrandLine(look))
        column.addLayout(row)
        centre = QHBoxLayout()
        centre.setContentsMargins(Space.XXL, 0, Space.XXL, 0)
        centre.addStretch(1)
        centre.addWidget(content, 100)
        centre.addStretch(1)
        strip = Ground("status", name="start-status")
        strip.setFixedHeight(look.px(STRIP))
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addStretch(1)
        page.addLayout(centre)
        page.addStretch(1)
        page.addWidget(strip)
        self._tiles.start()
        self._pad.start()

    def show_failure(self, sentence: str) -> None:
        """The shop could not be opened, and why."""
        self._tiles.stop()
        self._pad.stop()
        self._title.setText(self.tr("The shop could not be opened"))
        self._hint.setText(sentence)
        self._hint.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._first:
            self._first = False
            # After this frame is on the screen, not within it.
            QTimer.singleShot(0, self, self.painted.emit)
