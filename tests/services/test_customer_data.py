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
from aurora_desk.domain.cart import restore, set_customer, set_note, set_quantity
from aurora_desk.domain.customers import CUSTOMERS_TABLE, CustomerRef
from aurora_desk.domain.errors import NotFoundError
from aurora_desk.domain.idempotency import CallKey, StoredAnswer
from aurora_desk.domain.ids import CustomerId, OrderId, PersonId
from aurora_desk.domain.orders import OrderFilter
from aurora_desk.domain.payments import CartTarget, OrderTarget
from aurora_desk.domain.rights import NeedsApprovalError, Right
from aurora_desk.domain.work_items import Ending, WorkKind
from aurora_desk.services.accounts import NewAccount
from aurora_desk.services.customer_data import StillUnpaidError
from aurora_desk.services.demo import CAFE, TILL
from aurora_desk.services.work_items import end_item, open_item
from aurora_desk.store.unit_of_work import Work
from services.counter import CROISSANT, ESPRESSO, LOOPBACK, MARA, PROGRAM, Counter, item, order_of
from services.refunding import by_cash, refund

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


def settled_difference(counter: Counter, order_id: OrderId, note: str) -> None:
    """A difference about an order that the owner has settled in words."""
    about = f"payment:{order_id}"
    found = partial(open_item, kind=WorkKind.NOT_AT_STRIPE, tenant_id=CAFE, about=about, order_id=order_id)
    counter.services.write(partial(found, here_minor=100, currency="USD"))
    (one,) = counter.services.read(lambda work: work.work_items.open_of(CAFE))
    counter.write(end_item, MARA, one, Ending.ACCEPTED, note)


def keep_answer(work: Work, call: CallKey, answer: StoredAnswer) -> None:
    """An answer as the API keeps it for a repeated call."""
    work.answers.add(call, answer, now=work.now)


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
    assert kept["profile"]["photourl"] == ""
    (order,) = kept["orders"]
    assert (order["total"], order["payments"][0]["method"]) == ("5.00", "cash")
    assert [line["Note"] for line in order["lines"]] == ["Haustuer Lena", ""]
    assert [line["Total"] for line in lines] == ["2.60", "2.40"]
    assert notes[1][1:] == ["Mara Klein", "'=Nussallergie"], "no program runs it as a formula"
    assert counter.events("customer:123")[-1] == "customer.exported"


def test_the_export_holds_what_staff_typed_about_orders_and_what_is_put_aside(counter: Counter) -> None:
    services = counter.services
    sold_to_lena(counter)
    (order, *_) = counter.read(services.orders.page, CAFE, OrderFilter.ALL).rows
    counter.write(services.orders.note, MARA, order.order_id, "Rang twice")
    refund(counter, counter.order(order.order_id), 1_00, reason="Cold on arrival")
    settled_difference(counter, order.order_id, "Spoke with the bank")
    voided = counter.write(services.orders.place, LOOPBACK, order_of(item(ESPRESSO), customer=LENA))
    counter.write(services.orders.void, MARA, voided.order_id, "Was abroad")
    held = counter.cart()
    counter.write(services.sales.change, MARA, held.cart_id, partial(set_customer, customer=LENA, name="Lena"))
    counter.write(services.sales.hold, MARA, held.cart_id, "Waits outside")

    with zipfile.ZipFile(io.BytesIO(services.customer_data.export(MARA, LENA).data)) as file:
        kept = json.loads(file.read("customer.json"))
        orders = list(csv.DictReader(io.StringIO(file.read("orders.csv").decode("utf-8-sig"))))
        notes = list(csv.reader(io.StringIO(file.read("order_notes.csv").decode("utf-8-sig"))))

    sold, void = kept["orders"]
    assert [note["words"] for note in sold["notes_of_staff"]] == ["Rang twice"]
    assert [one["reason"] for one in sold["refunds"]] == ["Cold on arrival"]
    assert [one["note"] for one in sold["differences"]] == ["Spoke with the bank"]
    assert void["void_reason"] == "Was abroad"
    assert [cart["held_as"] for cart in kept["carts"]] == ["Waits outside"]
    assert [(row["Why voided"], row["Why refunded"]) for row in orders] == [("", "Cold on arrival"), ("Was abroad", "")]
    assert notes[1][0] == order.number
    assert notes[1][2:] == ["Mara Klein", "Rang twice"]


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


def test_what_staff_typed_about_the_persons_orders_goes_and_the_figures_stay(counter: Counter) -> None:
    services, about = counter.services, "Kowalski phoned"
    sold_to_lena(counter)
    (order, *_) = counter.read(services.orders.page, CAFE, OrderFilter.ALL).rows
    refund(counter, counter.order(order.order_id), 1_00, reason=about)
    refund(counter, counter.order(order.order_id), 1_00)
    voided = counter.write(services.orders.place, LOOPBACK, order_of(item(ESPRESSO), customer=LENA))
    counter.write(services.orders.void, MARA, voided.order_id, about)
    counter.write(services.orders.note, MARA, order.order_id, about)
    settled_difference(counter, order.order_id, about)
    counter.write(services.order_mails.receipt, MARA, order.order_id, "kowalski@example.org")
    walk_in = by_cash(counter)
    counter.write(services.order_mails.receipt, MARA, walk_in.order_id, "LENA@example.com")
    counter.write(services.order_mails.receipt, MARA, walk_in.order_id, "other@example.org")

    services.customer_data.erase(MARA, LENA)

    for query in (
        "SELECT void_reason FROM shop_order",
        "SELECT reason FROM refund",
        "SELECT reason FROM refund_plan",
        "SELECT ending FROM work_item",
        "SELECT words FROM order_note",
    ):
        assert about not in str(counter.rows(query)), query
    assert counter.rows("SELECT recipient FROM mail") == [("other@example.org",)]
    assert counter.rows("SELECT ending FROM work_item") == [("accepted",)]
    assert sorted(counter.rows("SELECT reason, amount_minor FROM refund")) == [("", 1_00), ("damaged", 1_00)]
    assert counter.order(order.order_id).refunded_minor == 2_00
    assert services.first_bad_row() is None


def test_notes_go_out_of_kept_answers_and_what_keeps_a_call_from_being_done_twice_stays(counter: Counter) -> None:
    order = counter.write(counter.services.orders.place, LOOPBACK, order_of(item(ESPRESSO), customer=LENA))
    counter.write(counter.services.payments.take_cash, MARA, OrderTarget(order.order_id), 50_00)
    other = counter.ordered()
    told = {
        "submitted": {"orderNumber": order.number, "notes": "Ring at Kowalski"},
        "placed": {"orderNumber": order.number},
        "other": {"orderNumber": other.number, "notes": "Ring at Novak"},
    }
    for key, answer in told.items():
        call = CallKey(CAFE, "loopback", "POST", "/orders", key)
        counter.services.write(partial(keep_answer, call=call, answer=StoredAnswer("print", 200, json.dumps(answer))))

    counter.services.customer_data.erase(MARA, LENA)

    assert sorted(counter.rows("SELECT key FROM stored_answer")) == [("other",), ("placed",)]


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


def test_an_undo_after_the_erasure_brings_back_everything_but_the_person(counter: Counter) -> None:
    cart = counter.cart(ESPRESSO, CROISSANT)
    change = partial(counter.write, counter.services.sales.change, MARA, cart.cart_id)
    hers = change(partial(set_customer, customer=LENA, name="Lena"))
    change(partial(set_quantity, line_id=1, quantity_milli=3000))
    counter.services.customer_data.erase(MARA, LENA)

    undone = change(partial(restore, as_it_was=hers))

    assert undone.lines == hers.lines
    assert (undone.customer, undone.customer_name) == (None, "")
    with pytest.raises(NotFoundError, match="This customer was erased"):
        change(partial(set_customer, customer=LENA, name="Lena"))


def test_goods_of_somebody_erased_meanwhile_are_sold_to_nobody(counter: Counter) -> None:
    cart = counter.cart(ESPRESSO)
    counter.services.customer_data.erase(MARA, LENA)
    # As a till does that read the customer just before the erasure and writes the cart just after it.
    counter.services.write(lambda work: work.carts.save(cart, replace(cart, customer=LENA)))

    taken = counter.write(counter.services.payments.take_cash, MARA, CartTarget(cart.cart_id), 50_00)

    assert counter.read(counter.services.orders.get, CAFE, taken.order_id).customer is None
