from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QHBoxLayout, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from aurora_desk.domain.ids import PersonId, TenantId
from aurora_desk.domain.money import Money
from aurora_desk.domain.people import Person, Role
from aurora_desk.gui.screens.signin.person_tile import PersonTile
from aurora_desk.gui.shell.person_button import PersonButton
from aurora_desk.gui.theme.look import SCALES, Look
from aurora_desk.gui.theme.spacing import TARGET
from aurora_desk.gui.theme.tokens import DARK, LIGHT, TEXT_NEEDS, Pair, Theme, high_contrast
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.button import Button, Kind, Variant
from aurora_desk.gui.widgets.line_bar import LineBar
from aurora_desk.gui.widgets.nav_button import NavButton
from aurora_desk.gui.widgets.option_button import OptionButton
from aurora_desk.gui.widgets.pay_button import PayButton
from aurora_desk.gui.widgets.search_bar import SearchBar
from aurora_desk.gui.widgets.tender_button import TenderButton
from aurora_desk.gui.widgets.why_line import WhyLine
from gui.language.seeing import cut, watched_painting

LEFT = Qt.MouseButton.LeftButton
USUAL_PAY = 232
"""How wide Pay is at 1280."""
NARROWEST_BAR = 316
"""What the cart of the smallest window leaves it."""


def test_a_busy_button_keeps_its_width_and_ignores_clicks_and_keys(look: Look, qtbot: QtBot) -> None:
    button = Button(look, "Take cash", kind=Kind.PRIMARY, name="take")
    clicks: list[bool] = []
    button.clicked.connect(lambda: clicks.append(True))
    qtbot.addWidget(button)
    button.show()
    width = button.sizeHint().width()

    button.set_busy(True)
    QTest.mouseClick(button, LEFT)
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert clicks == []
    assert button.sizeHint().width() == width
    button.set_busy(False)
    QTest.mouseClick(button, LEFT)

    assert clicks == [True]


@pytest.mark.parametrize("mirrored", [False, True])
def test_a_ring_that_stands_still_says_what_it_means_at_the_same_width(
    look: Look, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, *, mirrored: bool
) -> None:
    button = Button(look, "Take the cash", kind=Kind.PRIMARY, name="take")
    qtbot.addWidget(button)
    button.setLayoutDirection(Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight)
    button.resize(button.sizeHint())
    width = button.sizeHint().width()
    button.set_busy(True)

    with watched_painting() as painting:
        button.grab()
        (word,) = painting.lines
        painting.lines.clear()
        monkeypatch.setattr(look, "less_motion", False)
        button.grab()

    assert (word.text, word.cut) == ("Waiting", False)
    assert button.rect().contains(QRect(QPoint(*word.place[:2]), QPoint(*word.place[2:])))
    middle = (word.place[0] + word.place[2]) // 2
    assert (middle < button.rect().center().x()) is mirrored, "the ring stands before its word"
    assert not painting.lines, "a ring that turns needs no word"
    assert (button.sizeHint().width(), button.width()) == (width, width)


def test_a_still_ring_without_room_for_a_word_stands_alone(look: Look, qtbot: QtBot) -> None:
    button = Button(look, icon="plus", label="Add", variant=Variant.SQUARE, name="add")
    qtbot.addWidget(button)
    button.resize(button.sizeHint())
    at_rest = button.grab().toImage()
    button.set_busy(True)

    with watched_painting() as painting:
        busy = button.grab().toImage()

    assert not painting.lines
    assert busy != at_rest


def test_a_disabled_button_says_why_and_forgets_it_when_enabled(look: Look, qtbot: QtBot) -> None:
    button = Button(look, icon="printer", label="Print", name="print")
    qtbot.addWidget(button)

    button.disable("The printer is offline")
    assert button.toolTip() == "The printer is offline"
    assert button.accessibleDescription() == "The printer is offline"
    button.enable()

    assert button.isEnabled()
    assert button.toolTip() == "Print"


def test_pay_says_the_amount_or_why_not(look: Look, qtbot: QtBot) -> None:
    pay = PayButton(look)
    qtbot.addWidget(pay)
    assert not pay.isEnabled()
    assert pay.accessibleDescription() == "Add an item"

    pay.offer(Money(9810, "EUR"))
    assert pay.isEnabled()
    assert pay.accessibleName() == "Pay €98.10"
    pay.refuse("Open shift first")

    assert not pay.isEnabled()
    assert pay.accessibleDescription() == "Open shift first"


@pytest.mark.parametrize("minor", [98_10, 101_70, 299_99])
def test_the_key_to_pay_stays_in_sight_beside_usual_amounts(look: Look, qtbot: QtBot, minor: int) -> None:
    with watched_painting() as painting:
        pay = PayButton(look)
        qtbot.addWidget(pay)
        pay.offer(Money(minor, "USD"))
        pay.resize(USUAL_PAY, look.px(68))
        pay.show()
        qtbot.waitUntil(lambda: bool(painting.lines))

    assert [line.text for line in painting.lines if line.text == "F12"] == ["F12"]


def test_the_line_bar_acts_only_on_a_line(look: Look, qtbot: QtBot) -> None:
    bar = LineBar(look)
    qtbot.addWidget(bar)
    bar.show()
    pressed: list[str] = []
    bar.more.connect(lambda: pressed.append("more"))
    bar.remove.connect(lambda: pressed.append("remove"))
    QTest.mouseClick(bar.plus, LEFT)
    assert pressed == []
    assert bar.plus.toolTip() == "Select a line first"

    bar.show_quantity("2")
    QTest.mouseClick(bar.plus, LEFT)
    QTest.mouseClick(bar.remove_button, LEFT)

    assert pressed == ["more", "remove"]


def test_the_current_page_of_the_rail_is_said(look: Look, qtbot: QtBot) -> None:
    item = NavButton(look, "Sell", "shopping-bag", name="nav-sell")
    qtbot.addWidget(item)

    item.set_current(True)
    item.set_count(3)
    assert item.accessibleName() == "Sell, current page"
    assert item.accessibleDescription() == "3"
    item.set_narrow(True)

    assert item.toolTip() == "Sell"
    assert item.sizeHint().width() == 52


def test_a_tender_that_cannot_be_taken_says_why(look: Look, qtbot: QtBot) -> None:
    tender = TenderButton(look, "Card", "credit-card", "F10", name="tender-card")
    qtbot.addWidget(tender)

    tender.disable("Needs a connection")
    assert tender.accessibleDescription() == "Needs a connection"
    tender.enable()
    tender.set_current(True)

    assert tender.accessibleName() == "Card, chosen"
    assert tender.accessibleDescription() == "F10"


def test_a_focused_button_looks_different_in_every_kind(look: Look, qtbot: QtBot) -> None:
    ground = QWidget()
    row = QHBoxLayout(ground)
    buttons = [Button(look, "Refund", kind=kind, name=kind) for kind in Kind]
    stop = Button(look, "Stop", name="stop")
    for button in (*buttons, stop):
        row.addWidget(button)
    qtbot.addWidget(ground)
    with qtbot.waitExposed(ground):
        ground.show()
    ground.activateWindow()

    for button in buttons:
        stop.setFocus()
        qtbot.waitUntil(stop.hasFocus)
        before = button.grab().toImage()
        button.setFocus()
        qtbot.waitUntil(button.hasFocus)
        assert button.grab().toImage() != before, button.objectName()
        assert button.grab().toImage().size() == before.size()


MARA = Person(PersonId(1), TenantId(42), "Mara Klein", Role.OWNER, failed_tries=0, wait_until=None)
PAINTED: tuple[Callable[[Look], QAbstractButton], ...] = (
    lambda look: NavButton(look, "Sell", "shopping-bag", name="nav"),
    lambda look: TenderButton(look, "Card", "credit-card", "F10", name="tender"),
    lambda look: OptionButton(look, "Large", key="2", name="option"),
    lambda look: PersonTile(look, MARA),
    PersonButton,
)


def choose(button: QAbstractButton) -> None:
    """Mark a painted button as the one in use, where there is such a mark."""
    if isinstance(button, NavButton | TenderButton):
        button.set_current(True)
    elif isinstance(button, OptionButton):
        button.setChecked(True)
    elif isinstance(button, PersonTile):
        button.set_chosen(True)


@pytest.mark.parametrize("chosen", [False, True])
@pytest.mark.parametrize("make", PAINTED, ids=["rail", "tender", "option", "person", "signed in"])
def test_a_press_on_a_painted_button_is_seen_at_once_also_under_the_mouse_and_on_the_chosen_one(
    look: Look, qtbot: QtBot, make: Callable[[Look], QAbstractButton], *, chosen: bool
) -> None:
    button = make(look)
    qtbot.addWidget(button)
    button.resize(button.sizeHint())
    if chosen:
        choose(button)

    def ground() -> str:
        return button.grab().toImage().pixelColor(button.width() // 2, 6).name().upper()

    for under_mouse in (False, True):
        button.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, under_mouse)
        before = ground()
        button.setDown(True)
        assert ground() == look.theme.pressed != before
        button.setDown(False)
        assert ground() == before


@pytest.mark.parametrize("theme", [LIGHT, DARK, high_contrast(LIGHT), high_contrast(DARK)])
@pytest.mark.parametrize("ink", ["text", "muted", "on_primary_soft", "danger"])
def test_every_word_of_a_painted_button_can_be_read_while_it_is_pressed(theme: Theme, ink: str) -> None:
    assert Pair(ink, theme.colour(ink), theme.pressed, TEXT_NEEDS).contrast >= TEXT_NEEDS


def test_a_text_that_comes_later_stands_as_far_from_its_icon(look: Look, qtbot: QtBot) -> None:
    at_once, later = Button(look, "Refund", icon="rotate-ccw"), Button(look, icon="rotate-ccw")
    for button in (at_once, later):
        qtbot.addWidget(button)

    later.setText("Refund")

    assert later.iconSize() == at_once.iconSize()
    later.setText("")
    assert later.iconSize().width() == later.iconSize().height()


@pytest.mark.parametrize("scale", SCALES)
def test_a_button_beside_a_field_is_as_high_as_the_field(look: Look, qtbot: QtBot, scale: int) -> None:
    look.set_scale(scale)
    head = QWidget()
    row = QHBoxLayout(head)
    search, button = SearchBar(look, "Search"), Button(look, "Export", variant=Variant.FIELD)
    row.addWidget(search, 1)
    row.addWidget(button)
    qtbot.addWidget(head)
    head.show()

    for place in (search, button):
        place.setFocus()
        assert (button.y(), button.height()) == (search.y(), search.height())


def test_the_bar_of_a_line_fits_the_narrowest_cart_at_any_text_size(look: Look, qtbot: QtBot) -> None:
    bar = LineBar(look)
    qtbot.addWidget(bar)
    bar.show_quantity("12,345")
    for scale in SCALES:
        look.set_scale(scale)
        bar.resize(NARROWEST_BAR, bar.sizeHint().height())
        bar.show()
        QApplication.processEvents()
        parts = [part.geometry() for part in bar.findChildren(QWidget)]

        assert all(bar.rect().contains(part) for part in parts), scale
        assert not any(one.intersects(other) for one, other in combinations(parts, 2)), scale
        assert all(button.width() >= TARGET <= button.height() for button in bar.findChildren(QPushButton)), scale


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("minor", [500, 9810, 1_234_567])
@pytest.mark.parametrize(("scale", "width"), [(100, 150), (100, 260), (150, 200), (150, 320)])
def test_the_amount_to_pay_is_whole_and_alone_in_its_place(
    look: Look, qtbot: QtBot, scale: int, width: int, minor: int, *, mirrored: bool
) -> None:
    look.set_scale(scale)
    with watched_painting() as painting:
        pay = PayButton(look)
        qtbot.addWidget(pay)
        pay.setLayoutDirection(Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight)
        pay.offer(Money(minor, "EUR"))
        pay.resize(width, look.px(68))
        pay.show()
        qtbot.waitUntil(lambda: bool(painting.lines))
    amount = look.money(Money(minor, "EUR"))
    (whole,) = [line for line in painting.lines if line.text == amount]
    others = [line for line in painting.lines if line.text != amount]

    assert not any(line.cut for line in painting.lines)
    assert all(line.clear_of(whole) for line in others)


def test_words_of_a_button_are_set_smaller_before_they_are_cut(look: Look, qtbot: QtBot) -> None:
    button = Button(look, "Warenkorb beginnen", icon="shopping-cart", variant=Variant.XL, name="start")
    qtbot.addWidget(button)
    button.show()
    whole = button.words_font().pixelSize()

    button.resize(button.sizeHint().width() - 20, button.height())

    assert button.words_font().pixelSize() < whole
    assert list(cut(button)) == []


def test_the_icon_gives_way_where_small_words_would_be_cut_beside_it(look: Look, qtbot: QtBot) -> None:
    button = Button(look, "Neuer Warenkorb", icon="shopping-cart", variant=Variant.XL, name="cart")
    qtbot.addWidget(button)
    button.show()
    button.resize(button.sizeHint())
    assert button.shows_icon()

    words = round(look.metrics(Type.TITLE, weight=600).horizontalAdvance(button.text()) * 0.8)
    button.resize(words + 42, button.height())

    assert not button.shows_icon()
    assert list(cut(button)) == []


def test_the_line_beside_a_button_says_why_it_is_off_and_keeps_its_height(look: Look, qtbot: QtBot) -> None:
    button = Button(look, "Hand over", name="give")
    line = WhyLine(look, button)
    for part in (button, line):
        qtbot.addWidget(part)
    height = line.sizeHint().height()
    assert (line.text(), height > 0) == ("", True)

    button.disable("Choose something first.")
    assert line.text() == "Choose something first."
    button.disable("Nothing is left.")
    assert line.text() == "Nothing is left."
    assert line.sizeHint().height() == height

    button.enable()
    assert line.text() == ""
    button.setEnabled(False)
    assert line.text() == ""
