"""`aurora-desk tour`: the real desk through its main flow on a demo store of its own, one picture a step."""

from __future__ import annotations

import json
import tempfile
import urllib.request
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QLocale, QSize, Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from aurora_desk.app.desk_store import DeskPlan, open_store
from aurora_desk.app.display import go_offscreen
from aurora_desk.app.guide import Guide, LostError
from aurora_desk.app.options import Folders, StartError, read_environment
from aurora_desk.app.tour_payment import PaymentTour
from aurora_desk.app.tour_refunds import RefundTour
from aurora_desk.app.tour_reports import reports
from aurora_desk.app.tour_unfinished import unfinished
from aurora_desk.domain.ids import ProductId
from aurora_desk.gui.desk import Desk, DeskOptions
from aurora_desk.gui.shell.health import ApiCondition, ApiState
from aurora_desk.gui.shell.opened import NoStore, Opened
from aurora_desk.gui.theme.tokens import DARK, LIGHT, Theme

SIZE = QSize(1280, 800)
LARGE = QSize(1920, 1080)
OWNER_PIN = "1234"


def tour(out: Path, say: Callable[[str], None]) -> int:
    """Write the pictures into `out`; exit 1 with a sentence where the desk loses the way."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StartError(f"The folder {out} cannot be written ({error.strerror}). Choose another one.") from None
    app = offscreen_app()
    for theme in (LIGHT, DARK):
        with tempfile.TemporaryDirectory() as folder:
            plan = DeskPlan(read_environment({}), Folders(Path(folder), Path(folder) / "keys"), demo=True, api_port=0)
            try:
                pictures = walk(app, plan, theme, out)
            except LostError as error:
                raise StartError(str(error)) from None
        for picture in pictures:
            say(str(picture))
    return 0


def offscreen_app() -> QApplication:
    """The application, painting without a display."""
    go_offscreen()
    app = QApplication.instance() or QApplication(["aurora-desk"])
    assert isinstance(app, QApplication)
    app.setApplicationName("Aurora Desk")
    return app


class OnTour:
    """A desk on a plan's store, the same with every start: English, without motion."""

    def __init__(self, app: QApplication, plan: DeskPlan, *, theme: Theme) -> None:
        self._plan = plan
        self._opened: Opened | None = None
        english = QLocale(QLocale.Language.English, QLocale.Country.UnitedStates)
        self.desk = Desk(app, DeskOptions(self._open, theme=theme, size=SIZE, locale=english, less_motion=True))

    def _open(self) -> Opened | NoStore:
        store = open_store(self._plan)
        if isinstance(store, Opened):
            self._opened = store
        return store

    @property
    def has_store(self) -> bool:
        """Whether a store was opened, not the set-up page."""
        return self._opened is not None

    @property
    def simulator(self) -> str:
        """Where the simulated Stripe is."""
        assert self._opened is not None
        return self._opened.simulator

    def api(self) -> ApiState:
        """How the API is now."""
        assert self._opened is not None
        return self._opened.ask_api()

    def begin(self, guide: Guide) -> None:
        """Show the desk and wait until its store is open; raises `StartError` with why it can't be."""
        here: list[bool] = []
        trouble: list[str] = []
        self.desk.opened.connect(lambda: here.append(True))
        self.desk.set_up_wanted.connect(lambda: here.append(True))
        self.desk.failed.connect(trouble.append)
        self.desk.show()
        guide.until(lambda: here or trouble, "the store to open")
        if trouble:
            raise StartError(trouble[0])
        # Commands on function keys run only in the active window.
        self.desk.window.activateWindow()
        guide.until(self.desk.window.isActiveWindow, "the window to be active")


def walk(app: QApplication, plan: DeskPlan, theme: Theme, out: Path) -> list[Path]:
    """Open a desk in a theme, go through everything, close it; the pictures taken."""
    on_tour = OnTour(app, plan, theme=theme)
    guide = Guide(on_tour.desk, out, theme.name)
    try:
        _Tour(on_tour, guide).go()
    finally:
        on_tour.desk.close()
    return guide.pictures


def sign_in(desk: Desk, guide: Guide) -> None:
    """Sign in as the demo's owner with her PIN."""
    guide.write(OWNER_PIN)
    guide.until(lambda: desk.context.session.person is not None, "the owner to be signed in")
    guide.wait_for(QWidget, "sell")


class _Tour:
    """The steps, in order; each leaves the desk where the next begins."""

    def __init__(self, on_tour: OnTour, guide: Guide) -> None:
        self._on_tour, self._desk, self._guide = on_tour, on_tour.desk, guide

    def go(self) -> None:
        """All of it."""
        self._on_tour.begin(self._guide)
        self._address = self._api_address()
        self._sign_in()
        self._fill_cart()
        self._search()
        self._held_carts()
        self._pay_cash()
        self._pay_card()
        for number in (119, 104, 120, 122):
            self._scan_product(number)
        self._pay_in_all_ways()
        self._orders()
        RefundTour(self._on_tour, self._guide).go()
        self._customers()
        unfinished(self._guide, self._desk, self._on_tour.simulator)
        reports(self._guide, self._desk, self._on_tour.simulator)
        self._lock()
        self._large()

    def _api_address(self) -> str:
        found: list[str] = []

        def answers() -> bool:
            state = self._on_tour.api()
            if state.condition is ApiCondition.RUNNING:
                found.append(f"http://{state.address}")
            return bool(found)

        self._guide.until(answers, "the API to answer")
        return found[0]

    def _sign_in(self) -> None:
        self._guide.picture("01-sign-in")
        sign_in(self._desk, self._guide)
        self._guide.pause(0.4)
        self._guide.picture("02-sell-empty")

    def _scan_product(self, number: int) -> None:
        """Scan a product's barcode and wait until it is in the cart on screen."""
        services, tenant_id = self._desk.context.services, self._desk.context.session.tenant_id
        product = services.read(lambda work: services.catalogue.get(work, tenant_id, ProductId(number)))
        before = self._cart_count()
        self._guide.scan(product.barcode)
        self._guide.until(lambda: self._cart_count() != before, f"{product.name} to be in the cart")
        # A hand scanner can't read the next code sooner, and the filter drops what is faster as a double read.
        self._guide.pause(0.3)

    def _cart_count(self) -> str:
        label = self._guide.find(QLabel, "cart-count")
        return label.text() if label is not None else ""

    def _fill_cart(self) -> None:
        for number in (119, 119, 104, 104, 120, 122, 109, 117, 150, 150, 137):
            self._scan_product(number)
        self._guide.key(Qt.Key.Key_F3)
        self._guide.wait_for(QWidget, "customer-sheet")
        self._guide.write("lena")
        self._guide.pause(0.4)
        self._guide.picture("03-customer-picker")
        self._guide.key(Qt.Key.Key_Return)
        self._guide.wait_for(QWidget, "customer-chip")
        self._guide.key(Qt.Key.Key_F4)
        self._guide.wait_for(QWidget, "discount-sheet")
        self._guide.picture("04-discount")
        self._guide.key(Qt.Key.Key_Escape)
        self._guide.pause(0.2)
        self._guide.picture("05-sell")

    def _search(self) -> None:
        self._guide.key(Qt.Key.Key_F2)
        self._guide.write("choc")
        self._guide.pause(0.5)
        self._guide.picture("06-search")
        self._guide.key(Qt.Key.Key_Escape)
        self._guide.pause(0.2)

    def _held_carts(self) -> None:
        self._post("addCart", {"sessionID": "table-7", "productID": 103, "quantity": 2})
        self._post("addCart", {"sessionID": "table-7", "productID": 105, "quantity": 1})
        self._guide.pause(0.5)
        self._guide.key(Qt.Key.Key_F7)
        self._guide.wait_for(QWidget, "held-sheet")
        self._guide.pause(0.3)
        self._guide.picture("07-held-carts")
        self._guide.key(Qt.Key.Key_Escape)
        self._guide.pause(0.2)

    def _pay_in_all_ways(self) -> None:
        payment = PaymentTour(self._guide)
        payment.card_steps("11a")
        payment.other("11b-other-machine")
        payment.code("11c-qr-code")
        payment.split("11d")

    def _pay_cash(self) -> None:
        self._guide.key(Qt.Key.Key_F12)
        self._guide.wait_for(QWidget, "payment")
        self._guide.key(Qt.Key.Key_F9)
        self._guide.write("12000")
        self._guide.picture("08-pay-cash")
        self._guide.key(Qt.Key.Key_Return)
        self._guide.wait_for(QWidget, "done-next")
        self._guide.picture("09-paid-cash")
        self._next_customer()

    def _pay_card(self) -> None:
        for number in (111, 113):
            self._scan_product(number)
        self._guide.key(Qt.Key.Key_F10)
        self._guide.wait_for(QWidget, "payment")
        self._guide.pause(1.0)
        self._guide.picture("10-pay-card")
        self._guide.wait_for(QWidget, "done-next")
        self._guide.picture("11-paid-card")
        self._next_customer()

    def _next_customer(self) -> None:
        # Nobody is rushed past the change: for a moment the button does not answer.
        self._guide.pause(0.5)
        self._guide.click("done-next")
        self._guide.until(lambda: self._guide.find(QWidget, "payment") is None, "the next customer")
        self._guide.pause(0.3)

    def _orders(self) -> None:
        items = [{"productID": 101, "quantity": 2, "price": 299.99}, {"productID": 102, "quantity": 1, "price": 399.99}]
        self._post("createOrder", {"customerID": 123, "items": items})
        self._post("createOrder", {"items": [{"productID": 106, "quantity": 3}]})
        self._guide.control(Qt.Key.Key_2)
        self._guide.wait_for(QWidget, "orders")
        self._guide.pause(0.5)
        self._guide.key(Qt.Key.Key_Down)
        for _ in range(3):
            self._guide.key(Qt.Key.Key_Down)
            self._guide.pause(0.2)
        self._guide.pause(0.5)
        self._guide.picture("12-orders")
        self._guide.click("order-qr")
        self._guide.wait_for(QWidget, "order-code")
        self._guide.picture("13-order-code")
        self._guide.key(Qt.Key.Key_Escape)
        self._guide.pause(0.2)

    def _customers(self) -> None:
        self._guide.control(Qt.Key.Key_3)
        self._guide.wait_for(QWidget, "customers")
        self._guide.pause(0.4)
        self._guide.key(Qt.Key.Key_Down)
        self._guide.pause(0.6)
        self._guide.picture("14-customers")

    def _lock(self) -> None:
        self._guide.control(Qt.Key.Key_1)
        self._scan_product(104)
        self._guide.control(Qt.Key.Key_L)
        self._guide.pause(0.3)
        self._guide.picture("15-locked")
        sign_in(self._desk, self._guide)

    def _large(self) -> None:
        self._desk.window.resize(LARGE)
        self._guide.pause(0.4)
        self._guide.picture("16-sell-large")

    def _post(self, endpoint: str, body: dict[str, object]) -> None:
        """What a program on the network does."""
        request = urllib.request.Request(  # noqa: S310 - our own loopback address
            f"{self._address}/ecommerce/{endpoint}", json.dumps(body).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=10):  # noqa: S310 - the same
            pass
