"""Export and erasure as staff do them: who may, what refuses them, what the file holds, what is left on the disk."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import replace
from functools import partial

import pytest

from aurora_desk.domain.accounts import CredentialsError
from aurora_desk.domain.actor import Actor
from aurora_desk.domain.cart import set_customer, set_note
from aurora_desk.domain.customers import CUSTOMERS_TABLE, CustomerRef
from aurora_desk.domain.errors import NotFoundError
from aurora_desk.domain.ids import CustomerId, PersonId
from aurora_desk.domain.payments import CartTarget
from aurora_desk.domain.rights import NeedsApprovalError, Right
from aurora_desk.services.accounts import NewAccount
from aurora_desk.services.customer_data import StillUnpaidError
from aurora_desk.services.demo import CAFE, TILL
from services.counter import CROISSANT, ESPRESSO, LOOPBACK, MARA, PROGRAM, Counter, item, order_of

LENA = CustomerRef(CUSTOMERS_TABLE, CustomerId(123))
PRIYA = Actor.person(CAFE, PersonId(3), TILL)
JONAS_AT_TILL = PersonId(2)
STRINGS = (
    "Lena",
    "Bergstr",
    "bergstrom",
    "lena@example",
    "010 4123",
    "0104123",
    "Nussallergie",
    "Seestrasse",
    "Haustuer",
)


def sold_to_lena(counter: Counter) -> None:
    """A note on a line and cash for it."""
    cart = counter.cart(ESPRESSO, CROISSANT)
    change = partial(counter.write, counter.services.sales.change, MARA, cart.cart_id)
    change(partial(set_customer, customer=LENA, name="Lena"))
    change(partial(set_note, line_id=1, note="Haustuer Lena"))
    counter.write(counter.services.payments.take_cash, MARA, CartTarget(cart.cart_id), 50_00)


def test_a_cashier_asks_a_manager_whose_yes_counts_once(counter: Counter) -> None:
    with pytest.raises(NeedsApprovalError) as asked:
        counter.services.customer_data.export(PRIYA, LENA)
    assert (asked.value.right, asked.value.subject) == (Right.CUSTOMER_DATA, "customer:123")
    give = partial(counter.services.approvals.give, PRIYA, JONAS_AT_TILL, "2345")
    approval = give(right=Right.CUSTOMER_DATA, subject="customer:123", up_to=1)

    assert counter.services.customer_data.export(PRIYA, LENA, approval.approval_id).data
    with pytest.raises(NeedsApprovalError):
        counter.services.customer_data.erase(PRIYA, LENA, approval.approval_id)
    assert counter.read(counter.services.customers.get, CAFE, LENA).name == "Lena Bergström"


def test_the_export_holds_profile_notes_orders_and_payments_to_read_and_for_programs(counter: Counter) -> None:
    sold_to_lena(counter)
    counter.write(counter.services.customer_notes.add, MARA, LENA, "=Nussallergie")

    with zipfile.ZipFile(io.BytesIO(counter.services.customer_data.export(MARA, LENA).data)) as file:
        kept = json.loads(file.read("customer.json"))
        notes = list(csv.reader(io.StringIO(file.read("notes.csv").decode("utf-8-sig"))))
        lines = list(csv.DictReader(io.StringIO(file.read("order_lines.csv").decode("utf-8-sig"))))

    assert kept["profile"]["email"] == "lena@example.com"
    (order,) = kept["orders"]
    assert (order["total"], order["payments"][0]["method"]) == ("5.00", "cash")
    assert [line["Note"] for line in order["lines"]] == ["Haustuer Lena", ""]
    assert [line["Total"] for line in lines] == ["2.60", "2.40"]
    assert notes[1][1:] == ["Mara Klein", "'=Nussallergie"], "no program runs it as a formula"
    assert counter.events("customer:123")[-1] == "customer.exported"


def test_who_still_owes_stays_known(counter: Counter) -> None:
    order = counter.write(counter.services.orders.place, LOOPBACK, order_of(item(ESPRESSO), customer=LENA))

    with pytest.raises(StillUnpaidError, match=f"Order #{order.order_id} is not paid yet. Nothing was erased."):
        counter.services.customer_data.erase(MARA, LENA)

    assert counter.read(counter.services.customers.get, CAFE, LENA).orders == 1


def test_after_an_erasure_the_file_itself_holds_nothing_of_the_person(counter: Counter) -> None:
    services = counter.services
    sold_to_lena(counter)
    fields = counter.read(services.customers.card, CAFE, LENA).fields
    moved = replace(fields, address="Seestrasse 4")
    counter.write(services.customers.change, MARA, LENA, fields, moved)
    counter.write(services.customer_notes.add, MARA, LENA, "Nussallergie")
    held = counter.cart()
    counter.write(services.sales.change, MARA, held.cart_id, partial(set_customer, customer=LENA, name="Lena"))
    counter.write(services.sales.hold, MARA, held.cart_id, "Lena waits outside")
    for number in range(300):
        counter.write(services.customers.create, MARA, email=f"somebody{number}@example.org", firstname="Some")

    services.customer_data.erase(MARA, LENA)

    assert counter.place.file is not None
    for file in (counter.place.file, counter.place.file.with_name("store.db-wal")):
        there = file.read_bytes() if file.exists() else b""
        for text in STRINGS:
            assert text.encode() not in there, (file.name, text)
            assert text.lower().encode() not in there, (file.name, text)
    assert services.first_bad_row() is None
    assert counter.events("customer:123")[-1] == "customer.erased"
    with pytest.raises(NotFoundError):
        counter.write(services.orders.place, LOOPBACK, order_of(item(ESPRESSO), customer=LENA))


def test_nobody_signs_in_as_an_erased_person_and_the_address_is_free_again(counter: Counter) -> None:
    accounts = counter.services.accounts
    new = NewAccount("ada@example.com", "Str0ngPass!")
    account = accounts.sign_up(PROGRAM, CUSTOMERS_TABLE, new)
    with pytest.raises(CredentialsError):
        accounts.log_in(PROGRAM, CUSTOMERS_TABLE, new.email, "Wr0ng!Pass")

    counter.services.customer_data.erase(MARA, account.ref)

    assert counter.rows("SELECT count(*) FROM credential") == counter.rows("SELECT count(*) FROM login_try") == [(0,)]
    with pytest.raises(CredentialsError):
        accounts.log_in(PROGRAM, CUSTOMERS_TABLE, new.email, new.password)
    assert accounts.sign_up(PROGRAM, CUSTOMERS_TABLE, new).ref != account.ref
