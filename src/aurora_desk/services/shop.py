"""Setting up a shop: its till, people, taxes and tenders; and the first shop of a real store."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import available_timezones

import bcrypt

from aurora_desk.domain.errors import InvalidError
from aurora_desk.domain.ids import PersonId, TenantId, TillId
from aurora_desk.domain.money import is_currency
from aurora_desk.domain.payments import Method
from aurora_desk.domain.people import Person, Role, check_pin
from aurora_desk.domain.tenants import Tenant, Till
from aurora_desk.domain.totals import TaxRate
from aurora_desk.store.unit_of_work import Unit, Work

FIRST_TENANT = TenantId(1)
TENDERS = (Method.CARD, Method.CASH, Method.QR, Method.OTHER_CARD, Method.TRANSFER)
"""What every shop takes; the payment sheet offers what is set up of it."""
_NAMES = {
    Method.CARD: "Card",
    Method.CASH: "Cash",
    Method.QR: "QR code",
    Method.OTHER_CARD: "Card on another machine",
    Method.TRANSFER: "Bank transfer",
}


@dataclass(frozen=True, slots=True)
class NewShop:
    """What set-up asks for: no more than a first sale needs."""

    name: str
    currency: str
    country: str
    time_zone: str
    owner: str
    pin: str
    language: str = "en"
    """What its receipts, letters and pages are written in."""
    till: str = "Till 1"
    """What its first till is called."""
    untaxed: str = "No tax"
    """What its first tax rate, of nothing, is called."""


def add_shop(work: Work, till: Till, people: list[tuple[Person, str]], taxes: list[TaxRate]) -> None:
    """Give a tenant a till, people with their PIN hashes, tax rates and the tenders it takes."""
    work.tenants.add_till(till)
    for person, pin_hash in people:
        work.people.add(person, pin_hash)
    for number, tax in enumerate(taxes, start=1):
        work.catalogue.add_tax_rate(till.tenant_id, number, tax)
    for position, method in enumerate(TENDERS):
        work.payments.add_tender(till.tenant_id, method, _NAMES[method], position)


def first_shop(shop: NewShop, bcrypt_cost: int) -> Unit[None]:
    """The unit that fills a new real store with its first shop; raises `InvalidError` for what is missing."""
    check_shop(shop)
    pin_hash = bcrypt.hashpw(shop.pin.encode(), bcrypt.gensalt(bcrypt_cost)).decode()

    def fill(work: Work) -> None:
        work.tenants.make_store(training=False, default_tenant=FIRST_TENANT, store_id=work.new_id(), now=work.now)
        work.tenants.add(
            Tenant(
                tenant_id=FIRST_TENANT,
                name=shop.name.strip(),
                currency=shop.currency,
                country=shop.country,
                language=shop.language,
                time_zone=shop.time_zone,
                prices_include_tax=shop.country != "US",
                client_prices=False,
                part_payments=False,
                address="",
            )
        )
        owner = Person(PersonId(1), FIRST_TENANT, shop.owner.strip(), Role.OWNER, failed_tries=0, wait_until=None)
        add_shop(
            work,
            Till(TillId(1), FIRST_TENANT, shop.till),
            [(owner, pin_hash)],
            [TaxRate(shop.untaxed, 0)],
        )

    return fill


def check_shop(shop: NewShop) -> None:
    """Raise `InvalidError` for the first field that can't be kept."""
    if not shop.name.strip():
        raise InvalidError("name", "Give the shop a name.")
    if not is_currency(shop.currency):
        raise InvalidError("currency", "Choose the currency that the shop sells in, for example USD.")
    if len(shop.country) != 2:
        raise InvalidError("country", "Choose the country that the shop is in.")
    if shop.time_zone not in available_timezones():
        raise InvalidError("time_zone", "Choose the time zone that the shop is in.")
    if not shop.owner.strip():
        raise InvalidError("owner", "Give the owner's name.")
    check_pin(shop.pin)
