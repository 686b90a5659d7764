"""Finding and creating customers."""

from __future__ import annotations

import pytest

from aurora_desk.domain.customers import CUSTOMERS_TABLE, CustomerRef
from aurora_desk.domain.errors import InvalidError
from aurora_desk.domain.ids import CustomerId, ProductId
from aurora_desk.domain.payments import OrderTarget
from aurora_desk.services.customers import EmailTakenError
from aurora_desk.services.demo import CAFE
from services.counter import LOOPBACK, MARA, Counter, item, order_of

LENA = CustomerRef(CUSTOMERS_TABLE, CustomerId(123))


def test_a_new_customer_gets_the_next_number_and_the_journal_no_name(counter: Counter) -> None:
    made = counter.write(
        counter.services.customers.create, MARA, email=" Ada@Example.com ", firstname="Ada", lastname="Byron"
    )
    assert (made.ref.customer_id, made.name, made.initials) == (124, "Ada Byron", "AB")
    ((facts,),) = counter.rows("SELECT facts FROM journal WHERE event = 'customer.created'")
    assert facts == '{"customer_id":124,"table":"aurora_customers"}'
    found = counter.read(counter.services.customers.search, CAFE, "byr")
    assert [customer.ref for customer in found.rows] == [made.ref]


@pytest.mark.parametrize("email", ["lena@example.com", "LENA@EXAMPLE.COM"])
def test_an_email_belongs_to_one_customer(counter: Counter, email: str) -> None:
    with pytest.raises(EmailTakenError):
        counter.write(counter.services.customers.create, MARA, email=email, firstname="Eve")


@pytest.mark.parametrize(
    ("fields", "at_fault"),
    [
        ({"email": ""}, "firstname"),
        ({"email": "nobody"}, "email"),
        ({"email": "", "firstname": "x" * 101}, "firstname"),
        ({"email": "", "lastname": "4242 4242 4242 4242"}, "lastname"),
        ({"email": "a@example.com", "phone": "1" * 41}, "phone"),
    ],
)
def test_what_cannot_be_kept_names_its_field(counter: Counter, fields: dict[str, str], at_fault: str) -> None:
    with pytest.raises(InvalidError) as refused:
        counter.write(counter.services.customers.create, MARA, **fields)
    assert refused.value.field == at_fault


def test_a_customers_orders_and_spending_are_told(counter: Counter) -> None:
    order = counter.write(counter.services.orders.place, LOOPBACK, order_of(item(ProductId(101)), customer=LENA))
    lena = counter.read(counter.services.customers.get, CAFE, LENA)
    assert (lena.orders, lena.spent_minor) == (1, 0), "nothing is paid yet"
    counter.write(counter.services.payments.take_cash, MARA, OrderTarget(order.order_id), 300_00)
    lena = counter.read(counter.services.customers.get, CAFE, LENA)
    assert (lena.orders, lena.spent_minor) == (1, order.total.amount_minor)
    page = counter.read(counter.services.orders.of_customer, CAFE, LENA)
    assert [row.order_id for row in page.rows] == [order.order_id]
