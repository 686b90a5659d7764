"""Other: a card on another machine, a bank transfer, or a tender of the shop's own, booked by its reference."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSpacerItem, QVBoxLayout, QWidget

from aurora_desk.domain.money import Money
from aurora_desk.domain.own_tenders import OwnTender
from aurora_desk.domain.payments import Method
from aurora_desk.gui.screens.payment.other_tender import OtherTender, choices
from aurora_desk.gui.screens.payment.other_words import OtherWords
from aurora_desk.gui.screens.payment.state_icon import StateIcon
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.announce import announce
from aurora_desk.gui.widgets.button import Button, Kind, Variant
from aurora_desk.gui.widgets.chip import Chip, ChipRow
from aurora_desk.gui.widgets.field import Field
from aurora_desk.gui.widgets.fitting_scroll import FittingScroll
from aurora_desk.gui.widgets.scan_field import accept_scans
from aurora_desk.gui.widgets.text import Text

APART, CLOSE = 10, 6
AIR = (10, 14)
"""Beneath the picture and above the field."""


class OtherPanel(QWidget):
    """Asks for what proves the payment; this program moves no money itself."""

    booked = Signal(object, str)
    """Book what is to pay by this `OtherTender`, with this reference."""
    wait_wanted = Signal()
    """The order is to wait for its bank transfer, unpaid."""

    def __init__(self, look: Look, *, name: str = "other", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._amount = look, ""
        self._choices = choices(())
        self.setObjectName(name)
        self.chips = ChipRow(look, name=f"{name}-tenders", label=self.tr("Other tenders"))
        self.icon = StateIcon(look, "receipt-text", "muted", side=104, name=f"{name}-icon")
        self.headline = Text(look, "", Type.HEADING, wrap=True, name=f"{name}-headline")
        self.detail = Text(look, "", Type.BODY, tone="muted", wrap=True, name=f"{name}-detail")
        self.slip = Field(look, self.tr("Slip number"), name=f"{name}-slip")
        self.wait = Button(look, self.tr("Let the order wait for it"), variant=Variant.LG, name=f"{name}-wait")
        self.book = Button(look, kind=Kind.PRIMARY, variant=Variant.XL, name=f"{name}-book")
        accept_scans(self.slip.input)
        self._words = OtherWords()
        self._column, self._inside = QVBoxLayout(), QVBoxLayout()
        self._air = tuple(QSpacerItem(0, height) for height in AIR)
        self._offer()
        self.chips.chosen.connect(self._on_chosen)
        self.slip.edited.connect(lambda _text: self.slip.show_error(""))
        self.wait.clicked.connect(self._on_wait)
        self.book.clicked.connect(self.enter)
        self._build()
        self._show_tender()

    @property
    def tender(self) -> OtherTender:
        """The one that is chosen."""
        return self._choices[cast("int", self.chips.key)]

    def choose(self, method: Method) -> None:
        """Bring the first tender of a kind to the front."""
        self.chips.choose(next(place for place, one in enumerate(self._choices) if one.method is method))

    def show_own(self, own: Sequence[OwnTender]) -> None:
        """The shop's own tenders, behind those that every shop has; what was chosen and typed stays."""
        offered = choices(own)
        if offered == self._choices or self.book.busy:
            return
        chosen = self.tender
        self._choices = offered
        self.chips.blockSignals(True)
        self._offer()
        self.chips.choose(offered.index(chosen) if chosen in offered else 0)
        self.chips.blockSignals(False)
        if self.tender != chosen:
            self._show_tender()

    def show_due(self, due: Money) -> None:
        """What is to be paid."""
        self._amount = self._look.money(due)
        self._show_tender()

    def enter(self) -> None:
        """Enter: book it, or say what is missing."""
        if self.book.busy:
            return
        if self.wait.hasFocus():
            self._on_wait()
        elif self.slip.text.strip() or not self.tender.asks_reference:
            self.booked.emit(self.tender, self.slip.text)
        else:
            self.refuse(self._words.missing(self.tender))

    def refuse(self, sentence: str) -> None:
        """Say beneath the field what is wrong with the number, until it is changed."""
        self.slip.show_error(sentence)
        self.take_focus()

    def set_busy(self, busy: bool) -> None:
        """While the answer is awaited nothing can be changed or booked twice."""
        if busy:
            self.book.setFocus(Qt.FocusReason.OtherFocusReason)
        self.book.set_busy(busy)
        for part in (self.slip, self.chips, self.wait):
            part.setEnabled(not busy)

    def set_low(self, low: bool) -> None:
        """There is little height: the picture gives way to what is operated, and what the chip says already."""
        self.icon.setVisible(not low)
        self.headline.setVisible(not low)
        for air, height in zip(self._air, AIR, strict=True):
            air.changeSize(0, 0 if low else height)
        self._column.setSpacing(CLOSE if low else APART)
        self._inside.setSpacing(CLOSE if low else APART)
        self._inside.invalidate()

    def handle_key(self, event: QKeyEvent) -> bool:
        """Alt with the arrows walks the tenders, wherever the focus is."""
        if event.modifiers() != Qt.KeyboardModifier.AltModifier or self.book.busy:
            return False
        if event.key() not in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            return False
        forward = (event.key() == Qt.Key.Key_Right) is (self.layoutDirection() is Qt.LayoutDirection.LeftToRight)
        self.chips.step(1 if forward else -1)
        return True

    def take_focus(self) -> None:
        """The focus where the reference is typed, or on booking where none is asked for."""
        (self.slip if self.tender.asks_reference else self.book).setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer(self) -> None:
        self.chips.clear()
        for place, one in enumerate(self._choices):
            self.chips.add(place, self._words.name(one), icon=one.icon)

    def _on_chosen(self, _place: object) -> None:
        focused = self.window().focusWidget()
        self._show_tender()
        announce(self, f"{self.headline.text()}. {self.detail.text()}")
        # Whoever walks the chips with the arrows goes on there: the focus is on the chip before this one.
        walking = isinstance(focused, Chip) and not focused.isChecked()
        if self.isVisible() and not walking:
            self.take_focus()

    def _on_wait(self) -> None:
        if not self.book.busy:
            self.wait_wanted.emit()

    def _show_tender(self) -> None:
        tender, words = self.tender, self._words
        self.icon.show_state(tender.icon, "muted")
        self.headline.setText(words.name(tender))
        self.detail.setText(words.detail(tender, self._amount))
        self.slip.set_words(*words.field(tender))
        self.slip.set_text("")
        self.slip.show_error("")
        self.slip.setVisible(tender.asks_reference)
        self.wait.setVisible(tender.method is Method.TRANSFER)
        self.book.setText(words.book(tender, self._amount))

    def _build(self) -> None:
        inside = QWidget()
        words = self._inside
        inside.setLayout(words)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(APART)
        words.addStretch(3)
        words.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignHCenter)
        words.addSpacerItem(self._air[0])
        for said in (self.headline, self.detail):
            said.setAlignment(Qt.AlignmentFlag.AlignCenter)
            words.addWidget(said)
        words.addSpacerItem(self._air[1])
        words.addWidget(self.slip)
        words.addStretch(4)
        column = self._column
        self.setLayout(column)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(APART)
        column.addWidget(self.chips)
        # In a low window the words scroll: what is typed and pressed is not cut.
        column.addWidget(self._room(inside), 1)
        column.addWidget(self.wait)
        column.addWidget(self.book)

    def _room(self, inside: QWidget) -> FittingScroll:
        room = FittingScroll(inside, name=f"{self.objectName()}-room")
        self.slip.input.focus_changed.connect(lambda focused: room.ensureWidgetVisible(self.slip) if focused else None)
        return room
