"""What every chapter of the tour plays with: the desk, its guide, a program on the network, the simulated Stripe."""

from __future__ import annotations

import json
import urllib.request
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from aurora_desk.app.tour.guide import Guide
from aurora_desk.app.tour.on_tour import OnTour
from aurora_desk.domain.cart import Cart, add_product
from aurora_desk.domain.catalogue import Product
from aurora_desk.domain.ids import ProductId
from aurora_desk.domain.quantity import ONE
from aurora_desk.gui.desk import Desk
from aurora_desk.gui.shell.health import ApiCondition


class Stage:
    """One desk on tour, and what chapters do with it more than once."""

    def __init__(self, on_tour: OnTour, guide: Guide) -> None:
        self._on_tour, self.guide = on_tour, guide
        self._address = ""

    @property
    def desk(self) -> Desk:
        """The desk that is driven."""
        return self._on_tour.desk

    @property
    def simulator(self) -> str:
        """Where the simulated Stripe is."""
        return self._on_tour.simulator

    def find_api(self) -> None:
        """Wait until the API answers."""

        def answers() -> bool:
            state = self._on_tour.api()
            if state.condition is ApiCondition.RUNNING:
                self._address = f"http://{state.address}"
            return bool(self._address)

        self.guide.until(answers, "the API to answer")

    def post(self, endpoint: str, body: dict[str, object]) -> Any:
        """What a program on the network does; its answer."""
        request = urllib.request.Request(  # noqa: S310 - our own loopback address
            f"{self._address}/ecommerce/{endpoint}", json.dumps(body).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - the same
            return json.loads(answer.read())

    def product(self, number: int) -> Product:
        """A product of the demo."""
        services, tenant_id = self.desk.context.services, self.desk.context.session.tenant_id
        return services.read(lambda work: services.catalogue.get(work, tenant_id, ProductId(number)))

    def scan_products(self, *numbers: int) -> None:
        """Scan products' barcodes one after the other; each is awaited in the cart on screen."""
        for number in numbers:
            product = self.product(number)
            self.scan_product(product)
            # A hand scanner can't read the next code sooner, and the filter drops what is faster as a double read.
            self.guide.pause(0.3)

    def scan_product(self, product: Product) -> None:
        """Scan one barcode and wait until its line is in the cart on screen."""
        before = self._cart_count()
        self.guide.scan(product.barcode)
        self.guide.until(lambda: self._cart_count() != before, f"{product.name} to be in the cart")

    def filled_cart(self, *numbers: int) -> Cart:
        """The till's cart with these products, filled on disk behind the screen's back."""
        services, actor = self.desk.context.services, self.desk.context.session.actor()
        cart = services.write(partial(services.sales.open_cart, actor=actor))
        for number in numbers:
            add = partial(add_product, product=self.product(number), quantity_milli=ONE)
            services.write(partial(services.sales.change, actor=actor, cart_id=cart.cart_id, change=add))
        return cart

    def look_up(self, words: str) -> None:
        """Type into the search of the screen in front and wait for what it finds."""
        self.guide.key(Qt.Key.Key_F2)
        self.guide.write(words)
        self.guide.pause(0.5)

    def leave(self, sheet: str) -> None:
        """Close a sheet with Esc."""
        self.guide.key(Qt.Key.Key_Escape)
        self.guide.until(lambda: self.guide.find(QWidget, sheet) is None, f"«{sheet}» to close")
        self.guide.pause(0.2)

    def menu(self, button: str, name: str) -> None:
        """Open a menu, take its picture, close it."""
        self.guide.click(button)
        self.guide.pause(0.2)
        self.guide.picture(name)
        self.guide.close_menu()

    def next_customer(self) -> None:
        """Leave the done state of a payment."""
        # Nobody is rushed past the change: for a moment the button does not answer.
        self.guide.pause(0.5)
        self.guide.click("done-next")
        self.guide.until(lambda: self.guide.find(QWidget, "payment") is None, "the next customer")
        self.guide.pause(0.3)

    def _cart_count(self) -> str:
        label = self.guide.find(QLabel, "cart-count")
        return label.text() if label is not None else ""
