"""What set-up asks of a shop is kept with it."""

from __future__ import annotations

from pathlib import Path

from aurora_desk.app.opening import look, make_first_shop, open_services
from aurora_desk.domain.ids import TillId
from aurora_desk.services.shop import FIRST_TENANT, NewShop
from aurora_desk.store.creating import Place


def test_a_shop_has_a_time_zone_a_language_a_country_and_a_currency(tmp_path: Path) -> None:
    place = Place(f"sqlite:///{tmp_path / 'store.db'}", tmp_path / "keys" / "keys.json")
    make_first_shop(place, NewShop("Corner shop", "EUR", "DE", "Europe/Berlin", "Ada", "1234"), bcrypt_cost=4)
    facts = look(place, demo_wanted=False)
    assert facts is not None

    services = open_services(place, facts, None, server=False)
    try:
        shop = services.read(lambda work: services.tenants.get(work, FIRST_TENANT))
    finally:
        services.close()

    assert (shop.time_zone, shop.language, shop.country, shop.currency) == ("Europe/Berlin", "en", "DE", "EUR")


def test_a_shop_keeps_the_language_it_was_set_up_in(tmp_path: Path) -> None:
    place = Place(f"sqlite:///{tmp_path / 'store.db'}", tmp_path / "keys.json")
    shop = NewShop("Ecke", "EUR", "DE", "Europe/Berlin", "Ada", "1234", language="de", till="Kasse 1")
    make_first_shop(place, shop, bcrypt_cost=4)
    facts = look(place, demo_wanted=False)
    assert facts is not None
    services = open_services(place, facts, None, server=False)
    try:
        tenant = services.read(lambda work: work.tenants.get(FIRST_TENANT))
        till = services.read(lambda work: work.tenants.till(TillId(1)))
    finally:
        services.close()

    assert (tenant.language, till.name) == ("de", "Kasse 1")
