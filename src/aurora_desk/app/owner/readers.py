"""`aurora-desk readers`: the card readers of a shop."""

from __future__ import annotations

import argparse
from functools import partial
from typing import TYPE_CHECKING

from aurora_desk.app.owner.parsing import Commands, tenant_option

if TYPE_CHECKING:
    from aurora_desk.app.owner.owner import Owner


def add_readers(commands: Commands) -> None:
    """Add the command and those below it."""
    readers = commands.add("readers", _list, "the card readers that a shop uses, and how they are")
    readers.set_defaults(asks_stripe=True)
    tenant_option(readers)
    below = commands.below(readers)
    discover = below.add("discover", _discover, "readers of the Stripe account that this shop does not use yet")
    pair = below.add("pair", _pair, "registers a reader at Stripe by the code that it shows, and uses it")
    pair.add_argument("code", metavar="CODE", help="the words that the reader shows, like simulated-wpe")
    pair.add_argument("label", metavar="LABEL", help="what staff call it, like Counter")
    use = below.add("use", _use, "uses a reader that is registered at Stripe already")
    use.add_argument("reader", metavar="ID", help="its id, like tmr_…")
    remove = below.add("remove", _remove, "uses a reader no more; it stays registered at Stripe")
    remove.add_argument("reader", metavar="ID", help="its id, like tmr_…")
    for parser in (below.add("list", _list, "the card readers that a shop uses"), discover, pair, use, remove):
        parser.set_defaults(asks_stripe=True)
        tenant_option(parser)


def _list(owner: Owner, options: argparse.Namespace) -> None:
    from aurora_desk.domain.payments import ReaderHealth

    tenant_id = owner.tenant(options).tenant_id
    readers = owner.services.read(partial(owner.services.payments.readers, tenant_id=tenant_id))
    for reader in readers:
        health = owner.services.payments.reader_health(reader.reader_id)
        words = {ReaderHealth.ONLINE: "ready", ReaderHealth.OFFLINE: "offline", ReaderHealth.UNKNOWN: "not known"}
        owner.say(f"{reader.reader_id}  {reader.label}  {words[health]}")
    if not readers:
        owner.say("No reader is paired. Cards can't be taken.")


def _discover(owner: Owner, options: argparse.Namespace) -> None:
    found = owner.services.readers.discover(owner.tenant(options).tenant_id)
    for reader in found:
        owner.say(f"{reader.reader_id}  {reader.label or 'no label'}  {reader.device_type}")
    if not found:
        owner.say("Stripe has no other reader in this account. Pair one by the code that it shows.")


def _pair(owner: Owner, options: argparse.Namespace) -> None:
    reader = owner.services.readers.pair(owner.tenant(options).tenant_id, options.code, options.label)
    owner.say(f"{reader.label} is paired as {reader.reader_id}. It takes cards from now on.")


def _use(owner: Owner, options: argparse.Namespace) -> None:
    reader = owner.services.readers.use(owner.tenant(options).tenant_id, options.reader)
    owner.say(f"{reader.label} ({reader.reader_id}) takes cards from now on.")


def _remove(owner: Owner, options: argparse.Namespace) -> None:
    tenant_id = owner.tenant(options).tenant_id
    remove = partial(owner.services.readers.remove, tenant_id=tenant_id, reader_id=options.reader)
    reader = owner.services.write(remove)
    owner.say(f"{reader.label} is used no more. It stays registered at Stripe.")
