"""Merging duplicates and taking that back, and erasing a person, on both engines."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select, text
from sqlalchemy import table as table_of

from aurora_desk.domain.accounts import CredentialsError, NoUserError
from aurora_desk.domain.cart import set_customer
from aurora_desk.domain.customers import CUSTOMERS_TABLE, Customer, CustomerFields, CustomerRef
from aurora_desk.domain.errors import NotFoundError
from aurora_desk.domain.ids import CustomerId
from aurora_desk.domain.payments import OrderTarget
from aurora_desk.services.accounts import NewAccount
from aurora_desk.services.customers import UNDO_WITHIN, EmailTakenError
from aurora_desk.services.demo import CAFE
from aurora_desk.services.facade import Services
from aurora_desk.services.merging import MergedError, MergePlan, Part
from store.making import MARA, PROGRAM, Shop, services_on
from store.test_customer_list import AYLIN, LENA, TOMASZ, place

PASSWORD = "Str0ngPass!"


@pytest.fixture
def services(shop: Shop) -> Services:
    """The use cases on a store of each engine."""
    return services_on(shop.open())


def merge(services: Services, *parts: Part, kept: CustomerRef = LENA, gone: CustomerRef = AYLIN) -> str:
    """Merge; the id of the merge."""
    plan = MergePlan(kept, gone, frozenset(parts))
    return services.write(partial(services.merging.merge, actor=MARA, plan=plan))[1]


def undo(services: Services, merge_id: str) -> Customer:
    """Take a merge back."""
    return services.write(partial(services.merging.undo, actor=MARA, merge_id=merge_id))


def customer(services: Services, ref: CustomerRef) -> Customer:
    """A customer as screens read one."""
    return services.read(partial(services.customers.get, tenant_id=CAFE, ref=ref))


def found(services: Services, words: str) -> list[int]:
    """Numbers of the customers found."""
    page = services.read(partial(services.customers.search, tenant_id=CAFE, words=words))
    return [row.ref.customer_id for row in page.rows]


def test_history_reads_the_orders_of_both_and_lists_leave_the_merged_one_out(services: Services) -> None:
    for ref in (LENA, AYLIN, AYLIN, AYLIN, AYLIN):
        order = place(services, ref)
        pay = partial(services.payments.take_cash, actor=MARA, target=OrderTarget(order.order_id))
        services.write(partial(pay, tendered_minor=10_00))
    merge(services)

    kept = customer(services, LENA)
    assert (kept.orders, kept.spent_minor, kept.last_order_at) == (5, 5 * 260, order.created_at)
    assert found(services, "") == [123, 122]
    assert found(services, "aylin@example.com") == [123], "the old address finds the kept one"
    assert customer(services, AYLIN) == kept, "the old number stands for the kept one"
    of_both = services.read(partial(services.orders.of_customer, tenant_id=CAFE, ref=LENA))
    assert len(of_both.rows) == 5
    assert place(services, AYLIN).customer == LENA, "a new order is the kept one's"
    old = services.read(partial(services.orders.get, tenant_id=CAFE, order_id=order.order_id))
    assert old.customer == AYLIN, "an order never changes"
    assert old.contact is not None
    assert old.contact.email == "lena@example.com"
    public = services.customers.public_id(CAFE, AYLIN)
    assert services.read(partial(services.customers.ref_of, tenant_id=CAFE, customer_id=public)) == LENA


def test_values_are_taken_as_chosen_and_undo_gives_each_its_own_back(shop: Shop, services: Services) -> None:
    cart = services.write(partial(services.sales.open_cart, actor=MARA))
    to_aylin = partial(set_customer, customer=AYLIN, name="")
    services.write(partial(services.sales.change, actor=MARA, cart_id=cart.cart_id, change=to_aylin))
    before = customer(services, LENA), customer(services, AYLIN)

    merge_id = merge(services, Part.EMAIL, Part.PHONE)

    kept = customer(services, LENA)
    assert (kept.name, kept.email, kept.phone) == ("Lena Bergström", "aylin@example.com", "+1 555 010 2121")
    assert found(services, "lena@example.com") == [123], "the address given up finds the kept one too"
    with pytest.raises(EmailTakenError):
        services.write(partial(services.customers.create, actor=MARA, email="lena@example.com"))
    assert services.read(partial(services.sales.open_cart, actor=MARA)).customer == LENA

    assert undo(services, merge_id) == before[0]
    assert customer(services, AYLIN) == before[1]
    assert found(services, "") == [123, 122, 121]
    assert found(services, "aylin") == [121]
    assert services.read(partial(services.sales.open_cart, actor=MARA)).customer == AYLIN
    with pytest.raises(MergedError, match="taken back already"):
        undo(services, merge_id)
    assert shop.open().first_bad_row() is None


def test_what_was_changed_since_survives_the_undo(services: Services) -> None:
    merge_id = merge(services, Part.PHONE)
    card = services.read(partial(services.customers.card, tenant_id=CAFE, ref=LENA))
    assert [one.name for one in card.merged] == ["Aylin Demir"]
    after = CustomerFields(firstname="Lena", lastname="Bergström", email="lena@example.com", phone="999 999")
    services.write(partial(services.customers.change, actor=MARA, ref=LENA, before=card.fields, after=after))

    assert undo(services, merge_id).phone == "999 999"


def test_merges_on_merges_are_taken_back_from_the_last_one_on(services: Services) -> None:
    first = merge(services, kept=AYLIN, gone=TOMASZ)
    second = merge(services, kept=LENA, gone=AYLIN)
    place(services, TOMASZ)
    assert customer(services, LENA).orders == 1

    with pytest.raises(MergedError, match="Take that back first"):
        undo(services, first)
    undo(services, second)
    assert customer(services, TOMASZ).ref == AYLIN
    undo(services, first)
    assert customer(services, TOMASZ).ref == TOMASZ


def test_nobody_is_merged_with_themselves_and_after_thirty_days_it_stands(shop: Shop, services: Services) -> None:
    merge_id = merge(services)
    for kept, gone in ((LENA, LENA), (LENA, AYLIN), (AYLIN, TOMASZ)):
        with pytest.raises(MergedError):
            merge(services, kept=kept, gone=gone)
    shop.clock.start += UNDO_WITHIN + timedelta(seconds=1)
    with pytest.raises(MergedError, match="30 days"):
        undo(services, merge_id)


def test_the_kept_login_stays_and_the_merged_address_signs_nobody_in_until_undone(services: Services) -> None:
    accounts = services.accounts
    refs = {}
    for name in ("kept", "gone"):
        account = accounts.sign_up(PROGRAM, CUSTOMERS_TABLE, NewAccount(f"{name}@example.com", PASSWORD))
        refs[name] = account.ref
    ask = partial(accounts.request_reset, actor=PROGRAM, table=CUSTOMERS_TABLE, own_origin="http://shop")
    services.write(partial(ask, email="gone@example.com", url="http://shop/reset"))
    mail_id = services.read(services.outbox.due)[0][0]

    merge_id = merge(services, kept=refs["kept"], gone=refs["gone"])

    enter = partial(accounts.log_in, PROGRAM, CUSTOMERS_TABLE, password=PASSWORD)
    assert enter(email="kept@example.com").ref == refs["kept"]
    with pytest.raises(CredentialsError):
        enter(email="gone@example.com")
    with pytest.raises(NoUserError):
        services.write(partial(ask, email="gone@example.com", url="http://shop/reset"))
    with pytest.raises(EmailTakenError):
        accounts.sign_up(PROGRAM, CUSTOMERS_TABLE, NewAccount("gone@example.com", PASSWORD))
    assert services.write(partial(services.outbox.take, mail_id=mail_id, owner="me")) is None
    undo(services, merge_id)
    assert enter(email="gone@example.com").ref == refs["gone"]


def test_an_erased_person_stands_in_no_row_and_the_money_stays(shop: Shop, services: Services) -> None:
    order = place(services, AYLIN)
    other = place(services, LENA)
    services.write(partial(services.customer_notes.add, actor=MARA, ref=AYLIN, words="Zwiebelallergie"))
    merge(services, Part.EMAIL)
    with shop.raw() as connection:
        connection.execute(text("UPDATE shop_order SET notes = 'Klingel Demir', status = 'void'"))

    services.customer_data.erase(MARA, LENA)

    for ref in (LENA, AYLIN):
        with pytest.raises(NotFoundError):
            customer(services, ref)
    assert found(services, "") == [122]
    assert found(services, "aylin") == found(services, "lena") == []
    with shop.raw() as connection:
        tables = ("customer", "customer_note", "customer_merge", "shop_order", "order_line", "journal", "mail")
        kept = "\n".join(
            str(connection.execute(select(text("*")).select_from(table_of(name))).all()) for name in tables
        )
    for gone in (
        "Aylin",
        "Demir",
        "Lena",
        "aylin",
        "lena",
        "Zwiebel",
        "Klingel",
        "555 010 2121",
        "555 010 4123",
        "5550102121",
        "5550104123",
    ):
        assert gone not in kept, gone
    for one in (order, other):
        now = services.read(partial(services.orders.get, tenant_id=CAFE, order_id=one.order_id))
        assert (now.total, now.contact) == (one.total, None)
    store = shop.open()
    assert store.first_bad_row() is None
    with pytest.raises(NotFoundError):
        services.read(partial(services.customers.ref_of, tenant_id=CAFE, customer_id=int(CustomerId(121))))
