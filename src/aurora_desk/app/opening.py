"""Opening a store for this process, or making it: the one place where services are put together."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy.exc import OperationalError

from aurora_desk.app.options import Environment, Folders, StartError
from aurora_desk.app.stripe_key import kept_key
from aurora_desk.domain.tenants import StoreFacts
from aurora_desk.payments.gateway import Gateway
from aurora_desk.payments.keys import check_key, is_live
from aurora_desk.payments.webhooks import Webhook
from aurora_desk.services.demo import demo
from aurora_desk.services.facade import Services
from aurora_desk.services.people import PRODUCT_BCRYPT_COST
from aurora_desk.services.reconciling import QUIET
from aurora_desk.services.shop import NewShop, first_shop
from aurora_desk.store.creating import Place, facts_of, keys_for_new_store, make_store
from aurora_desk.store.keyring import read_key_ring
from aurora_desk.store.store import Store
from aurora_desk.store.unit_of_work import Surroundings, Unit

TRAINING_KEY = "sk_test_aurora_training"
"""What the program's own simulator is called with."""


@dataclass(frozen=True, slots=True)
class Stripe:
    """How this process reaches Stripe: key and address, or None where cards are not set up."""

    key: str
    api_base: str | None

    def __repr__(self) -> str:
        return f"Stripe({self.api_base})"


def now_utc() -> datetime:
    """The clock of the product."""
    return datetime.now(UTC)


def fresh_id() -> str:
    """A fresh id: 32 hex digits."""
    return uuid.uuid4().hex


def place_of(environment: Environment, folders: Folders) -> Place:
    """Where the store is."""
    url = environment.database_url or f"sqlite:///{folders.data.absolute() / 'store.db'}"
    return Place(url, folders.keys / "keys.json")


def look(place: Place, *, demo_wanted: bool) -> StoreFacts | None:
    """What is at a place; raises `StartError` where a demo is asked for on a real store."""
    try:
        facts = facts_of(place)
    except OperationalError:
        # Its own words hold the address with its password.
        raise StartError(
            "The database of this store cannot be reached or opened. Nothing was changed. Check that it is running."
        ) from None
    if demo_wanted and facts is not None and not facts.training:
        raise StartError("This is a real store. The demo never opens on it. Start without --demo, or name a folder.")
    return facts


def make_demo(place: Place, *, bcrypt_cost: int = PRODUCT_BCRYPT_COST) -> None:
    """Make the demo store."""
    _make(place, demo(bcrypt_cost))


def make_first_shop(place: Place, shop: NewShop, *, bcrypt_cost: int = PRODUCT_BCRYPT_COST) -> None:
    """Make a real store with its first shop; raises `InvalidError` for a field at fault."""
    _make(place, first_shop(shop, bcrypt_cost))


def _make(place: Place, fill: Unit[None]) -> None:
    make_store(place, Surroundings(now_utc, fresh_id, keys_for_new_store(place)), fill)


def stripe_of(environment: Environment, facts: StoreFacts, simulator: str | None) -> Stripe | None:
    """The key and address for a store; raises `UnsafeStripeKeyError` for a key that it must not use.

    The environment's key comes first, then the one in the keyring of the operating system; training asks no keyring.
    """
    key, base = environment.stripe_secret_key, environment.stripe_api_base
    if key is None and not facts.training:
        key = kept_key(facts.store_id)
    if key is not None:
        check_key(key, base, training=facts.training, took_live_key=facts.took_live_key)
    if facts.training and base is None:
        return None if simulator is None else Stripe(TRAINING_KEY, simulator)
    return None if key is None else Stripe(key, base)


def webhook_of(environment: Environment) -> Webhook | None:
    """What reads Stripe's messages; None where its secret is not set."""
    return Webhook(environment.stripe_webhook_secret) if environment.stripe_webhook_secret else None


def open_services(
    place: Place,
    facts: StoreFacts,
    stripe: Stripe | None,
    *,
    server: bool,
    webhook: Webhook | None = None,
    bcrypt_cost: int = PRODUCT_BCRYPT_COST,
    quiet: timedelta = QUIET,
    pause: Callable[[float], None] = time.sleep,
    mails: bool = False,
) -> Services:
    """Open a store; raises `KeyRingError` where its keys are missing or others.

    `quiet`: how long the back room leaves a payment to its till; `pause` waits where Stripe has too many requests;
    `mails`: whether a mail server is set up.
    """
    surroundings = Surroundings(now_utc, fresh_id, read_key_ring(place.keys))
    store = Store(place.url, surroundings, server=server)
    if stripe is not None and is_live(stripe.key) and not facts.took_live_key:
        store.write(lambda work: work.tenants.note_live_key())
    gateway = Gateway.at(stripe.key, stripe.api_base, pause=pause) if stripe else None
    return Services(store, facts, gateway, webhook=webhook, bcrypt_cost=bcrypt_cost, quiet=quiet, mails=mails)
