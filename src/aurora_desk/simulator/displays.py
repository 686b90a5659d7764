"""The cart on a reader's screen: an action that never ends by itself, and takes the place of a waiting payment."""

from __future__ import annotations

from aurora_desk.simulator.actions import DISPLAY, begin, refuse_while_busy
from aurora_desk.simulator.amounts import currency_code
from aurora_desk.simulator.errors import invalid
from aurora_desk.simulator.expand import shown
from aurora_desk.simulator.params import EXPAND, Choice, Fields, Integer, ListOf, Text
from aurora_desk.simulator.shape import Json
from aurora_desk.simulator.turn import Turn

LINE = Fields(
    {"amount": Integer(), "description": Text(), "quantity": Integer(0)},
    required=["amount", "description", "quantity"],
)
CART = Fields(
    {"currency": Text(), "line_items": ListOf(LINE), "tax": Integer(), "total": Integer()},
    required=["currency", "line_items", "total"],
)
SET_DISPLAY = Fields({"cart": CART, "expand": EXPAND, "type": Choice(("cart",))}, required=["type"])


def set_reader_display(turn: Turn, object_id: str, params: Json) -> Json:
    """Show a cart; a payment that waits for its card is gone without a word."""
    reader = turn.get("terminal.reader", object_id)
    refuse_while_busy(reader)
    if "cart" not in params:
        raise invalid("Missing required param: cart.", code="parameter_missing", param="cart")
    cart = params["cart"] | {"currency": currency_code(params["cart"]["currency"]), "tax": params["cart"].get("tax")}
    begin(turn, reader, DISPLAY, {"cart": cart, "type": "cart"})
    return shown(turn.state, reader, params)
