"""Who is at the till: signing in, locking, handing over; and the test of the scanner. On the whole desk."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from aurora_desk.gui.screens.scanner.measuring import TEST_CODE
from gui.flows.by import KEYS, MOUSE, SCANNER, by
from gui.flows.hands import CTRL, ENTER, PLAIN, Hand
from gui.shell.real_desk import SHOP

MARA, JONAS = 1, 2


@by(MOUSE, KEYS, SCANNER)
def test_the_till_is_locked_and_the_same_person_comes_back_to_the_cart(hand: Hand) -> None:
    hand.add("Gift box")
    hand.until_cart(("Gift box", 1))
    lock(hand)

    if hand.way is SCANNER:
        hand.scan(hand.services.codes.for_badge(SHOP, MARA))
    hand.number("pin", "1234")

    hand.until(lambda: signed_in(hand) == MARA)
    hand.until_cart(("Gift box", 1))


@by(MOUSE, KEYS, SCANNER)
def test_the_till_is_handed_to_somebody_else(hand: Hand) -> None:
    if hand.way is MOUSE:
        hand.choose("rail-person", "Switch person")
    elif hand.way is KEYS:
        hand.key(Qt.Key.Key_L, CTRL)
    else:
        hand.scan(hand.services.codes.for_badge(SHOP, JONAS))
        hand.press("switch-person-verb")
    hand.until(lambda: hand.desk.assembly.shell.locked)

    if hand.way is MOUSE:
        hand.press(f"person-{JONAS}")
    elif hand.way is KEYS:
        hand.part(f"person-{JONAS}", QWidget)
        hand.key(Qt.Key.Key_Right)
    hand.number("pin", "2345")

    hand.until(lambda: signed_in(hand) == JONAS)


@by(MOUSE, KEYS)
def test_the_scanner_is_tested(hand: Hand) -> None:
    hand.choose("rail-person", "Test my scanner")
    sheet = hand.sheet("scanner-test")
    for _ in range(5):
        hand.scan(TEST_CODE)
    hand.press("scanner-test-save", (ENTER, PLAIN))

    hand.gone("scanner-test")
    assert sheet is not None
    assert not hand.cart.lines


def lock(hand: Hand) -> None:
    """Lock the till: from the person's menu, or with its keys."""
    if hand.way is KEYS:
        hand.key(Qt.Key.Key_L, CTRL)
    else:
        hand.choose("rail-person", "Lock")
    hand.until(lambda: hand.desk.assembly.shell.locked)


def signed_in(hand: Hand) -> int | None:
    """Whose till it is."""
    person = hand.desk.context.session.person
    return person.person_id if person is not None else None
