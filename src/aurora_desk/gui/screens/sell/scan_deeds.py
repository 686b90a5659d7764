"""What a scan does on Sell."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from aurora_desk.domain.cart import Cart
from aurora_desk.domain.catalogue import Product
from aurora_desk.domain.customers import Customer
from aurora_desk.gui.context import Context
from aurora_desk.gui.screens.screen import Scan, ScanKind
from aurora_desk.gui.screens.sell.adding import Adding
from aurora_desk.gui.screens.sell.controller import CartController
from aurora_desk.gui.screens.sell.customer_picker import CustomerPicker
from aurora_desk.gui.screens.sell.early_deeds import EarlyDeeds
from aurora_desk.gui.screens.sell.header import SellHeader
from aurora_desk.gui.screens.sell.held_desk import HeldDesk
from aurora_desk.gui.screens.sell.scan_log import ScanLog
from aurora_desk.gui.theme.sounds import Sound


class ScanDeeds(QObject):
    """Products, customers and carts change the cart, in their turn; the other codes are answered at once."""

    order_wanted = Signal(object)
    """The `OrderId` of a code."""
    unknown = Signal(str)
    """A code that nobody knows."""

    def __init__(
        self,
        context: Context,
        controller: CartController,
        header: SellHeader,
        *,
        early: EarlyDeeds,
        adding: Adding,
        customers: CustomerPicker,
        held: HeldDesk,
        log: ScanLog,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._sounds, self._controller, self._header = context.sounds, controller, header
        self._early, self._adding, self._customers, self._held, self._log = early, adding, customers, held, log

    def take(self, scan: Scan) -> bool:
        """Take a scan; False leaves it to the desk."""
        deed = self._on_cart(scan)
        if deed is not None:
            self._early.take(scan.text, partial(self._carry_out, scan, deed))
            return True
        self._log.note(scan)
        if scan.order_id is not None:
            self.order_wanted.emit(scan.order_id)
        elif scan.kind is ScanKind.UNKNOWN:
            self.unknown.emit(scan.text)
        else:
            return False
        return True

    def _on_cart(self, scan: Scan) -> Callable[[], None] | None:
        """What a scan does to the cart, if anything."""
        if scan.product is not None:
            # How many was typed before this code: it counts for this one, whenever its turn comes.
            entry = self._header.entry
            if entry.counted:
                self._header.search.clear()
            return partial(self._add, scan.product, entry.quantity_milli)
        if scan.customer is not None:
            return partial(self._attach, scan.customer)
        if scan.cart is not None:
            return partial(self._open, scan.cart)
        return None

    def _carry_out(self, scan: Scan, deed: Callable[[], None]) -> None:
        # Noted in its turn: what is added next was added by this scan.
        self._log.note(scan)
        deed()

    def _add(self, product: Product, quantity_milli: int) -> None:
        before = self._controller.cart
        self._adding.add(product, quantity_milli)
        # A sheet that asks something first is seen by itself.
        if self._controller.cart is not before:
            self._sounds.play(Sound.TICK)

    def _attach(self, customer: Customer) -> None:
        self._customers.attach(customer)

    def _open(self, cart: Cart) -> None:
        self._held.open_cart(cart)
