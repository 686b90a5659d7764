"""Ringing up: scans, search, customer, discount, notes, held carts."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from aurora_desk.app.tour.stage import Stage
from aurora_desk.domain.actor import Actor
from aurora_desk.domain.cart import add_product
from aurora_desk.domain.ids import PersonId, TillId
from aurora_desk.domain.quantity import ONE
from aurora_desk.domain.tenants import Till

CART = (119, 119, 104, 104, 120, 122, 109, 117, 150, 150, 137)
SECOND_TILL = TillId(2)


def chapter(stage: Stage) -> None:
    """From an empty Sell to a full cart with a customer."""
    stage.guide.picture("sell-01-empty")
    stage.scan_products(*CART)
    _customer(stage)
    _discount(stage)
    _note(stage)
    stage.guide.picture("sell-05-cart")
    stage.menu("cart-more", "sell-06-cart-menu")
    _search(stage)
    _hold(stage)
    _held(stage)


def _customer(stage: Stage) -> None:
    guide = stage.guide
    guide.key(Qt.Key.Key_F3)
    guide.wait_for(QWidget, "customer-sheet")
    guide.write("lena")
    guide.pause(0.4)
    guide.picture("sell-02-customer")
    guide.click("customer-new")
    guide.wait_for(QWidget, "new-name-input").setFocus()
    guide.write("Lena B")
    guide.key(Qt.Key.Key_Tab)
    guide.write("lena@example.com")
    guide.key(Qt.Key.Key_Tab)
    guide.pause(0.4)
    guide.picture("sell-03-new-customer")
    guide.click("customer-back")
    guide.pause(0.4)
    guide.click("customer-pick")
    guide.wait_for(QWidget, "customer-chip")


def _discount(stage: Stage) -> None:
    """Ten percent off the stoneware cups, the line before the last."""
    guide = stage.guide
    guide.key(Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    guide.key(Qt.Key.Key_F4)
    guide.wait_for(QWidget, "discount-sheet")
    guide.write("10")
    guide.picture("sell-04-discount")
    guide.key(Qt.Key.Key_Return)
    guide.until(lambda: guide.find(QWidget, "discount-sheet") is None, "the discount to be given")
    guide.pause(0.2)


def _note(stage: Stage) -> None:
    guide = stage.guide
    for _ in range(6):
        guide.key(Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    guide.click("line-note")
    guide.wait_for(QWidget, "note-sheet")
    guide.write("Oat milk")
    guide.key(Qt.Key.Key_Return)
    guide.until(lambda: guide.find(QWidget, "note-sheet") is None, "the note to be kept")
    guide.pause(0.2)


def _search(stage: Stage) -> None:
    stage.look_up("croisant")
    stage.guide.picture("sell-07-search")
    stage.guide.key(Qt.Key.Key_Escape)
    stage.look_up("unicorn")
    stage.guide.picture("sell-08-nothing-found")
    stage.guide.key(Qt.Key.Key_Escape)
    stage.guide.pause(0.2)


def _hold(stage: Stage) -> None:
    stage.guide.key(Qt.Key.Key_F6)
    stage.guide.wait_for(QWidget, "hold-sheet")
    stage.guide.write("Blue coat")
    stage.guide.picture("sell-09-hold")
    stage.guide.key(Qt.Key.Key_Escape)
    stage.guide.wait_for(QWidget, "discard")
    stage.guide.click("discard-verb")
    stage.guide.until(lambda: stage.guide.find(QWidget, "hold-sheet") is None, "the name to be discarded")
    stage.guide.pause(0.2)


def _held(stage: Stage) -> None:
    """A web shop fills a cart, and another till has one open."""
    stage.post("addCart", {"sessionID": "table-7", "productID": 103, "quantity": 2})
    stage.post("addCart", {"sessionID": "table-7", "productID": 105, "quantity": 1})
    _open_at_second_till(stage)
    stage.guide.pause(0.5)
    stage.guide.key(Qt.Key.Key_F7)
    stage.guide.wait_for(QWidget, "held-sheet")
    stage.guide.pause(0.3)
    stage.guide.picture("sell-10-held")
    stage.leave("held-sheet")


def _open_at_second_till(stage: Stage) -> None:
    services, tenant_id = stage.desk.context.services, stage.desk.context.session.tenant_id
    services.write(lambda work: work.tenants.add_till(Till(SECOND_TILL, tenant_id, "Till 2")))
    actor = Actor.person(tenant_id, PersonId(2), SECOND_TILL)
    cart = services.write(partial(services.sales.open_cart, actor=actor))
    add = partial(add_product, product=stage.product(111), quantity_milli=3 * ONE)
    services.write(partial(services.sales.change, actor=actor, cart_id=cart.cart_id, change=add))
