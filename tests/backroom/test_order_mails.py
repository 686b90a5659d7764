"""Mails about an order: the receipt and the page to pay on, sent to a real mail server, and forgotten after that."""

from __future__ import annotations

from dataclasses import replace
from email.message import EmailMessage

import pytest

from aurora_desk.backroom.outbox import Mailer
from aurora_desk.domain.errors import InvalidError
from aurora_desk.domain.ids import PaymentId
from aurora_desk.domain.orders import Order
from aurora_desk.domain.outbox import MailKind, MailState, OutgoingMail
from aurora_desk.domain.payments import CardProgress
from aurora_desk.domain.tenants import Tenant
from aurora_desk.services.demo import CAFE
from aurora_desk.services.order_mails import PageClosedError
from backroom.test_outbox import door, mails, send_all
from mail.server import RunningSmtp, running_smtp
from services.counter import CROISSANT, ESPRESSO, MARA, Counter

LENA = "lena@example.com"


@pytest.fixture
def paid(counter: Counter) -> Order:
    """An order of two products, paid in cash."""
    order: Order = counter.write(counter.services.payments.take_cash, MARA, counter.target(ESPRESSO, CROISSANT), 20_00)
    return order


def mail_receipt(counter: Counter, order: Order, to: str = LENA) -> OutgoingMail:
    mail: OutgoingMail = counter.write(counter.services.order_mails.receipt, MARA, order.order_id, to)
    return mail


def mail_link(counter: Counter, payment_id: PaymentId, to: str = LENA) -> OutgoingMail:
    mail: OutgoingMail = counter.write(counter.services.order_mails.pay_link, MARA, payment_id, to)
    return mail


def sent(counter: Counter, server: RunningSmtp) -> EmailMessage:
    send_all(Mailer(counter.services, "one", door(server.port)))
    received = server.letter(30)
    assert received.recipients == (LENA,)
    return received.message


def body(letter: EmailMessage, kind: str = "plain") -> str:
    part = letter.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def test_a_receipt_goes_to_the_address_that_was_given_and_says_what_was_paid(counter: Counter, paid: Order) -> None:
    mail_receipt(counter, paid)
    with running_smtp() as server:
        letter = sent(counter, server)

    assert letter["Subject"] == f"Your receipt from Aurora Café, {paid.number}"
    for kind in ("plain", "html"):
        for words in (
            "1 × Espresso",
            "$2.60",
            "1 × Butter croissant",
            "Total",
            "Cash",
            "Change",
            "$15.00",
            "TEST MODE",
        ):
            assert words in body(letter, kind)
    assert mails(counter)[0].state is MailState.SENT


def test_a_receipt_is_written_in_the_shops_language(counter: Counter, paid: Order) -> None:
    cafe: Tenant = counter.read(counter.services.tenants.get, CAFE)
    counter.write(counter.services.tenants.change, replace(cafe, language="de"))
    mail_receipt(counter, paid)
    with running_smtp() as server:
        letter = sent(counter, server)

    assert "Rückgeld" in body(letter)
    assert "15,00\N{NO-BREAK SPACE}$" in body(letter)


def test_the_address_is_forgotten_once_the_mail_is_sent_and_never_in_the_journal(counter: Counter, paid: Order) -> None:
    mail_receipt(counter, paid)
    with running_smtp() as server:
        sent(counter, server)

    assert LENA not in repr(counter.rows("SELECT * FROM mail"))
    told = counter.rows("SELECT event, facts FROM journal WHERE subject = 'order:5001' ORDER BY seq")
    assert [event for event, _ in told][-2:] == ["mail.queued", "mail.sent"]
    assert LENA not in repr(told)


def test_a_second_wish_while_the_mail_waits_sends_no_second_one(counter: Counter, paid: Order) -> None:
    first = mail_receipt(counter, paid)

    assert mail_receipt(counter, paid, f" {LENA} ") == first
    assert mail_receipt(counter, paid, "other@example.com") != first
    assert len(mails(counter)) == 2


@pytest.mark.parametrize("to", ["", "lena", "lena@", "a@example.com, b@example.com"])
def test_what_is_no_address_is_refused_before_anything_is_queued(counter: Counter, paid: Order, to: str) -> None:
    with pytest.raises(InvalidError, match="email address"):
        mail_receipt(counter, paid, to)

    assert mails(counter) == ()


def test_the_page_to_pay_on_goes_out_with_its_amount_and_when_it_closes(counter: Counter) -> None:
    shown: CardProgress = counter.services.payments.start_qr(MARA, counter.target(ESPRESSO))
    mail = mail_link(counter, shown.payment.payment_id)
    assert mail.kind is MailKind.PAY_LINK
    with running_smtp() as server:
        letter = sent(counter, server)

    assert letter["Subject"] == "Pay $2.60 at Aurora Café"
    assert shown.payment.checkout_url in body(letter).split("\n")
    assert "The page closes at " in body(letter)


def test_a_page_that_closed_before_its_mail_went_out_is_not_sent(counter: Counter) -> None:
    shown: CardProgress = counter.services.payments.start_qr(MARA, counter.target(ESPRESSO))
    mail_link(counter, shown.payment.payment_id)
    counter.services.payments.cancel(MARA, shown.payment.payment_id)
    with running_smtp() as server:
        send_all(Mailer(counter.services, "one", door(server.port)))
        assert server.received.qsize() == 0

    assert mails(counter)[0].state is MailState.FAILED
    with pytest.raises(PageClosedError):
        mail_link(counter, shown.payment.payment_id)
