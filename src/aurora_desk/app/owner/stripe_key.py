"""`aurora-desk stripe-key`: the Stripe key of a store in the keyring of the operating system."""

from __future__ import annotations

import argparse
import sys
from getpass import getpass
from typing import TYPE_CHECKING

from aurora_desk.app.owner.parsing import Commands

if TYPE_CHECKING:
    from aurora_desk.app.owner.owner import Owner


def add_stripe_key(commands: Commands) -> None:
    """Add the command and those below it."""
    key = commands.group("stripe-key", _show, "the Stripe key that this computer's keyring keeps for the store")
    key.add("show", _show, "says whether a key is kept, never the key itself")
    key.add("set", _set, "keeps a key; it is asked for, or read from standard input, never taken from the command line")
    key.add("remove", _remove, "keeps the key no more")


def _show(owner: Owner, _options: argparse.Namespace) -> None:
    from aurora_desk.app.stripe_key import kept_key

    if owner.environment.stripe_secret_key is not None:
        owner.say(f"AURORA_STRIPE_SECRET_KEY is used: {_short(owner.environment.stripe_secret_key)}")
        return
    key = kept_key(owner.services.facts.store_id)
    owner.say("No key is kept: this store takes no cards." if key is None else f"Kept in the keyring: {_short(key)}")


def _set(owner: Owner, _options: argparse.Namespace) -> None:
    from aurora_desk.app.options import StartError
    from aurora_desk.app.stripe_key import keep_key
    from aurora_desk.payments.keys import check_key

    facts = owner.services.facts
    if facts.training:
        raise StartError("This store is for training: it talks to the simulator alone and keeps no key.")
    key = getpass("Secret key (sk_live_… or sk_test_…): ") if sys.stdin.isatty() else sys.stdin.readline()
    key = key.rstrip("\r\n")
    check_key(key, owner.environment.stripe_api_base, training=facts.training, took_live_key=facts.took_live_key)
    keep_key(facts.store_id, key)
    owner.say(f"Kept in the keyring: {_short(key)}. Start the desk again to use it.")


def _remove(owner: Owner, _options: argparse.Namespace) -> None:
    from aurora_desk.app.stripe_key import forget_key

    there = forget_key(owner.services.facts.store_id)
    owner.say("The key is kept no more. A desk that runs has it until it ends." if there else "No key was kept.")


def _short(key: str) -> str:
    return f"{key[:8]}…{key[-4:]}"
