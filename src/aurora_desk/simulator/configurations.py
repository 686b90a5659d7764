"""Terminal configurations, as far as tips on the reader need them."""

from __future__ import annotations

from aurora_desk.simulator.expand import shown
from aurora_desk.simulator.lists import PAGING, page
from aurora_desk.simulator.params import EXPAND, Cleared, Fields, Flag, Integer, ListOf, Text
from aurora_desk.simulator.shape import Json, new_id
from aurora_desk.simulator.turn import Turn

KIND = "terminal.configuration"
CURRENCIES = (
    "aed",
    "aud",
    "cad",
    "chf",
    "czk",
    "dkk",
    "eur",
    "gbp",
    "gip",
    "hkd",
    "huf",
    "jpy",
    "mxn",
    "myr",
    "nok",
    "nzd",
    "pln",
    "ron",
    "sek",
    "sgd",
    "usd",
)
TIPS = Fields(
    {
        "fixed_amounts": ListOf(Integer(0)),
        "percentages": ListOf(Integer(0, 100)),
        "smart_tip_threshold": Integer(0),
    }
)
CHANGE = Fields(
    {"expand": EXPAND, "name": Text(), "tipping": Cleared(Fields(dict.fromkeys(CURRENCIES, TIPS)))},
)
LIST = Fields({**PAGING, "is_account_default": Flag()})


def create(turn: Turn, params: Json) -> Json:
    """New settings, for locations that name them in `configuration_overrides`."""
    made = {
        "id": new_id("tmc"),
        "object": KIND,
        "is_account_default": False,
        "livemode": False,
        "name": None,
    }
    return _changed(turn, made, params)


def retrieve(turn: Turn, object_id: str, params: Json) -> Json:
    """One configuration, even if it was deleted."""
    return shown(turn.state, turn.get_even_deleted(KIND, object_id), params)


def update(turn: Turn, object_id: str, params: Json) -> Json:
    """Change a configuration; its locations follow."""
    return _changed(turn, turn.get(KIND, object_id), params)


def delete(turn: Turn, object_id: str, _params: Json) -> Json:
    """A configuration that is no more."""
    return turn.delete(KIND, object_id)


def listed(turn: Turn, params: Json) -> Json:
    """A page of configurations; none is the account's default."""
    return page(
        turn, KIND, "/v1/terminal/configurations", params, keep=lambda _: not params.get("is_account_default", False)
    )


def tips_at(turn: Turn, location_id: str | None, currency: str) -> Json:
    """What the readers of a location suggest as tips in this currency."""
    place = None if location_id is None else turn.state.find("terminal.location", location_id)
    found = None if place is None else turn.state.find(KIND, place.get("configuration_overrides", ""))
    tips: Json = {} if found is None else found.get("tipping", {}).get(currency, {})
    return tips


def _changed(turn: Turn, stored: Json, params: Json) -> Json:
    if "name" in params:
        stored["name"] = params["name"]
    if "tipping" in params:
        stored.pop("tipping", None)
        stored |= {"tipping": params["tipping"]} if params["tipping"] is not None else {}
    turn.save(stored)
    return shown(turn.state, stored, params)
