"""Several tills on one store: exactly one of them gets a cart, on either engine."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from functools import partial
from threading import Barrier

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.cart import Cart, add_product
from aurora_desk.domain.errors import AuroraError
from aurora_desk.domain.ids import PersonId, TillId
from aurora_desk.domain.tenants import Till
from aurora_desk.services.demo import CAFE
from aurora_desk.services.facade import Services, Work
from aurora_desk.services.sales import HeldElsewhereError
from store.making import ESPRESSO, MARA, Shop, services_on

TILLS = tuple(TillId(number) for number in (2, 3, 4))
OTHERS = tuple(Actor.person(CAFE, PersonId(2), till) for till in TILLS)


def filled(services: Services) -> Cart:
    """A cart with a line, open at till 1; the other tills are there as well."""

    def fill(work: Work) -> Cart:
        for till in TILLS:
            work.tenants.add_till(Till(till, CAFE, f"Till {till}"))
        cart = services.sales.open_cart(work, MARA)
        espresso = work.catalogue.get(CAFE, ESPRESSO)
        return services.sales.change(
            work, MARA, cart.cart_id, partial(add_product, product=espresso, quantity_milli=1000)
        )

    return services.write(fill)


def race(shop: Shop, claim: str, **named: object) -> list[Cart | AuroraError]:
    """All other tills want a cart in the same moment, each through a store of its own."""
    start = Barrier(len(OTHERS))

    def want(actor: Actor) -> Cart | AuroraError:
        services = services_on(shop.open())
        unit = partial(getattr(services.sales, claim), actor=actor, **named)
        start.wait()
        try:
            found: Cart = services.write(unit)
        except AuroraError as error:
            return error
        return found

    with ThreadPoolExecutor(len(OTHERS)) as pool:
        return list(pool.map(want, OTHERS))


def test_of_tills_that_recall_one_cart_exactly_one_gets_it(shop: Shop) -> None:
    services = services_on(shop.open())
    cart = filled(services)
    services.write(partial(services.sales.hold, actor=MARA, cart_id=cart.cart_id, name=""))

    ends = race(shop, "recall", cart_id=cart.cart_id)

    winners = [end for end in ends if isinstance(end, Cart)]
    assert len(winners) == 1
    assert all(isinstance(end, HeldElsewhereError) for end in ends if not isinstance(end, Cart))
    now = services.read(partial(services.sales.get, tenant_id=CAFE, cart_id=cart.cart_id))
    assert (now.till_id, now.lines) == (winners[0].till_id, cart.lines)


def test_of_tills_that_take_one_cart_over_exactly_one_gets_it_and_the_till_starts_anew(shop: Shop) -> None:
    services = services_on(shop.open())
    cart = filled(services)

    ends = race(shop, "take_over", cart_id=cart.cart_id, seen_at=MARA.till_id)

    winners = [end for end in ends if isinstance(end, Cart)]
    assert len(winners) == 1
    assert (winners[0].lines, winners[0].opened_by) == (cart.lines, PersonId(2))
    fresh = services.write(partial(services.sales.open_cart, actor=MARA))
    assert (fresh.lines, fresh.till_id) == ((), MARA.till_id)
    assert fresh.cart_id != cart.cart_id


def test_a_cart_is_found_by_the_code_of_its_session(shop: Shop) -> None:
    services = services_on(shop.open())
    tablet = Actor.client(CAFE, "tablet")
    add = partial(services.sales.session_add, product_id=ESPRESSO, quantity=Decimal(1), price=None)
    mine = services.write(partial(add, actor=tablet, session_id="table-7"))
    find = partial(services.sales.find_by_session, tenant_id=CAFE)

    assert services.read(partial(find, code="table-7")) == mine
    newer = services.write(partial(add, actor=Actor.client(CAFE, "kiosk"), session_id="table-7"))
    found = services.read(partial(find, code="table-7"))
    assert found is not None
    assert found.cart_id == newer.cart_id
    for nobodys in ("table-8", "TABLE-7", "\0", ""):
        assert services.read(partial(find, code=nobodys)) is None
