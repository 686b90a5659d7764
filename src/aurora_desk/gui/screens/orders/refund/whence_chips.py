"""Whether refunded goods were brought back or never collected: asked where nobody but a person can tell."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from aurora_desk.domain.returns import ReturnableLine, Whence
from aurora_desk.gui.screens.orders.refund.draft import RefundDraft
from aurora_desk.gui.theme.format import quantity_label
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.widgets.chip import Chip


class WhenceChips(QWidget):
    """Two chips; they say how many the customer brings where it is neither all nor none."""

    chosen = Signal(object)
    """The `Whence`."""

    def __init__(self, look: Look, draft: RefundDraft, line: ReturnableLine, *, name: str) -> None:
        super().__init__()
        self._look, self._draft, self._line = look, draft, line
        self.setObjectName(name)
        self._group = QButtonGroup(self)
        self.chips = {first: Chip(look, "", name=f"{name}-{first.value}") for first in Whence}
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(34), 0, 0, 6)
        row.setSpacing(8)
        for chip in self.chips.values():
            self._group.addButton(chip)
            row.addWidget(chip)
        row.addStretch(1)
        self._group.buttonToggled.connect(self._on_toggled)

    def show_draft(self) -> None:
        """Show what is chosen; without room where there is nothing to choose."""
        quantity = self._draft.quantity(self._line)
        self.setVisible(self._line.can_be_either(quantity))
        brought = {first: self._draft.from_customer(self._line, first) for first in Whence}
        counted = set(brought.values()) != {0, quantity}
        for first, chip in self.chips.items():
            chip.set_text(self._words(brought[first], quantity, counted=counted))
            chip.setAccessibleName(f"{chip.text()}: {self._line.name}")
        self._group.blockSignals(True)
        self.chips[self._draft.whence(self._line)].setChecked(True)
        self._group.blockSignals(False)

    def _words(self, brought_milli: int, of_milli: int, *, counted: bool) -> str:
        if not brought_milli:
            return self.tr("Not collected yet")
        if not counted:
            return self.tr("Brought back")
        words = self.tr("%1 of %2 brought back").replace("%1", quantity_label(brought_milli, self._look.locale))
        return words.replace("%2", quantity_label(of_milli, self._look.locale))

    def _on_toggled(self, chip: object, checked: bool) -> None:
        if checked:
            self.chosen.emit(next(first for first, own in self.chips.items() if own is chip))
