"""What is asked before words are lost that somebody typed into a sheet."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.widgets.confirm import Confirm
from aurora_desk.gui.widgets.sheet import Sheet


def ask_to_discard(
    look: Look, host: QWidget, sheet: Sheet, title: str = "", text: str = "", *, name: str = "discard"
) -> None:
    """Close `sheet` if the person lets go of what is in it."""
    question = Confirm(
        look,
        host,
        title or QCoreApplication.translate("Discarding", "Leave without saving?"),
        text or QCoreApplication.translate("Discarding", "What you typed has not been saved."),
        verb=QCoreApplication.translate("Discarding", "Discard"),
        safe=QCoreApplication.translate("Discarding", "Keep editing"),
        name=name,
    )
    question.confirmed.connect(sheet.close_sheet)
    question.closed.connect(question.deleteLater)
    question.open()
