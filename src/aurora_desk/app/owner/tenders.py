"""`aurora-desk tenders`: what a shop takes beside cash, cards, codes and bank transfers."""

from __future__ import annotations

import argparse
from functools import partial
from typing import TYPE_CHECKING

from aurora_desk.app.owner.parsing import Commands, tenant_option

if TYPE_CHECKING:
    from aurora_desk.app.owner.owner import Owner


def add_tenders(commands: Commands) -> None:
    """Add the command and those below it."""
    tenders = commands.add("tenders", _list, "the shop's own tenders, like vouchers")
    tenant_option(tenders)
    below = commands.below(tenders)
    tenant_option(below.add("list", _list, "the shop's own tenders"))
    add = below.add("add", _add, "lets the tills take a tender of the shop's own, or changes what it asks for")
    add.add_argument("name", metavar="NAME", help="what staff and receipts call it, like Voucher")
    add.add_argument(
        "--reference", action="store_true", help="booking it asks for a reference, like a voucher's number"
    )
    tenant_option(add)
    remove = below.add("remove", _remove, "takes a tender off the payment sheet; what was paid by it stays")
    remove.add_argument("name", metavar="NAME", help="the tender's name")
    tenant_option(remove)


def _list(owner: Owner, options: argparse.Namespace) -> None:
    tenant_id = owner.tenant(options).tenant_id
    tenders = owner.services.read(partial(owner.services.settings.own_tenders, tenant_id=tenant_id))
    for tender in tenders:
        owner.say(f"{tender.name}  {'asks for a reference' if tender.asks_reference else 'no reference'}")
    if not tenders:
        owner.say("The shop has no tender of its own. Add one by its name: aurora-desk tenders add Voucher --reference")


def _add(owner: Owner, options: argparse.Namespace) -> None:
    from aurora_desk.domain.actor import Actor

    actor = Actor.program(owner.tenant(options).tenant_id)
    add = partial(owner.services.settings.add_tender, actor=actor, name=options.name, asks_reference=options.reference)
    owner.services.write(add)
    asks = "It asks for a reference." if options.reference else "It asks for no reference."
    owner.say(f"The tills take {' '.join(options.name.split())} from their next payment on. {asks}")


def _remove(owner: Owner, options: argparse.Namespace) -> None:
    from aurora_desk.domain.actor import Actor

    actor = Actor.program(owner.tenant(options).tenant_id)
    owner.services.write(partial(owner.services.settings.remove_tender, actor=actor, name=options.name))
    owner.say(f"The tills take {options.name} no more. What was paid by it stays as it is.")
