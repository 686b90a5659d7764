"""Who may be the person that is being added."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from aurora_desk.domain.customers import CUSTOMERS_TABLE, CustomerRef
from aurora_desk.domain.errors import InvalidError
from aurora_desk.domain.ids import CustomerId
from aurora_desk.services.customers import EmailTakenError
from aurora_desk.services.demo import CAFE
from aurora_desk.services.duplicates import Likeness
from services.counter import MARA, Counter

LENA = CustomerRef(CUSTOMERS_TABLE, CustomerId(123))


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"email": "LENA@example.com ", "phone": "+1 555 010 2121"}, Likeness.EMAIL),
        ({"phone": "0555 0104123"}, Likeness.PHONE),
        ({"phone": "(555) 010-4123", "name": "Aylin Demir"}, Likeness.PHONE),
        ({"name": "Lena Bergstroem"}, Likeness.NAME),
        ({"name": "bergström LENA"}, Likeness.NAME),
        ({"name": "Lena"}, None),
        ({"name": "Lena Berger"}, None),
        ({"phone": "4123"}, None),
        ({"email": "lena@example.org", "phone": "+1 555 010 9999", "name": "Grace Hopper"}, None),
        ({}, None),
    ],
)
def test_the_same_email_comes_before_phone_and_name(
    counter: Counter, asked: dict[str, str], why: Likeness | None
) -> None:
    found = counter.read(counter.services.duplicates.find, CAFE, **asked)

    assert (found.why if found else None) is why
    assert found is None or found.customer.ref == LENA


def test_a_change_touches_only_what_differs_and_the_journal_says_which_fields(counter: Counter) -> None:
    change = counter.services.customers.change
    before = counter.read(counter.services.customers.card, CAFE, LENA).fields
    counter.write(change, MARA, LENA, before, replace(before, phone="+49 30 5550"))
    counter.write(change, MARA, LENA, before, replace(before, lastname="Berg", city=" Bonn "))

    fields = counter.read(counter.services.customers.card, CAFE, LENA).fields
    assert (fields.phone, fields.lastname) == ("+49 30 5550", "Berg")
    assert fields.city == "Bonn"
    told = counter.rows("SELECT facts FROM journal WHERE event = 'customer.changed' ORDER BY seq")
    assert [row[0] for row in told] == [
        '{"customer_id":123,"fields":["phone"]}',
        '{"customer_id":123,"fields":["city","lastname"]}',
    ]
    assert [row.ref for row in counter.read(counter.services.customers.search, CAFE, "305550").rows] == [LENA]
    for wrong, error in (({"email": "aylin@example.com"}, EmailTakenError), ({"phone": "1" * 41}, InvalidError)):
        with pytest.raises(error):
            counter.write(change, MARA, LENA, before, replace(before, **wrong))


def test_a_new_address_ends_the_links_that_went_to_the_old_one(counter: Counter) -> None:
    services = counter.services
    account = counter.read(lambda work: work.customers.account(CAFE, CUSTOMERS_TABLE, "lena@example.com"))
    assert account is not None
    token = services.write(lambda work: services.accounts.issue_token(work, account, timedelta(hours=1)))
    assert counter.read(services.accounts.token_account, token) is not None
    before = counter.read(services.customers.card, CAFE, LENA).fields

    counter.write(services.customers.change, MARA, LENA, before, replace(before, email="lena@example.net"))

    assert counter.read(services.accounts.token_account, token) is None


def test_consent_is_a_moment_and_the_journal_tells_only_that_it_changed(counter: Counter) -> None:
    give = counter.services.customers.set_consent
    assert counter.write(give, MARA, LENA, given=True).consent_at is not None
    counter.write(give, MARA, LENA, given=True)
    assert counter.write(give, MARA, LENA, given=False).consent_at is None
    assert counter.events("customer:123") == ["customer.consent_given", "customer.consent_withdrawn"]


def test_notes_are_newest_first_with_their_writer(counter: Counter) -> None:
    notes = counter.services.customer_notes
    for words in ("Likes oat milk", "Pays by invoice"):
        counter.write(notes.add, MARA, LENA, words)
    assert [(note.who, note.words) for note in counter.read(notes.of, CAFE, LENA)] == [
        ("Mara Klein", "Pays by invoice"),
        ("Mara Klein", "Likes oat milk"),
    ]
    for wrong in ("  ", "x" * 1001, "4242 4242 4242 4242"):
        with pytest.raises(InvalidError):
            counter.write(notes.add, MARA, LENA, wrong)
