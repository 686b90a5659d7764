"""Signing up, signing in and asking for a reset over HTTP, on both prefixes by one code path."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

import httpx
import pytest

from api.shop import ITEMS, ORIGIN, OTHER_ORIGIN, OTHER_SHOP, SHOP, Shop
from aurora_desk.domain.accounts import Profile
from aurora_desk.domain.actor import Actor
from aurora_desk.services.facade import Work
from aurora_desk.services.passwords import Passwords
from services.made_accounts import add_account

PASSWORD = "Str0ngPass!"
PREFIXES = ("/customers", "/user/app")


class People:
    """Accounts of a shop, each test with addresses of its own."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop

    def post(self, path: str, headers: dict[str, str] | None = None, /, **body: Any) -> httpx.Response:
        return self.shop.client.post(path, json=body, headers=headers)

    def sign_up(self, email: str, prefix: str = "/customers", **more: Any) -> dict[str, Any]:
        answer = self.post(f"{prefix}/signup", email=email, password=PASSWORD, **more)
        assert answer.status_code == 200, answer.text
        made: dict[str, Any] = answer.json()
        return made

    def log_in(self, email: str, password: str = PASSWORD, prefix: str = "/customers", **more: Any) -> httpx.Response:
        return self.post(f"{prefix}/login", email=email, password=password, **more)

    def hash_of(self, email: str) -> str | None:
        def look(work: Work) -> str | None:
            account = work.customers.account(SHOP, "aurora_customers", email)
            assert account is not None
            return work.credentials.password_hash(account.row_id)

        return self.shop.services.read(look)

    def hashed(self) -> str:
        return Passwords(bcrypt_cost=4).hash(PASSWORD)

    def import_with_hash(self, email: str, password_hash: str | None, **columns: str) -> None:
        names = {"firstname": "Old", "lastname": "Timer", "displayname": ""}
        phone = columns.pop("phone", "")
        self.shop.services.write(
            partial(
                add_account,
                actor=Actor.program(SHOP),
                table="aurora_customers",
                email=email,
                names=names,
                phone=phone,
                profile=Profile(columns=columns),
                password_hash=password_hash,
            )
        )


@pytest.fixture
def people(shop: Shop) -> People:
    return People(shop)


@pytest.mark.parametrize("prefix", PREFIXES)
def test_an_account_is_answered_as_the_reference_prints_it(people: People, prefix: str) -> None:
    email = f"alex{prefix.strip('/')[:4]}@example.com"
    answer = people.post(
        f"{prefix}/signup",
        email=email,
        password=PASSWORD,
        firstname="Alex",
        lastname="Taylor",
        displayname="Alex T",
        appID=42,
        authTable="aurora_customers",
    )

    assert answer.status_code == 200
    public_id = answer.json()["_id"]
    assert re.fullmatch("[0-9a-f]{48}", public_id)
    assert answer.text == (
        f'{{"status":"Success","_id":"{public_id}","email":"{email}","emailverified":true,"firstname":"Alex",'
        '"lastname":"Taylor","displayname":"Alex T","photourl":"","description":""}'
    )

    entered = people.log_in(email, prefix=prefix, appID=42, authTable="aurora_customers", extraFields="phone,address")
    assert entered.status_code == 200
    assert entered.text == (
        f'{{"status":"Success","message":"Login successful","data":{{"_id":"{public_id}","email":"{email}",'
        '"firstname":"Alex","lastname":"Taylor","displayname":"Alex T","description":"","photourl":"",'
        '"emailverified":true,"phone":"","address":""}}'
    )


def test_names_left_out_are_empty_text_and_a_hundred_characters_are_kept(people: People) -> None:
    bare, full = people.sign_up("bare@example.com"), people.sign_up("full@example.com", firstname="ü" * 100)

    assert [bare[name] for name in ("firstname", "lastname", "displayname", "photourl", "description")] == [""] * 5
    assert full["firstname"] == "ü" * 100


def test_every_public_column_may_be_asked_for_and_is_empty_text_without_a_value(people: People) -> None:
    people.sign_up("columns@example.com")
    names = "phone,address,city,state,zip,country,company,birthday,language,notes"

    data = people.log_in("columns@example.com", extraFields=names).json()["data"]

    assert {name: data[name] for name in names.split(",")} == dict.fromkeys(names.split(","), "")


def test_extra_fields_show_what_the_profile_has(people: People) -> None:
    people.import_with_hash("set@example.com", people.hashed(), phone="+15551234567", address="123 Main St")

    data = people.log_in("set@example.com", extraFields="phone,address").json()["data"]

    assert list(data)[-2:] == ["phone", "address"]
    assert (data["phone"], data["address"]) == ("+15551234567", "123 Main St")


@pytest.mark.parametrize("prefix", PREFIXES)
def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(people: People, prefix: str) -> None:
    people.sign_up(f"same{len(prefix)}@example.com", prefix)

    wrong = people.log_in(f"same{len(prefix)}@example.com", "Wr0ngPass!", prefix)
    unknown = people.log_in("nobody@example.com", "Wr0ngPass!", prefix)

    assert wrong.status_code == unknown.status_code == 401
    assert wrong.text == unknown.text == '{"status":"Failed","message":"Invalid credentials","data":{}}'


def test_an_address_is_taken_once_in_a_table_of_a_shop_whatever_its_case(people: People) -> None:
    people.sign_up("once@example.com")

    again = people.post("/customers/signup", email="Once@EXAMPLE.com", password=PASSWORD)
    assert again.status_code == 409
    assert again.json()["data"] == {}
    elsewhere = people.sign_up("once@example.com", authTable="aurora_app_users")
    other_shop = people.sign_up("once@example.com", appID=OTHER_SHOP)
    assert len({elsewhere["_id"], other_shop["_id"]}) == 2
    assert people.log_in("ONCE@example.com").status_code == 200


def test_the_app_users_default_to_the_customers_table(people: People) -> None:
    """The reference's quirk."""
    people.sign_up("quirk@example.com", "/user/app")

    assert people.log_in("quirk@example.com").status_code == 200
    assert people.log_in("quirk@example.com", authTable="aurora_app_users").status_code == 401


@pytest.mark.parametrize(
    "table",
    ["customer", "aurora_Customers", "aurora_customers ", "", "aurora_customers;--", "ａurora_customers", 7, "x" * 999],
)
@pytest.mark.parametrize("path", ["signup", "login", "reset-password", "request-reset"])
def test_an_unknown_table_is_a_field_at_fault_on_every_endpoint(people: People, path: str, table: object) -> None:
    bodies: dict[str, dict[str, str]] = {
        "signup": {"email": "t@example.com", "password": PASSWORD},
        "login": {"email": "t@example.com", "password": PASSWORD},
        "reset-password": {
            "password": PASSWORD,
            "confirmPassword": PASSWORD,
            "token": "t",
            "reset_password_token": "t",
        },
        "request-reset": {"email": "t@example.com", "url": f"{ORIGIN}/reset"},
    }
    for prefix in PREFIXES:
        answer = people.post(f"{prefix}/{path}", authTable=table, **bodies[path])
        assert answer.status_code == 422, answer.text
        assert answer.json()["data"]["errors"][0]["field"] == "authTable"


def test_a_registered_table_serves_like_the_built_in_ones(people: People) -> None:
    tenants = people.shop.services.tenants
    people.shop.services.write(partial(tenants.add_table, tenant_id=SHOP, name="club_members"))

    made = people.sign_up("member@example.com", authTable="club_members")

    assert people.log_in("member@example.com", authTable="club_members").json()["data"]["_id"] == made["_id"]
    assert people.log_in("member@example.com").status_code == 401
    other = people.log_in("member@example.com", authTable="club_members", appID=OTHER_SHOP)
    assert other.status_code == 422, "a table is the shop's own"


def test_an_order_takes_the_id_of_an_account_of_any_table(people: People) -> None:
    made = people.sign_up("buyer@example.com", authTable="aurora_app_users", firstname="Ada")

    placed = people.shop.order(customerID=made["_id"])
    order = people.shop.data("getOrder", {"orderID": placed["orderID"]})

    assert (order["customerID"], order["customer"]["_id"]) == (made["_id"], made["_id"])
    assert order["customer"]["firstname"] == "Ada"


def test_a_number_means_a_row_of_the_customers_table_alone(people: People) -> None:
    people.sign_up("numbered@example.com", authTable="aurora_app_users")
    account = people.shop.services.read(
        lambda work: work.customers.account(SHOP, "aurora_app_users", "numbered@example.com")
    )
    assert account is not None

    order = {"items": ITEMS, "customerID": account.ref.customer_id}
    assert people.shop.post("createOrder", order).status_code == 404


def test_a_payment_takes_the_id_of_the_orders_customer_too(people: People) -> None:
    made = people.sign_up("payer@example.com", authTable="aurora_app_users")
    order_id = people.shop.order(customerID=made["_id"])["orderID"]
    intent = {"amount": 99997, "currency": "usd", "orderID": order_id}

    assert people.shop.post("createPaymentIntent", {**intent, "customerID": made["_id"]}).status_code == 200
    assert people.shop.post("createPaymentIntent", {**intent, "customerID": 123}).status_code == 409


@pytest.mark.parametrize(
    "names",
    [
        "password",
        "password_hash",
        "phone, address",
        " phone",
        "Phone",
        "phone,,address",
        "phone,",
        "email",
        "_id",
        "custom",
        "row_id",
        "*",
        "phone;drop table customer",
        "ｐhone",
    ],
)
def test_extra_fields_name_only_what_is_public_letter_by_letter(people: People, names: str) -> None:
    answer = people.log_in("nobody@example.com", extraFields=names)

    assert answer.status_code == 422
    assert answer.json()["data"]["errors"][0]["field"] == "extraFields"


def test_a_custom_field_belongs_to_the_shop_that_declared_it(people: People) -> None:
    services = people.shop.services
    services.write(partial(services.tenants.add_field, tenant_id=SHOP, name="loyalty_level"))
    people.sign_up("loyal@example.com")
    people.sign_up("loyal@example.com", appID=OTHER_SHOP)

    assert people.log_in("loyal@example.com", extraFields="loyalty_level").json()["data"]["loyalty_level"] == ""
    assert people.log_in("loyal@example.com", extraFields="loyalty_level", appID=OTHER_SHOP).status_code == 422


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "email"),
        ({"email": "a@example.com"}, "password"),
        ({"email": "nobody", "password": PASSWORD}, "email"),
        ({"email": "", "password": PASSWORD}, "email"),
        ({"email": 7, "password": PASSWORD}, "email"),
        ({"email": f"{'x' * 250}@example.com", "password": PASSWORD}, "email"),
        ({"email": "\u212aelvin@example.com", "password": PASSWORD}, "email"),
        ({"email": "a@example.com", "password": "short1!A"[:7]}, "password"),
        ({"email": "a@example.com", "password": "P@ssw0rd1"}, "password"),
        ({"email": "a@example.com", "password": "Aa1!" + "ü" * 35}, "password"),
        ({"email": "a@example.com", "password": "Str0ng\u0000Pass!"}, "password"),
        ({"email": "a@example.com", "password": None}, "password"),
        ({"email": "a@example.com", "password": PASSWORD, "firstname": "x" * 101}, "firstname"),
        ({"email": "a@example.com", "password": PASSWORD, "lastname": 5}, "lastname"),
        ({"email": "a@example.com", "password": PASSWORD, "displayname": "4242 4242 4242 4242"}, "displayname"),
        ({"email": "a@example.com", "password": PASSWORD, "firstname": "a\u0007"}, "firstname"),
    ],
)
def test_what_cannot_be_an_account_names_its_field_and_makes_none(
    people: People, body: dict[str, Any], field: str
) -> None:
    answer = people.post("/customers/signup", **body)

    assert answer.status_code == 422, answer.text
    assert answer.json()["data"]["errors"][0]["field"] == field
    assert (
        people.shop.services.read(lambda work: work.customers.account(SHOP, "aurora_customers", "a@example.com"))
        is None
    )


def test_a_password_that_bcrypt_would_cut_is_refused_at_login_too(people: People) -> None:
    assert people.log_in("long@example.com", "A1!" + "x" * 70).status_code == 422
    assert people.log_in("long@example.com", "Str0ng\u0000Pass!").status_code == 422


def test_an_idempotency_key_is_ignored_where_passwords_come_in(people: People) -> None:
    key = {"Idempotency-Key": "same"}
    first = people.post("/customers/signup", key, email="keyed@example.com", password=PASSWORD)
    second = people.post("/customers/signup", key, email="keyed@example.com", password=PASSWORD)

    assert (first.status_code, second.status_code) == (200, 409)


def test_five_tries_are_free_and_the_sixth_begins_a_wait_that_harms_nobody_else(people: People) -> None:
    people.sign_up("attacked@example.com")
    people.sign_up("bystander@example.com")

    answers = [people.log_in("attacked@example.com", "Wr0ngPass!").status_code for _ in range(6)]
    waiting = people.log_in("attacked@example.com")

    assert answers == [401] * 6
    assert waiting.status_code == 429
    assert int(waiting.headers["retry-after"]) == 1
    assert people.log_in("bystander@example.com").status_code == 200


def test_an_unknown_address_waits_as_a_known_one_does(people: People) -> None:
    answers = [people.log_in("ghost@example.com", "Wr0ngPass!") for _ in range(7)]

    assert [answer.status_code for answer in answers] == [401] * 6 + [429]
    assert answers[-1].headers["retry-after"] == "1"


def test_a_legacy_hash_is_replaced_when_its_password_comes_and_only_then(people: People) -> None:
    md5 = "5f4dcc3b5aa765d61d8327deb882cf99"  # the MD5 of «password»
    people.import_with_hash("legacy@example.com", md5)

    assert people.log_in("legacy@example.com", md5).status_code == 401, "the stored text is no password"
    assert people.hash_of("legacy@example.com") == md5
    assert people.log_in("legacy@example.com", "password").status_code == 200
    upgraded = people.hash_of("legacy@example.com")
    assert upgraded is not None
    assert upgraded.startswith("$2b$04$")
    assert people.log_in("legacy@example.com", "password").status_code == 200


def test_a_customer_whom_staff_entered_has_no_password_until_one_is_set_by_mail(people: People) -> None:
    people.import_with_hash("staff@example.com", None)

    assert people.log_in("staff@example.com").status_code == 401
    assert people.post("/customers/signup", email="staff@example.com", password=PASSWORD).status_code == 409
    asked = people.post("/customers/request-reset", email="staff@example.com", url=f"{ORIGIN}/reset")
    assert asked.status_code == 200


@pytest.mark.parametrize("prefix", PREFIXES)
def test_asking_for_a_reset_is_answered_as_printed_and_goes_to_the_stored_address(people: People, prefix: str) -> None:
    email = f"forgot{len(prefix)}@example.com"
    people.sign_up(email)

    asked = people.post(f"{prefix}/request-reset", email=email.upper(), appID=42, url=f"{ORIGIN}/customer/reset")

    assert asked.status_code == 200
    words = f"Email with reset password instructions was sent to {email}."
    assert asked.text == f'{{"status":"Success","message":"{words}"}}'


def test_a_reset_for_an_unknown_address_is_not_found_in_the_references_words(people: People) -> None:
    answer = people.post("/customers/request-reset", email="nobody@example.com", url=f"{ORIGIN}/reset")

    assert answer.status_code == 404
    assert answer.json() == {"status": "Failed", "message": "No user found", "data": {}}


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/reset",
        "http://app.example.com/reset",
        "https://app.example.com:8443/reset",
        "https://app.example.com.evil.example/",
        "https://app.example.com@evil.example/",
        "https://user@app.example.com/",
        "https://evil.example\\@app.example.com/",
        "https://app%2eexample.com/",
        "https://app.example.com/\u0007",
        "https://app.example.com/ x",
        "https://app.example.com/?token=mine",
        "javascript:alert(1)",
        "//app.example.com/reset",
        "/reset",
        "",
        "https://app.example.com:port/",
        "https://[::1/",
        f"https://app.example.com/{'x' * 2000}",
        OTHER_ORIGIN + "/reset",
    ],
)
def test_a_mail_leads_only_where_the_shop_allows(people: People, url: str) -> None:
    answer = people.post("/customers/request-reset", email="nobody@example.com", url=url)

    assert answer.status_code == 422
    assert answer.json()["data"]["errors"][0]["field"] == "url"


def test_a_mail_may_lead_to_the_programs_own_page(people: People) -> None:
    people.sign_up("own@example.com")

    own = str(people.shop.client.base_url).rstrip("/")
    right = people.post("/customers/request-reset", email="own@example.com", url=f"{own}/reset")
    elsewhere = people.post("/customers/request-reset", email="own@example.com", url=f"{own}/docs")

    assert (right.status_code, elsewhere.status_code) == (200, 422)


def test_an_account_gets_five_mails_an_hour(people: People) -> None:
    people.sign_up("flood@example.com")
    ask = partial(people.post, "/customers/request-reset", email="flood@example.com", url=f"{ORIGIN}/reset")

    answers = [ask() for _ in range(6)]

    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert 3500 <= int(answers[-1].headers["retry-after"]) <= 3600


def test_account_endpoints_belong_to_the_shop_of_the_page(people: People) -> None:
    headers = {"Origin": OTHER_ORIGIN}
    mine = people.post("/customers/login", headers, email="x@example.com", password=PASSWORD, appID=42)
    theirs = people.post("/customers/login", headers, email="x@example.com", password=PASSWORD, appID=43)

    assert (mine.status_code, theirs.status_code) == (403, 401)
