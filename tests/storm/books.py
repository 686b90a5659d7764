"""The bookkeeper: compares store and Stripe at the end, by SQL and plain HTTP, with none of the program's own code."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import sqlcipher3.dbapi2

APP = "aurora-desk"
Json = Mapping[str, Any]
_LIVE = ("pending", "unknown")
_AT_STRIPE = ("card", "stripe", "qr")


@dataclass(frozen=True)
class Stripe:
    """What the simulator's lists say."""

    intents: Sequence[Json]
    refunds: Sequence[Json]

    @classmethod
    def ask(cls, address: str, key: str) -> Stripe:
        """Read all pages of all lists."""
        headers = {"Authorization": f"Bearer {key}"}
        with httpx.Client(base_url=f"{address}/v1", headers=headers, timeout=30) as http:
            return cls(_all(http, "payment_intents", {"expand[]": "data.latest_charge"}), _all(http, "refunds", {}))


def _all(http: httpx.Client, path: str, asked: Mapping[str, str]) -> list[Json]:
    found: list[Json] = []
    while True:
        more = dict(asked) | ({"starting_after": found[-1]["id"]} if found else {})
        page = http.get(path, params={"limit": "100", **more}).raise_for_status().json()
        found += page["data"]
        if not page["has_more"]:
            return found


@dataclass(frozen=True)
class Rows:
    """What the store's tables say."""

    orders: Sequence[Json]
    lines: Sequence[Json]
    payments: Sequence[Json]
    refunds: Sequence[Json]
    returned: Sequence[Json]
    cash: Sequence[Json]
    shifts: Sequence[Json]
    moves: Sequence[Json]
    products: Sequence[Json]
    items: Sequence[Json]

    @classmethod
    def read(cls, file: Path, tenant_id: int) -> Rows:
        """Read them."""
        connection = sqlcipher3.dbapi2.connect(str(file))
        try:

            def table(name: str, where: str = "") -> list[Json]:
                cursor = connection.execute(f"SELECT * FROM {name} {where}")
                names = [column[0] for column in cursor.description]
                return [dict(zip(names, row, strict=True)) for row in cursor]

            ours = f"WHERE tenant_id = {tenant_id}"
            return cls(
                orders=table("shop_order", f"{ours} ORDER BY order_id"),
                lines=table("order_line", ours),
                payments=table("payment", ours),
                refunds=table("refund"),
                returned=table("refund_line", ours),
                cash=table("cash_movement"),
                shifts=table("shift"),
                moves=table("stock_movement", ours),
                products=table("product", ours),
                items=table("work_item", "WHERE ended_at IS NULL"),
            )
        finally:
            connection.close()


@dataclass
class Books:
    """Every difference that is found, in words, and the sums of both sides."""

    rows: Rows
    stripe: Stripe
    faults: list[str] = field(default_factory=list)

    def check(self) -> list[str]:
        """Look at everything; what is wrong."""
        self._orders()
        self._intents()
        self._sums()
        self._refunds()
        self._drawers()
        self._stock()
        for item in self.rows.items:
            # Nobody but this program and its customers has touched anything: what needs a person was done wrong here.
            self.must(False, "Nothing is left for a person.", item["kind"], item["about"], f"order {item['order_id']}")
        return self.faults

    def must(self, condition: object, rule: str, *facts: object) -> None:
        """Note a rule that is broken."""
        if not condition:
            self.faults.append(" · ".join([rule, *map(str, facts)]))

    @property
    def ours(self) -> list[Json]:
        """The intents of this program, among those of another till's."""
        return [intent for intent in self.stripe.intents if intent["metadata"].get("app") == APP]

    @property
    def named(self) -> set[str]:
        """The charges and refunds that no row has, but of which an open work item tells a person."""
        told = {item[name] for item in self.rows.items for name in ("intent_id", "stripe_refund_id") if item[name]}
        booked = {payment["intent_id"] for payment in self._succeeded()}
        return told - booked - {refund["stripe_refund_id"] for refund in self.rows.refunds}

    @property
    def here_minor(self) -> int:
        """What the store says that cards have paid."""
        return sum(_captured(payment) for payment in self._succeeded() if payment["method"] in _AT_STRIPE)

    @property
    def there_minor(self) -> int:
        """What Stripe says that it has taken for this program, but for what a person is told to settle."""
        return sum(i["amount_received"] for i in self.ours if i["status"] == "succeeded" and i["id"] not in self.named)

    @property
    def back_minor(self) -> tuple[int, int]:
        """What cards got back, here and at Stripe."""
        here = sum(_captured(one) for one in self.rows.refunds if one["status"] == "succeeded" and one["via"] == "card")
        return here, sum(one["amount"] for one in self.stripe.refunds if one["status"] == "succeeded")

    @property
    def drawer_minor(self) -> int:
        """What lies in the drawers."""
        return sum(move["amount_minor"] for move in self.rows.cash)

    def endings(self) -> Counter[str]:
        """How payments ended."""
        return Counter(f"{payment['method']} {payment['status']}" for payment in self.rows.payments)

    def _succeeded(self) -> list[Json]:
        return [payment for payment in self.rows.payments if payment["status"] == "succeeded"]

    def _orders(self) -> None:
        numbers = [order["order_id"] for order in self.rows.orders]
        self.must(
            not numbers or numbers == list(range(numbers[0], numbers[0] + len(numbers))),
            "Numbers have no gap.",
            numbers,
        )
        lines: defaultdict[int, int] = defaultdict(int)
        for line in self.rows.lines:
            lines[line["order_id"]] += line["total_minor"]
        paid: defaultdict[int, int] = defaultdict(int)
        for payment in self._succeeded():
            paid[payment["order_id"]] += payment["amount_minor"]
        given: defaultdict[int, int] = defaultdict(int)
        order_of = {payment["payment_id"]: payment["order_id"] for payment in self.rows.payments}
        for refund in self.rows.refunds:
            if refund["status"] == "succeeded":
                given[order_of[refund["payment_id"]]] += refund["amount_minor"]
        for order in self.rows.orders:
            name, total = f"order {order['order_id']}", order["total_minor"]
            self.must(lines[order["order_id"]] == total, "An order's total is its lines'.", name)
            taken = paid[order["order_id"]]
            self.must(taken == order["paid_minor"], "An order is paid what its payments are.", name, taken)
            self.must(taken <= total, "No order is paid above its total.", name, taken, total)
            back = given[order["order_id"]]
            self.must(back == order["refunded_minor"] <= taken, "What went back was paid.", name, back, taken)
            if order["status"] == "void":
                self.must(not taken, "Nothing was taken for a voided order.", name, taken)
            else:
                self.must(taken == total, "Every order is paid in the end.", name, taken, total)
        for payment in self.rows.payments:
            self.must(payment["status"] not in _LIVE, "No payment is left open.", _named(payment))

    def _intents(self) -> None:
        by_intent: defaultdict[str, list[Json]] = defaultdict(list)
        for payment in self._succeeded():
            if payment["method"] in _AT_STRIPE:
                self.must(payment["intent_id"], "A card payment has its intent.", _named(payment))
                by_intent[payment["intent_id"]].append(payment)
        for intent in self.ours:
            self._intent(intent, by_intent.pop(intent["id"], []))
        for name, payments in by_intent.items():
            self.must(False, "Stripe knows every card payment.", name, *map(_named, payments))

    def _intent(self, intent: Json, payments: Sequence[Json]) -> None:
        name = f"{intent['id']} {intent['status']} {intent['amount_received']}"
        charge = intent["latest_charge"]
        captured = charge["amount_captured"] if charge is not None and charge["status"] == "succeeded" else 0
        self.must(captured == intent["amount_received"], "An intent received what was charged.", name, captured)
        if intent["status"] != "succeeded":
            self.must(intent["status"] != "requires_capture", "No money is left reserved.", name)
            self.must(not payments, "Only a paid intent pays.", name, *map(_named, payments))
            return
        if intent["id"] in self.named and not payments:
            return
        self.must(len(payments) == 1, "A paid intent is one payment.", name, *map(_named, payments))
        for payment in payments:
            same = (_captured(payment), payment["currency"].lower(), str(payment["order_id"]), payment["payment_id"])
            said = intent["metadata"]
            told = (intent["amount_received"], intent["currency"], said.get("order_id"), said.get("tender_id"))
            self.must(same == told, "A payment is what Stripe took.", name, same, told)

    def _sums(self) -> None:
        self.must(self.here_minor == self.there_minor, "Both sides agree.", self.here_minor, self.there_minor)
        here: defaultdict[str, int] = defaultdict(int)
        there: defaultdict[str, int] = defaultdict(int)
        for payment in self._succeeded():
            if payment["method"] in _AT_STRIPE:
                here[str(payment["order_id"])] += _captured(payment)
        for intent in self.ours:
            if intent["status"] == "succeeded" and intent["id"] not in self.named:
                there[intent["metadata"]["order_id"]] += intent["amount_received"]
        for order in sorted(here.keys() | there.keys()):
            self.must(
                here[order] == there[order], "Both sides agree, order by order.", order, here[order], there[order]
            )

    def _refunds(self) -> None:
        here: Counter[str] = Counter()
        for refund in self.rows.refunds:
            self.must(refund["status"] != "pending", "No refund is left open.", refund["refund_id"])
            if refund["status"] == "succeeded" and refund["stripe_refund_id"]:
                here[refund["stripe_refund_id"]] += _captured(refund)
        there: Counter[str] = Counter()
        for refund in self.stripe.refunds:
            if refund["status"] == "succeeded" and refund["id"] not in self.named:
                there[refund["id"]] += refund["amount"]
        self.must(here == there, "Refunds are the same on both sides.", here - there, there - here)

    def _drawers(self) -> None:
        told: defaultdict[str, int] = defaultdict(int)
        for shift in self.rows.shifts:
            told[shift["shift_id"]] += shift["float_minor"]
        for payment in self._succeeded():
            if payment["method"] == "cash":
                told[payment["shift_id"]] += payment["tendered_minor"] - payment["change_minor"]
                kept = payment["tendered_minor"] - payment["change_minor"]
                self.must(kept == _captured(payment), "Cash kept is cash paid.", _named(payment))
        for refund in self.rows.refunds:
            if refund["status"] == "succeeded" and refund["via"] == "cash":
                told[refund["shift_id"]] -= _captured(refund)
        drawers: defaultdict[str, int] = defaultdict(int)
        for move in self.rows.cash:
            drawers[move["shift_id"]] += move["amount_minor"]
        for shift_id in told.keys() | drawers.keys():
            said = (told[shift_id], drawers[shift_id])
            self.must(said[0] == said[1], "A drawer is float + taken − given.", *said)

    def _stock(self) -> None:
        moved: defaultdict[tuple[int, int], int] = defaultdict(int)
        returned: defaultdict[tuple[int, int], int] = defaultdict(int)
        stock: defaultdict[int, int] = defaultdict(int)
        for move in self.rows.moves:
            stock[move["product_id"]] += move["quantity_milli"]
            if move["reason"] == "returned":
                returned[move["order_id"], move["product_id"]] += move["quantity_milli"]
            if move["reason"] in ("sold", "voided"):
                moved[move["order_id"], move["product_id"]] += move["quantity_milli"]
        counted = {p["product_id"] for p in self.rows.products if p["stock_milli"] is not None}
        voided = {order["order_id"] for order in self.rows.orders if order["status"] == "void"}
        for line in self.rows.lines:
            if line["product_id"] in counted and line["order_id"] not in voided:
                moved[line["order_id"], line["product_id"]] += line["quantity_milli"]
        for (number, product_id), left in moved.items():
            self.must(not left or product_id not in counted, "Stock moves once an order.", number, product_id, left)
        for line in self.rows.lines:
            back = [one for one in self.rows.returned if one["restocked"] and _place(one) == _place(line)]
            if line["product_id"] in counted:
                returned[line["order_id"], line["product_id"]] -= sum(one["quantity_milli"] for one in back)
        for (number, product_id), left in returned.items():
            self.must(
                not left or product_id not in counted, "What comes back is in stock once.", number, product_id, left
            )
        for product in self.rows.products:
            if product["stock_milli"] is not None:
                same = product["stock_milli"] == stock[product["product_id"]]
                self.must(same, "Stock is the sum of its movements.", product["product_id"])


def _captured(row: Json) -> int:
    return int(row["amount_minor"] + row["tip_minor"] + row["rounding_minor"])


def _place(row: Json) -> tuple[int, int]:
    return row["order_id"], row["position"]


def _named(payment: Json) -> str:
    return f"payment {payment['payment_id']} of order {payment['order_id']}: {payment['method']} {payment['status']}"
