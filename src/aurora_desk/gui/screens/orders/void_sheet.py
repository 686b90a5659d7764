"""Voiding an order that nobody paid anything of."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from aurora_desk.domain.orders import Order, VoidReason
from aurora_desk.domain.refunds import LONGEST_REASON
from aurora_desk.gui.jobs import words_of
from aurora_desk.gui.screens.orders.reason_chips import reason_chips
from aurora_desk.gui.theme.format import isolated
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.button import Button, Kind, Variant
from aurora_desk.gui.widgets.chip import Chip
from aurora_desk.gui.widgets.field import Field
from aurora_desk.gui.widgets.sheet import Sheet, SheetSize
from aurora_desk.gui.widgets.text import Text

_OTHER = "other"
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class VoidSheet(Sheet):
    """Asks why; the reason stays with the order."""

    given = Signal(str)
    """A `VoidReason`, or a person's words."""

    def __init__(self, look: Look, host: QWidget, order: Order) -> None:
        number = isolated(f"#{order.order_id}", look.locale)
        title = self.tr("Void order %1?").replace("%1", number)
        super().__init__(look, host, title, size=SheetSize.SMALL, name="void")
        words = self.tr("Nothing was paid. The order is cancelled and its goods go back to stock.")
        self.body.addWidget(Text(look, words, Type.BODY, tone="muted", wrap=True, name="void-text"))
        self.body.addWidget(Text(look, self.tr("Reason"), Type.LABEL, tone="muted"))
        self.reasons: dict[str, Chip] = {}
        self._group = QButtonGroup(self)
        self.body.addLayout(self._chips())
        self.other = Field(look, self.tr("In a few words"), name="void-other-words")
        self.other.input.setMaxLength(LONGEST_REASON)
        self.other.hide()
        self.body.addWidget(self.other)
        self.news = Text(look, "", Type.BODY, tone="danger", wrap=True, name="void-news")
        self.news.hide()
        self.body.addWidget(self.news)
        self.body.addSpacing(4)
        self.safe_button = Button(look, self.tr("Keep it"), variant=Variant.LG, name="void-safe")
        verb = self.tr("Void %1").replace("%1", number)
        self.verb_button = Button(look, verb, kind=Kind.DANGER_FILLED, variant=Variant.LG, name="void-verb")
        self.footer.addWidget(self.safe_button, 1)
        self.footer.addWidget(self.verb_button, 1)
        self.set_first_focus(self.reasons[VoidReason.MISTAKE])
        self._group.buttonToggled.connect(self._on_reason)
        self.safe_button.clicked.connect(self.ask_close)
        self.verb_button.clicked.connect(self._on_verb)
        self.other.submitted.connect(self._on_verb)
        self.closed.connect(self.deleteLater)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._on_verb()
        else:
            super().keyPressEvent(event)

    def show_refusal(self, error: Exception) -> None:
        """It was not voided: say why."""
        self.set_busy(False)
        self._say(words_of(error))

    def set_busy(self, busy: bool) -> None:
        """An answer is awaited."""
        self.closable = not busy
        self.verb_button.set_busy(busy)

    def _chips(self) -> QVBoxLayout:
        named = (
            (
                (VoidReason.MISTAKE.value, self.tr("Rung up by mistake")),
                (VoidReason.TWICE.value, self.tr("Ordered twice")),
            ),
            ((VoidReason.NOT_WANTED.value, self.tr("No longer wanted")), (_OTHER, self.tr("Other…"))),
        )
        column, self.reasons = reason_chips(self._look, self._group, named, name="void-reason")
        return column

    def _reason(self) -> str:
        chosen = next((key for key, chip in self.reasons.items() if chip.isChecked()), "")
        return self.other.text.strip() if chosen == _OTHER else chosen

    def _on_reason(self, chip: object, checked: bool) -> None:
        if checked:
            other = chip is self.reasons[_OTHER]
            self.other.setVisible(other)
            self._say("")
            if other:
                self.other.input.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_verb(self) -> None:
        if self.verb_button.busy:
            return
        reason = self._reason()
        if not reason:
            self._say(self.tr("Choose a reason. It stays with the order."))
            where = self.other.input if self.other.isVisible() else self.reasons[VoidReason.MISTAKE]
            where.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.set_busy(True)
        self.given.emit(reason)

    def _say(self, sentence: str) -> None:
        self.news.setText(sentence)
        self.news.setVisible(bool(sentence))
