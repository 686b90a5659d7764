from __future__ import annotations

from dataclasses import replace

import pytest

from aurora_desk.domain.orders import OrderStatus, PaidStatus
from aurora_desk.gui.gallery import samples
from aurora_desk.gui.theme import status
from aurora_desk.gui.theme.status import Status, status_of

ROW = samples.orders()[0]


@pytest.mark.parametrize(
    ("paid", "shown"),
    [
        (PaidStatus.PAID, status.PAID),
        (PaidStatus.UNPAID, status.WAITING),
        (PaidStatus.CHECKING, status.WAITING),
        (PaidStatus.PART_PAID, status.PART_PAID),
        (PaidStatus.PART_REFUNDED, status.PART_REFUNDED),
        (PaidStatus.REFUNDED, status.REFUNDED),
    ],
)
def test_an_order_says_what_is_known_of_its_money(paid: PaidStatus, shown: Status) -> None:
    assert status_of(replace(ROW, status=OrderStatus.PENDING, payment_status=paid)) == shown


def test_a_void_order_is_cancelled_whatever_was_tried() -> None:
    row = replace(ROW, status=OrderStatus.VOID, payment_status=PaidStatus.UNPAID, last_try_failed=True)

    assert status_of(row) == status.CANCELLED


def test_a_declined_order_is_failed_until_it_is_tried_again() -> None:
    row = replace(ROW, status=OrderStatus.PENDING, payment_status=PaidStatus.UNPAID, last_try_failed=True)

    assert status_of(row) == status.FAILED
    assert status_of(replace(row, payment_status=PaidStatus.CHECKING)) == status.WAITING
