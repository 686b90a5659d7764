"""What stands at the foot while something typed is not saved, and the question before it is left."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.spacing import Space
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.button import Button, Kind, Variant
from aurora_desk.gui.widgets.polish import Ground
from aurora_desk.gui.widgets.sheet import Sheet, SheetSize
from aurora_desk.gui.widgets.text import Text


class UnsavedBar(Ground):
    """«Unsaved changes · Discard · Save»."""

    discarded = Signal()
    saved = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__("bar", name="customer-unsaved", parent=parent)
        self.discard = Button(look, self.tr("Discard"), kind=Kind.GHOST, name="customer-discard")
        self.save = Button(look, self.tr("Save"), kind=Kind.PRIMARY, name="customer-save")
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.MD, 0, Space.SM, 0)
        row.setSpacing(Space.SM)
        words = Text(look, self.tr("Unsaved changes"), Type.LABEL, weight=600, wrap=True, name="customer-unsaved-words")
        row.addWidget(words, 1)
        row.addWidget(self.discard)
        row.addWidget(self.save)
        self.discard.clicked.connect(self.discarded)
        self.save.clicked.connect(self.saved)


class LeaveQuestion(Sheet):
    """Asked before typed changes are lost: keep editing, discard them, or save them first."""

    discarded = Signal()
    save_wanted = Signal()

    def __init__(self, look: Look, host: QWidget, name: str) -> None:
        super().__init__(look, host, self.tr("Leave without saving?"), size=SheetSize.SMALL, name="customer-leave")
        words = self.tr("Changes to %1 are not saved.").replace("%1", name)
        self.body.addWidget(Text(look, words, Type.BODY, tone="muted", wrap=True, name="customer-leave-words"))
        self.keep = Button(look, self.tr("Keep editing"), variant=Variant.LG, name="customer-leave-keep")
        self.discard = Button(
            look, self.tr("Discard"), kind=Kind.DANGER, variant=Variant.LG, name="customer-leave-discard"
        )
        self.save = Button(look, self.tr("Save"), kind=Kind.PRIMARY, variant=Variant.LG, name="customer-leave-save")
        for button in (self.keep, self.discard, self.save):
            self.footer.addWidget(button, 1)
        self.set_first_focus(self.keep)
        self.keep.clicked.connect(self.ask_close)
        self.discard.clicked.connect(self._on_discard)
        self.save.clicked.connect(self._on_save)

    def _on_discard(self) -> None:
        self.close_sheet()
        self.discarded.emit()

    def _on_save(self) -> None:
        self.close_sheet()
        self.save_wanted.emit()
