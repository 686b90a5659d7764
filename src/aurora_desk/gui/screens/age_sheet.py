"""Whether the customer is old enough, asked before goods are added, paid or handed over."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from aurora_desk.domain.ages import born_by
from aurora_desk.domain.catalogue import Product
from aurora_desk.gui.theme.format import isolated
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.spacing import Space
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.button import Button, Kind, Variant
from aurora_desk.gui.widgets.polish import Ground
from aurora_desk.gui.widgets.sheet import Sheet, SheetSize
from aurora_desk.gui.widgets.text import Text


class AgeSheet(Sheet):
    """The day that the date on the card must not be later than, in large figures. Left or right and Enter answer."""

    checked = Signal()
    refused = Signal()
    apart = Signal()
    """What `offer_apart` offered was chosen: no answer, and none is needed for it."""

    def __init__(self, look: Look, host: QWidget, product: Product, *, today: date) -> None:
        age = product.age_limit
        title = self.tr("Is the customer %1 or older?").replace("%1", look.locale.toString(age))
        super().__init__(look, host, title, size=SheetSize.SMALL, name="age-sheet")
        day = born_by(today, age)
        shown = look.locale.toString(QDate(day.year, day.month, day.day), self.tr("d MMM yyyy"))
        card = Ground("well", name="age-card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(16, 14, 16, 14)
        inside.addWidget(Text(look, self.tr("Born on or before"), Type.BODY, tone="muted", name="age-born"))
        self.day = Text(look, isolated(shown, look.locale), Type.TOTAL, name="age-day")
        inside.addWidget(self.day)
        words = self.tr("%1 is sold to people of this age only. Ask for an ID that shows the date of birth.")
        about = Text(look, words.replace("%1", product.name), Type.BODY, tone="muted", wrap=True, name="age-about")
        self.refuse = Button(look, self.tr("Refuse"), variant=Variant.XL, name="age-refuse")
        self.check = Button(look, self.tr("Checked"), kind=Kind.PRIMARY, variant=Variant.XL, name="age-checked")
        self.other: Button | None = None
        self.body.addWidget(card)
        self.body.addWidget(about)
        self.body.addSpacing(Space.SM)
        self.footer.addWidget(self.refuse, 1)
        self.footer.addWidget(self.check, 1)
        self.set_first_focus(self.refuse)
        self.refuse.clicked.connect(self._on_refused)
        self.check.clicked.connect(self._on_checked)

    def offer_apart(self, words: str) -> None:
        """Offer what can be done without the customer, beneath the question and apart from its answers."""
        self.other = Button(self._look, words, kind=Kind.GHOST, variant=Variant.LG, name="age-apart")
        self.other.clicked.connect(self._on_apart)
        self.body.addWidget(self.other)

    def ask_close(self) -> None:
        """Leaving the question is no yes."""
        self._on_refused()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            other = self.check if self.refuse.hasFocus() else self.refuse
            other.setFocus(Qt.FocusReason.TabFocusReason)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            # The Enter that chose the product, still held down, answers nothing.
            if not event.isAutoRepeat():
                self._answer()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def _answer(self) -> None:
        if self.check.hasFocus():
            self._on_checked()
        elif self.other is not None and self.other.hasFocus():
            self._on_apart()
        else:
            self._on_refused()

    def _on_apart(self) -> None:
        self.close_sheet()
        self.apart.emit()

    def _on_checked(self) -> None:
        self.close_sheet()
        self.checked.emit()

    def _on_refused(self) -> None:
        self.close_sheet()
        self.refused.emit()
