"""Where a scan goes: looked up off the GUI thread, then to the sheet or screen in front, then to the desk itself."""

from __future__ import annotations

from functools import partial
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QObject

from aurora_desk.domain.codes import CodeKind, ForeignCodeError, SignedCode, looks_signed
from aurora_desk.domain.customers import CUSTOMERS_TABLE, CustomerRef
from aurora_desk.domain.errors import NotFoundError
from aurora_desk.domain.ids import CustomerId, OrderId, ProductId, TenantId
from aurora_desk.gui.context import Context
from aurora_desk.gui.jobs import Lane, words_of
from aurora_desk.gui.screens.screen import Scan, ScanKind
from aurora_desk.gui.theme.sounds import Sound
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

    def refuse_badge(self) -> None:
        """Say on the lock screen that this code lets nobody in."""

    def open_order(self, order_id: OrderId) -> None:
        """Show an order on its screen."""

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
        """Look a scanned text up and deliver it."""
        if self._place.locked:
            self._refuse_badge()
            return
        self._lane.start(
            self,
            partial(look_up, self._context.services, self._context.session.tenant_id, text.strip()),
            done=self.deliver,
            failed=lambda error: self._refuse(words_of(error)),
        )

    def deliver(self, scan: Scan) -> None:
        """Hand a scan to what is in front; what that leaves, the desk does itself."""
        if self._place.locked:
            self._refuse_badge()
            return
        front = self._place.in_front()
        if isinstance(front, TakesScans) and front.scanned(scan):
            return
        if scan.kind is ScanKind.FOREIGN:
            self._refuse(self.tr("This code is not from this shop."))
        elif scan.kind is ScanKind.UNKNOWN:
            self._refuse(self.tr("No product has the code %1.").replace("%1", scan.text))
        elif self._place.sheet_open():
            self._refuse(self._closed_first(scan))
        elif scan.kind is ScanKind.ORDER:
            assert scan.order_id is not None
            self._place.open_order(scan.order_id)
        elif scan.product is not None:
            self._place.tell(self.tr("Open Sell to add %1.").replace("%1", scan.product.name), "info")
        elif scan.kind is ScanKind.CART:
            self._place.tell(self.tr("Open Sell to open this cart."), "info")

    def wait(self) -> None:
        """Let the look-up that runs end; for the end of the program."""
        self._lane.wait()

    def _refuse(self, sentence: str) -> None:
        self._context.sounds.play(Sound.ERROR)
        self._place.tell(sentence, "danger")

    def _refuse_badge(self) -> None:
        self._context.sounds.play(Sound.ERROR)
        self._place.refuse_badge()

    def _closed_first(self, scan: Scan) -> str:
        if getattr(self._place.in_front(), "objectName", str)() == "payment":
            if scan.kind is ScanKind.PRODUCT:
                return self.tr("Close payment to add items")
            return self.tr("Close payment to open the order")
        if scan.kind is ScanKind.PRODUCT:
            return self.tr("Close this sheet to add items")
        if scan.kind is ScanKind.CART:
            return self.tr("Close this sheet to open the cart")
        return self.tr("Close this sheet to open the order")


def look_up(services: Services, tenant_id: TenantId, text: str) -> Scan:
    """What a text is: a code we signed, a product's barcode or SKU, or nothing we know. Blocks."""
    if not looks_signed(text):
        product = services.read(partial(services.catalogue.find_code, tenant_id=tenant_id, code=text))
        return Scan(ScanKind.PRODUCT, text, product=product) if product else _cart(services, tenant_id, text)
    try:
        signed = services.codes.read(tenant_id, text)
    except ForeignCodeError:
        return Scan(ScanKind.FOREIGN, text)
    try:
        return _signed(services, tenant_id, text, signed)
    except NotFoundError:
        # What it stood for is gone: a product taken out, a badge that was replaced.
        return Scan(ScanKind.UNKNOWN, text)


def _cart(services: Services, tenant_id: TenantId, text: str) -> Scan:
    cart = services.read(partial(services.sales.find_by_session, tenant_id=tenant_id, code=text))
    return Scan(ScanKind.CART if cart else ScanKind.UNKNOWN, text, cart=cart)


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
