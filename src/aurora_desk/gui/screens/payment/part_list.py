"""The parts of a split bill, one below the other."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from aurora_desk.domain.money import Money
from aurora_desk.domain.payments import Method, Payment
from aurora_desk.domain.split import Part, SplitLine, SplitPlan
from aurora_desk.gui.models.orders import method_word
from aurora_desk.gui.screens.payment.row_button import RowButton
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.widgets.button import Button, Kind, Variant


class PartList(QScrollArea):
    """Chooses the part that is paid next; a paid part stays, an open one can be taken away."""

    chosen = Signal(int)
    removed = Signal(int)

    def __init__(self, look: Look, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.rows: list[RowButton] = []
        self.removes: list[Button] = []
        self._inside = QWidget()
        self._inside.setProperty("kind", "scrolled")
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self.setObjectName(name)
        self.setAccessibleName(self.tr("Parts"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidget(self._inside)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_plan(self, plan: SplitPlan, currency: str, lines: Sequence[SplitLine]) -> None:
        """Show the parts."""
        self._clear()
        removable = len(plan.open) > 1
        for place, part in enumerate(plan.parts):
            row = RowButton(self._look, name=f"{self.objectName()}-{place}")
            self._show(row, place, part, currency, lines)
            row.mark(not part.paid and place == plan.current and len(plan.parts) > 1)
            row.clicked.connect(partial(self.chosen.emit, place))
            self.rows.append(row)
            line = QHBoxLayout()
            line.setSpacing(8)
            line.addWidget(row, 1)
            if not part.paid and removable:
                line.addWidget(self._remove(place))
            self._column.addLayout(line)
        self._column.addStretch(1)

    def _show(self, row: RowButton, place: int, part: Part, currency: str, lines: Sequence[SplitLine]) -> None:
        name = self.tr("Part %1").replace("%1", str(place + 1))
        if part.payment is not None:
            row.setEnabled(False)
            row.setToolTip(self.tr("A paid part can only be refunded"))
            detail, icon, tone = self.tr("Paid · %1").replace("%1", paid_words(part.payment)), "circle-check", "success"
        else:
            names = ", ".join(lines[line].name for line in part.lines if line < len(lines))
            detail, icon, tone = names or self.tr("To pay"), "circle", "muted"
        row.show_row(name, detail, Money(part.amount_minor, currency), icon=icon, tone=tone)

    def _remove(self, place: int) -> Button:
        label = self.tr("Take part %1 away").replace("%1", str(place + 1))
        button = Button(
            self._look,
            icon="x",
            kind=Kind.GHOST,
            variant=Variant.SQUARE,
            label=label,
            name=f"{self.objectName()}-remove-{place}",
        )
        button.clicked.connect(partial(self.removed.emit, place))
        self.removes.append(button)
        return button

    def _clear(self) -> None:
        for widget in (*self.rows, *self.removes):
            widget.hide()
            widget.deleteLater()
        self.rows, self.removes = [], []
        while (item := self._column.takeAt(0)) is not None:
            del item


def paid_words(payment: Payment) -> str:
    """What paid a part: «Cash», «Visa ending 4242», «Card, other machine 0042»."""
    if payment.card_last4:
        brand = payment.card_brand.replace("_", " ").title() or method_word(payment.method)
        return _tr("%1 ending %2").replace("%1", brand).replace("%2", payment.card_last4)
    if payment.method is Method.OTHER_CARD:
        return _tr("Slip %1").replace("%1", payment.slip_number)
    if payment.method is Method.OWN:
        return payment.tender_name
    return method_word(payment.method)


def _tr(source: str) -> str:
    return QCoreApplication.translate("PartList", source)
