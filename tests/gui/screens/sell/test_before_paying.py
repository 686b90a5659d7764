"""Pay asks what nobody was asked while somebody else filled the cart."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import Qt

from aurora_desk.domain.cart import Cart
from aurora_desk.domain.ids import ProductId
from aurora_desk.domain.journal import JournalRow
from aurora_desk.domain.settings import SELL_SOLD_OUT
from aurora_desk.gui.widgets.sheet import Sheet
from aurora_desk.services.facade import Services
from gui.screens.sell.test_holding import client_adds
from gui.screens.sell.till import TillWindow

LIQUEUR = "Coffee liqueur 0.5 l"
F9, RIGHT, ESCAPE = Qt.Key.Key_F9, Qt.Key.Key_Right, Qt.Key.Key_Escape


@pytest.fixture
def open_kiosk(till: TillWindow, open_store: Callable[[], Services]) -> Callable[[ProductId], Cart]:
    """Opens the cart that a kiosk has filled with a product."""

    def open_it(product_id: ProductId) -> Cart:
        client_adds(open_store(), product_id=product_id)
        till.until(lambda: len(till.sell.held.carts) == 1)
        till.sell.controller.recall(till.sell.held.carts[0])
        return till.settled()

    return open_it


def sold_out_variant(till: TillWindow) -> ProductId:
    unit = partial(
        till.services.catalogue.variants,
        tenant_id=till.session.tenant_id,
        parent_id=till.product("Barista T-shirt").product_id,
    )
    return next(one.product_id for one in till.services.read(unit) if one.sold_out)


def rows(till: TillWindow, event: str) -> list[JournalRow]:
    unit = partial(till.services.journal_after, seq=0, tenant_id=till.session.tenant_id, limit=200)
    return [row for row in till.services.read(unit) if row.event == event]


def toast(till: TillWindow) -> str:
    till.until(lambda: till.sell.toasts.current is not None)
    assert till.sell.toasts.current is not None
    return till.sell.toasts.current.text


def closed(till: TillWindow, name: str) -> bool:
    return not any(sheet.isVisible() for sheet in till.findChildren(Sheet, name))


def test_an_age_that_nobody_asked_is_asked_by_pay_and_then_it_is_paid(
    till: TillWindow, open_kiosk: Callable[[ProductId], Cart]
) -> None:
    open_kiosk(till.product(LIQUEUR).product_id)

    till.key(F9)
    till.sheet("age-sheet")
    assert not till.paid_with
    till.key(RIGHT)
    till.enter()

    till.until(lambda: bool(till.paid_with))
    cart, tender = till.paid_with[0]
    assert (cart.age_checked, tender) == (21, "cash")
    assert [row.who for row in rows(till, "cart.age_checked")] == [till.session.actor().who]


def test_a_customer_who_is_too_young_pays_nothing_and_the_next_step_is_told(
    till: TillWindow, open_kiosk: Callable[[ProductId], Cart]
) -> None:
    open_kiosk(till.product(LIQUEUR).product_id)
    till.key(F9)
    till.sheet("age-sheet")

    till.key(ESCAPE)

    assert "Nothing was charged. Take it out of the cart, then press Pay." in toast(till)
    till.until(lambda: len(rows(till, "cart.age_refused")) == 1)
    assert not till.paid_with
    assert not till.sell.controller.paying
    # The till goes on: without the bottle the rest is paid.
    till.tap("Espresso")
    till.pick_line(0)
    till.key(Qt.Key.Key_Delete)
    till.settled()
    till.key(F9)
    till.until(lambda: bool(till.paid_with))


def test_what_is_sold_out_is_asked_by_pay_once(till: TillWindow, open_kiosk: Callable[[ProductId], Cart]) -> None:
    product_id = sold_out_variant(till)
    open_kiosk(product_id)
    till.key(F9)
    till.sheet("sold-out")
    till.key(ESCAPE)
    till.until(lambda: closed(till, "sold-out"))
    till.until(lambda: till.sell.controller.idle)
    assert not till.paid_with

    till.key(F9)
    till.sheet("sold-out")
    till.click("sold-out-verb")

    till.until(lambda: bool(till.paid_with))
    assert [row.facts["products"] for row in rows(till, "cart.sold_out_accepted")] == [[product_id]]


def test_what_the_shop_does_not_sell_is_not_paid(till: TillWindow, open_kiosk: Callable[[ProductId], Cart]) -> None:
    unit = partial(till.services.settings.change, actor=till.session.actor(), setting=SELL_SOLD_OUT, value=False)
    till.services.write(unit)
    open_kiosk(sold_out_variant(till))

    till.key(F9)

    assert "this shop sells nothing that is. Nothing was charged. Take it out of the cart" in toast(till)
    assert not till.paid_with


def test_what_was_asked_while_it_was_rung_up_is_not_asked_again(till: TillWindow) -> None:
    variants = till.services.read(
        partial(
            till.services.catalogue.variants,
            tenant_id=till.session.tenant_id,
            parent_id=till.product("Barista T-shirt").product_id,
        )
    )
    till.scan(next(one.barcode for one in variants if one.sold_out))
    till.sheet("sold-out")
    till.click("sold-out-verb")
    till.until(lambda: len(till.cart.lines) == 1)
    till.until(lambda: closed(till, "sold-out"))
    till.scan(till.product(LIQUEUR).barcode)
    till.sheet("age-sheet")
    till.click("age-checked")
    till.until(lambda: len(till.cart.lines) == 2)
    till.until(lambda: not till.sell.sheets.is_open)

    till.key(F9)

    till.until(lambda: bool(till.paid_with))


def test_who_locks_the_till_while_pay_is_on_its_way_pays_nothing(till: TillWindow) -> None:
    till.tap("Espresso")
    till.settled()

    till.key(F9)
    assert till.sell.controller.paying
    till.session.leave()

    till.until(lambda: not till.sell.controller.paying)
    assert not till.paid_with
