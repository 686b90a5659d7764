"""What staff wrote down about a customer, newest first, with a line to write more."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aurora_desk.domain.customers import CustomerNote
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.spacing import Space
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.button import Button, Variant
from aurora_desk.gui.widgets.field import Field
from aurora_desk.gui.widgets.polish import Ground
from aurora_desk.gui.widgets.side_scroll import SideScroll
from aurora_desk.gui.widgets.text import Text
from aurora_desk.services.customer_notes import LONGEST_NOTE


class NotesPage(QWidget):
    """Enter or Add writes the note down."""

    added = Signal(str)
    """These words are to be written down; the page waits until it is told how that went."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setObjectName("customer-notes")
        self.field = Field(look, self.tr("New note"), example=self.tr("Likes oat milk"), name="customer-note")
        self.field.input.setMaxLength(LONGEST_NOTE)
        self.add = Button(look, self.tr("Add"), variant=Variant.FIELD, name="customer-note-add")
        self._none = Text(
            look, self.tr("No notes yet. What you write here is seen by staff only."), tone="muted", wrap=True
        )
        self._inside = QWidget()
        self._inside.setProperty("kind", "scrolled")
        self._list = QVBoxLayout(self._inside)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(Space.SM)
        self._list.addStretch(1)
        area = SideScroll(name="customer-note-list", label=self.tr("Notes, newest first"))
        area.setWidget(self._inside)
        writing = QHBoxLayout()
        writing.setSpacing(Space.SM)
        writing.addWidget(self.field, 1)
        # Beside the line, also where what is wrong stands beneath it.
        self._beside = QVBoxLayout()
        self._beside.addWidget(self.add)
        self._beside.addStretch(1)
        writing.addLayout(self._beside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.SM)
        column.addLayout(writing)
        column.addWidget(self._none)
        column.addWidget(area, 1)
        self._cards: list[QWidget] = []
        self.field.submitted.connect(self.write_down)
        self.field.edited.connect(lambda _text: self.field.show_error("") if self.field.error else None)
        self.add.clicked.connect(self.write_down)
        look.follow(self._fit)

    @property
    def unsaved(self) -> bool:
        """Whether a note is being written."""
        return bool(self.field.text.strip())

    def show_notes(self, notes: tuple[CustomerNote, ...]) -> None:
        """Show these notes."""
        for card in self._cards:
            self._list.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards = [self._card(note) for note in notes]
        for place, card in enumerate(self._cards):
            self._list.insertWidget(place, card)
        self._none.setVisible(not notes)

    def words(self) -> list[str]:
        """The notes that are shown, from the top."""
        found = [card.findChild(Text, "customer-note-words") for card in self._cards]
        return [text.text() for text in found if text is not None]

    def note_added(self, words: str, notes: tuple[CustomerNote, ...]) -> None:
        """The note is on disk: the line is empty again, but for what was typed behind it meanwhile."""
        self.add.set_busy(False)
        text = self.field.text
        if text.startswith(words):
            self.field.set_text(text[len(words) :].lstrip())
        self.show_notes(notes)

    def show_error(self, sentence: str) -> None:
        """The note was refused; what was typed stays."""
        self.add.set_busy(False)
        self.field.show_error(sentence)
        self.field.input.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        """Another customer."""
        self.add.set_busy(False)
        self.field.set_text("")
        self.field.show_error("")
        self.show_notes(())
        self._none.hide()

    def _fit(self) -> None:
        self._beside.setContentsMargins(0, self.field.line_top, 0, 0)

    def write_down(self) -> None:
        """Have the note on the line written down, unless one is on its way already."""
        if not self.add.busy:
            self.add.set_busy(True)
            self.added.emit(self.field.text)

    def _card(self, note: CustomerNote) -> QWidget:
        look = self._look
        when = f"{look.date(note.at)} {look.time(note.at)}"
        who = self.tr("%1 · %2").replace("%2", when).replace("%1", note.who) if note.who else when
        card = Ground("well", name="customer-note-card")
        column = QVBoxLayout(card)
        column.setContentsMargins(Space.MD, Space.SM, Space.MD, Space.MD)
        column.setSpacing(Space.XS)
        column.addWidget(Text(look, who, Type.LABEL, tone="muted", weight=400, name="customer-note-who"))
        column.addWidget(Text(look, note.words, Type.BODY, wrap=True, name="customer-note-words"))
        return card
