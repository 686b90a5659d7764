"""What the gallery shows in its lists."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from aurora_desk.domain.cart import Cart, CartLine, CartStatus
from aurora_desk.domain.catalogue import Category, Product
from aurora_desk.domain.customers import CUSTOMERS_TABLE, Customer, CustomerRef
from aurora_desk.domain.ids import CartId, CustomerId, OrderId, ProductId, TenantId, TillId
from aurora_desk.domain.money import Money
from aurora_desk.domain.orders import OrderRow, OrderStatus, PaidStatus
from aurora_desk.domain.payments import Method
from aurora_desk.domain.totals import Discount, DiscountKind, TaxRate

EURO = "EUR"
TENANT = TenantId(42)
VAT = TaxRate("VAT 19 %", 190_000)
NOON = datetime(2026, 3, 4, 14, 19, tzinfo=UTC)
CATEGORIES = tuple(
    Category(place, name, tint, icon)
    for place, (name, tint, icon) in enumerate(
        (
            ("Coffee", "sand", "coffee"),
            ("Tea", "leaf", "leaf"),
            ("Bakery", "coral", "croissant"),
            ("Cold drinks", "sky", "cup-soda"),
            ("Beans", "lilac", "bean"),
            ("Brew gear", "honey", "package"),
            ("Lunch", "teal", "sandwich"),
            ("Gifts", "rose", "gift"),
        )
    )
)


def money(amount_minor: int) -> Money:
    """An amount of the sample shop."""
    return Money(amount_minor, EURO)


def products() -> tuple[Product, ...]:
    """Tiles in all their states: plain, low, sold out, with a long name."""
    rows = (
        ("Espresso", 260, 0, None),
        ("Butter croissant", 240, 2, None),
        ("Cold brew", 440, 3, None),
        ("House blend 250 g", 1190, 4, 31),
        ("Ham & cheese toastie", 690, 6, None),
        ("Sencha, pot", 420, 1, None),
        ("V60 dripper, white", 2490, 5, None),
        ("Gift box with ribbon and a card of your choice", 2500, 7, None),
        ("Almond croissant", 320, 2, 3),
        ("Carrot cake slice", 450, 2, 0),
    )
    return tuple(_product(place, *row) for place, row in enumerate(rows, start=101))


def cart() -> Cart:
    """A cart with a note, unit prices and a discount."""
    ten_off = Discount(DiscountKind.PERCENT, 1000)
    lines = (
        CartLine(1, ProductId(1), "Flat white", 2000, 390, VAT, note="Oat milk"),
        CartLine(2, ProductId(102), "Butter croissant", 2000, 240, VAT),
        CartLine(3, ProductId(3), "Cinnamon bun", 1000, 360, VAT),
        CartLine(4, ProductId(4), "Ethiopia Guji 250 g", 1000, 1450, VAT, note="Ground: filter"),
        CartLine(5, ProductId(107), "V60 dripper, white", 1000, 2490, VAT),
        CartLine(6, ProductId(6), "Stoneware cup", 2000, 1800, VAT, discount=ten_off),
        CartLine(7, ProductId(7), "Mountain cheese", 350, 2400, VAT, by_weight=True),
    )
    return Cart(
        cart_id=CartId("cart"),
        tenant_id=TENANT,
        status=CartStatus.OPEN,
        session_id=None,
        client="",
        till_id=TillId(1),
        held_as="",
        held_by="",
        lines=lines,
        customer=None,
        customer_name="",
        discount=None,
        currency=EURO,
        prices_include_tax=True,
        order_id=None,
        updated_at=NOON,
    )


def orders() -> tuple[OrderRow, ...]:
    """An order in every state."""
    rows = (
        ("", 3, (Method.CARD,), OrderStatus.COMPLETED, PaidStatus.PAID, False, 1180),
        ("Jonas Weber", 1, (), OrderStatus.PENDING, PaidStatus.UNPAID, False, 2490),
        ("", 2, (Method.CASH,), OrderStatus.COMPLETED, PaidStatus.PAID, False, 690),
        ("Aylin Demir", 6, (Method.CARD,), OrderStatus.COMPLETED, PaidStatus.PART_REFUNDED, False, 8510),
        ("", 1, (Method.CARD,), OrderStatus.PENDING, PaidStatus.UNPAID, True, 3990),
        ("Priya Raman", 5, (Method.CARD, Method.CASH), OrderStatus.PENDING, PaidStatus.PART_PAID, False, 6170),
        ("Tomasz Nowak", 2, (Method.CASH,), OrderStatus.COMPLETED, PaidStatus.REFUNDED, False, 840),
        ("", 1, (), OrderStatus.VOID, PaidStatus.UNPAID, False, 420),
    )
    return tuple(
        OrderRow(
            order_id=OrderId(1047 - place),
            number=f"ORD-2026-{1047 - place}",
            created_at=NOON - timedelta(minutes=9 * place),
            customer_name=who,
            items_milli=items * 1000,
            methods=methods,
            status=status,
            payment_status=paid,
            last_try_failed=failed,
            total=money(total),
        )
        for place, (who, items, methods, status, paid, failed, total) in enumerate(rows)
    )


def customers() -> tuple[Customer, ...]:
    """Three customers, one of them new."""
    rows = (("Lena", "Bergström", 23, 64010), ("Aylin", "Demir", 12, 41250), ("Tomasz", "Nowak", 0, 0))
    return tuple(
        Customer(
            tenant_id=TENANT,
            ref=CustomerRef(CUSTOMERS_TABLE, CustomerId(123 + place)),
            email=f"{first.lower()}@example.com",
            firstname=first,
            lastname=last,
            displayname="",
            phone="",
            created_at=NOON,
            orders=count,
            spent_minor=spent,
            last_order_at=NOON if count else None,
        )
        for place, (first, last, count, spent) in enumerate(rows)
    )


def modules() -> tuple[tuple[bool, ...], ...]:
    """A pattern in the shape of a small QR code; it holds no text."""
    side = 25

    def finder(row: int, column: int) -> bool | None:
        for top, left in ((0, 0), (0, side - 7), (side - 7, 0)):
            y, x = row - top, column - left
            if -1 <= y <= 7 and -1 <= x <= 7:
                rings = max(abs(y - 3), abs(x - 3))
                return rings == 3 or rings <= 1
        return None

    def dark(row: int, column: int) -> bool:
        found = finder(row, column)
        return (row * 7 + column * 11 + row * column) % 5 < 2 if found is None else found

    return tuple(tuple(dark(row, column) for column in range(side)) for row in range(side))


def _product(number: int, name: str, price: int, category: int, stock: int | None) -> Product:
    return Product(
        product_id=ProductId(number),
        tenant_id=TENANT,
        name=name,
        sku=f"SKU{number}",
        barcode="",
        price_minor=price,
        currency=EURO,
        tax=VAT,
        category=CATEGORIES[category],
        by_weight=False,
        stock_milli=None if stock is None else stock * 1000,
        low_stock_milli=5000,
        favourite=True,
        picture="",
    )
