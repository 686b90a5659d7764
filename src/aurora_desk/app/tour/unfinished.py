"""The tour's payment to check: a till went away in the middle of a card payment, and Stripe is asked how it ended."""

from __future__ import annotations

import urllib.request
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from aurora_desk.app.tour.stage import Stage
from aurora_desk.domain.payments import CartTarget
from aurora_desk.gui.desk import Desk
from aurora_desk.gui.shell.health import Device
from aurora_desk.services.facade import Work

BOUGHT = (104, 122)


def chapter(stage: Stage) -> None:
    """Begins and ends on any screen, with no sheet open."""
    guide, desk, simulator = stage.guide, stage.desk, stage.simulator
    reader_id = _left_open(stage)
    with urllib.request.urlopen(f"{simulator}/customer/readers/{reader_id}/tap", data=b"", timeout=10):  # noqa: S310 - the simulator on this computer
        pass
    desk.assembly.watch.ask(Device.PAYMENTS)
    guide.wait_for(QPushButton, "status-payments")
    guide.click("status-payments")
    guide.wait_for(QWidget, "unfinished-check")
    guide.pause(0.4)
    guide.picture("unfinished-1-to-check")
    guide.click("unfinished-check")
    guide.until(lambda: not desk.context.services.read(partial(_open, desk)), "Stripe to say how it ended")
    guide.pause(0.6)
    guide.picture("unfinished-2-found-paid")
    guide.key(Qt.Key.Key_Escape)
    guide.until(lambda: guide.find(QWidget, "unfinished") is None, "the list to close")


def _left_open(stage: Stage) -> str:
    """A card payment whose till stopped before anybody tapped."""
    services, actor = stage.desk.context.services, stage.desk.context.session.actor()
    cart = stage.filled_cart(*BOUGHT)
    (reader, *_) = services.read(partial(services.payments.readers, tenant_id=actor.tenant_id))
    services.payments.start_card(actor, CartTarget(cart.cart_id), reader.reader_id)
    services.write(partial(services.payments.let_go, actor=actor))
    return reader.reader_id


def _open(desk: Desk, work: Work) -> bool:
    return bool(desk.context.services.payments.unfinished(work, desk.context.session.tenant_id))
