"""Sell, each flow by mouse, by keyboard and by scanner, on the whole desk."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.cart import add_product
from aurora_desk.domain.errors import NotFoundError
from aurora_desk.domain.ids import CustomerId, PersonId, TillId
from aurora_desk.domain.money import Money
from aurora_desk.domain.tenants import Till
from aurora_desk.gui.screens.approval.sheet import ApprovalSheet
from aurora_desk.gui.screens.sell.sheets.customer import CustomerSheet
from aurora_desk.gui.screens.sell.sheets.held_carts import HeldCartsSheet
from aurora_desk.gui.widgets.button import Button
from aurora_desk.gui.widgets.number_pad import NumberPad
from gui.flows.by import KEYS, MOUSE, SCANNER, by
from gui.flows.hands import CTRL, ENTER, PLAIN, SHIFT, Hand, Keys, Scanner
from gui.shell.real_desk import SHOP, sell

BOX, CROISSANT, COLD_BREW, COFFEE = "Gift box", "Butter croissant", "Cold brew", "Brazil Santos, loose"
LENA = CustomerId(123)
JONAS, PRIYA = 2, 3
F3, F4, F6, F7 = Qt.Key.Key_F3, Qt.Key.Key_F4, Qt.Key.Key_F6, Qt.Key.Key_F7


@by(MOUSE, KEYS, SCANNER)
def test_products_are_found_and_added(hand: Hand) -> None:
    hand.add(BOX)
    hand.until_cart((BOX, 1))
    hand.add(CROISSANT)
    hand.until_cart((BOX, 1), (CROISSANT, 1))
    hand.add(CROISSANT)

    hand.until_cart((BOX, 1), (CROISSANT, 2))


@by(MOUSE, KEYS)
def test_something_without_a_code_is_sold(hand: Hand) -> None:
    hand.press("custom-item", (Qt.Key.Key_N, CTRL))
    hand.sheet("custom-sheet")
    hand.write("Catering")
    hand.press("custom-name-input", (ENTER, PLAIN))
    hand.number("custom-pad", "4550")
    hand.until(lambda: hand.part("custom-add", Button).text().endswith("45.50"))
    hand.press("custom-tax-1")
    hand.press("custom-add")

    hand.until_cart(("Catering", 1))
    assert (hand.cart.lines[0].price_minor, hand.cart.lines[0].tax.rate_ppm) == (45_50, 88_750)


@by(MOUSE, KEYS, SCANNER)
def test_loose_goods_are_weighed(hand: Hand) -> None:
    if hand.way is MOUSE:
        show_category_of(hand, COFFEE)
    hand.add(COFFEE)
    hand.sheet("weight-sheet")
    hand.number("weight-pad", "0.35")
    hand.until(lambda: hand.part("weight-pad", NumberPad).digits == "0.35")
    hand.press("weight-take", (ENTER, PLAIN))

    hand.until(lambda: [line.quantity_milli for line in hand.cart.lines] == [350])
    assert hand.settled().total == Money(11_20, "USD")


@by(MOUSE, KEYS, SCANNER)
def test_a_line_discount_above_the_limit_is_given_after_a_managers_yes(hand: Hand) -> None:
    give_a_fifth_of_a_box(hand, "line-discount", (F4, PLAIN))

    discount = hand.settled().lines[0].discount
    assert discount is not None
    assert discount.approval is not None


@by(MOUSE, KEYS, SCANNER)
def test_a_cart_discount_above_the_limit_is_given_after_a_managers_yes(hand: Hand) -> None:
    give_a_fifth_of_a_box(hand, "cart-discount", (F4, SHIFT))

    assert hand.settled().discount is not None


@by(MOUSE, KEYS)
def test_a_note_is_written_on_a_line(hand: Hand) -> None:
    hand.add(BOX)
    hand.until_cart((BOX, 1))

    hand.press("line-note")
    hand.sheet("note-sheet")
    hand.write("with a bow")
    hand.press("note-sheet-save", (ENTER, PLAIN))

    hand.until(lambda: hand.cart.lines[0].note == "with a bow")
    hand.settled()


@by(MOUSE, KEYS)
def test_a_note_is_written_on_the_cart(hand: Hand) -> None:
    hand.add(BOX)
    hand.until_cart((BOX, 1))

    hand.choose("cart-more", "cart-menu-note")
    hand.sheet("cart-note-sheet")
    hand.write("at five")
    hand.press("cart-note-sheet-save", (ENTER, PLAIN))

    hand.until(lambda: hand.cart.note == "at five")
    hand.settled()


@by(MOUSE, KEYS)
def test_a_cart_is_sold_by_a_price_list(hand: Hand) -> None:
    hand.add(COLD_BREW)
    hand.until_cart((COLD_BREW, 1))
    usual = hand.cart.total

    hand.choose("cart-more", "cart-price-lists", "Staff")

    hand.until(lambda: hand.cart.price_list is not None)
    assert hand.settled().total < usual


@by(MOUSE, KEYS)
def test_a_cart_is_held_and_recalled(hand: Hand) -> None:
    hand.add(BOX)
    hand.until_cart((BOX, 1))

    hand.press("cart-hold", (F6, PLAIN))
    hand.sheet("hold-sheet")
    hand.write("blue coat")
    hand.press("hold-sheet-save", (ENTER, PLAIN))
    hand.until_cart()
    hand.until(lambda: [cart.held_as for cart in sell(hand.desk).held.carts] == ["blue coat"])

    hand.press("held-carts", (F7, PLAIN))
    hand.row("held-table", 0)
    hand.press("held-open", (ENTER, PLAIN))
    hand.until_cart((BOX, 1))


@by(MOUSE, KEYS)
def test_a_cart_is_taken_over_from_another_till(hand: Hand) -> None:
    open_elsewhere(hand)
    hand.until(lambda: any(cart.till_id is not None for cart in sell(hand.desk).held.carts))

    hand.press("held-carts", (F7, PLAIN))
    sheet = hand.part("held-sheet", HeldCartsSheet)
    hand.until(lambda: sheet.open_cart.text() == "Take over…")
    hand.press("held-open", (ENTER, PLAIN))
    hand.sheet("take-over")
    hand.press("take-over-verb")

    hand.until_cart((CROISSANT, 1))
    assert hand.cart.till_id == hand.desk.context.session.till.till_id


@by(MOUSE, KEYS, SCANNER)
def test_a_line_is_taken_out_and_comes_back_with_undo(hand: Hand) -> None:
    hand.add(BOX)
    hand.until_cart((BOX, 1))
    hand.add(CROISSANT)
    hand.until_cart((BOX, 1), (CROISSANT, 1))

    if hand.way is SCANNER:
        # What a scan did is taken back where the scans are listed, too.
        hand.press("sell-search-scans")
        newest = sell(hand.desk).scans.log.entries[0].number
        hand.press(f"scan-{newest}-undo")
        hand.until_cart((BOX, 1))
        hand.back("last-scans")
    hand.press("line-remove", (Qt.Key.Key_Delete, PLAIN))
    hand.until(lambda: len(hand.cart.lines) == (0 if hand.way is SCANNER else 1))
    hand.press("sell-toast-button", (Qt.Key.Key_Z, CTRL))

    hand.until_cart(*([(BOX, 1)] if hand.way is SCANNER else [(BOX, 1), (CROISSANT, 1)]))


@by(MOUSE, KEYS, SCANNER)
def test_a_customer_is_put_on_the_cart(hand: Hand) -> None:
    if hand.way is SCANNER:
        hand.scan(hand.services.codes.for_customer(SHOP, LENA))
    else:
        hand.press("add-customer", (F3, PLAIN))
        hand.sheet("customer-sheet")
        hand.write("berg")
        hand.until(lambda: hand.part("customer-sheet", CustomerSheet).model.rowCount() == 1)
        hand.row("customer-table", 0)
        hand.press("customer-pick", (ENTER, PLAIN))

    hand.until(lambda: hand.cart.customer_name == "Lena Bergström")
    hand.settled()


@by(MOUSE, KEYS, SCANNER)
def test_the_last_scans_are_seen_and_taken_back(hand: Hand) -> None:
    hand.scan(hand.product(BOX).barcode)
    hand.until_cart((BOX, 1))
    number = sell(hand.desk).scans.log.entries[0].number

    hand.press("sell-search-scans")
    hand.sheet("last-scans")
    hand.press(f"scan-{number}-undo")

    hand.until_cart()
    hand.back("last-scans")


def give_a_fifth_of_a_box(hand: Hand, button: str, keys: Keys) -> None:
    """A cashier takes 20 % off, with a manager's yes."""
    hand.add(BOX)
    hand.until_cart((BOX, 1))
    as_cashier(hand)

    hand.press(button, keys)
    hand.sheet("discount-sheet")
    hand.number("percent-pad", "20")
    hand.press("discount-give", (ENTER, PLAIN))
    managers_yes(hand)

    hand.until(lambda: hand.cart.total == Money(20_00, "USD"))


def as_cashier(hand: Hand) -> None:
    """Hand the till to Priya, whose discounts end at 10 %."""
    people = hand.services.read(partial(hand.services.people.everyone, tenant_id=SHOP))
    session = hand.desk.context.session
    session.enter(next(person for person in people if person.person_id == PRIYA))
    sell(hand.desk).entered()
    hand.until(lambda: sell(hand.desk).controller.idle and hand.cart.lines)


def managers_yes(hand: Hand) -> None:
    """Jonas approves: chosen by a tap, with an arrow, or by his badge; then his PIN."""
    hand.sheet("approval")
    if isinstance(hand, Scanner):
        sheet = hand.part("approval", ApprovalSheet)
        hand.until(lambda: sheet.people.has(PersonId(JONAS)))
        hand.scan(hand.services.codes.for_badge(SHOP, JONAS))
        hand.until(lambda: sheet.people.person is not None)
    elif hand.way is MOUSE:
        hand.press(f"person-{JONAS}")
    else:
        hand.part(f"person-{JONAS}", QWidget)
        hand.key(Qt.Key.Key_Right)
        hand.key(Qt.Key.Key_Right)
    hand.number("pin", "2345")
    hand.gone("approval")


def show_category_of(hand: Hand, product: str) -> None:
    """Tap the chip of a product's shelf."""
    category = hand.product(product).category
    assert category is not None
    hand.press(f"category-{category.category_id}")
    hand.until(lambda: sell(hand.desk).products.model.place_of(hand.product(product).product_id) is not None)


def open_elsewhere(hand: Hand) -> None:
    """The manager fills a cart at the second till."""
    services, till = hand.services, TillId(2)
    try:
        services.read(lambda work: work.tenants.till(till))
    except NotFoundError:
        services.write(lambda work: work.tenants.add_till(Till(till, SHOP, "Till 2")))
    actor = Actor.person(SHOP, PersonId(JONAS), till)
    cart = services.write(partial(services.sales.open_cart, actor=actor))
    add = partial(add_product, product=hand.product(CROISSANT), quantity_milli=1000)
    services.write(partial(services.sales.change, actor=actor, cart_id=cart.cart_id, change=add))
