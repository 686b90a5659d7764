"""The tour's last screen: the money truth board, agreeing, and after somebody moved money at Stripe alone."""

from __future__ import annotations

import json
import urllib.parse
import urllib.request
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QLabel, QWidget

from aurora_desk.app.tour.guide import Guide
from aurora_desk.app.tour.stage import Stage
from aurora_desk.gui.desk import Desk

_NOTE = "board-stripe-note"
_KEY = "sk_test_dashboard"


def chapter(stage: Stage) -> None:
    """Three pictures: all agrees, two differences, and one of them opened."""
    guide, desk, stripe = stage.guide, stage.desk, stage.simulator
    guide.control(Qt.Key.Key_4)
    guide.wait_for(QWidget, "board-table")
    guide.click("board-compare")
    agrees = QCoreApplication.translate("BoardView", "Everything agrees.")
    just_now = QCoreApplication.translate("Columns", "Compared just now")
    guide.until(lambda: _told(guide) == agrees and _text(guide, _NOTE) == just_now, "a comparison")
    guide.picture("reports-1-money-agrees")
    _move_money_at_stripe(desk, stripe)
    guide.click("board-compare")
    two = QCoreApplication.translate("BoardView", "%n differences to settle", "", 2)
    guide.until(lambda: _told(guide) == two, "the differences")
    guide.picture("reports-2-money-differs")
    guide.wait_for(QWidget, "board-table").setFocus()
    guide.key(Qt.Key.Key_Down)
    guide.wait_for(QWidget, "item-detail")
    guide.pause(0.3)
    guide.picture("reports-3-money-difference")
    guide.key(Qt.Key.Key_Escape)


def _told(guide: Guide) -> str:
    return _text(guide, "board-told")


def _text(guide: Guide, name: str) -> str:
    label = guide.find(QLabel, name)
    return label.text() if label is not None else ""


def _move_money_at_stripe(desk: Desk, address: str) -> None:
    """What this store has no row for: a refund by hand, and a charge from before a restored backup."""
    (paid, *_) = [one for one in _ask(address, "GET", "payment_intents")["data"] if one["status"] == "succeeded"]
    _ask(address, "POST", "refunds", payment_intent=paid["id"], amount="150")
    facts = desk.context.services.facts
    told = {"app": "aurora-desk", "store": facts.store_id, "tenant_id": str(facts.default_tenant), "order_id": "4998"}
    charge = {f"metadata[{name}]": value for name, value in told.items()}
    made = _ask(address, "POST", "payment_intents", amount="1240", currency=paid["currency"], **charge)
    _ask(address, "POST", f"payment_intents/{made['id']}/confirm", payment_method="pm_card_visa")


def _ask(address: str, method: str, path: str, **form: str) -> Any:
    request = urllib.request.Request(  # noqa: S310 - the simulator on this computer
        f"{address}/v1/{path}",
        urllib.parse.urlencode(form).encode() if form else None,
        {"Authorization": f"Bearer {_KEY}"},
        method=method,
    )
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - the same
        return json.loads(answer.read())
