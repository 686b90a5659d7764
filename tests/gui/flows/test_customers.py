"""Customers, each flow by mouse, by keyboard and by scanner, on the whole desk."""

from __future__ import annotations

import zipfile
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from aurora_desk.domain.customers import Customer
from aurora_desk.domain.ids import CustomerId
from aurora_desk.gui.screens.customers.customers_screen import CustomersScreen
from aurora_desk.gui.shell.pages import Page
from gui.flows.by import KEYS, MOUSE, SCANNER, by
from gui.flows.hands import CTRL, ENTER, PLAIN, Hand
from gui.shell.real_desk import SHOP


@by(MOUSE, KEYS, SCANNER)
def test_a_customer_is_found(hand: Hand) -> None:
    open_customer(hand, "Lena", "Bergström", 123)

    assert customers(hand).detail.email.text() == "lena@example.com"


@by(MOUSE, KEYS)
def test_a_customer_is_added(hand: Hand) -> None:
    go_to_customers(hand)
    hand.press("customer-new", (Qt.Key.Key_N, CTRL))
    hand.sheet("new-customer")
    hand.write(f"Grace {hand.way}")
    hand.fill("new-email", f"grace.{hand.way}@example.org")
    hand.press("new-save", (ENTER, PLAIN))

    hand.gone("new-customer")
    hand.until(lambda: customers(hand).detail.title.text() == f"Grace {hand.way}")
    hand.until(lambda: f"grace.{hand.way}@example.org" in [row.email for row in customers(hand).list.model.rows])


@by(MOUSE, KEYS, SCANNER)
def test_a_customer_is_changed(hand: Hand) -> None:
    somebody = added(hand, "Ann")
    open_customer(hand, "Ann", str(hand.way), somebody.ref.customer_id)

    hand.fill("customer-city", "Bonn")
    hand.press("customer-save", (Qt.Key.Key_S, CTRL))

    hand.gone("customer-unsaved")
    card = hand.services.read(partial(hand.services.customers.get, tenant_id=SHOP, ref=somebody.ref))
    assert card.ref == somebody.ref
    assert customers(hand).detail.details.fields["city"].text == "Bonn"


@by(MOUSE, KEYS)
def test_a_note_is_kept(hand: Hand) -> None:
    somebody = added(hand, "Bob")
    open_customer(hand, "Bob", str(hand.way), somebody.ref.customer_id)

    hand.press("customer-tab-notes")
    hand.fill("customer-note", "Likes oat milk")
    hand.press("customer-note-add", (ENTER, PLAIN))

    hand.until(lambda: customers(hand).detail.notes.words() == ["Likes oat milk"])


@by(MOUSE, KEYS)
def test_the_data_of_a_customer_is_exported(hand: Hand, tmp_path: Path) -> None:
    open_customer(hand, "Lena", "Bergström", 123)

    hand.choose("customer-more", "customer-export")
    dialog = hand.part("customer-export", QFileDialog)
    file = tmp_path / "lena.zip"
    dialog.selectFile(str(file))
    dialog.accept()

    hand.sheet("saved")
    hand.back("saved")
    assert "customer.json" in zipfile.ZipFile(file).namelist()


@by(MOUSE, KEYS)
def test_a_customer_is_erased(hand: Hand) -> None:
    somebody = added(hand, "Cid")
    open_customer(hand, "Cid", str(hand.way), somebody.ref.customer_id)

    hand.choose("customer-more", "customer-erase")
    hand.sheet("customer-erase-sheet")
    hand.write(f"Cid {hand.way}")
    hand.press("customer-erase-verb", (ENTER, PLAIN))

    hand.said("The customer was erased")
    assert not customers(hand).detail_open


def customers(hand: Hand) -> CustomersScreen:
    """The screen."""
    screen = hand.desk.assembly.shell.screen_of(Page.CUSTOMERS)
    assert isinstance(screen, CustomersScreen)
    return screen


def go_to_customers(hand: Hand) -> None:
    """From Sell to Customers."""
    hand.press("rail-customers", (Qt.Key.Key_3, CTRL))
    hand.until(lambda: hand.desk.assembly.shell.page is Page.CUSTOMERS and not customers(hand).list.listing.asking)


def open_customer(hand: Hand, firstname: str, lastname: str, number: int) -> None:
    """Find a customer: by the row, by the name, by the customer's code."""
    go_to_customers(hand)
    name = f"{firstname} {lastname}"
    rows = customers(hand).list.model
    if hand.way is SCANNER:
        hand.scan(hand.services.codes.for_customer(SHOP, CustomerId(number)))
    elif hand.way is MOUSE:
        hand.until(lambda: name in [row.name for row in rows.rows])
        hand.row("customers-table", [row.name for row in rows.rows].index(name))
    else:
        hand.key(Qt.Key.Key_F2)
        hand.write(name if name.isascii() else firstname)
        hand.key(ENTER)
    detail = customers(hand).detail
    hand.until(lambda: detail.isVisible() and detail.title.text() == name)


def added(hand: Hand, firstname: str) -> Customer:
    """A customer whom another process adds; named after the way, for the desk is shared."""
    create = partial(
        hand.services.customers.create,
        actor=hand.desk.context.session.actor(),
        email=f"{firstname}.{hand.way}@example.org".lower(),
        firstname=firstname,
        lastname=str(hand.way),
        phone="",
    )
    return hand.services.write(create)
