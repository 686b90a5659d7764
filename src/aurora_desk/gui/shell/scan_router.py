"""Where a scan goes: looked up off the GUI thread, then to the sheet or screen in front, then to the desk itself."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLineEdit

from aurora_desk.domain.codes import CodeKind, ForeignCodeError, SignedCode, looks_signed
from aurora_desk.domain.customers import CUSTOMERS_TABLE, CustomerRef
from aurora_desk.domain.errors import NotFoundError
from aurora_desk.domain.ids import CustomerId, OrderId, ProductId, TenantId
from aurora_desk.domain.people import Person
from aurora_desk.gui.context import Context
from aurora_desk.gui.jobs import Lane, words_of
from aurora_desk.gui.screens.screen import Scan, ScanKind
from aurora_desk.gui.shell.pages import Page
from aurora_desk.gui.theme.format import isolated
from aurora_desk.gui.theme.sounds import Sound
from aurora_desk.gui.widgets.scan_field import write_scan
from aurora_desk.services.facade import Services


@runtime_checkable
class TakesScans(Protocol):
    """A screen or sheet that has a use for codes."""

    def scanned(self, scan: Scan) -> bool:
        """Take a scan, or leave it to the desk."""


class ScanPlace(Protocol):
    """What the router asks of the shell."""

    @property
    def locked(self) -> bool:
        """Whether nobody is signed in."""

    def in_front(self) -> object:
        """The open sheet, else the current screen."""

    def sheet_open(self) -> bool:
        """Whether a sheet is open."""

    def pick_person(self, person: Person | None) -> bool:
        """Ask this person for the PIN; None, or one who may not: say so on the lock screen."""

    def ask_switch(self, person: Person) -> None:
        """Ask whether this person takes over."""

    @property
    def page(self) -> Page:
        """The page in front."""

    def open_order(self, order_id: OrderId) -> None:
        """Show an order on its screen."""

    def open_customer(self, ref: CustomerRef) -> None:
        """Show a customer on the screen of customers."""

    def asking_field(self) -> QLineEdit | None:
        """The field with the focus, if it asks for scans."""

    def tell(self, text: str, tone: str) -> None:
        """A toast."""


class ScanRouter(QObject):
    """Takes the text of scans, one after the other, and brings each to its place."""

    def __init__(self, context: Context, place: ScanPlace, *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context, self._place = context, place
        # A lane of its own: two codes scanned in a row arrive in that order.
        self._lane = Lane(parent=self)

    def read(self, text: str) -> None:
        """Look a scanned text up and deliver it; a field that asks for scans gets the text as it is."""
        field = self._place.asking_field()
        if field is not None:
            write_scan(field, text.strip())
            return
        self._lane.start(
            self,
            partial(look_up, self._context.services, self._context.session.tenant_id, text.strip()),
            done=partial(self._deliver_of, self._context.session.person),
            failed=lambda error: self._refuse(words_of(error)),
        )

    def deliver(self, scan: Scan) -> None:
        """Hand a scan to what is in front; what that leaves, the desk does itself."""
        sheet_open = self._place.sheet_open()
        front = self._place.in_front() if sheet_open or not self._place.locked else None
        if isinstance(front, TakesScans) and front.scanned(scan):
            return
        if self._place.locked:
            # Whatever else was scanned: nothing is told of it to whoever stands at a locked till.
            if not sheet_open and not self._place.pick_person(scan.person):
                self._context.sounds.play(Sound.ERROR)
            return
        self._answer(scan, sheet_open=sheet_open)

    def _deliver_of(self, scanned_by: Person | None, scan: Scan) -> None:
        person = self._context.session.person
        if scanned_by is None or person is None or person.person_id == scanned_by.person_id:
            self.deliver(scan)
        else:
            # Looked up while the till changed hands: nothing is done with it in the name of somebody else.
            words = self.tr("%1 was scanned before the till was locked. Nothing was changed. Scan it again.")
            self._refuse(words.replace("%1", isolated(scan.text, self._context.look.locale)))

    def wait(self) -> None:
        """Let the look-up that runs end; for the end of the program."""
        self._lane.wait()

    def _answer(self, scan: Scan, *, sheet_open: bool) -> None:
        """What the desk does with a code that nothing in front took."""
        if scan.kind is ScanKind.FOREIGN:
            self._refuse(self.tr("This code is not from this shop."))
        elif scan.kind is ScanKind.UNKNOWN:
            self._refuse(self.tr("No product has the code %1.").replace("%1", scan.text))
        elif sheet_open:
            payment = getattr(self._place.in_front(), "objectName", str)() == "payment"
            self._refuse(self._close_payment(scan) if payment else self._close_sheet(scan))
        elif scan.order_id is not None:
            self._place.open_order(scan.order_id)
        elif scan.customer is not None:
            self._place.open_customer(scan.customer.ref)
        elif scan.person is not None:
            self._switch(scan.person)
        elif scan.product is not None:
            self._place.tell(self.tr("Open Sell to add %1.").replace("%1", scan.product.name), "info")
        elif scan.cart is not None:
            self._place.tell(self.tr("Open Sell to open this cart."), "info")

    def _refuse(self, sentence: str) -> None:
        self._context.sounds.play(Sound.ERROR)
        self._place.tell(sentence, "danger")

    def _switch(self, person: Person) -> None:
        if self._place.page is Page.SELL:
            self._place.ask_switch(person)
        else:
            words = self.tr("This is the badge of %1. Open Sell or lock the till (Ctrl+L) to switch person.")
            self._place.tell(words.replace("%1", person.name), "info")

    def _close_payment(self, scan: Scan) -> str:
        match scan.kind:
            case ScanKind.PRODUCT:
                return self.tr("Close payment to add items")
            case ScanKind.ORDER:
                return self.tr("Close payment to open the order")
            case ScanKind.STAFF:
                return self.tr("Close payment to switch person, or lock the till (Ctrl+L)")
            case ScanKind.CART:
                return self.tr("Close payment to open the cart")
        return self.tr("Close payment to open the customer")

    def _close_sheet(self, scan: Scan) -> str:
        match scan.kind:
            case ScanKind.PRODUCT:
                return self.tr("Close this sheet to add items")
            case ScanKind.ORDER:
                return self.tr("Close this sheet to open the order")
            case ScanKind.STAFF:
                return self.tr("Close this sheet to switch person, or lock the till (Ctrl+L)")
            case ScanKind.CART:
                return self.tr("Close this sheet to open the cart")
        return self.tr("Close this sheet to open the customer")


def look_up(services: Services, tenant_id: TenantId, text: str) -> Scan:
    """What a text is: a code we signed, else the first answer of `PLAIN`, else nothing we know. Blocks."""
    if not looks_signed(text):
        answers = (question(services, tenant_id, text) for question in PLAIN)
        return next((scan for scan in answers if scan is not None), Scan(ScanKind.UNKNOWN, text))
    try:
        signed = services.codes.read(tenant_id, text)
    except ForeignCodeError:
        return Scan(ScanKind.FOREIGN, text)
    try:
        return _signed(services, tenant_id, text, signed)
    except NotFoundError:
        # What it stood for is gone: a product taken out, a badge that was replaced.
        return Scan(ScanKind.UNKNOWN, text)


def _signed(services: Services, tenant_id: TenantId, text: str, signed: SignedCode) -> Scan:
    match signed.kind:
        case CodeKind.ORDER:
            return Scan(ScanKind.ORDER, text, order_id=OrderId(signed.number))
        case CodeKind.PRODUCT:
            find = partial(services.catalogue.get, tenant_id=tenant_id, product_id=ProductId(signed.number))
            return Scan(ScanKind.PRODUCT, text, product=services.read(find))
        case CodeKind.CUSTOMER:
            ref = CustomerRef(CUSTOMERS_TABLE, CustomerId(signed.number))
            get = partial(services.customers.get, tenant_id=tenant_id, ref=ref)
            return Scan(ScanKind.CUSTOMER, text, customer=services.read(get))
        case CodeKind.STAFF:
            whose = partial(services.people.with_badge, tenant_id=tenant_id, badge=signed.number)
            person = services.read(whose)
            return Scan(ScanKind.STAFF if person else ScanKind.UNKNOWN, text, person=person)


def _product(services: Services, tenant_id: TenantId, text: str) -> Scan | None:
    """A product's barcode or SKU."""
    product = services.read(partial(services.catalogue.find_code, tenant_id=tenant_id, code=text))
    return None if product is None else Scan(ScanKind.PRODUCT, text, product=product)


def _cart(services: Services, tenant_id: TenantId, text: str) -> Scan | None:
    """A code that a program on the network gave its cart."""
    cart = services.read(partial(services.sales.find_by_session, tenant_id=tenant_id, code=text))
    return None if cart is None else Scan(ScanKind.CART, text, cart=cart)


PLAIN: tuple[Callable[[Services, TenantId, str], Scan | None], ...] = (_product, _cart)
"""What is asked, in this order, of a text that we did not sign; another kind of code has its question here."""
