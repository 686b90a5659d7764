"""What is scanned or tapped before the cart has been read waits for it in its order; none is lost without a word."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from aurora_desk.domain.cart import Cart
from aurora_desk.domain.errors import UnavailableError
from aurora_desk.domain.ids import CustomerId
from aurora_desk.domain.payments import CartTarget
from aurora_desk.gui.theme.look import Look
from aurora_desk.services.facade import Services
from gui.screens.sell.till import TillWindow

FIVE = ["Espresso", "Almond croissant", "Gift box", "Cappuccino", "Flat white"]
ONE_OF_EACH = [(name, 1) for name in FIVE]
LIQUEUR = "Coffee liqueur 0.5 l"
LONGEST_S = 60


@pytest.fixture
def new_till(qtbot: QtBot, look: Look, open_store: Callable[[], Services]) -> Iterator[TillWindow]:
    """A till that nobody has signed in at yet."""
    window = TillWindow(qtbot, look, open_store())
    qtbot.addWidget(window)
    window.open_window()
    yield window
    window.end()


@pytest.fixture
def hold_up() -> Iterator[Callable[[TillWindow], Event]]:
    """Keeps the store from answering about the cart of a till, until the event is set."""
    events: list[Event] = []

    def hold_up_one(till: TillWindow) -> Event:
        event = Event()
        events.append(event)
        wait = partial(event.wait, LONGEST_S)
        till.jobs.cart.start(till, wait, done=lambda _set: None, failed=lambda _error: None)
        return event

    yield hold_up_one
    for event in events:
        event.set()


def enter(till: TillWindow, place: int = 0) -> None:
    """Somebody signs in, and Sell comes to the front."""
    till.session.enter(till.people[place])
    till.sell.entered()


def scan(till: TillWindow, *names: str) -> None:
    """Scan goods one after the other; returns once the screen has got all of them."""
    for name in names:
        before = len(till.scans_taken)
        till.scan(till.product(name).barcode)
        till.until(lambda before=before: len(till.scans_taken) == before + 1)  # type: ignore[misc]  # bound at once


def said(till: TillWindow) -> list[str]:
    """The toasts, those that wait as well."""
    toasts = till.sell.toasts
    return [toast.text for toast in (toasts.current, *toasts._queue) if toast is not None]


def plain(words: str) -> str:
    """Words without the marks that keep codes in their direction."""
    return "".join(character for character in words if character not in "\u2066\u2067\u2068\u2069")


def on_disk(till: TillWindow, cart: Cart) -> list[str]:
    """The lines of a cart as the store has it."""
    get = partial(till.services.sales.get, tenant_id=till.session.tenant_id, cart_id=cart.cart_id)
    return [line.name.replace("\u00a0", " ") for line in till.services.read(get).lines]


def test_what_is_scanned_before_the_first_cart_is_read_is_in_it_in_that_order(
    new_till: TillWindow, hold_up: Callable[[TillWindow], Event]
) -> None:
    till = new_till
    answer = hold_up(till)
    enter(till)

    scan(till, *FIVE)
    assert till.sell.controller.cart is None
    answer.set()

    till.until(lambda: till.sell.controller.cart is not None and till.names() == ONE_OF_EACH)
    assert [line.quantity_milli for line in till.settled().lines] == [1000] * 5
    assert not till.sell.toasts.isVisible()
    log = till.sell.scans.log.entries
    assert [entry.product.name.replace("\u00a0", " ") for entry in reversed(log) if entry.product is not None] == FIVE


def test_a_scan_is_taken_back_only_from_the_cart_that_is_open(till: TillWindow) -> None:
    scan(till, "Espresso")
    till.until(lambda: till.names() == [("Espresso", 1)])
    log = till.sell.scans.log
    till.sell.scans.open()
    till.sheet("last-scans")
    number = log.entries[0].number
    assert till.part(QPushButton, f"scan-{number}-undo").isVisible()
    till.key(Qt.Key.Key_Escape)
    till.sell.controller.hold("Blue coat")
    till.until(lambda: not till.cart.lines)
    till.settled()

    till.sell.scans.open()
    sheet = till.sheet("last-scans")

    assert sheet.findChild(QPushButton, f"scan-{number}-undo") is None
    did = sheet.findChild(QLabel, f"scan-{number}-did")
    assert did is not None
    assert did.text() == "Added 1, paid or held by now"


def test_what_is_tapped_or_found_before_the_first_cart_is_read_comes_in_its_turn(
    new_till: TillWindow, hold_up: Callable[[TillWindow], Event]
) -> None:
    till = new_till
    answer = hold_up(till)
    enter(till)
    scan(till, "Espresso")
    till.until(lambda: bool(till.sell.products.model.rows))

    till.sell.products.grid.product_chosen.emit(till.product("Gift box"))
    till.type_in("cappucc")
    with till.qtbot.waitSignal(till.sell.finding.found):
        till.key(Qt.Key.Key_Return)
    scan(till, "Flat white")
    assert till.sell.controller.cart is None
    answer.set()

    wanted = [("Espresso", 1), ("Gift box", 1), ("Cappuccino", 1), ("Flat white", 1)]
    till.until(lambda: till.sell.controller.cart is not None and till.names() == wanted)
    assert not till.sell.toasts.isVisible()
    till.settled()


def test_what_is_scanned_while_the_cart_after_a_sale_is_read_is_in_that_one(
    till: TillWindow, hold_up: Callable[[TillWindow], Event]
) -> None:
    till.tap("Espresso")
    sold = till.settled()
    actor, target = till.session.actor(), CartTarget(sold.cart_id)
    take = partial(till.services.payments.take_cash, actor=actor, target=target, tendered_minor=50_00)
    till.services.write(take)
    answer = hold_up(till)
    till.sell.payment_ended(None)

    scan(till, *FIVE)
    answer.set()

    till.until(lambda: till.names() == ONE_OF_EACH)
    assert till.settled().cart_id != sold.cart_id
    assert on_disk(till, sold) == ["Espresso"]


def test_what_is_scanned_right_after_a_sign_in_is_in_the_cart_that_is_open_by_then(
    till: TillWindow, open_other_till: Callable[[], TillWindow], hold_up: Callable[[TillWindow], Event]
) -> None:
    till.tap("Still water 0.5 l")
    before = till.settled()
    other = open_other_till()
    other.until(lambda: bool(other.sell.held.carts))
    till.session.leave()
    other.sell.controller.take_over(other.sell.held.carts[0])
    other.until(lambda: other.cart.cart_id == before.cart_id)
    till.activateWindow()
    till.until(till.isActiveWindow)
    answer = hold_up(till)
    enter(till)

    scan(till, *FIVE)
    answer.set()

    till.until(lambda: till.names() == ONE_OF_EACH)
    assert till.settled().cart_id != before.cart_id
    assert on_disk(till, before) == ["Still water 0.5 l"]


def test_codes_are_told_as_not_added_where_the_cart_could_not_be_read(
    new_till: TillWindow, hold_up: Callable[[TillWindow], Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    till = new_till

    def gone(*_args: object) -> Cart:
        raise UnavailableError("The store cannot be reached.")

    codes = [till.product(name).barcode for name in FIVE[:2]]
    answer = hold_up(till)
    enter(till)
    scan(till, *FIVE[:2])
    with monkeypatch.context() as broken:
        broken.setattr(till.services, "write", gone)
        answer.set()
        words = f"Not added: {codes[0]}, {codes[1]}. The cart could not be read. Add it again in a moment."
        till.until(lambda: words in [plain(one) for one in said(till)])

    # The next scan asks the store at once; what was told as not added does not come after all.
    scan(till, "Gift box")
    till.until(lambda: till.sell.controller.cart is not None and till.names() == [("Gift box", 1)])
    till.settled()


def test_what_somebody_scanned_who_locks_the_till_goes_into_no_cart_of_the_next_person(
    new_till: TillWindow, hold_up: Callable[[TillWindow], Event]
) -> None:
    till = new_till
    answer = hold_up(till)
    enter(till)
    code = till.product("Espresso").barcode
    scan(till, "Espresso")
    till.session.leave()
    assert said(till) == []
    enter(till, 2)
    scan(till, "Gift box")
    answer.set()

    till.until(lambda: till.sell.controller.cart is not None and till.names() == [("Gift box", 1)])
    assert [plain(words) for words in said(till)] == [
        f"Not added: {code}. The till was locked before the cart was read. Add it again."
    ]
    assert till.settled().opened_by == till.people[2].person_id


def test_how_many_was_typed_counts_for_the_code_that_came_next(
    till: TillWindow, hold_up: Callable[[TillWindow], Event]
) -> None:
    answer = hold_up(till)
    till.sell.entered()

    till.type_in("3*")
    scan(till, "Espresso", "Gift box")
    answer.set()

    till.until(lambda: till.names() == [("Espresso", 3), ("Gift box", 1)])
    assert till.sell.header.search.text == ""


def test_what_was_scanned_behind_a_code_that_asks_something_comes_after_the_answer(
    till: TillWindow, hold_up: Callable[[TillWindow], Event]
) -> None:
    answer = hold_up(till)
    till.sell.entered()
    scan(till, "Espresso", LIQUEUR, "Brazil Santos, loose", "Gift box")
    answer.set()

    till.sheet("age-sheet")
    till.click("age-checked")
    till.sheet("weight-sheet")
    assert till.names() == [("Espresso", 1), (LIQUEUR, 1)]
    till.key(Qt.Key.Key_Escape)

    till.until(lambda: till.names() == [("Espresso", 1), (LIQUEUR, 1), ("Gift box", 1)])
    till.settled()


def test_the_code_of_a_customer_waits_in_its_turn(till: TillWindow, hold_up: Callable[[TillWindow], Event]) -> None:
    answer = hold_up(till)
    till.sell.entered()
    scan(till, "Espresso")
    till.scan(till.services.codes.for_customer(till.session.tenant_id, CustomerId(121)))
    till.until(lambda: len(till.scans_taken) == 2)
    assert till.cart.customer is None
    answer.set()

    till.until(lambda: till.cart.customer is not None)
    assert till.names() == [("Espresso", 1)]
    assert till.settled().customer_name == "Aylin Demir"


def test_pay_takes_with_it_what_was_scanned_before(till: TillWindow, hold_up: Callable[[TillWindow], Event]) -> None:
    till.tap("Espresso")
    till.settled()
    answer = hold_up(till)
    till.sell.entered()
    scan(till, "Gift box", "Cappuccino")

    till.key(Qt.Key.Key_F9)
    answer.set()

    till.until(lambda: bool(till.paid_with))
    cart, _tender = till.paid_with[0]
    assert [line.name for line in cart.lines] == ["Espresso", "Gift box", "Cappuccino"]
    assert on_disk(till, cart) == ["Espresso", "Gift box", "Cappuccino"]
