"""«Send password mail»: the customer's own way, with its limits, asked for by staff."""

from __future__ import annotations

from datetime import timedelta

import pytest

from aurora_desk.domain.accounts import TooManyMailsError
from aurora_desk.domain.customers import CUSTOMERS_TABLE, CustomerRef
from aurora_desk.domain.ids import CustomerId
from aurora_desk.domain.outbox import MailState
from aurora_desk.services.demo import CAFE
from aurora_desk.services.password_mail import MailTooSoonError, NoMailError, Obstacle, PasswordMails
from services.counter import MARA, Counter

LENA = CustomerRef(CUSTOMERS_TABLE, CustomerId(123))


@pytest.fixture
def mails(counter: Counter) -> PasswordMails:
    counter.services.write(lambda work: work.tenants.set_public_address("https://shop.example.com"))
    return PasswordMails(counter.services.accounts, set_up=True)


def test_a_mail_waits_without_a_token_and_says_when_it_went_out(counter: Counter, mails: PasswordMails) -> None:
    counter.write(mails.send, MARA, LENA)

    ((url, account),) = counter.rows("SELECT url, account_row FROM mail")
    assert (url, account) == ("https://shop.example.com/reset", 3)
    ((mail_id,), _) = counter.read(counter.services.outbox.due)
    ready = counter.write(counter.services.outbox.take, mail_id, "me")
    assert ready is not None
    assert ready.to == "lena@example.com"
    counter.clock.ahead = timedelta(seconds=30)
    counter.write(counter.services.outbox.sent, ready.mail, "me")
    shown = counter.read(counter.services.customers.card, CAFE, LENA).mail
    assert shown is not None
    assert shown.state is MailState.SENT
    assert shown.sent_at is not None
    assert shown.sent_at - shown.asked_at >= timedelta(seconds=30)


def test_the_next_mail_waits_a_minute_and_the_sixth_within_the_hour_longer(
    counter: Counter, mails: PasswordMails
) -> None:
    counter.write(mails.send, MARA, LENA)
    with pytest.raises(MailTooSoonError) as soon:
        counter.write(mails.send, MARA, LENA)
    assert 58 <= soon.value.retry_after_s <= 60
    for minutes in (2, 4, 6, 8):
        counter.clock.ahead = timedelta(minutes=minutes)
        counter.write(mails.send, MARA, LENA)
    counter.clock.ahead = timedelta(minutes=10)
    with pytest.raises(TooManyMailsError):
        counter.write(mails.send, MARA, LENA)


def test_what_stands_in_the_way_is_named(counter: Counter, mails: PasswordMails) -> None:
    def obstacle(door: PasswordMails, ref: CustomerRef = LENA) -> Obstacle | None:
        return counter.read(door.door, CAFE, ref).obstacle

    nobody = counter.write(counter.services.customers.create, MARA, email="", firstname="Ann").ref
    assert obstacle(mails) is None
    assert obstacle(mails, nobody) is Obstacle.NO_EMAIL
    assert obstacle(counter.services.password_mails) is Obstacle.NOT_SET_UP
    counter.services.write(lambda work: work.tenants.set_public_address(""))
    assert obstacle(mails) is Obstacle.NO_ADDRESS
    with pytest.raises(NoMailError):
        counter.write(mails.send, MARA, LENA)
