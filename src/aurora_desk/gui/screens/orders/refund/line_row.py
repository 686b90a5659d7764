"""A line of the order in the refund planner: whether it comes back, how much of it, and whether it is sold again."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aurora_desk.domain.money import Money
from aurora_desk.domain.quantity import ONE
from aurora_desk.domain.returns import ReturnableLine, Whence
from aurora_desk.gui.screens.orders.refund.draft import RefundDraft
from aurora_desk.gui.screens.orders.refund.whence_chips import WhenceChips
from aurora_desk.gui.theme.format import quantity_label
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.button import Button, Variant
from aurora_desk.gui.widgets.check import Check
from aurora_desk.gui.widgets.money_label import MoneyLabel
from aurora_desk.gui.widgets.text import Text


class LineRow(QWidget):
    """A check box with the name; once it is checked, the pieces, «Back to stock» and whose hands it was in beneath."""

    changed = Signal()

    def __init__(self, look: Look, draft: RefundDraft, line: ReturnableLine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._draft, self._line = look, draft, line
        name = f"refund-line-{line.position}"
        self.setObjectName(name)
        self.check = Check(look, line.name, role=Type.LINE, grows=True, name=f"{name}-check")
        self.amount = MoneyLabel(look, None, Type.LINE, weight=600, name=f"{name}-amount")
        self.minus = Button(look, icon="minus", variant=Variant.SQUARE, label=self.tr("One less"), name=f"{name}-minus")
        self.count = Text(look, "", Type.BODY, name=f"{name}-count")
        self.plus = Button(look, icon="plus", variant=Variant.SQUARE, label=self.tr("One more"), name=f"{name}-plus")
        stock_label = self.tr("%1 back to stock").replace("%1", line.name)
        self.stock = Check(look, self.tr("Back to stock"), label=stock_label, name=f"{name}-stock")
        self.count.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for button in (self.minus, self.plus):
            button.setAccessibleName(f"{button.accessibleName()}: {line.name}")
        self.whence = WhenceChips(look, draft, line, name=f"{name}-whence")
        self._build()
        self.check.toggled.connect(self._on_checked)
        self.minus.clicked.connect(lambda: self._on_step(-1))
        self.plus.clicked.connect(lambda: self._on_step(1))
        self.stock.toggled.connect(self._on_stock)
        self.whence.chosen.connect(self._on_whence)
        self.show_draft()

    def show_draft(self) -> None:
        """Show what the draft says of the line."""
        line, quantity = self._line, self._draft.quantity(self._line)
        chosen = quantity > 0
        self._set(self.check, chosen)
        self._set(self.stock, self._draft.restocks(line))
        self.check.setEnabled(line.left_milli > 0)
        in_pieces = line.left_milli % ONE == 0 and line.left_milli > ONE
        self._below.setVisible(chosen and (in_pieces or line.product_id is not None))
        self.stock.setVisible(line.product_id is not None)
        for part in (self.minus, self.count, self.plus, self._between):
            part.setVisible(in_pieces)
        self.whence.show_draft()
        self.minus.setEnabled(quantity > ONE)
        self.plus.setEnabled(quantity < line.left_milli)
        number = self._look.locale
        words = self.tr("%1 of %2").replace("%1", quantity_label(quantity, number))
        words = words.replace("%2", quantity_label(line.left_milli, number))
        back = self.tr("%1 came back").replace("%1", quantity_label(line.back_milli, number))
        if not line.left_milli:
            words = back
        elif line.back_milli and not chosen:
            words = f"{words} · {back}"
        self.count.setText(words)
        self._left.setText(words)
        self._left.setVisible(not chosen)
        self.amount.setVisible(chosen)
        self.amount.set_money(Money(self._draft.line_minor(line), self._draft.desk.currency) if chosen else None)
        self.check.setAccessibleDescription(
            ", ".join(part for part in (words, self.amount.text() if chosen else "") if part)
        )

    def _build(self) -> None:
        self._left = Text(self._look, "", Type.BODY, tone="muted")
        above = QHBoxLayout()
        above.setSpacing(10)
        above.addWidget(self.check, 1)
        above.addWidget(self._left)
        above.addWidget(self.amount)
        self._below, self._between = QWidget(), QWidget()
        below = QHBoxLayout(self._below)
        below.setContentsMargins(self._look.px(34), 0, 0, 6)
        below.setSpacing(6)
        below.addWidget(self.minus)
        below.addWidget(self.count)
        below.addWidget(self.plus)
        # One piece has nothing to count: «Back to stock» then stands where the counting begins, under the name.
        below.addWidget(self._between, 1)
        below.addWidget(self.stock)
        below.addStretch(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 6, 2)
        column.setSpacing(0)
        column.addLayout(above)
        column.addWidget(self._below)
        column.addWidget(self.whence)
        self._look.follow(self._dress)

    def _dress(self) -> None:
        self.count.setMinimumWidth(self._look.px(64))

    def _set(self, check: Check, on: bool) -> None:
        check.blockSignals(True)
        check.setChecked(on)
        check.blockSignals(False)

    def _on_checked(self, on: bool) -> None:
        self._draft.set_quantity(self._line, self._line.left_milli if on else 0)
        self.changed.emit()

    def _on_step(self, by: int) -> None:
        self._draft.step(self._line, by)
        self.changed.emit()

    def _on_whence(self, first: Whence) -> None:
        self._draft.set_whence(self._line, first)
        self.changed.emit()

    def _on_stock(self, on: bool) -> None:
        self._draft.set_restock(self._line, on)
        self.changed.emit()
