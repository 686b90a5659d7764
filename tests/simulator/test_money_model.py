"""Made-up courses of payments, captures, refunds, faults and restarts: the money always adds up.

`make test` tries a few short courses, the same ones each time. For a long run:

    AURORA_MODEL_COURSES=500 make test ARGS=tests/simulator/test_money_model.py
"""

from __future__ import annotations

import json
import os
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from aurora_desk.simulator.api import Answer, Api, Call
from aurora_desk.simulator.app import create_app
from aurora_desk.simulator.cards import CARDS, ONLINE_NAMES
from aurora_desk.simulator.deeds import act
from aurora_desk.simulator.faults import CARD_KINDS, READER_KINDS, Fault, Faults
from aurora_desk.simulator.hosted_page import act as act_on_session
from aurora_desk.simulator.seed import READER_ID
from aurora_desk.simulator.state import State
from aurora_desk.simulator.turn import Pace

from .running import TEST_KEY, SetClock

READER = f"/v1/terminal/readers/{READER_ID}"
PRESENT = f"/v1/test_helpers/terminal/readers/{READER_ID}/present_payment_method"
GIVEN_BACK = ("succeeded", "pending", "requires_action")
NUMBERS = st.sampled_from([card.number for card in CARDS])
ONLINE = st.sampled_from(list(ONLINE_NAMES))
CHARGED = st.booleans()


class MoneyModel(RuleBasedStateMachine):
    """One till with one reader, whatever happens on it."""

    intents: Bundle[str] = Bundle("intents")
    refunds: Bundle[str] = Bundle("refunds")
    sessions: Bundle[str] = Bundle("sessions")

    def __init__(self) -> None:
        super().__init__()
        self.open = ExitStack()
        folder = self.open.enter_context(tempfile.TemporaryDirectory())
        self.file, self.clock, self.calls = Path(folder) / "simulator.db", SetClock(), 0
        self.last: tuple[Call, Answer] | None = None
        self.start()

    def start(self) -> None:
        """Serve the file, as after a crash."""
        self.state, self.faults = State(self.file), Faults()
        create_app(self.state, clock=self.clock)
        self.api = Api(self.state, self.clock, Pace(authorise_s=1), self.faults)

    def teardown(self) -> None:
        self.state.close()
        self.open.close()

    def ask(self, method: str, path: str, **asked: Any) -> tuple[int, dict[str, Any]]:
        """A call with a key of its own; no call ever breaks the simulator."""
        self.calls += 1
        headers = {"authorization": f"Bearer {TEST_KEY}", "idempotency-key": f"key {self.calls}"}
        call = Call(method, path, urlencode(asked), headers)
        answer = self.api.answer(call, self.api.luck(call))
        assert answer.status < 500, answer.body
        if method == "POST":
            self.last = call, answer
        body: dict[str, Any] = json.loads(answer.body)
        return answer.status, body

    def all_of(self, path: str, **asked: Any) -> list[dict[str, Any]]:
        """All objects of a list, which is short here."""
        found: list[dict[str, Any]] = self.ask("GET", path, limit=100, **asked)[1]["data"]
        return found

    @rule(
        target=intents,
        amount=st.sampled_from([1000, 1055, 2000]),
        capture=st.sampled_from(["automatic", "manual"]),
        kinds=st.sampled_from([["card"], ["card_present"], ["card", "card_present", "interac_present"]]),
    )
    def create(self, amount: int, capture: str, kinds: list[str]) -> str:
        return self.made(amount, capture, kinds)

    def made(self, amount: int, capture: str, kinds: list[str]) -> str:
        types = {f"allowed_payment_method_types[{n}]": kind for n, kind in enumerate(kinds)}
        status, made = self.ask(
            "POST", "/v1/payment_intents", amount=amount, currency="cad", capture_method=capture, **types
        )
        assert status == 200
        return str(made["id"])

    @rule(target=intents, capture=st.sampled_from(["automatic", "manual"]), card=ONLINE)
    def sell(self, capture: str, card: str) -> str:
        return self.sold(capture, card)

    def sold(self, capture: str, card: str) -> str:
        intent = self.made(1000, capture, ["card", "card_present"])
        self.confirm(intent, card)
        return intent

    @rule(target=intents, ended=st.sampled_from(["paid online", "canceled", ""]))
    def end_under_the_reader(self, ended: str) -> str:
        self.cancel_action()
        intent = self.made(1000, "automatic", ["card", "card_present"])
        self.send_to_reader(intent, "process_payment_intent")
        if ended == "paid online":
            self.confirm(intent, "pm_card_visa")
        elif ended:
            self.cancel(intent)
        self.present("4242424242424242", 0)
        self.clock.at += 1
        return intent

    @rule(target=intents, ended=st.sampled_from(["paid online", "canceled", ""]))
    def cross(self, ended: str) -> str:
        self.cancel_action()
        intent = self.made(1000, "automatic", ["card", "card_present"])
        self.send_to_reader(intent, "process_payment_intent")
        self.faults.add(Fault("late_tap", seconds=5))
        self.cancel_action()
        if ended == "paid online":
            self.confirm(intent, "pm_card_visa")
        elif ended:
            self.cancel(intent)
        self.clock.at += 5
        return intent

    @rule(target=intents, captured=st.booleans())
    def hold(self, captured: bool) -> str:
        intent = self.sold("manual", "pm_card_visa")
        if captured:
            self.capture(intent, 600)
        self.clock.at += 8 * 24 * 3600
        return intent

    @rule(target=refunds, card=ONLINE, amount=st.sampled_from([None, 300]))
    def sell_and_refund(self, card: str, amount: int | None) -> str:
        return self.refunded(self.sold("automatic", card), amount)

    @rule(intent=intents, amount=st.sampled_from([600, 1001, 3000]))
    def update(self, intent: str, amount: int) -> None:
        self.ask("POST", f"/v1/payment_intents/{intent}", amount=amount)

    @rule(intent=intents, card=ONLINE)
    def confirm(self, intent: str, card: str) -> None:
        self.ask("POST", f"/v1/payment_intents/{intent}/confirm", payment_method=card)

    @rule(intent=intents)
    def cancel(self, intent: str) -> None:
        self.ask("POST", f"/v1/payment_intents/{intent}/cancel")

    @rule(intent=intents, amount=st.sampled_from([None, 1, 600, 1000, 5000]))
    def capture(self, intent: str, amount: int | None) -> None:
        asked = {} if amount is None else {"amount_to_capture": amount}
        self.ask("POST", f"/v1/payment_intents/{intent}/capture", **asked)

    @rule(
        intent=intents,
        command=st.sampled_from(["process_payment_intent", "collect_payment_method", "confirm_payment_intent"]),
    )
    def send_to_reader(self, intent: str, command: str) -> None:
        self.ask("POST", f"{READER}/{command}", payment_intent=intent)

    @rule(intent=intents, amount=st.sampled_from([300, 1001]))
    def refund_at_reader(self, intent: str, amount: int) -> None:
        self.ask("POST", f"{READER}/refund_payment", payment_intent=intent, amount=amount)

    @rule(number=NUMBERS, tip=st.sampled_from([0, 0, 150]))
    def present(self, number: str, tip: int) -> None:
        self.ask("POST", PRESENT, type="card_present", amount_tip=tip, **{"card_present[number]": number})

    @rule(intent=intents, number=NUMBERS)
    def pay_at_reader(self, intent: str, number: str) -> None:
        self.send_to_reader(intent, "process_payment_intent")
        self.present(number, 0)
        self.clock.at += 1

    @rule()
    def cancel_action(self) -> None:
        self.ask("POST", f"{READER}/cancel_action")

    @rule()
    def show_cart(self) -> None:
        self.ask("POST", f"{READER}/set_reader_display", type="cart")

    @rule(target=sessions)
    def open_session(self) -> str:
        price = "line_items[0][price_data]"
        asked = {
            f"{price}[currency]": "cad",
            f"{price}[unit_amount]": "900",
            f"{price}[product_data][name]": "Espresso",
        }
        status, made = self.ask(
            "POST", "/v1/checkout/sessions", mode="payment", success_url="http://127.0.0.1/", **asked
        )
        assert status == 200
        return str(made["id"])

    @rule(session=sessions, deed=st.sampled_from(["pay", "decline"]))
    def press(self, session: str, deed: str) -> None:
        status = self.ask("GET", f"/v1/checkout/sessions/{session}")[1]["status"]
        if status == "open":
            with self.api.turn("req") as turn:
                act_on_session(turn, session, deed)

    @rule(session=sessions)
    def expire(self, session: str) -> None:
        self.ask("POST", f"/v1/checkout/sessions/{session}/expire")

    @rule(target=refunds, intent=intents, amount=st.sampled_from([None, 1, 300, 5000]))
    def refund(self, intent: str, amount: int | None) -> str:
        return self.refunded(intent, amount)

    def refunded(self, intent: str, amount: int | None) -> str:
        asked = {} if amount is None else {"amount": amount}
        return str(self.ask("POST", "/v1/refunds", payment_intent=intent, **asked)[1].get("id", "re_sim_none"))

    @rule(refund=refunds)
    def fail(self, refund: str) -> None:
        if self.ask("GET", f"/v1/refunds/{refund}")[1].get("status") in GIVEN_BACK:
            with self.api.turn("req") as turn:
                act(turn, "refunds", refund, "fail", {})

    @rule(refund=refunds)
    def cancel_refund(self, refund: str) -> None:
        self.ask("POST", f"/v1/refunds/{refund}/cancel")

    @rule(intent=intents, approved=st.booleans())
    def authenticate(self, intent: str, approved: bool) -> None:
        if self.ask("GET", f"/v1/payment_intents/{intent}")[1]["status"] == "requires_action":
            with self.api.turn("req") as turn:
                act(turn, "intents", intent, "approve" if approved else "refuse", {})

    @rule(what=st.sampled_from([*READER_KINDS, *CARD_KINDS]), charged=CHARGED, acts=st.booleans())
    def ask_for_fault(self, what: str, charged: bool, acts: bool) -> None:
        self.faults.add(Fault(what, charged=charged, acts=acts))

    @rule(by_s=st.sampled_from([1, 60, 3600, 3 * 24 * 3600]))
    def wait(self, by_s: int) -> None:
        self.clock.at += by_s

    @rule()
    def restart(self) -> None:
        self.state.close()
        self.start()

    @rule()
    def repeat(self) -> None:
        """The last answer was lost: with its key the call is answered as before, and nothing is done again."""
        if self.last is not None:
            call, answer = self.last
            again = self.api.answer(call, self.api.luck(call))
            if again.headers.get("Idempotent-Replayed"):
                assert (again.status, again.body) == (answer.status, answer.body)
            else:
                # After a day a key is forgotten: from now on this is its answer.
                self.last = call, again

    @invariant()
    def money_adds_up(self) -> None:
        charges = self.all_of("/v1/charges")
        refunds = self.all_of("/v1/refunds")
        for intent in self.all_of("/v1/payment_intents"):
            good = [one for one in charges if one["payment_intent"] == intent["id"] and one["status"] == "succeeded"]
            assert len(good) <= 1, "an intent is charged once"
            captured = sum(one["amount_captured"] for one in good)
            assert captured == intent["amount_received"]
            assert intent["amount_received"] <= intent["amount"]
            assert (intent["status"] == "succeeded") == (captured > 0)
            is_held = intent["status"] == "requires_capture"
            assert intent["amount_capturable"] == (good[0]["amount"] if is_held else 0)
        for one in charges:
            given_back = [r["amount"] for r in refunds if r["charge"] == one["id"] and r["status"] in GIVEN_BACK]
            assert one["amount_refunded"] == sum(given_back)
            assert 0 <= one["amount_refunded"] <= one["amount_captured"] <= one["amount"]
            assert one["refunded"] == (0 < one["amount_refunded"] == one["amount_captured"])
        available = self.ask("GET", "/v1/balance")[1]["available"]
        balance = sum(line["amount"] for line in available)
        assert balance == sum(one["amount_captured"] - one["amount_refunded"] for one in charges)


@pytest.mark.long
def test_money_adds_up_whatever_happens() -> None:
    courses = int(os.environ.get("AURORA_MODEL_COURSES", "0"))
    run_state_machine_as_test(
        MoneyModel,
        settings=settings(
            max_examples=courses or 15,
            stateful_step_count=50,
            deadline=None,
            derandomize=not courses,
            database=None,
            phases=(Phase.generate, Phase.shrink) if courses else (Phase.generate,),
            suppress_health_check=[*HealthCheck],
        ),
    )
