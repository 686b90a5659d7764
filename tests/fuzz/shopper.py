"""One caller of a hostile run: it shops as it should, and between that it does whatever it should not."""

from __future__ import annotations

import json
from collections.abc import Callable
from random import Random
from typing import Any

import httpx

from aurora_desk.app.opening import TRAINING_KEY
from fuzz.shots import Gun, Shot
from fuzz.values import STRINGS, hostile
from fuzz.verdicts import Tally
from fuzz.wire import HangError, Line

_PRODUCTS = {101: 299.99, 102: 399.99, 103: 2.60, 104: 2.40}
_MIXTURE: tuple[tuple[str, int], ...] = (
    ("place", 16),
    ("cart", 16),
    ("ask", 12),
    ("pay", 10),
    ("submit", 6),
    ("read", 12),
    ("spoiled_order", 44),
    ("spoiled_get", 20),
    ("elsewhere", 20),
    ("code", 8),
    ("pages", 8),
    ("webhook", 6),
    ("account", 1),
    ("spoiled_account", 5),
    ("forged", 6),
    ("noise", 6),
    ("smuggling", 4),
)
"""How often it does what. A password that is checked costs a quarter of a second, so accounts are rare."""


class Shopper:
    """Sends one request after the other; never has more than one under way."""

    def __init__(self, name: str, port: int, simulator: httpx.AsyncClient, tally: Tally, seed: str) -> None:
        self._random = Random(seed)
        self._name, self._simulator, self._tally = name, simulator, tally
        self._gun, self._line = Gun(port, self._random), Line(port)
        self._orders: list[tuple[int, int]] = []
        """Placed and not yet paid: the number and the total in minor units."""
        self._paid: list[int] = []
        self._secret_ids = ["pi_1", "0" * 48]
        """Names of things that were answered once; used where they do not belong."""
        self._emails: list[str] = []
        self._count = 0
        self._deeds: dict[str, Callable[[], Any]] = {kind: getattr(self, f"_{kind}") for kind, _ in _MIXTURE}

    async def go_on(self, requests: int) -> None:
        """Send at least this many requests."""
        kinds, weights = zip(*_MIXTURE, strict=True)
        end = self._count + requests
        while self._count < end:
            kind = self._random.choices(kinds, weights)[0]
            try:
                await self._deeds[kind]()
            except HangError:
                self._tally.faults.append(f"{self._name}: no answer within 30 s to {kind}")
        await self._line.close()

    async def _send(self, shot: Shot) -> Any:
        """The JSON of a success, None for everything else."""
        self._count += 1
        if shot.is_smuggling:
            heard = await self._line.provoke(shot.data, patience_s=30)
        elif shot.is_noise:
            heard = await self._line.provoke(shot.data)
        else:
            heard = await self._line.ask(shot.data, has_body=shot.has_body)
            if not heard.answers:
                # The connection may have ended, idle, just as it was used again.
                heard = await self._line.ask(shot.data, has_body=shot.has_body)
        self._tally.add(shot, heard)
        if len(heard.answers) != 1 or heard.answers[0].status >= 300 or not shot.has_body:
            return None
        answer = heard.answers[0]
        return json.loads(answer.body) if answer.headers.get("content-type") == "application/json" else None

    def _item(self) -> dict[str, Any]:
        product_id = self._random.choice(list(_PRODUCTS))
        return {"productID": product_id, "quantity": self._random.randint(1, 3), "price": _PRODUCTS[product_id]}

    def _address(self) -> dict[str, str]:
        return {"street": "123 Main St", "city": "New York", "state": "NY", "zip": "10001", "country": "USA"}

    def _order_body(self) -> dict[str, Any]:
        items = [self._item() for _ in range(self._random.randint(1, 4))]
        return {"customerID": 123, "items": items, "shippingAddress": self._address()}

    async def _place(self) -> None:
        key = self._random.choice((None, f"{self._name}-{self._count}"))
        shot = self._gun.post("/ecommerce/createOrder", self._order_body(), 201, key=key)
        first = await self._send(shot)
        if key is not None and self._random.random() < 0.3 and await self._send(shot) != first:
            self._tally.fault(shot, "the same key had another answer")
        if first is not None:
            self._orders.append((first["data"]["orderID"], round(first["data"]["total"] * 100)))

    async def _cart(self) -> None:
        session = {"sessionID": f"{self._name}-{self._random.randrange(10**9)}"}
        item = self._item()
        await self._send(self._gun.post("/ecommerce/addCart", {**session, **item}, 200))
        await self._send(self._gun.post("/ecommerce/updateCart", {**session, **item, "quantity": 2}, 200))
        await self._send(self._gun.post("/ecommerce/getCart", session, 200))
        if self._random.random() < 0.3:
            await self._send(self._gun.post("/ecommerce/removeCart", {**session, "productID": item["productID"]}, 200))
        else:
            made = await self._send(self._gun.post("/ecommerce/createOrder", session, 201))
            if made is not None:
                self._orders.append((made["data"]["orderID"], round(made["data"]["total"] * 100)))

    async def _ask(self) -> None:
        if self._orders:
            order_id, _ = self._random.choice(self._orders)
            await self._send(self._gun.post("/ecommerce/getOrder", {"orderID": order_id}, 200))

    async def _pay(self) -> None:
        if not self._orders:
            return
        order_id, total = self._orders.pop(self._random.randrange(len(self._orders)))
        wanted = {"amount": total, "currency": "usd", "orderID": order_id}
        made = await self._send(self._gun.post("/ecommerce/createPaymentIntent", wanted, 200))
        if made is None:
            return
        intent_id = made["data"]["paymentIntentID"]
        self._secret_ids.append(intent_id)
        paying = {"paymentIntentID": intent_id, "orderID": order_id}
        if self._random.random() < 0.3:
            await self._send(self._gun.post("/ecommerce/paymentComplete", paying, 402))
            return
        await self._simulator.post(
            f"/v1/payment_intents/{intent_id}/confirm",
            data={"payment_method": "pm_card_visa"},
            headers={"Authorization": f"Bearer {TRAINING_KEY}"},
        )
        shot = self._gun.post("/ecommerce/paymentComplete", paying, 200)
        if await self._send(shot) is not None:
            self._paid.append(order_id)

    async def _submit(self) -> None:
        if self._paid:
            body = {"orderID": self._random.choice(self._paid), "paymentMethod": "stripe", "notes": "Ring twice"}
            await self._send(self._gun.post("/ecommerce/submitOrder", body, 200))

    async def _read(self) -> None:
        path = self._random.choice(("/health", "/ready", "/openapi.json", "/events", "/ecommerce/products"))
        await self._send(self._gun.get(path, 200))

    def _bodies(self) -> dict[str, dict[str, Any]]:
        order_id = self._random.choice(self._orders)[0] if self._orders else 5001
        session = {"sessionID": f"{self._name}-spoiled"}
        customer = self._random.choice((123, self._random.choice(self._secret_ids)))
        return {
            "/ecommerce/createOrder": {**self._order_body(), "customerID": customer},
            "/ecommerce/addCart": {**session, **self._item()},
            "/ecommerce/updateCart": {**session, "productID": 101, "quantity": 1},
            "/ecommerce/removeCart": {**session, "productID": 101},
            "/ecommerce/getCart": session,
            "/ecommerce/getOrder": {"orderID": order_id},
            "/ecommerce/createPaymentIntent": {"amount": 520, "currency": "usd", "orderID": order_id},
            "/ecommerce/paymentComplete": {
                "paymentIntentID": self._random.choice(self._secret_ids),
                "orderID": order_id,
            },
            "/ecommerce/submitOrder": {"orderID": order_id, "paymentMethod": "invoice", "notes": "x"},
        }

    async def _spoiled_order(self) -> None:
        path, body = self._random.choice(list(self._bodies().items()))
        made = await self._send(self._gun.spoiled_post(path, body))
        if made is not None and path == "/ecommerce/addCart":
            await self._send(self._gun.post("/ecommerce/getCart", {"sessionID": made["data"]["sessionID"]}))

    async def _forged(self) -> None:
        """Names of other things where an order's, an intent's or a customer's belong."""
        thing = self._random.choice((*self._secret_ids, *STRINGS))
        body = {"paymentIntentID": thing, "customerID": thing, "orderID": self._random.choice((5001, 1, 2**31, -1))}
        path = self._random.choice(("paymentComplete", "createPaymentIntent", "createOrder"))
        more = {"amount": 1, "currency": "usd", "items": [self._item()], "appID": self._random.choice((42, 43, 44))}
        await self._send(self._gun.post(f"/ecommerce/{path}", {**body, **more}))

    async def _account(self) -> None:
        prefix = self._random.choice(("/customers", "/user/app"))
        email = f"{self._name}.{self._count}@example.com"
        names = {"firstname": "Ada", "lastname": "L", "displayname": ""}
        made = await self._send(
            self._gun.post(f"{prefix}/signup", {"email": email, "password": "Str0ngPass!", **names}, 200)
        )
        if made is not None:
            self._secret_ids.append(made["_id"])
            self._emails.append(email)
            url = "https://app.example.com/customer/reset"
            await self._send(self._gun.post(f"{prefix}/login", {"email": email, "password": "Str0ngPass!"}, 200))
            await self._send(self._gun.post(f"{prefix}/request-reset", {"email": email, "url": url}, 200))

    async def _spoiled_account(self) -> None:
        prefix = self._random.choice(("/customers", "/user/app"))
        email = self._random.choice((*self._emails, f"{self._count}@example.com"))
        password = {"password": "Str0ngPass!"}
        token = self._random.choice(("abc123def456", self._random.choice(STRINGS)))
        bodies: dict[str, dict[str, Any]] = {
            "signup": {"email": email, **password, "firstname": "Ada", "authTable": "aurora_customers"},
            "login": {"email": email, **password, "extraFields": "phone,address"},
            "reset-password": {
                **password,
                "confirmPassword": "Str0ngPass!",
                "token": token,
                "reset_password_token": token,
            },
            "request-reset": {"email": email, "url": self._random.choice(STRINGS)},
        }
        path, body = self._random.choice(list(bodies.items()))
        # Each that gets through costs a quarter of a second, so most have a table that there isn't.
        body |= {"authTable": hostile(self._random)} if self._random.random() < 0.6 else {}
        await self._send(self._gun.spoiled_post(f"{prefix}/{path}", body))

    async def _pages(self) -> None:
        if self._random.random() < 0.5:
            await self._send(self._gun.order_page("BCDEFGHJKLNPRTUVBCDEF"))
        else:
            forms = ("token=x&password=a&confirmPassword=b", "token=x&token=y", "%", "a" * 5_000, "")
            await self._send(self._gun.form(self._random.choice(forms)))

    async def _spoiled_get(self) -> None:
        await self._send(self._gun.spoiled_get())

    async def _elsewhere(self) -> None:
        await self._send(self._gun.elsewhere())

    async def _code(self) -> None:
        await self._send(self._gun.code(self._random.choice(self._paid) if self._paid else 101))

    async def _webhook(self) -> None:
        await self._send(self._gun.webhook(self._random.choice(self._secret_ids)))

    async def _noise(self) -> None:
        await self._send(self._gun.noise())

    async def _smuggling(self) -> None:
        await self._send(self._gun.smuggling())
