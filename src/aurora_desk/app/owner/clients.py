"""`aurora-desk clients`: the programs of the network that were paired with a shop, and their keys."""

from __future__ import annotations

import argparse
from functools import partial
from typing import TYPE_CHECKING

from aurora_desk.app.owner.parsing import Commands, tenant_option

if TYPE_CHECKING:
    from aurora_desk.app.owner.owner import Owner


def add_clients(commands: Commands) -> None:
    """Add the command and those below it."""
    clients = commands.group("clients", _list, "the programs that were paired with a shop")
    clients.add("list", _list, "the programs that were paired, revoked ones too")
    for name, deed, words in (
        ("pair", _pair, "gives a program a key of its own, which is shown once"),
        ("revoke", _revoke, "ends a program's key at once"),
    ):
        parser = clients.add(name, deed, words)
        parser.add_argument("name", metavar="NAME", help="what you call the program, like kiosk")
        tenant_option(parser)


def _list(owner: Owner, _options: argparse.Namespace) -> None:
    from aurora_desk.app.owner.owner import clock

    tenants = owner.tenants()
    clients = owner.services.read(owner.services.clients.everyone)
    for client in clients:
        tenant = tenants[client.tenant_id]
        words = [f"{client.tenant_id}", client.name, f"{client.prefix}…", f"paired {clock(tenant, client.paired_at)}"]
        if client.revoked_at is not None:
            words.append(f"revoked {clock(tenant, client.revoked_at)}")
        owner.say("  ".join(words))
    if not clients:
        owner.say("No program is paired.")


def _pair(owner: Owner, options: argparse.Namespace) -> None:
    tenant_id = owner.tenant(options).tenant_id
    pair = partial(owner.services.clients.pair, tenant_id=tenant_id, name=options.name)
    client, key = owner.services.write(pair)
    owner.say(key)
    owner.say(
        f"This key of {client.name} is shown only now: keep it in that program, which sends it as "
        f"«Authorization: Bearer …» and speaks for shop {tenant_id} alone."
    )


def _revoke(owner: Owner, options: argparse.Namespace) -> None:
    tenant_id = owner.tenant(options).tenant_id
    revoke = partial(owner.services.clients.revoke, tenant_id=tenant_id, name=options.name)
    client = owner.services.write(revoke)
    owner.say(f"The key of {client.name} counts no more, from its next request on.")
