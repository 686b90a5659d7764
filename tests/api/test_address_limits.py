"""What one address beyond this computer may try."""

from __future__ import annotations

import pytest

from aurora_desk.api.address_limits import FailedLogins, MailsAsked
from aurora_desk.api.errors import ApiError
from aurora_desk.api.pools import Who
from aurora_desk.domain.accounts import TooManyTriesError

GUEST, OTHER_GUEST = Who("192.168.1.20"), Who("192.168.1.21")
WEB_SHOP = Who("ak_12345678", is_many=True)


class Watch:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


def waits(limits: FailedLogins, who: Who | None) -> int:
    try:
        limits.must_not_wait(who)
    except TooManyTriesError as error:
        return error.retry_after_s
    return 0


def test_an_address_that_fails_at_many_accounts_waits_and_others_do_not() -> None:
    watch = Watch()
    limits = FailedLogins(watch)
    for number in range(5):
        limits.failed(GUEST, f"account {number}")
    assert waits(limits, GUEST) == 0

    limits.failed(GUEST, "account 6")
    assert (waits(limits, GUEST), waits(limits, OTHER_GUEST)) == (1, 0)
    watch.now_s += 1
    limits.failed(GUEST, "account 7")
    assert waits(limits, GUEST) == 2


def test_one_account_counts_once_for_its_address_and_not_once_its_owner_is_in() -> None:
    limits = FailedLogins(Watch())
    for _ in range(50):
        limits.failed(GUEST, "mine")
    for number in range(4):
        limits.failed(GUEST, f"account {number}")
    limits.let_in(GUEST, "mine")

    limits.failed(GUEST, "another")
    assert waits(limits, GUEST) == 0


def test_this_computer_never_waits_as_an_address() -> None:
    limits, mails = FailedLogins(Watch()), MailsAsked(Watch())
    for number in range(100):
        limits.failed(None, f"account {number}")
        mails.ask(None)

    assert waits(limits, None) == 0


def test_an_address_asks_for_thirty_mails_an_hour() -> None:
    watch = Watch()
    mails = MailsAsked(watch)
    for _ in range(30):
        mails.ask(GUEST)

    with pytest.raises(ApiError) as refused:
        mails.ask(GUEST)
    assert (refused.value.status, refused.value.headers) == (429, {"Retry-After": "3600"})
    mails.ask(OTHER_GUEST)
    watch.now_s += 3600
    mails.ask(GUEST)


def test_who_speaks_for_many_customers_is_not_stopped_by_a_few_who_mistype() -> None:
    limits, mails = FailedLogins(Watch()), MailsAsked(Watch())
    for number in range(100):
        limits.failed(WEB_SHOP, f"account {number}")
        mails.ask(WEB_SHOP)
    assert waits(limits, WEB_SHOP) == 0

    limits.failed(WEB_SHOP, "account 100")

    assert waits(limits, WEB_SHOP) == 1
