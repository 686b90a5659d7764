"""Every example of the reference, sent as it is printed to a fresh demo shop, answers as it is printed."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from functools import partial
from io import BytesIO
from pathlib import Path

import httpx
import pytest
import zxingcpp
from PIL import Image

from app.printed import printed_example
from app.programs import Programs
from aurora_desk.domain.accounts import Profile
from aurora_desk.domain.actor import Actor
from aurora_desk.services.accounts import add_account
from aurora_desk.services.demo import CAFE
from aurora_desk.services.passwords import Passwords
from aurora_desk.store.creating import Place
from conftest import TEST_COST, open_as_desk
from mail.server import RunningSmtp, running_smtp

PRINTED_INTENT, PRINTED_TOKEN = "pi_xxxxxxxxxxxxx", "abc123def456"
PRINTED_EMAIL, PRINTED_PASSWORD = "customer@example.com", "Str0ngPass!"
FIRST_TRY_WITHIN_S = 5.0
ACCOUNTS = [("/customers", "aurora_customers"), ("/user/app", "aurora_customers"), ("/user/app", "aurora_app_users")]
"""Each endpoint in the table of the printed bodies, and the mirrors in the one that their notes name."""


class Client:
    """A program that knows the reference and nothing else."""

    def __init__(self, address: str, folder: Path) -> None:
        self._address, self._folder = address, folder

    def send(self, path: str, body: str, status: int) -> str:
        """The answer to a body, to the letter."""
        answer = httpx.post(
            f"{self._address}{path}", content=body.encode(), headers={"Content-Type": "application/json"}, timeout=30
        )
        assert answer.status_code == status, answer.text
        assert answer.headers["content-type"] == "application/json"
        return answer.text

    def post(self, path: str, body: str, status: int = 200) -> dict[str, object]:
        """The `data` of an answer that has to be a success."""
        said = json.loads(self.send(f"/ecommerce/{path}", body, status))
        assert list(said) == ["status", "data"]
        assert said["status"] == "Success"
        data = said["data"]
        assert isinstance(data, dict)
        return data

    def picture(self, path: str) -> Image.Image:
        """A PNG."""
        answer = httpx.get(f"{self._address}/ecommerce/{path}", timeout=30)
        assert answer.status_code == httpx.codes.OK, answer.text
        assert answer.headers["content-type"] == "image/png"
        picture = Image.open(BytesIO(answer.content))
        assert picture.format == "PNG"
        return picture

    def pay(self, intent_id: str) -> None:
        """What the customer does, at the simulator."""
        simulator = json.loads((self._folder / "simulator.json").read_text())["address"]
        answer = httpx.post(
            f"{simulator}/v1/payment_intents/{intent_id}/confirm",
            data={"payment_method": "pm_card_visa"},
            headers={"Authorization": "Bearer sk_test_x"},
            timeout=30,
        )
        assert answer.status_code == httpx.codes.OK, answer.text


@pytest.fixture
def client(programs: Programs, tmp_path: Path) -> Client:
    """A client of a demo shop that was just made."""
    folder = tmp_path / "shop"
    return Client(programs.serve(folder, "--demo").address, folder)


@pytest.fixture
def smtp() -> Iterator[RunningSmtp]:
    """A mail server on this computer."""
    with running_smtp() as running:
        yield running


@pytest.fixture
def mailing_client(programs: Programs, demo_folder: Path, smtp: RunningSmtp) -> Client:
    """A client of a fresh demo shop that has a mail server."""
    program = programs.serve(demo_folder, "--demo", AURORA_SMTP_URL=f"smtp://127.0.0.1:{smtp.port}")
    return Client(program.address, demo_folder)


@pytest.mark.parametrize(("prefix", "table"), ACCOUNTS)
def test_the_printed_examples_of_accounts_work_in_order(
    mailing_client: Client, smtp: RunningSmtp, prefix: str, table: str
) -> None:
    """The mirrors have no bodies of their own: the customers' are printed for them."""

    def body(endpoint: str) -> str:
        printed = printed_example(f"POST/customers/{endpoint}").request
        if "authTable" not in printed and table != "aurora_customers":
            printed = printed.replace("{", '{"authTable": "aurora_customers",')
        return printed.replace("aurora_customers", table)

    send = mailing_client.send

    signed_up = send(f"{prefix}/signup", body("signup"), 200)
    public_id = json.loads(signed_up)["_id"]
    assert re.fullmatch("([0-9a-f]{2}){16,}", public_id)
    assert signed_up == printed_example("POST/customers/signup").answer(200, _id=public_id)

    entered = send(f"{prefix}/login", body("login"), 200)
    login = printed_example("POST/customers/login")
    assert entered == login.answer(200, _id=public_id, phone="", address="")
    assert send(f"{prefix}/login", body("login").replace(PRINTED_PASSWORD, "Wr0ngPass!"), 401) == login.answer(401)

    assert send(f"{prefix}/request-reset", body("request-reset"), 200) == (
        printed_example("POST/customers/request-reset").answer(200)
    )
    asked_at = time.monotonic()
    letter = smtp.letter()
    assert time.monotonic() - asked_at < FIRST_TRY_WITHIN_S
    assert letter.recipients == (PRINTED_EMAIL,)
    token = _token_in(letter.message)

    with_token = body("reset-password").replace(PRINTED_TOKEN, token)
    assert send(f"{prefix}/reset-password", with_token, 200) == (
        printed_example("POST/customers/reset-password").answer(200)
    )
    send(f"{prefix}/login", body("login"), 401)
    new_login = body("login").replace(PRINTED_PASSWORD, "NewStr0ngPass!")
    assert json.loads(send(f"{prefix}/login", new_login, 200))["data"]["_id"] == public_id


def test_with_phone_and_address_set_login_answers_the_printed_body(
    programs: Programs, demo_folder: Path, demo_place: Place
) -> None:
    desk = open_as_desk(demo_place, None)
    try:
        desk.write(
            partial(
                add_account,
                actor=Actor.program(CAFE),
                table="aurora_customers",
                email=PRINTED_EMAIL,
                names={"firstname": "Alex", "lastname": "Taylor", "displayname": "Alex T"},
                phone="+15551234567",
                profile=Profile(columns={"address": "123 Main St"}),
                password_hash=Passwords(bcrypt_cost=TEST_COST).hash(PRINTED_PASSWORD),
            )
        )
    finally:
        desk.close()
    client = Client(programs.serve(demo_folder, "--demo").address, demo_folder)
    login = printed_example("POST/customers/login")

    entered = client.send("/customers/login", login.request, 200)

    assert entered == login.answer(200, _id=json.loads(entered)["data"]["_id"])


def test_without_a_mail_server_asking_for_a_reset_answers_as_printed(client: Client) -> None:
    client.send("/customers/signup", printed_example("POST/customers/signup").request, 200)
    example = printed_example("POST/customers/request-reset")

    assert client.send("/customers/request-reset", example.request, 200) == example.answer(200)


def test_the_printed_examples_work_in_order_on_a_fresh_demo_shop(client: Client) -> None:
    create_order = printed_example("POST/ecommerce/createOrder")
    text = client.send("/ecommerce/createOrder", create_order.request, 201)
    number = f"ORD-{datetime.now(UTC).year}-5001"
    assert text == create_order.answer(201, orderNumber=number)

    cart = client.post("addCart", printed_example("POST/ecommerce/addCart").request)
    (item,) = _rows(cart.pop("items"))
    assert item.pop("name")
    assert item == {"productID": 101, "quantity": 1, "price": 299.99, "lineTotal": 299.99}
    assert cart == {"sessionID": "cart_session_123", "itemCount": 1, "total": 299.99, "currency": "USD"}

    emptied = client.post("removeCart", printed_example("POST/ecommerce/removeCart").request)
    nothing = {"items": [], "itemCount": 0, "total": 0}
    assert emptied == {"sessionID": "cart_session_123", "currency": "USD", **nothing}

    address = json.loads(create_order.request)["shippingAddress"]
    order = client.post("getOrder", printed_example("POST/ecommerce/getOrder").request)
    facts = ("orderID", "orderNumber", "status", "paymentStatus", "customerID", "total", "amountDue", "currency")
    assert [order[fact] for fact in facts] == [5001, number, "pending", "unpaid", 123, 999.97, 999.97, "USD"]
    assert (order["shippingAddress"], order["billingAddress"]) == (address, address)
    bought = [(row["productID"], row["quantity"], row["price"]) for row in _rows(order["items"])]
    assert bought == [(101, 2, 299.99), (102, 1, 399.99)]
    assert datetime.fromisoformat(str(order["createdAt"])).tzinfo == UTC

    create_intent = printed_example("POST/ecommerce/createPaymentIntent")
    text = client.send("/ecommerce/createPaymentIntent", create_intent.request, 200)
    intent = json.loads(text)["data"]
    intent_id = str(intent["paymentIntentID"])
    assert intent_id.startswith("pi_")
    assert str(intent["clientSecret"]).startswith(f"{intent_id}_secret_")
    assert text == create_intent.answer(200, clientSecret=intent["clientSecret"], paymentIntentID=intent_id)

    client.pay(intent_id)

    complete = printed_example("POST/ecommerce/paymentComplete").request
    paid = client.post("paymentComplete", complete.replace(PRINTED_INTENT, intent_id))
    assert paid == {
        "orderID": 5001,
        "orderNumber": number,
        "status": "pending",
        "paymentStatus": "paid",
        "amountPaid": 999.97,
        "currency": "USD",
        "paymentIntentID": intent_id,
    }

    submitted = client.post("submitOrder", printed_example("POST/ecommerce/submitOrder").request)
    assert submitted == {
        "orderID": 5001,
        "orderNumber": number,
        "status": "processing",
        "paymentStatus": "paid",
        "notes": "Please deliver after 5 PM",
    }

    texts = {zxingcpp.read_barcodes(client.picture(f"genCode/{number}"))[0].text for number in (5001, 101)}
    assert len(texts) == 2
    assert all(re.fullmatch("[BCDEFGHJKLNPRTUV]{18,29}", text) for text in texts)


def _token_in(letter: EmailMessage) -> str:
    part = letter.get_body(("plain",))
    assert part is not None
    (token,) = re.findall(
        r"^https://app\.example\.com/customer/reset\?token=([\w-]+)$", part.get_content(), re.MULTILINE
    )
    return str(token)


def _rows(value: object) -> list[dict[str, object]]:
    assert isinstance(value, list)
    return value
