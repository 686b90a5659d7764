"""Setting a new password with the token of a mail."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from api.shop import ORIGIN, OTHER_ORIGIN, OTHER_SHOP, SHOP, Shop
from aurora_desk.services.facade import Work

OLD, NEW = "Str0ngPass!", "NewStr0ngPass!"


class Mailbox:
    """Asks for mails and reads the token of each as the back room makes it."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop

    def sign_up(self, email: str, **more: Any) -> None:
        answer = self.shop.client.post("/customers/signup", json={"email": email, "password": OLD, **more})
        assert answer.status_code == 200, answer.text

    def link(self, email: str, url: str = f"{ORIGIN}/customer/reset", **more: Any) -> str:
        answer = self.shop.client.post("/customers/request-reset", json={"email": email, "url": url, **more})
        assert answer.status_code == 200, answer.text
        services = self.shop.services
        ((mail_id,), _) = services.read(services.outbox.due)
        ready = services.write(partial(services.outbox.take, mail_id=mail_id, owner="test"))
        assert ready is not None
        assert ready.to == email
        services.write(partial(services.outbox.sent, mail=ready.mail, owner="test"))
        return ready.link

    def token(self, email: str, **more: Any) -> str:
        (token,) = parse_qs(urlsplit(self.link(email, **more)).query)["token"]
        return token

    def reset(
        self, token: str, password: str = NEW, /, path: str = "/customers/reset-password", **more: Any
    ) -> httpx.Response:
        body = {"password": password, "confirmPassword": password, "token": token, "reset_password_token": token}
        headers = more.pop("headers", None)
        return self.shop.client.post(path, json={**body, **more}, headers=headers)

    def lets_in(self, email: str, password: str, **more: Any) -> bool:
        answer = self.shop.client.post("/customers/login", json={"email": email, "password": password, **more})
        assert answer.status_code in (200, 401), answer.text
        return answer.status_code == 200


@pytest.fixture
def mailbox(shop: Shop) -> Mailbox:
    return Mailbox(shop)


@pytest.mark.parametrize("path", ["/customers/reset-password", "/user/app/reset-password"])
def test_the_token_of_a_mail_sets_a_new_password_once(mailbox: Mailbox, path: str) -> None:
    email = f"once{len(path)}@example.com"
    mailbox.sign_up(email)
    token = mailbox.token(email)

    first = mailbox.reset(token, path=path, authTable="aurora_customers")
    again = mailbox.reset(token, "An0therPass!", path=path)

    assert first.status_code == 200
    assert first.text == '{"status":"Success","message":"Password reset successfully"}'
    assert again.status_code == 400
    assert mailbox.lets_in(email, NEW)
    assert not mailbox.lets_in(email, OLD)


def test_the_token_is_appended_to_what_the_url_has(mailbox: Mailbox) -> None:
    mailbox.sign_up("url@example.com")

    parts = urlsplit(mailbox.link("url@example.com", f"{ORIGIN}/a/b?lang=de&x=#part"))

    assert (parts.scheme, parts.netloc, parts.path, parts.fragment) == ("https", "app.example.com", "/a/b", "part")
    assert parts.query.startswith("lang=de&x=&token=")
    assert len(parts.query.rpartition("=")[2]) == 43


def test_only_a_hash_of_the_token_is_kept(mailbox: Mailbox) -> None:
    mailbox.sign_up("hash@example.com")

    token = mailbox.token("hash@example.com")

    def everything(work: Work) -> str:
        tables = work._connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars().all()
        rows = [work._connection.exec_driver_sql(f'SELECT * FROM "{table}"').all() for table in tables]  # noqa: S608 - names out of the database
        return repr(rows)

    assert token not in mailbox.shop.services.read(everything)


def test_success_ends_every_other_token_of_the_account_and_no_other_accounts(mailbox: Mailbox) -> None:
    mailbox.sign_up("two@example.com")
    mailbox.sign_up("neighbour@example.com")
    first, second = mailbox.token("two@example.com"), mailbox.token("two@example.com")
    others = mailbox.token("neighbour@example.com")

    assert mailbox.reset(second).status_code == 200
    assert mailbox.reset(first).status_code == 400
    assert mailbox.reset(others).status_code == 200


@pytest.mark.parametrize(
    ("fault", "field"),
    [
        ({"password": "weak", "confirmPassword": "weak"}, "password"),
        ({"password": "P@ssw0rd1", "confirmPassword": "P@ssw0rd1"}, "password"),
        ({"confirmPassword": "Other1Pass!"}, "confirmPassword"),
        ({"reset_password_token": "other"}, "reset_password_token"),
        ({"token": None}, "token"),
        ({"reset_password_token": 7}, "reset_password_token"),
        ({"authTable": "nowhere"}, "authTable"),
    ],
)
def test_a_reset_refused_by_a_rule_does_not_use_the_token_up(
    mailbox: Mailbox, fault: dict[str, Any], field: str
) -> None:
    email = f"rule-{field.lower()}-{len(str(fault))}@example.com"
    mailbox.sign_up(email)
    token = mailbox.token(email)
    password = fault.pop("password", NEW)

    refused = mailbox.reset(token, password, **fault)

    assert refused.status_code == 422, refused.text
    assert refused.json()["data"]["errors"][0]["field"] == field
    assert mailbox.reset(token).status_code == 200


@pytest.mark.parametrize(("more", "status"), [({"authTable": "aurora_app_users"}, 400), ({"appID": OTHER_SHOP}, 400)])
def test_a_table_or_shop_that_contradicts_the_token_is_refused(
    mailbox: Mailbox, more: dict[str, Any], status: int
) -> None:
    email = f"contra{len(str(more))}@example.com"
    mailbox.sign_up(email)
    token = mailbox.token(email)

    assert mailbox.reset(token, **more).status_code == status
    assert mailbox.lets_in(email, OLD)
    assert mailbox.reset(token).status_code == 200


def test_the_token_finds_its_shop_and_table_by_itself(mailbox: Mailbox) -> None:
    theirs = {"appID": OTHER_SHOP, "authTable": "aurora_app_users"}
    mailbox.sign_up("far@example.com", **theirs)
    token = mailbox.token("far@example.com", url=f"{OTHER_ORIGIN}/reset", **theirs)

    mine = mailbox.reset(token, headers={"Origin": ORIGIN})
    right = mailbox.reset(token, headers={"Origin": OTHER_ORIGIN})

    assert mine.status_code == 403, "a page speaks to its own shop only"
    assert right.status_code == 200
    assert mailbox.lets_in("far@example.com", NEW, **theirs)


@pytest.mark.parametrize("token", ["abc123def456", "x" * 43, "ü", "' OR 1=1 --"])
def test_a_token_that_was_never_given_is_refused(mailbox: Mailbox, token: str) -> None:
    answer = mailbox.reset(token)

    assert answer.status_code == 400
    assert answer.json()["data"] == {}


@pytest.mark.parametrize(("minutes", "status"), [(59, 200), (60, 400)])
def test_a_token_ends_after_an_hour(fresh_shop: Shop, minutes: int, status: int) -> None:
    mailbox = Mailbox(fresh_shop)
    mailbox.sign_up("late@example.com")
    token = mailbox.token("late@example.com")
    services = fresh_shop.services

    def age(work: Work) -> None:
        lived = minutes * 60 * 1_000_000
        work._connection.exec_driver_sql("UPDATE reset_token SET expires_at = expires_at - ?", (lived,))

    services.write(age)

    assert mailbox.reset(token).status_code == status
    assert services.write(services.housekeeping.forget) == (status == 400)


def test_of_many_that_redeem_one_token_at_once_one_succeeds(mailbox: Mailbox) -> None:
    mailbox.sign_up("race@example.com")
    token = mailbox.token("race@example.com")
    passwords = [f"Rac1ng!Pass{number}" for number in range(8)]

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda password: mailbox.reset(token, password).status_code, passwords))

    assert sorted(answers) == [200] + [400] * 7
    assert sum(mailbox.lets_in("race@example.com", password) for password in passwords[:5]) <= 1


def test_a_new_password_ends_the_wait_after_failed_tries(mailbox: Mailbox) -> None:
    mailbox.sign_up("locked@example.com")
    token = mailbox.token("locked@example.com")
    for _ in range(6):
        mailbox.shop.client.post("/customers/login", json={"email": "locked@example.com", "password": "Wr0ng!Pass"})

    assert mailbox.reset(token).status_code == 200
    assert mailbox.lets_in("locked@example.com", NEW)


def test_a_customer_of_another_shop_is_never_found(mailbox: Mailbox) -> None:
    mailbox.sign_up("only42@example.com", appID=SHOP)

    body = {"email": "only42@example.com", "url": f"{OTHER_ORIGIN}/reset", "appID": OTHER_SHOP}
    answer = mailbox.shop.client.post("/customers/request-reset", json=body)

    assert (answer.status_code, answer.json()["message"]) == (404, "No user found")


def test_a_mail_that_still_waits_when_the_password_is_set_brings_no_new_token(mailbox: Mailbox) -> None:
    mailbox.sign_up("twice@example.com")
    token = mailbox.token("twice@example.com")
    body = {"email": "twice@example.com", "url": f"{ORIGIN}/reset"}
    assert mailbox.shop.client.post("/customers/request-reset", json=body).status_code == 200
    services = mailbox.shop.services
    ((waiting,), _) = services.read(services.outbox.due)

    assert mailbox.reset(token).status_code == 200

    newest = services.read(services.journal_last)
    (row,) = services.read(partial(services.journal_after, seq=newest - 1, tenant_id=SHOP, limit=9))
    assert (row.event, row.facts["mails_ended"]) == ("account.password_reset", 1)
    assert services.write(partial(services.outbox.take, mail_id=waiting, owner="late")) is None
    assert services.read(services.outbox.due) == ((), ())
