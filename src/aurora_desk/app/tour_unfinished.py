"""The tour's payment to check: a till went away in the middle of a card payment, and Stripe is asked how it ended."""

from __future__ import annotations

import urllib.request
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from aurora_desk.app.guide import Guide
from aurora_desk.domain.cart import add_product
from aurora_desk.domain.ids import ProductId
from aurora_desk.domain.payments import CartTarget
from aurora_desk.domain.quantity import ONE
from aurora_desk.gui.desk import Desk
from aurora_desk.gui.shell.health import Device
from aurora_desk.services.facade import Work

BOUGHT = (104, 122)


def unfinished(guide: Guide, desk: Desk, simulator: str) -> None:
    """Begins and ends on any screen, with no sheet open."""
    reader_id = _left_open(desk)
    with urllib.request.urlopen(f"{simulator}/customer/readers/{reader_id}/tap", data=b"", timeout=10):  # noqa: S310 - the simulator on this computer
        pass
    desk.assembly.watch.ask(Device.PAYMENTS)
    guide.wait_for(QPushButton, "status-payments")
    guide.click("status-payments")
    guide.wait_for(QWidget, "unfinished-check")
    guide.pause(0.4)
    guide.picture("14a-payments-to-check")
    guide.click("unfinished-check")
    guide.until(lambda: not desk.context.services.read(partial(_open, desk)), "Stripe to say how it ended")
    guide.pause(0.6)
    guide.picture("14b-payment-found-paid")
    guide.key(Qt.Key.Key_Escape)
    guide.until(lambda: guide.find(QWidget, "unfinished") is None, "the list to close")


def _left_open(desk: Desk) -> str:
    """A card payment whose till stopped before anybody tapped."""
    services, actor = desk.context.services, desk.context.session.actor()
    cart = services.write(partial(services.sales.open_cart, actor=actor))
    for number in BOUGHT:
        product = services.read(
            partial(services.catalogue.get, tenant_id=actor.tenant_id, product_id=ProductId(number))
        )
        add = partial(add_product, product=product, quantity_milli=ONE)
        services.write(partial(services.sales.change, actor=actor, cart_id=cart.cart_id, change=add))
    (reader, *_) = services.read(partial(services.payments.readers, tenant_id=actor.tenant_id))
    services.payments.start_card(actor, CartTarget(cart.cart_id), reader.reader_id)
    services.write(partial(services.payments.let_go, actor=actor))
    return reader.reader_id


def _open(desk: Desk, work: Work) -> bool:
    return bool(desk.context.services.payments.unfinished(work, desk.context.session.tenant_id))
