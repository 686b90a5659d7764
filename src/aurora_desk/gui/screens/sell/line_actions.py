"""What the bar under the cart and the keys do to the selected line."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from aurora_desk.domain.cart import CartLine, remove_line, set_quantity
from aurora_desk.domain.ids import CartId
from aurora_desk.domain.quantity import ONE
from aurora_desk.gui.screens.sell.cart_on_disk import Change
from aurora_desk.gui.screens.sell.changes import put_line_back
from aurora_desk.gui.screens.sell.controller import CartController


class LineActions(QObject):
    """Acts on the line that is selected when it is called; what it takes away it offers to put back."""

    undo_offered = Signal(str, object)
    """A sentence for a toast, and what its Undo does."""
    refused = Signal(str)
    """Why nothing was put back."""
    weight_wanted = Signal(object)
    """A weighed `CartLine` is to weigh more or less: that can't be counted in steps."""

    def __init__(
        self, controller: CartController, selected: Callable[[], CartLine | None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._controller, self._selected = controller, selected

    def step(self, by: int) -> None:
        """One more or one less; the last one less takes the line out."""
        line = self._selected()
        if line is not None and not line.by_weight and line.quantity_milli + by * ONE <= 0:
            self.remove()
        else:
            self.add(by * ONE)

    def add(self, quantity_milli: int) -> None:
        """More of the selected line."""
        line = self._selected()
        if line is not None and line.by_weight:
            self.weight_wanted.emit(line)
        elif line is not None:
            wanted = line.quantity_milli + quantity_milli
            self._controller.apply(partial(set_quantity, line_id=line.line_id, quantity_milli=wanted))

    def fewer(self) -> None:
        """One less."""
        self.step(-1)

    def more(self) -> None:
        """One more."""
        self.step(1)

    def remove(self) -> None:
        """Take the line out, with a way back."""
        line, cart = self._selected(), self._controller.cart
        if line is None or cart is None:
            return
        place = cart.lines.index(line)
        if self._controller.apply(partial(remove_line, line_id=line.line_id)):
            back = partial(self._put_back, cart.cart_id, partial(put_line_back, line=line, place=place))
            self.undo_offered.emit(self.tr("%1 removed.").replace("%1", line.name), back)

    def _put_back(self, cart_id: CartId, change: Change) -> None:
        """Undo in the cart that it was taken out of, and in no other that was opened meanwhile."""
        if self._controller.cart is not None and self._controller.cart.cart_id == cart_id:
            self._controller.apply(change)
        else:
            self.refused.emit(self.tr("Another cart is open by now. Nothing was changed."))
