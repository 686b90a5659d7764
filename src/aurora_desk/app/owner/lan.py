"""`aurora-desk lan`: whether programs beyond this computer may call, and under which names the API answers them."""

from __future__ import annotations

import argparse
from functools import partial
from typing import TYPE_CHECKING

from aurora_desk.app.owner.parsing import Commands
from aurora_desk.domain.access import LanAccess

if TYPE_CHECKING:
    from aurora_desk.app.owner.owner import Owner

_MEANS = {
    LanAccess.OFF: "Programs beyond this computer are refused.",
    LanAccess.PAIRED: "Programs beyond this computer are answered if they have a key (aurora-desk clients pair).",
    LanAccess.OPEN: "Every program on the network may read and write all that the API offers, without a key.",
}
_RESTART = "Restart the desk, or serve, if it doesn't listen beyond this computer yet."
_READABLE = "Without --tls keys, passwords and orders cross the network readable."


def add_lan(commands: Commands) -> None:
    """Add the command and those below it."""
    lan = commands.group("lan", _show, "who beyond this computer may call, and under which names")
    lan.add("off", partial(_switch, lan=LanAccess.OFF), "refuses programs beyond this computer")
    lan.add("paired", partial(_switch, lan=LanAccess.PAIRED), "answers programs of the network that have a key")
    lan.add("open", partial(_switch, lan=LanAccess.OPEN), "answers every program of the network")
    address = lan.add(
        "address", _set_address, "says where phones reach the pages for customers: link and second QR code"
    )
    address.add_argument("address", metavar="ADDRESS", help="like https://till.local:8787; none: nowhere")
    host = lan.group("host", _show, "the names that the API answers under")
    for name, deed, words in (
        ("add", _add_host, "lets the API answer under a name"),
        ("remove", _remove_host, "lets the API answer under a name no more"),
    ):
        host.add(name, deed, words).add_argument("name", metavar="NAME", help="like till.local")


def _show(owner: Owner, _options: argparse.Namespace) -> None:
    access = owner.services.read(owner.services.tenants.access)
    owner.say(f"LAN access is {access.lan.value}. {_MEANS[access.lan]}")
    names = ", ".join(sorted(access.hosts)) or "none"
    owner.say(f"Host names beside this computer's own addresses: {names}")
    address = owner.services.read(owner.services.tenants.public_address)
    owner.say(f"Phones reach the pages for customers at: {address or 'no address given'}")


def _switch(owner: Owner, _options: argparse.Namespace, *, lan: LanAccess) -> None:
    services = owner.services
    services.write(partial(services.tenants.set_lan, lan=lan, tenant_id=services.facts.default_tenant))
    owner.say(f"LAN access is {lan.value}. {_MEANS[lan]}")
    if lan is not LanAccess.OFF:
        owner.say(_RESTART)
        owner.say(_READABLE)


def _set_address(owner: Owner, options: argparse.Namespace) -> None:
    services = owner.services
    wanted = "" if options.address == "none" else options.address
    change = partial(services.tenants.set_public_address, address=wanted, tenant_id=services.facts.default_tenant)
    given = services.write(change)
    if given:
        owner.say(f"Receipts have a second code that leads to {given}/o/…, and Orders copies such links.")
    else:
        owner.say("Receipts have no code for phones.")


def _add_host(owner: Owner, options: argparse.Namespace) -> None:
    services = owner.services
    add = partial(services.tenants.add_host, host=options.name, tenant_id=services.facts.default_tenant)
    owner.say(f"The API answers under {services.write(add)}, too.")


def _remove_host(owner: Owner, options: argparse.Namespace) -> None:
    services = owner.services
    remove = partial(services.tenants.remove_host, host=options.name, tenant_id=services.facts.default_tenant)
    owner.say(f"The API answers under {services.write(remove)} no more.")
