"""The demo store: a café with everything a first sale needs, made in one transaction."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import bcrypt

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.catalogue import Category, Product
from aurora_desk.domain.customers import CUSTOMERS_TABLE, Customer, CustomerRef
from aurora_desk.domain.ids import CustomerId, PersonId, ProductId, ReaderId, ShiftId, TenantId, TillId
from aurora_desk.domain.money import Money
from aurora_desk.domain.payments import Reader
from aurora_desk.domain.people import Person, Role
from aurora_desk.domain.price_lists import PriceList, PriceListId
from aurora_desk.domain.quantity import ONE
from aurora_desk.domain.shifts import Shift
from aurora_desk.domain.tenants import Tenant, Till
from aurora_desk.domain.totals import TaxRate
from aurora_desk.domain.words import say
from aurora_desk.services.shop import add_shop
from aurora_desk.store.unit_of_work import Unit, Work

CAFE = TenantId(42)
SECOND = TenantId(43)
TILL = TillId(1)
DEMO_READER = ReaderId("tmr_sim_counter")
DEMO_ORIGIN = "https://app.example.com"
DEMO_PEOPLE = (
    ("Mara Klein", Role.OWNER, "1234"),
    ("Jonas Weber", Role.MANAGER, "2345"),
    ("Priya Raman", Role.CASHIER, "3456"),
)
PIN_HINT = say("Demo PINs: {pins}", pins="Mara 1234 · Jonas 2345 · Priya 3456")
FLOAT_MINOR = 200_00

NO_TAX = TaxRate("No tax", 0)
SALES_TAX = TaxRate("Sales tax 8.875 %", 88_750)

_CATEGORIES = (
    Category(1, "Coffee", "sand", "coffee"),
    Category(2, "Tea", "leaf", "leaf"),
    Category(3, "Bakery", "coral", "croissant"),
    Category(4, "Cold drinks", "sky", "cup-soda"),
    Category(5, "Beans", "lilac", "bean"),
    Category(6, "Brew gear", "honey", "package"),
    Category(7, "Lunch", "teal", "sandwich"),
    Category(8, "Gifts", "rose", "gift"),
)


_SERVED_HERE = frozenset({1, 2, 3, 4, 7})


@dataclass(frozen=True, slots=True)
class _Item:
    name: str
    category: int
    price_minor: int
    stock: int | None = None
    favourite: bool = True
    by_weight: bool = False
    age_limit: int = 0
    options: tuple[str, ...] = ()
    variants: tuple[tuple[tuple[str, ...], int, int], ...] = ()
    """Values, price and stock of each."""


_NBSP = "\u00a0"
_ITEMS = (
    _Item("Espresso", 1, 260), _Item("Butter croissant", 3, 240, 24), _Item("Cold brew", 4, 440),
    _Item("House blend 250 g", 5, 1190, 31), _Item("Ham & cheese toastie", 7, 690, 12), _Item("Sencha, pot", 2, 420),
    _Item("V60 dripper, white", 6, 2490, 9), _Item("Gift box", 8, 2500, 14),
    _Item("Double espresso", 1, 320), _Item("Almond croissant", 3, 320, 3), _Item("Iced matcha latte", 4, 520),
    _Item("House blend 1 kg", 5, 3900, 18), _Item("Avocado sourdough", 7, 890, 16), _Item("Earl Grey, pot", 2, 390),
    _Item("Paper filters 100 pcs", 6, 790, 40), _Item("Tasting box", 8, 2990, 11),
    _Item("Flat white", 1, 390), _Item("Cinnamon bun", 3, 360, 18), _Item("Elderflower soda", 4, 390, 36),
    _Item("Ethiopia Guji 250 g", 5, 1450, 22), _Item("Halloumi wrap", 7, 850, 10), _Item("Chai latte", 2, 430),
    _Item("Aeropress Go", 6, 3990, 4), _Item("Home brew guide", 8, 2400, 8),
    _Item("Cappuccino", 1, 380), _Item("Sea-salt cookie", 3, 280, 30), _Item("Ginger lemonade", 4, 410, 28),
    _Item("Colombia Huila 250 g", 5, 1390, 2), _Item("Green bowl", 7, 980, 4), _Item("Fresh mint", 2, 360),
    _Item("Hand grinder C2", 6, 7900, 2), _Item("Tote bag, natural", 8, 1500, 25),
    _Item("Latte macchiato", 1, 420), _Item("Oat & raisin cookie", 3, 280, 26), _Item("Still water 0.5 l", 4, 220, 60),
    _Item("Decaf Sugarcane 250 g", 5, 1290, 15), _Item("Falafel bowl", 7, 950, 9), _Item("Rooibos vanilla", 2, 390),
    _Item("Gooseneck kettle", 6, 8900, 1), _Item("Barista apron", 8, 3400, 4),
    _Item("Filter of the day", 1, 340), _Item("Carrot cake slice", 3, 450, 8), _Item("Sparkling 0.5 l", 4, 230, 60),
    _Item("Kenya AA 250 g", 5, 1590, 12), _Item("Tomato soup", 7, 680, 14), _Item("Jasmine pearls 50 g", 2, 1290, 10),
    _Item("Brew scale 2 kg", 6, 4500, 3), _Item("Stoneware cup", 8, 1800, 32),
    _Item("Americano", 1, 300, favourite=False), _Item("Mocha", 1, 450, favourite=False),
    _Item("Pain au chocolat", 3, 290, 20, favourite=False), _Item("Banana bread", 3, 390, 12, favourite=False),
    _Item("Apple juice 0.3 l", 4, 320, 24, favourite=False), _Item("Kombucha 0.33 l", 4, 460, 18, favourite=False),
    _Item("Brazil Santos, loose", 5, 3200, 14, favourite=False, by_weight=True),
    _Item("Chemex 6 cups", 6, 4990, 5, favourite=False), _Item("Milk jug 0.6 l", 6, 1990, 7, favourite=False),
    _Item("Quiche of the day", 7, 720, 8, favourite=False), _Item("Assam, pot", 2, 390, favourite=False),
    _Item("Gift card sleeve", 8, 200, 50, favourite=False),
)  # fmt: skip

_REFERENCE = (
    _Item("Espresso machine Piccolo", 6, 299_99, 12, favourite=False),
    _Item("Grinder Doppio", 6, 399_99, 8, favourite=False),
)
"""Products 101 and 102, the ones that the API's documentation speaks of."""

_LATER = (
    _Item("Barista T-shirt", 8, 2400, options=("Size", "Colour"), variants=(
        (("S", "Black"), 2400, 6), (("M", "Black"), 2400, 9), (("L", "Black"), 2400, 3), (("XL", "Black"), 2600, 5),
        (("S", "Sand"), 2400, 0), (("M", "Sand"), 2400, 7), (("L", "Sand"), 2400, 8),
    )),
    _Item("Loose Earl Grey", 2, 890, favourite=False, options=("Size",), variants=(
        (("100 g",), 890, 20), (("250 g",), 1990, 12), (("500 g",), 3690, 0),
    )),
    _Item("Coffee liqueur 0.5 l", 8, 2890, 10, favourite=False, age_limit=21),
)  # fmt: skip
"""Appended to what documentation and tests count on: goods in variants, and one that asks for the customer's age."""


def demo_hashes(bcrypt_cost: int) -> tuple[str, ...]:
    """The PIN hashes of the demo's people; made side by side, because each is slow on purpose."""

    def hashed(pin: str) -> str:
        return bcrypt.hashpw(pin.encode(), bcrypt.gensalt(bcrypt_cost)).decode()

    with ThreadPoolExecutor(len(DEMO_PEOPLE)) as pool:
        return tuple(pool.map(hashed, [pin for _, _, pin in DEMO_PEOPLE]))


def demo(bcrypt_cost: int) -> Unit[None]:
    """The unit that fills a new training store."""
    hashes = demo_hashes(bcrypt_cost)

    def fill(work: Work) -> None:
        work.tenants.make_store(training=True, default_tenant=CAFE, store_id=work.new_id(), now=work.now)
        _add_cafe(work, hashes)
        _add_second(work)

    return fill


def _add_cafe(work: Work, hashes: tuple[str, ...]) -> None:
    tenant = _shop(CAFE, "Aurora Café", "12 Main Street, New York, NY 10001")
    first_item = 103
    later = _later(first_item + len(_ITEMS))
    work.tenants.add(
        tenant,
        next_order=5001,
        next_product=later[-1].product_id + 1,
        next_customer=124,
        next_badge=1 + len(DEMO_PEOPLE),
        next_price_list=2,
    )
    work.tenants.allow_origin(CAFE, DEMO_ORIGIN)
    add_shop(
        work,
        Till(TILL, CAFE, "Till 1"),
        [
            (Person(PersonId(number), CAFE, name, role, failed_tries=0, wait_until=None, badge=number), pin_hash)
            for number, ((name, role, _), pin_hash) in enumerate(zip(DEMO_PEOPLE, hashes, strict=True), start=1)
        ],
        [NO_TAX, SALES_TAX],
    )
    for position, category in enumerate(_CATEGORIES):
        work.catalogue.add_category(CAFE, category, position)
    rows = [(101 + i, item, SALES_TAX, 2) for i, item in enumerate(_REFERENCE)]
    rows += [(first_item + i, item, NO_TAX, 1) for i, item in enumerate(_ITEMS)]
    work.catalogue.add_products(
        [(_product(ProductId(number), item, tax), tax_id) for number, item, tax, tax_id in rows], now=work.now
    )
    work.catalogue.add_products([(product, 2) for product in later], now=work.now)
    work.price_lists.put(CAFE, PriceList(PriceListId(1), "Staff", _staff_prices(first_item)))
    for number, first, last, phone in (
        (121, "Aylin", "Demir", "+1 555 010 2121"),
        (122, "Tomasz", "Nowak", "+1 555 010 7722"),
        (123, "Lena", "Bergström", "+1 555 010 4123"),
    ):
        work.customers.add(_customer(work, CAFE, number, first, last, phone))
    work.payments.add_reader(Reader(DEMO_READER, CAFE, "WisePOS E"))
    shift = Shift(
        shift_id=ShiftId(work.new_id()),
        till_id=TILL,
        person_id=PersonId(1),
        person_name=DEMO_PEOPLE[0][0],
        opened_at=work.now,
        float=Money(FLOAT_MINOR, tenant.currency),
    )
    work.shifts.open(shift, CAFE)
    work.log(
        Actor.person(CAFE, PersonId(1), TILL),
        "shift.opened",
        f"shift:{shift.shift_id}",
        {"float": FLOAT_MINOR, "currency": tenant.currency},
    )


def _staff_prices(first_item: int) -> dict[ProductId, int]:
    """Whoever works here pays a quarter less for what is eaten and drunk here."""
    return {
        ProductId(first_item + i): item.price_minor * 3 // 4
        for i, item in enumerate(_ITEMS)
        if item.category in _SERVED_HERE
    }


def _add_second(work: Work) -> None:
    tenant = _shop(SECOND, "Harbour Books", "3 Harbour Lane, New York, NY 10004")
    work.tenants.add(tenant, next_product=2, next_customer=2)
    work.catalogue.add_tax_rate(SECOND, 1, NO_TAX)
    book = _Item("Tide tables", 0, 1250, 20)
    work.catalogue.add_products([(_product(ProductId(1), book, NO_TAX, tenant_id=SECOND), 1)], now=work.now)
    work.customers.add(_customer(work, SECOND, 1, "Nora", "Quist", "+1 555 010 4301"))


def _shop(tenant_id: TenantId, name: str, address: str) -> Tenant:
    return Tenant(
        tenant_id=tenant_id,
        name=name,
        currency="USD",
        country="US",
        language="en",
        time_zone="America/New_York",
        prices_include_tax=True,
        client_prices=False,
        part_payments=False,
        address=address,
    )


def _product(number: ProductId, item: _Item, tax: TaxRate, *, tenant_id: TenantId = CAFE) -> Product:
    return Product(
        product_id=number,
        tenant_id=tenant_id,
        name=item.name.replace(" g", _NBSP + "g").replace(" kg", _NBSP + "kg") if item.name[-1] == "g" else item.name,
        sku=f"AC{number}",
        barcode=_ean13(f"20{tenant_id:04d}{number:06d}"),
        price_minor=item.price_minor,
        currency="USD",
        tax=tax,
        category=next((category for category in _CATEGORIES if category.category_id == item.category), None),
        by_weight=item.by_weight,
        stock_milli=None if item.stock is None else item.stock * ONE,
        low_stock_milli=4 * ONE if item.stock is not None else 0,
        favourite=item.favourite,
        picture="",
    )


def _later(first: int) -> list[Product]:
    """The products with variants, each followed by these, and the others."""
    made: list[Product] = []
    for item in _LATER:
        parent = replace(
            _product(ProductId(first + len(made)), item, SALES_TAX), options=item.options, age_limit=item.age_limit
        )
        made.append(parent)
        for values, price_minor, stock in item.variants:
            name = ", ".join((item.name, *values))
            one = _Item(name, item.category, price_minor, stock, favourite=False)
            variant = _product(ProductId(first + len(made)), one, SALES_TAX)
            made.append(replace(variant, options=values, parent_id=parent.product_id))
    return made


def _customer(work: Work, tenant_id: TenantId, number: int, first: str, last: str, phone: str) -> Customer:
    return Customer(
        tenant_id=tenant_id,
        ref=CustomerRef(CUSTOMERS_TABLE, CustomerId(number)),
        email=f"{first.lower()}@example.com",
        firstname=first,
        lastname=last,
        displayname="",
        phone=phone,
        created_at=work.now,
        orders=0,
        spent_minor=0,
        last_order_at=None,
    )


def _ean13(twelve: str) -> str:
    """An in-store EAN-13 (prefix 20) with its check digit."""
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(twelve))
    return f"{twelve}{-total % 10}"
