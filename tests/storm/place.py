"""The shop that the storm comes over: the demo's, with a second till."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from aurora_desk.app.opening import look, make_demo, open_services
from aurora_desk.domain.tenants import Till
from aurora_desk.services.demo import CAFE
from aurora_desk.store.creating import Place
from storm.cashier import JONAS, SECOND_TILL

FLOAT_MINOR = 100_00


def place_in(folder: Path) -> Place:
    """The store in a folder."""
    return Place(f"sqlite:///{folder / 'store.db'}", folder / "keys" / "keys.json")


def make_shop(folder: Path) -> Place:
    """Make the store."""
    place = place_in(folder)
    make_demo(place, bcrypt_cost=4)
    facts = look(place, demo_wanted=True)
    assert facts is not None
    services = open_services(place, facts, None, server=False)
    try:
        services.write(lambda work: work.tenants.add_till(Till(SECOND_TILL, CAFE, "Till 2")))
        services.write(partial(services.shifts.open, actor=JONAS, float_minor=FLOAT_MINOR))
    finally:
        services.close()
    return place


def first_bad_row(place: Place) -> int | None:
    """The first row of the journal that does not verify."""
    facts = look(place, demo_wanted=True)
    assert facts is not None
    services = open_services(place, facts, None, server=False)
    try:
        return services.first_bad_row()
    finally:
        services.close()
