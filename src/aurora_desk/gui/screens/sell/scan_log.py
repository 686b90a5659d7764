"""The last scans on Sell: what each was, what it did, and taking back what it added."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial

from PySide6.QtCore import QObject, Signal

from aurora_desk.domain.catalogue import Product
from aurora_desk.domain.errors import AuroraError
from aurora_desk.domain.ids import CartId
from aurora_desk.gui.jobs import words_of
from aurora_desk.gui.screens.screen import Scan
from aurora_desk.gui.screens.sell.controller import CartController
from aurora_desk.gui.screens.sell.taking_back import take_off

KEPT = 5


@dataclass(frozen=True, slots=True)
class Logged:
    """One scan; `product` and its quantity once it added a line."""

    number: int
    at: datetime
    scan: Scan
    product: Product | None = None
    quantity_milli: int = 0
    cart_id: CartId | None = None
    undone: bool = False

    @property
    def can_undo(self) -> bool:
        """Whether it added something that was not taken back."""
        return self.product is not None and not self.undone


def now_utc() -> datetime:
    """The clock that scans are noted by."""
    return datetime.now(UTC)


class ScanLog(QObject):
    """Keeps five, the newest first."""

    changed = Signal()
    said = Signal(str)
    """Why something could not be taken back."""

    def __init__(
        self, controller: CartController, parent: QObject | None = None, *, now: Callable[[], datetime] = now_utc
    ) -> None:
        super().__init__(parent)
        self._controller, self._now = controller, now
        self._entries: deque[Logged] = deque(maxlen=KEPT)
        self._count = 0

    @property
    def entries(self) -> tuple[Logged, ...]:
        """The scans, newest first."""
        return tuple(reversed(self._entries))

    def is_open(self, entry: Logged) -> bool:
        """Whether the cart that a scan added to is still the one that is open here."""
        cart = self._controller.cart
        return cart is not None and cart.cart_id == entry.cart_id

    def note(self, scan: Scan) -> None:
        """A code was scanned; what it adds is noted by `note_added`, after the questions that it needs."""
        self._count += 1
        self._entries.append(Logged(self._count, self._now(), scan))
        self.changed.emit()

    def note_added(self, product: Product, quantity_milli: int) -> None:
        """Something was added: by the last scan, unless that added before or was of something else."""
        last = self._entries[-1] if self._entries else None
        scanned = last.scan.product if last is not None else None
        if last is None or last.product is not None or scanned is None:
            return
        if scanned.product_id not in (product.product_id, product.parent_id):
            return
        cart = self._controller.cart
        cart_id = cart.cart_id if cart is not None else None
        self._entries[-1] = replace(last, product=product, quantity_milli=quantity_milli, cart_id=cart_id)
        self.changed.emit()

    def undo(self, number: int) -> None:
        """Take back what a scan added: that many less, also after other changes."""
        entry = next((entry for entry in self._entries if entry.number == number), None)
        if entry is None or entry.product is None or entry.undone:
            return
        cart = self._controller.cart
        if cart is None or not self.is_open(entry):
            self.said.emit(self.tr("That cart is paid or held by now. Nothing was changed."))
            return
        product = entry.product
        change = partial(
            take_off, product_id=product.product_id, quantity_milli=entry.quantity_milli, name=product.name
        )
        try:
            change(cart)
        except AuroraError as error:
            self.said.emit(words_of(error))
            return
        if self._controller.apply(change):
            place = self._entries.index(entry)
            self._entries[place] = replace(entry, undone=True)
            self.changed.emit()
