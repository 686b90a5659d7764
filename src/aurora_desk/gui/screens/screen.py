"""What the shell knows of every screen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from aurora_desk.domain.cart import Cart
from aurora_desk.domain.catalogue import Product
from aurora_desk.domain.customers import Customer
from aurora_desk.domain.ids import OrderId
from aurora_desk.domain.people import Person
from aurora_desk.gui.context import Context


class ScanKind(Enum):
    """What a scanned code turned out to be."""

    PRODUCT = "product"
    ORDER = "order"
    CUSTOMER = "customer"
    STAFF = "staff"
    CART = "cart"
    """The code that a network client has for the cart it fills."""
    FOREIGN = "foreign"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Scan:
    """A code as a screen gets it: already looked up, never from the GUI thread."""

    kind: ScanKind
    text: str
    product: Product | None = None
    order_id: OrderId | None = None
    customer: Customer | None = None
    person: Person | None = None
    cart: Cart | None = None


class Screen(QWidget):
    """A page of the main window. It is built once, and told when it comes to the front."""

    order_wanted = Signal(object)
    """An `OrderId` to open on the Orders screen."""
    customer_wanted = Signal(object)
    """A `CustomerRef` to open on the Customers screen."""
    told = Signal(str, str)
    """A sentence for the toast, and its tone: success, warning, danger, info."""
    offered = Signal(str, str, object)
    """A sentence for the toast, the word of its button («Undo»), and what that does."""
    foot_changed = Signal()

    def __init__(self, context: Context, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.setObjectName(name)

    @property
    def aside(self) -> int:
        """How wide the panel at its end side is, in pixels: what is told at the foot of the content leaves it free."""
        return 0

    @property
    def foot(self) -> int:
        """How high what the screen itself tells at the foot of its content is, in pixels: others tell above it."""
        return 0

    def entered(self) -> None:
        """The screen came to the front, or somebody signed in on it."""

    def scanned(self, scan: Scan) -> bool:
        """Take a scan; False lets the shell do what it does everywhere (open the order, tell the unknown)."""
        del scan
        return False

    def focus_search(self) -> None:
        """F2 or Ctrl+F."""

    def escape(self) -> bool:
        """Esc with no sheet open: clear the search, then close the detail; False where there was nothing to do."""
        return False
