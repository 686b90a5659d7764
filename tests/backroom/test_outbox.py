"""Mails from the outbox to a real mail server, and what becomes of those that it does not take."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from urllib.parse import parse_qs, urlsplit

import pytest

from aurora_desk.backroom.outbox import Mailer
from aurora_desk.backroom.room import BackRoom
from aurora_desk.domain.accounts import Profile
from aurora_desk.domain.outbox import GIVEN_UP_AFTER, MailState, OutgoingMail, next_wait
from aurora_desk.domain.tenants import Tenant
from aurora_desk.mail.smtp import Smtp, SmtpServer
from aurora_desk.services.demo import CAFE, DEMO_ORIGIN
from mail.server import running_smtp
from services.counter import PROGRAM, Counter
from services.made_accounts import add_account

EMAIL = "shopper@example.com"
URL = f"{DEMO_ORIGIN}/reset"


@pytest.fixture
def shopper(counter: Counter) -> Counter:
    """A demo shop with one account that may ask for mails."""
    names = {"firstname": "Sam", "lastname": "Ng", "displayname": ""}
    counter.write(
        add_account,
        PROGRAM,
        "aurora_customers",
        email=EMAIL,
        names=names,
        phone="",
        profile=Profile(),
        password_hash=None,
    )
    return counter


def ask(counter: Counter) -> None:
    counter.write(counter.services.accounts.request_reset, PROGRAM, "aurora_customers", EMAIL, URL, "http://own")


def mails(counter: Counter) -> tuple[OutgoingMail, ...]:
    found: tuple[OutgoingMail, ...] = counter.read(counter.services.outbox.newest, CAFE)
    return found


def door(port: int, timeout_s: float = 10) -> Smtp:
    server = SmtpServer("127.0.0.1", port, "", "", implicit_tls=False)
    return Smtp(server, "shop@example.com", timeout_s=timeout_s)


@pytest.fixture
def rooms() -> Iterator[Callable[[Counter, str, Smtp], BackRoom]]:
    """Opens back rooms that send mails and end with the test."""
    opened: list[BackRoom] = []

    def open_room(at: Counter, owner: str, smtp: Smtp) -> BackRoom:
        room = BackRoom(at.services, owner, mailer=Mailer(at.services, owner, smtp), mail_every_s=0.05)
        opened.append(room)
        room.start()
        return room

    yield open_room
    for room in opened:
        room.close()


def eventually(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def send_all(mailer: Mailer) -> None:
    """Send what is due, to the end."""
    mailer.begin_due()
    mailer.finish()


def link_in(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    assert part is not None
    (link,) = [line for line in part.get_content().splitlines() if line.startswith("http")]
    return str(link)


def test_a_mail_that_is_asked_for_arrives_and_its_token_sets_the_password(
    shopper: Counter, rooms: Callable[..., BackRoom]
) -> None:
    with running_smtp() as server:
        rooms(shopper, "one", door(server.port))
        ask(shopper)
        received = server.letter(30)

    assert received.recipients == (EMAIL,)
    (token,) = parse_qs(urlsplit(link_in(received.message)).query)["token"]
    eventually(lambda: mails(shopper)[0].state is MailState.SENT)
    shopper.services.accounts.reset_password(None, None, token, "NewStr0ngPass!", lambda _: PROGRAM)
    account = shopper.services.accounts.log_in(PROGRAM, "aurora_customers", EMAIL, "NewStr0ngPass!")
    assert account.email == EMAIL


def test_the_mail_is_in_the_shops_language_and_name(shopper: Counter, rooms: Callable[..., BackRoom]) -> None:
    cafe: Tenant = shopper.read(shopper.services.tenants.get, CAFE)
    shopper.write(shopper.services.tenants.change, replace(cafe, language="de", name="Café Überall"))
    with running_smtp() as server:
        rooms(shopper, "one", door(server.port))
        ask(shopper)
        message = server.letter(30).message

    assert "Café Überall" in str(message["From"])
    assert "Passwort" in str(message["Subject"])


def test_several_back_rooms_send_a_mail_once(
    shopper: Counter, other_process: Counter, rooms: Callable[..., BackRoom]
) -> None:
    with running_smtp() as server:
        for number, at in enumerate((shopper, other_process, shopper)):
            rooms(at, f"room {number}", door(server.port))
        for _ in range(3):
            ask(shopper)
        eventually(lambda: all(mail.state is MailState.SENT for mail in mails(shopper)))

    assert server.received.qsize() == 3


def test_a_mail_waits_longer_after_each_try_and_shows_why(shopper: Counter) -> None:
    with running_smtp() as server:
        server.recipient_answer = "451 try again later"
        mailer = Mailer(shopper.services, "one", door(server.port))
        ask(shopper)
        waits = []
        for _ in range(3):
            send_all(mailer)
            (mail,) = mails(shopper)
            assert mail.state is MailState.WAITING
            assert "451" in mail.last_error
            waits.append(mail.next_try_at - shopper.clock())
            send_all(mailer)
            assert mails(shopper)[0].tries == mail.tries, "not before its time"
            shopper.clock.ahead += waits[-1] + timedelta(seconds=1)
        server.recipient_answer = "250 OK"
        send_all(mailer)

    assert [round(wait.total_seconds()) for wait in waits] == [30, 60, 120]
    assert mails(shopper)[0].state is MailState.SENT
    assert server.received.qsize() == 1


def test_a_recipient_refused_for_good_is_not_tried_again(shopper: Counter) -> None:
    with running_smtp() as server:
        server.recipient_answer = "550 no such user"
        ask(shopper)
        send_all(Mailer(shopper.services, "one", door(server.port)))

    (mail,) = mails(shopper)
    assert (mail.state, mail.tries) == (MailState.FAILED, 1)
    assert "550" in mail.last_error
    ((facts,),) = shopper.rows("SELECT facts FROM journal WHERE event = 'mail.failed'")
    assert EMAIL not in facts


def test_a_mail_is_given_up_after_a_day(shopper: Counter) -> None:
    ask(shopper)
    shopper.clock.ahead += GIVEN_UP_AFTER + timedelta(minutes=1)
    with running_smtp() as server:
        send_all(Mailer(shopper.services, "one", door(server.port)))

    assert mails(shopper)[0].state is MailState.FAILED
    assert server.received.qsize() == 0


def test_a_mail_whose_process_died_in_the_middle_is_taken_up_again(shopper: Counter, other_process: Counter) -> None:
    ask(shopper)
    ((mail_id,), _) = shopper.read(shopper.services.outbox.due)
    assert shopper.write(shopper.services.outbox.take, mail_id, "dead") is not None

    with running_smtp() as server:
        mailer = Mailer(other_process.services, "two", door(server.port))
        send_all(mailer)
        assert server.received.qsize() == 0, "the claim still stands"
        other_process.clock.ahead += timedelta(minutes=3)
        send_all(mailer)
        assert server.received.qsize() == 1

    assert mails(shopper)[0].state is MailState.SENT


def test_without_a_mail_server_a_mail_waits_where_staff_see_it(shopper: Counter) -> None:
    ask(shopper)

    state = shopper.read(shopper.services.outbox.state)

    assert (state.waiting, state.late, state.trouble) == (1, 0, "")
    assert mails(shopper)[0].state is MailState.WAITING


def test_waits_grow_to_an_hour() -> None:
    waits = [next_wait(tries).total_seconds() for tries in range(1, 12)]

    assert waits[:4] == [30, 60, 120, 240]
    assert waits[-1] == 3600
    assert waits == sorted(waits)


def test_neither_address_nor_token_of_a_mail_stands_in_the_outbox(shopper: Counter) -> None:
    ask(shopper)
    ((mail_id,), _) = shopper.read(shopper.services.outbox.due)
    ready = shopper.write(shopper.services.outbox.take, mail_id, "one")
    assert ready is not None
    (token,) = parse_qs(urlsplit(ready.link).query)["token"]

    rows = repr(shopper.rows("SELECT * FROM mail")) + repr(shopper.rows("SELECT * FROM reset_token"))

    assert EMAIL not in rows
    assert token not in rows
    assert token not in repr(ready)


def test_a_heap_of_retries_at_a_silent_server_keeps_no_new_mail_waiting(shopper: Counter) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        mailer = Mailer(shopper.services, "one", door(silent.getsockname()[1], timeout_s=3))
        for _ in range(5):
            ask(shopper)
        shopper.write(lambda work: work._connection.exec_driver_sql("UPDATE mail SET tries = 1"))
        lena = ("aurora_customers", "lena@example.com", URL, "http://own")
        shopper.write(shopper.services.accounts.request_reset, PROGRAM, *lena)

        mailer.begin_due()
        eventually(lambda: new_mail_tries(shopper) == [1])
        assert sum(mail.tries == 2 for mail in mails(shopper)) <= 4
        mailer.finish()


def new_mail_tries(counter: Counter) -> list[int]:
    rows = counter.rows("SELECT tries FROM mail JOIN customer ON row_id = account_row WHERE email = 'lena@example.com'")
    return [tries for (tries,) in rows]


def test_a_back_room_that_closes_leaves_no_mail_at_work_on_the_store(shopper: Counter) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        mailer = Mailer(shopper.services, "one", door(silent.getsockname()[1], timeout_s=8))
        ask(shopper)
        mailer.begin_due()
        eventually(lambda: mails(shopper)[0].tries == 1)

        mailer.close()
        before = shopper.rows("SELECT * FROM mail")
        mailer.finish()

    assert shopper.rows("SELECT * FROM mail") == before, "the try that ended later changed nothing"
