"""`serve` as a real process: it answers, it ends, and it leaves nothing behind."""

from __future__ import annotations

import json
import os
import signal
import ssl
import subprocess
import time
from functools import partial
from pathlib import Path

import httpx
import pytest

from app.programs import PATIENCE_S, Program, Programs, assert_one_sentence, is_gone
from aurora_desk.app.certificate import fingerprint
from aurora_desk.app.opening import look, open_services
from aurora_desk.domain.actor import Actor
from aurora_desk.domain.cart import add_product
from aurora_desk.domain.ids import PersonId, ProductId
from aurora_desk.domain.orders import OrderFilter
from aurora_desk.domain.payments import CartTarget
from aurora_desk.services.demo import CAFE, TILL
from aurora_desk.store.creating import Place

ESPRESSO = {"items": [{"productID": 103, "quantity": 2}]}


def simulator_of(folder: Path) -> str:
    return str(json.loads((folder / "simulator.json").read_text())["address"])


def post(program: Program, path: str, body: object, **headers: str) -> httpx.Response:
    return httpx.post(f"{program.address}/ecommerce/{path}", json=body, headers=headers, timeout=30)


def test_the_demo_is_made_served_and_ended_with_its_simulator(programs: Programs) -> None:
    shops, proxy = str(programs.home / "shops"), "http://127.0.0.1:9"
    program = programs.start("serve", "--demo", "--port", 0, AURORA_DATA_DIR=shops, http_proxy=proxy, no_proxy="")
    assert program.process.stdout is not None
    program.address = program.process.stdout.readline().strip().rpartition(" ")[2]
    folder = programs.home / "shops" / "demo"
    simulator = simulator_of(folder)

    order = post(program, "createOrder", ESPRESSO).json()["data"]
    assert order["orderNumber"].endswith("-5001")
    intent = post(program, "createPaymentIntent", {"orderID": order["orderID"], "amount": 520, "currency": "usd"})
    assert intent.status_code == httpx.codes.OK, intent.text
    assert httpx.get(simulator).status_code == httpx.codes.OK

    assert program.end() == 0
    assert is_gone(program.address)
    assert is_gone(simulator)
    assert not (folder / "serve.json").exists()


def test_a_training_store_pays_where_it_is_told_with_any_test_key(
    programs: Programs, demo_folder: Path, stripe_base: str
) -> None:
    program = programs.serve(
        demo_folder, "--demo", AURORA_STRIPE_API_BASE=stripe_base, AURORA_STRIPE_SECRET_KEY="sk_test_anything"
    )
    order_id = post(program, "createOrder", ESPRESSO).json()["data"]["orderID"]

    made = post(program, "createPaymentIntent", {"orderID": order_id, "amount": 520, "currency": "usd"})

    known = httpx.get(f"{stripe_base}/v1/payment_intents", headers={"Authorization": "Bearer sk_test_anything"})
    assert [intent["id"] for intent in known.json()["data"]] == [made.json()["data"]["paymentIntentID"]]


def test_an_order_outlives_its_server(programs: Programs, demo_folder: Path) -> None:
    first = programs.serve(demo_folder)
    order_id = post(first, "createOrder", ESPRESSO).json()["data"]["orderID"]
    assert first.end() == 0

    second = programs.serve(demo_folder)
    assert post(second, "getOrder", {"orderID": order_id}).json()["data"]["orderID"] == order_id


def test_with_tls_it_prints_what_to_trust_and_speaks_nothing_else(programs: Programs, demo_folder: Path) -> None:
    program = programs.start("serve", "--data-dir", demo_folder, "--port", 0, "--tls", "--host", "127.0.0.1")
    assert program.process.stdout is not None
    first, second = (program.process.stdout.readline().strip() for _ in range(2))
    address = first.removeprefix("Aurora Desk API at ")
    keys = demo_folder / "keys"

    assert address.startswith("https://127.0.0.1:")
    assert second == f"Certificate {fingerprint((keys / 'tls.pem').read_bytes())}"
    trust = ssl.create_default_context(cafile=str(keys / "tls.pem"))
    assert httpx.get(f"{address}/health", verify=trust).status_code == httpx.codes.OK
    with pytest.raises(httpx.TransportError):
        httpx.get(f"http{address.removeprefix('https')}/health")
    program.end()

    again = programs.start("serve", "--data-dir", demo_folder, "--port", 0, "--tls")
    assert again.process.stdout is not None
    again.process.stdout.readline()
    assert again.process.stdout.readline().strip() == second


def test_what_was_answered_is_in_the_access_log_of_the_data_folder(programs: Programs, demo_folder: Path) -> None:
    program = programs.serve(demo_folder)
    post(program, "createOrder", ESPRESSO)
    program.end()

    lines = (demo_folder / "access.log").read_text(encoding="utf-8").splitlines()
    assert [" ".join(line.split()[2:5]) for line in lines] == ["GET /health 200", "POST /ecommerce/createOrder 201"]
    assert "createOrder" not in (programs.home / "programs.log").read_text()


def test_a_damaged_certificate_ends_in_one_sentence(programs: Programs, demo_folder: Path) -> None:
    (demo_folder / "keys" / "tls.key").write_text("", encoding="utf-8")

    said = assert_one_sentence(programs.run("serve", "--data-dir", demo_folder, "--port", 0, "--tls"), 1)

    assert "tls.key is damaged" in said


def test_a_store_is_served_once(programs: Programs, demo_folder: Path) -> None:
    first = programs.serve(demo_folder)
    said = assert_one_sentence(programs.run("serve", "--data-dir", demo_folder, "--port", 0), 1)
    assert first.address in said
    taken = first.address.rpartition(":")[2]
    assert "served already" in assert_one_sentence(programs.run("serve", "--data-dir", demo_folder, "--port", taken), 1)
    assert first.get("/health").status_code == httpx.codes.OK


def test_a_child_ends_when_its_input_closes_and_runs_with_less_priority(programs: Programs, demo_folder: Path) -> None:
    child = programs.serve(demo_folder, "--child", stdin=subprocess.PIPE)
    simulator = simulator_of(demo_folder)
    niceness = os.getpriority(os.PRIO_PROCESS, child.process.pid)
    assert niceness >= min(19, os.getpriority(os.PRIO_PROCESS, 0) + 10)

    assert child.process.stdin is not None
    child.process.stdin.close()

    assert child.process.wait(timeout=PATIENCE_S) == 0
    assert is_gone(simulator)


def test_a_serve_that_nobody_started_as_a_child_never_reads_its_input(programs: Programs, demo_folder: Path) -> None:
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as theirs:
        os.write(writing, b"for somebody else")
        os.close(writing)
        program = programs.serve(demo_folder, stdin=theirs)
        assert program.get("/ready").status_code == httpx.codes.OK
        assert theirs.read() == b"for somebody else"
    assert program.process.poll() is None


def test_a_wish_to_end_during_the_start_is_met(programs: Programs, demo_folder: Path) -> None:
    program = programs.start("serve", "--data-dir", demo_folder, "--port", 0)
    deadline = time.monotonic() + PATIENCE_S
    while not (demo_folder / "serve.lock").exists() and time.monotonic() < deadline:
        time.sleep(0.005)
    assert program.end() == 0
    assert programs.serve(demo_folder).get("/health").status_code == httpx.codes.OK


def test_a_real_store_without_a_key_sells_and_says_that_cards_are_not_set_up(
    programs: Programs, real_folder: Path
) -> None:
    program = programs.serve(real_folder)
    assert not (real_folder / "simulator.json").exists()
    order = post(program, "createOrder", {"items": []})
    assert order.status_code == httpx.codes.UNPROCESSABLE_ENTITY
    answer = post(program, "createPaymentIntent", {"orderID": 1, "amount": 100, "currency": "eur"})
    assert "not set up" in answer.json()["message"]


def test_a_server_killed_leaves_a_store_that_opens_at_once(programs: Programs, demo_folder: Path) -> None:
    program = programs.serve(demo_folder)
    simulator = simulator_of(demo_folder)
    program.end(signal.SIGKILL)
    assert is_gone(simulator), "a simulator ends with the process that started it"
    again = programs.serve(demo_folder)
    intent = {"orderID": 5001, "amount": 520, "currency": "usd"}
    assert post(again, "createOrder", ESPRESSO).status_code == httpx.codes.CREATED
    assert post(again, "createPaymentIntent", intent).status_code == httpx.codes.OK


def test_the_stripe_simulator_runs_alone(programs: Programs) -> None:
    program = programs.start("stripe-simulator", "--port", 0)
    assert program.process.stdout is not None
    address = program.process.stdout.readline().strip().rpartition(" ")[2]
    assert httpx.get(address).status_code == httpx.codes.OK
    taken = programs.run("stripe-simulator", "--port", address.rpartition(":")[2])
    assert_one_sentence(taken, 1)
    assert program.end() == 0


def test_what_a_server_writes_another_process_reads(programs: Programs, demo_folder: Path, demo_place: Place) -> None:
    program = programs.serve(demo_folder)
    post(program, "createOrder", ESPRESSO)
    facts = look(demo_place, demo_wanted=True)
    assert facts is not None
    services = open_services(demo_place, facts, None, server=False)
    try:
        page = services.read(partial(services.orders.page, tenant_id=CAFE, which=OrderFilter.ALL))
        assert [row.order_id for row in page.rows] == [5001]
    finally:
        services.close()


def test_a_sale_of_the_desk_is_in_get_order(programs: Programs, demo_folder: Path, demo_place: Place) -> None:
    program = programs.serve(demo_folder)
    facts = look(demo_place, demo_wanted=True)
    assert facts is not None
    desk = open_services(demo_place, facts, None, server=False)
    actor = Actor.person(CAFE, PersonId(1), TILL)
    try:
        espresso = desk.read(partial(desk.catalogue.get, tenant_id=CAFE, product_id=ProductId(103)))
        cart = desk.write(partial(desk.sales.open_cart, actor=actor))
        add = partial(add_product, product=espresso, quantity_milli=2_000)
        cart = desk.write(partial(desk.sales.change, actor=actor, cart_id=cart.cart_id, change=add))
        target = CartTarget(cart.cart_id, shown_minor=520)
        sold = desk.write(partial(desk.payments.take_cash, actor=actor, target=target, tendered_minor=1_000))
    finally:
        desk.close()

    data = post(program, "getOrder", {"orderID": sold.order_id}).json()["data"]

    assert (data["status"], data["paymentStatus"], data["handover"]) == ("completed", "paid", "collected")
    assert (data["total"], data["amountPaid"], data["amountDue"]) == (5.2, 5.2, 0)
    assert [(line["productID"], line["quantity"]) for line in data["items"]] == [(103, 2)]
    assert [payment["method"] for payment in data["payments"]] == ["cash"]
