"""`aurora-desk rules`: what counts for a whole shop, such as what its cashiers do without a manager."""

from __future__ import annotations

import argparse
from functools import partial
from typing import TYPE_CHECKING, Any

from aurora_desk.app.options import StartError
from aurora_desk.app.owner.parsing import Commands, tenant_option

if TYPE_CHECKING:
    from aurora_desk.app.owner.owner import Owner
    from aurora_desk.domain.settings import Setting

_YES_NO = {"yes": True, "no": False}


def add_rules(commands: Commands) -> None:
    """Add the command and the one below it."""
    rules = commands.add("rules", _list, "the rules of a shop")
    tenant_option(rules)
    below = commands.below(rules)
    put = below.add("set", _set, "changes a rule")
    put.add_argument("name", metavar="NAME", help="the rule, as the list writes it")
    put.add_argument("value", metavar="VALUE", help="yes or no, a number, or a word that the rule knows")
    tenant_option(put)


def _list(owner: Owner, options: argparse.Namespace) -> None:
    from aurora_desk.services.preferences import of_shop

    tenant_id = owner.tenant(options).tenant_id
    values = owner.services.read(partial(of_shop, tenant_id=tenant_id))
    for rule in _rules():
        owner.say(f"{rule.name} {_shown(values(rule))}: {rule.about}")


def _set(owner: Owner, options: argparse.Namespace) -> None:
    from aurora_desk.domain.actor import Actor

    rule = next((one for one in _rules() if one.name == options.name), None)
    if rule is None:
        raise StartError(f"There is no rule {options.name}. Nothing was changed. `aurora-desk rules` lists them.")
    value = _value(rule, options.value)
    actor = Actor.program(owner.tenant(options).tenant_id)
    owner.services.write(partial(owner.services.settings.change, actor=actor, setting=rule, value=value))
    owner.say(f"{rule.name} is {_shown(value)} from now on, at every till.")


def _rules() -> tuple[Setting[Any], ...]:
    from aurora_desk.domain.settings import ALL, OWN_TENDERS, Scope

    # The shop's own tenders have a command of their own.
    return tuple(setting for setting in ALL if setting.scope is Scope.SHOP and setting is not OWN_TENDERS)


def _value(rule: Setting[Any], typed: str) -> bool | int | str:
    """What somebody typed, as the rule keeps it; whether it may be that, the rule says."""
    if isinstance(rule.default, bool):
        if typed not in _YES_NO:
            raise StartError(f"{rule.name} is yes or no. Nothing was changed.")
        return _YES_NO[typed]
    if isinstance(rule.default, int):
        if not (typed.isascii() and typed.isdigit() and len(typed) <= 12):
            raise StartError(f"{rule.name} is a whole number. Nothing was changed. {rule.about}")
        return int(typed)
    return typed


def _shown(value: bool | int | str) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)
