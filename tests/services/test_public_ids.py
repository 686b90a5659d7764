"""`_id`: stable for its row, meaningless anywhere else."""

from __future__ import annotations

import pytest

from aurora_desk.domain.customers import CUSTOMERS_TABLE, CustomerRef
from aurora_desk.domain.errors import NotFoundError
from aurora_desk.domain.ids import CustomerId
from aurora_desk.services.demo import CAFE, SECOND
from services.counter import Counter

LENA = CustomerRef(CUSTOMERS_TABLE, CustomerId(123))


def test_an_id_is_stable_also_in_another_process_and_leads_back(counter: Counter, other_process: Counter) -> None:
    public = counter.services.customers.public_id(CAFE, LENA)
    assert public == other_process.services.customers.public_id(CAFE, LENA)
    assert other_process.read(other_process.services.customers.ref_of, CAFE, public) == LENA
    assert counter.read(counter.services.customers.ref_of, CAFE, 123) == LENA


def test_any_changed_bit_is_not_found(counter: Counter) -> None:
    sealed = bytes.fromhex(counter.services.customers.public_id(CAFE, LENA))
    for bit in range(len(sealed) * 8):
        forged = bytearray(sealed)
        forged[bit // 8] ^= 1 << bit % 8
        with pytest.raises(NotFoundError):
            counter.read(counter.services.customers.ref_of, CAFE, forged.hex())


@pytest.mark.parametrize(
    "spell", [str.upper, lambda text: text + " ", lambda text: text[:-2], lambda text: "", str.title]
)
def test_a_second_spelling_is_not_found(counter: Counter, spell: object) -> None:
    public = counter.services.customers.public_id(CAFE, LENA)
    other = spell(public)  # type: ignore[operator]
    assert other != public
    with pytest.raises(NotFoundError):
        counter.read(counter.services.customers.ref_of, CAFE, other)


def test_an_id_of_another_shop_or_table_is_not_found(counter: Counter) -> None:
    ids = counter.services.customers
    theirs = CustomerRef(CUSTOMERS_TABLE, CustomerId(1))
    with pytest.raises(NotFoundError):
        counter.read(ids.ref_of, SECOND, ids.public_id(CAFE, theirs))
    elsewhere = ids.public_id(CAFE, CustomerRef("aurora_app_users", CustomerId(123)))
    with pytest.raises(NotFoundError):
        counter.read(ids.ref_of, CAFE, elsewhere)


@pytest.mark.parametrize("number", [0, -1, 2**31, 10**30, 124])
def test_a_number_without_a_customer_is_not_found(counter: Counter, number: int) -> None:
    with pytest.raises(NotFoundError):
        counter.read(counter.services.customers.ref_of, CAFE, number)
