"""A short storm over real programs, the same twice, and that its bookkeeper sees what would be wrong."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from aurora_desk.app.opening import TRAINING_KEY
from aurora_desk.services.demo import CAFE
from aurora_desk.services.facade import Services
from aurora_desk.store.creating import Place
from storm.books import Books, Rows, Stripe
from storm.cashier import MARA, Cashier
from storm.customer import Customer
from storm.kills import Kills
from storm.plan import GOOD, Kind, Plan, Tender
from storm.secrets_on_disk import secrets_in
from storm.shelf import Shelf

CROISSANT = 104
"""Its stock is counted."""
TESTS = Path(__file__).parents[1]


def storm(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "storm", *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(TESTS), *sys.path])},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


def kills(said: str) -> int:
    found = re.search(r"(\d+) kills", said)
    assert found, said
    return int(found[1])


@pytest.mark.long
def test_no_payment_of_a_hundred_orders_is_lost_doubled_or_guessed() -> None:
    result = storm("--orders", 100, "--seed", 7)

    assert result.returncode == 0, result.stdout + result.stderr
    assert kills(result.stdout) >= 4


def test_a_seed_repeats_a_storm_to_the_last_call() -> None:
    first, second = (storm("--orders", 4, "--seed", 543).stdout for _ in range(2))

    # All but times, which end each storm's first and last lines of figures.
    told = [re.sub(r"[0-9.]+ s\b", "", said) for said in (first, second)]
    assert told[0] == told[1]
    assert kills(first) >= 3


@pytest.mark.parametrize(
    "written", ["4242424242424242", "pi_sim_abc_secret_def", '{"client_secret": "x"}', "cvc=123", TRAINING_KEY]
)
def test_a_secret_that_is_written_anywhere_is_found(tmp_path: Path, written: str) -> None:
    (tmp_path / "stripe.db").write_text(written)
    assert secrets_in(tmp_path, but=tmp_path / "stripe.db") == []

    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "till.log").write_bytes(b"\x00" + written.encode() + b"\x00")

    assert len(secrets_in(tmp_path, but=tmp_path / "stripe.db")) == 1


@pytest.fixture
def books(demo_services: Services, demo_place: Place, stripe_base: str) -> Books:
    """The books of a shop with a card order, a cash order and one paid with both."""
    assert demo_place.file is not None
    card, cash, part = Tender(Kind.CARD, (GOOD,)), Tender(Kind.CASH), Tender(Kind.PART_IN_CASH)
    with closing(Shelf(demo_place.file)) as shelf, closing(Customer(stripe_base)) as customer:
        cashier = Cashier(demo_services, MARA, shelf, customer)
        for number, tenders in enumerate([(card,), (cash,), (part, card)], start=1):
            assert cashier.serve(Plan(number, wares=((CROISSANT, 2), (103, 1)), tenders=tenders))
    books = Books(Rows.read(demo_place.file, CAFE), Stripe.ask(stripe_base, TRAINING_KEY))
    assert books.check() == []
    assert books.here_minor == books.there_minor > 0
    return books


def changed(rows: Any, where: Callable[[Any], bool], **values: Any) -> list[Mapping[str, Any]]:
    return [dict(row) | (values if where(row) else {}) for row in rows]


def is_card(payment: Mapping[str, Any]) -> bool:
    return bool(payment["method"] == "card")


def lost(books: Books) -> Books:
    kept = [payment for payment in books.rows.payments if not is_card(payment)]
    return Books(replace(books.rows, payments=kept), books.stripe)


def said_not_charged(books: Books) -> Books:
    return Books(replace(books.rows, payments=changed(books.rows.payments, is_card, status="canceled")), books.stripe)


def charged_twice(books: Books) -> Books:
    second = [dict(intent) | {"id": f"{intent['id']}_2"} for intent in books.stripe.intents]
    return Books(books.rows, replace(books.stripe, intents=[*books.stripe.intents, *second]))


def booked_twice(books: Books) -> Books:
    card = next(payment for payment in books.rows.payments if is_card(payment))
    return Books(replace(books.rows, payments=[*books.rows.payments, card]), books.stripe)


def guessed(books: Books) -> Books:
    unpaid = [dict(intent) | {"status": "canceled", "amount_received": 0} for intent in books.stripe.intents]
    return Books(books.rows, replace(books.stripe, intents=unpaid))


def a_cent_less(books: Books) -> Books:
    less = [
        dict(intent)
        | {
            "amount_received": intent["amount_received"] - 1,
            "latest_charge": dict(intent["latest_charge"]) | {"amount_captured": intent["amount_received"] - 1},
        }
        for intent in books.stripe.intents
    ]
    return Books(books.rows, replace(books.stripe, intents=less))


def left_open(books: Books) -> Books:
    return Books(replace(books.rows, payments=changed(books.rows.payments, is_card, status="unknown")), books.stripe)


def drawer_short(books: Books) -> Books:
    return Books(replace(books.rows, cash=books.rows.cash[:-1]), books.stripe)


def stock_moved_twice(books: Books) -> Books:
    sold = next(move for move in books.rows.moves if move["reason"] == "sold" and move["product_id"] == CROISSANT)
    return Books(replace(books.rows, moves=[*books.rows.moves, sold]), books.stripe)


def number_skipped(books: Books) -> Books:
    return Books(replace(books.rows, orders=[books.rows.orders[0], *books.rows.orders[2:]]), books.stripe)


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        (lost, "A paid intent is one payment."),
        (said_not_charged, "A paid intent is one payment."),
        (charged_twice, "Both sides agree, order by order."),
        (booked_twice, "No order is paid above its total."),
        (guessed, "Only a paid intent pays."),
        (a_cent_less, "Both sides agree."),
        (left_open, "No payment is left open."),
        (drawer_short, "A drawer is float + taken − given."),
        (stock_moved_twice, "Stock moves once an order."),
        (number_skipped, "Numbers have no gap."),
    ],
)
def test_the_bookkeeper_sees_what_is_wrong(books: Books, wrong: Callable[[Books], Books], rule: str) -> None:
    faults = wrong(books).check()

    assert any(rule in fault for fault in faults), faults


def test_a_kill_that_was_asked_for_comes_once_and_at_its_moment() -> None:
    kills = Kills(seed=3, every=(1000, 1000), at=frozenset({5, 7}))
    passed, killed = 0, []
    while kills.moments < 9:
        if kills.is_due(passed):
            killed.append(kills.moments)
            kills.note()
            passed = 0
        else:
            passed = kills.granted()

    assert killed == [5, 7]
    assert kills.by_clock == []
