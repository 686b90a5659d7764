"""How a scanner is made to send a key before every code."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.spacing import Space
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.button import Button, Kind, Variant
from aurora_desk.gui.widgets.polish import Ground
from aurora_desk.gui.widgets.sheet import Sheet
from aurora_desk.gui.widgets.text import Text

PREFIX = "$"
"""A key that hardly anybody types at a till, and that every keyboard has."""


class PrefixSheet(Sheet):
    """Says what to look for in the scanner's manual: every maker has codes of its own for it."""

    def __init__(self, look: Look, host: QWidget) -> None:
        super().__init__(look, host, self.tr("Give the scanner a prefix"), name="prefix-sheet")
        why = self.tr(
            "A scanner can send one key before every code. The till then knows a scan by its first key, "
            "and nothing that is typed by hand is held back."
        )
        self.body.addWidget(Text(look, why, Type.BODY, tone="muted", wrap=True, name="prefix-why"))
        manual = self.tr(
            "In the manual of the scanner, find “prefix” or “preamble”. "
            "The codes to scan there differ from maker to maker."
        )
        choose = self.tr("Set this character as the prefix of all codes:")
        again = self.tr("Come back and scan the test code again. The till finds the prefix by itself.")
        self.body.addLayout(self._step("1", manual))
        self.body.addLayout(self._step("2", choose))
        self.body.addWidget(self._character())
        self.body.addLayout(self._step("3", again))
        self.body.addSpacing(Space.SM)
        self.back = Button(
            look, self.tr("Scan the test code"), kind=Kind.PRIMARY, variant=Variant.LG, name="prefix-back"
        )
        self.footer.addWidget(self.back, 1)
        self.set_first_focus(self.back)
        self.back.clicked.connect(self.close_sheet)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.close_sheet()
        super().keyPressEvent(event)

    def _step(self, number: str, words: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(Space.MD)
        row.addWidget(Text(self._look, number, Type.STRONG, tone="primary"), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Text(self._look, words, Type.BODY, wrap=True), 1, Qt.AlignmentFlag.AlignTop)
        return row

    def _character(self) -> QWidget:
        well = Ground("well", name="prefix-character")
        column = QVBoxLayout(well)
        middle = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(Text(self._look, PREFIX, Type.DISPLAY, name="prefix-sign"), 0, middle)
        table = self.tr("In a table of characters: ASCII %1, hexadecimal %2")
        words = table.replace("%1", str(ord(PREFIX))).replace("%2", f"{ord(PREFIX):X}")
        column.addWidget(Text(self._look, words, Type.LABEL, tone="muted", name="prefix-table"), 0, middle)
        return well
