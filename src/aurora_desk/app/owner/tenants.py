"""`aurora-desk tenants`: the shops of a store, their rules, and the web pages that may call for them."""

from __future__ import annotations

import argparse
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from aurora_desk.app.options import UsageError
from aurora_desk.app.owner.parsing import Commands, tenant_number

if TYPE_CHECKING:
    from aurora_desk.app.owner.owner import Owner
    from aurora_desk.domain.tenants import Tenant

_CHANGEABLE = (
    "name",
    "language",
    "time_zone",
    "prices_include_tax",
    "client_prices",
    "part_payments",
    "tips",
    "manual_capture",
    "cash_step_minor",
    "address",
)
_SWITCHES = (
    ("--client-prices", "whether programs may name prices of their own"),
    ("--part-payments", "whether programs may pay an order in parts"),
    ("--tips", "whether the card reader asks for a tip"),
    ("--manual-capture", "whether a card is authorised first and captured in a step of its own"),
)


def add_tenants(commands: Commands) -> None:
    """Add the command and those below it."""
    tenants = commands.group("tenants", _list, "the shops of the store")
    tenants.add("list", _list, "the shops and their rules")
    _add_options(tenants.add("add", _add, "adds a shop with its own numbers"))
    _set_options(tenants.add("set", _set, "changes the rules of a shop"))
    _origin_arguments(tenants.add("allow", _allow, "lets a web page's origin call, and reset mails lead there"))
    _origin_arguments(tenants.add("forbid", _forbid, "takes an origin off a shop's list"))


def _number(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("number", type=tenant_number, metavar="NUMBER", help="the shop's number, the appID of the API")


def _add_options(parser: argparse.ArgumentParser) -> None:
    _number(parser)
    parser.add_argument("--name", required=True, help="the shop's name")
    parser.add_argument("--currency", required=True, help="three letters, like USD; it stays")
    parser.add_argument("--country", required=True, help="two letters, like US")
    parser.add_argument("--time-zone", required=True, help="like America/New_York")
    parser.add_argument("--language", default="en", help="en, de or es (default en)")
    parser.add_argument("--prices-exclude-tax", action="store_true", help="tax is added to prices")
    for flag, words in _SWITCHES:
        parser.add_argument(flag, action="store_true", help=words)
    _cash_step(parser, default=1)
    parser.add_argument("--address", default="", help="the address on receipts")


def _set_options(parser: argparse.ArgumentParser) -> None:
    _number(parser)
    parser.add_argument("--name", help="the shop's name")
    parser.add_argument("--language", help="en, de or es")
    parser.add_argument("--time-zone", help="like America/New_York")
    tax = parser.add_mutually_exclusive_group()
    tax.add_argument("--prices-include-tax", action="store_const", const=True, help="tax is inside prices")
    tax.add_argument(
        "--prices-exclude-tax",
        action="store_const",
        const=False,
        dest="prices_include_tax",
        help="tax is added to prices",
    )
    for flag, words in _SWITCHES:
        parser.add_argument(flag, action=argparse.BooleanOptionalAction, help=words)
    _cash_step(parser)
    parser.add_argument("--address", help="the address on receipts")


def _cash_step(parser: argparse.ArgumentParser, default: int | None = None) -> None:
    parser.add_argument(
        "--cash-step",
        type=int,
        default=default,
        dest="cash_step_minor",
        metavar="CENTS",
        help="what the smallest coin is worth: cash is rounded to it, cards never are (5 where there are no cents)",
    )


def _origin_arguments(parser: argparse.ArgumentParser) -> None:
    _number(parser)
    parser.add_argument("origin", metavar="ORIGIN", help="like https://shop.example.com")


def _list(owner: Owner, _options: argparse.Namespace) -> None:
    access = owner.services.read(owner.services.tenants.access)
    for tenant in owner.tenants().values():
        owner.say(_line(tenant, sorted(access.origins[tenant.tenant_id])))


def _line(tenant: Tenant, origins: list[str]) -> str:
    from aurora_desk.domain.money import Money

    return "  ".join(
        (
            f"{tenant.tenant_id}",
            tenant.name,
            tenant.currency,
            "prices include tax" if tenant.prices_include_tax else "prices exclude tax",
            tenant.language,
            tenant.time_zone,
            f"client prices {_on(tenant.client_prices)}",
            f"part payments {_on(tenant.part_payments)}",
            f"tips {_on(tenant.tips)}",
            f"manual capture {_on(tenant.manual_capture)}",
            f"cash step {Money(tenant.cash_step_minor, tenant.currency)}",
            " ".join(origins) or "no origins",
        )
    )


def _on(switch: bool) -> str:
    return "on" if switch else "off"


def _add(owner: Owner, options: argparse.Namespace) -> None:
    from aurora_desk.domain.ids import TenantId
    from aurora_desk.domain.tenants import Tenant

    tenant = Tenant(
        tenant_id=TenantId(options.number),
        name=options.name,
        currency=options.currency.upper(),
        country=options.country,
        language=options.language,
        time_zone=options.time_zone,
        prices_include_tax=not options.prices_exclude_tax,
        client_prices=options.client_prices,
        part_payments=options.part_payments,
        tips=options.tips,
        manual_capture=options.manual_capture,
        cash_step_minor=options.cash_step_minor,
        address=options.address,
    )
    added = owner.services.write(partial(owner.services.tenants.add, tenant=tenant))
    owner.say(f"Shop {added.tenant_id} ({added.name}) was added. Programs name it by appID {added.tenant_id}.")


def _set(owner: Owner, options: argparse.Namespace) -> None:
    asked = {name: getattr(options, name) for name in _CHANGEABLE if getattr(options, name) is not None}
    if not asked:
        raise UsageError("Say what to change about the shop, for example --language de. See aurora-desk --help.")
    services = owner.services
    number = services.write(
        lambda work: services.tenants.change(work, replace(services.tenants.get(work, options.number), **asked))
    ).tenant_id
    owner.say(f"Shop {number} was changed. What is sold from now on follows its new rules.")


def _allow(owner: Owner, options: argparse.Namespace) -> None:
    allow = partial(owner.services.tenants.allow_origin, tenant_id=options.number, origin=options.origin)
    origin = owner.services.write(allow)
    owner.say(f"Pages of {origin} may call for shop {options.number}, and its reset mails may lead there.")


def _forbid(owner: Owner, options: argparse.Namespace) -> None:
    forbid = partial(owner.services.tenants.forbid_origin, tenant_id=options.number, origin=options.origin)
    origin = owner.services.write(forbid)
    owner.say(f"Pages of {origin} may no longer call for shop {options.number}.")
