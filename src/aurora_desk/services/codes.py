"""The signed codes of orders, products, customers and badges, and the QR pictures that carry them."""

from aurora_desk.domain.codes import CodeKind, SignedCode, read_code, sign_code
from aurora_desk.domain.ids import CustomerId, OrderId, ProductId, TenantId
from aurora_desk.printing import qr
from aurora_desk.store.keyring import KeyRing, Purpose


class Codes:
    """Signs and reads codes with the store's key ring."""

    def __init__(self, keys: KeyRing) -> None:
        self._keys = keys.code_keys()
        self._current = keys.current(Purpose.CODES)

    def for_order(self, tenant_id: TenantId, order_id: OrderId) -> str:
        """The text of an order's code."""
        return self._sign(tenant_id, CodeKind.ORDER, order_id)

    def for_product(self, tenant_id: TenantId, product_id: ProductId) -> str:
        """The text of a product's code."""
        return self._sign(tenant_id, CodeKind.PRODUCT, product_id)

    def for_customer(self, tenant_id: TenantId, customer_id: CustomerId) -> str:
        """The text of the code of a customer of the shop's own table."""
        return self._sign(tenant_id, CodeKind.CUSTOMER, customer_id)

    def for_badge(self, tenant_id: TenantId, badge: int) -> str:
        """The text of a badge's code, by the number of the badge."""
        return self._sign(tenant_id, CodeKind.STAFF, badge)

    def page_of_order(self, address: str, code: str) -> str:
        """The page that shows a customer how an order stands, at an address that phones reach; empty without one."""
        return f"{address}/o/{code}" if address else ""

    def read(self, tenant_id: TenantId, text: str) -> SignedCode:
        """What a scanned text says; raises `ForeignCodeError` for a forged or foreign one."""
        return read_code(text, self._keys, tenant_id)

    def qr_modules(self, text: str) -> tuple[tuple[bool, ...], ...]:
        """The dark and light modules of a code, without its quiet zone."""
        return qr.modules(text)

    def screen_modules(self, text: str) -> tuple[tuple[bool, ...], ...]:
        """The modules of a code that is only ever shown on a screen: larger ones, for a long address."""
        return qr.modules(text, on_screen=True)

    def qr_png(self, text: str, size_px: int) -> bytes:
        """A PNG of a code, `size_px` wide and high, its quiet zone of four modules included."""
        return qr.png(text, size_px)

    def qr_svg(self, text: str) -> str:
        """An SVG of a code, its quiet zone of four modules included."""
        return qr.svg(text)

    def _sign(self, tenant_id: TenantId, kind: CodeKind, number: int) -> str:
        return sign_code(self._current.letter, self._current.secret, tenant_id, kind, number)
