"""Many accounts at once, on both engines: found, numbered and journaled like those written one by one."""

from __future__ import annotations

from functools import partial

import pytest

from aurora_desk.domain.customers import CUSTOMERS_TABLE
from aurora_desk.services.account_file import AccountFile, read_accounts
from aurora_desk.services.demo import CAFE
from aurora_desk.services.importing import Importing, RowsRefusedError
from aurora_desk.store.store import Store
from aurora_desk.store.unit_of_work import Work
from store.making import PROGRAM, Shop

MD5 = "5f4dcc3b5aa765d61d8327deb882cf99"


def file_of(how_many: int) -> AccountFile:
    rows = "".join(f"person{number}@example.com,{MD5 if number % 2 else ''},Quim,Bern\n" for number in range(how_many))
    return read_accounts(f"email,password_hash,firstname,city\n{rows}".encode(), ())


def bring_in(store: Store, file: AccountFile) -> range:
    importing = Importing()
    unit = partial(importing.bring_in, actor=PROGRAM, table=CUSTOMERS_TABLE, file=file, accounts=importing.ready(file))
    return store.write(unit)


def test_they_are_there_with_hash_profile_number_and_journal_row(store: Store) -> None:
    last = store.read(lambda work: work.journal.last())

    numbers = bring_in(store, file_of(1_203))

    def look(work: Work) -> tuple[int, str, str | None, str | None]:
        first = work.customers.account(CAFE, CUSTOMERS_TABLE, "Person1201@example.com")
        second = work.customers.account(CAFE, CUSTOMERS_TABLE, "person1202@example.com")
        assert first is not None
        assert second is not None
        hashes = work.credentials.password_hash(first.row_id), work.credentials.password_hash(second.row_id)
        return first.ref.customer_id, first.public_field("city"), *hashes

    assert store.read(look) == (numbers[1_201], "Bern", MD5, None)
    found = store.read(lambda work: work.customer_list.page(CAFE, "quim", after=None, limit=5)).rows
    assert [customer.ref.customer_id for customer in found] == list(reversed(numbers))[:5]
    entries = store.read(lambda work: work.journal.after(last, limit=2_000))
    assert [entry.subject for entry in entries] == [f"customer:{number}" for number in numbers]
    assert store.first_bad_row() is None
    assert store.write(lambda work: work.tenants.take_number(CAFE, "customer")) == numbers[-1] + 1


def test_one_address_that_is_taken_keeps_all_out(shop: Shop) -> None:
    store = shop.open()
    bring_in(store, file_of(1))
    last = store.read(lambda work: work.journal.last())

    with pytest.raises(RowsRefusedError):
        bring_in(shop.open(), file_of(1_100))

    assert store.read(lambda work: work.journal.last()) == last
    assert store.read(lambda work: work.customers.account(CAFE, CUSTOMERS_TABLE, "person7@example.com")) is None
