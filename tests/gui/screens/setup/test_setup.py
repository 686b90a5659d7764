"""The set-up page: what it asks for, what it says is missing, and what it makes."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from aurora_desk.domain.errors import ConflictError, InvalidError
from aurora_desk.gui.jobs import Jobs
from aurora_desk.gui.screens.setup.form import ShopForm
from aurora_desk.gui.screens.setup.regions import region_named, regions
from aurora_desk.gui.screens.setup.screen import SetupScreen
from aurora_desk.gui.theme.language import Speech
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.spacing import Space
from aurora_desk.gui.widgets.field import Field
from aurora_desk.gui.widgets.peek import Peek
from aurora_desk.services.shop import NewShop, check_shop
from gui.language.seeing import cut, overlapping
from gui.walking import nameless, too_small, unnamed_controls, unseen_focus


class Setup:
    """A set-up page and what it was asked to make."""

    def __init__(self, qtbot: QtBot, look: Look) -> None:
        self.shops: list[NewShop] = []
        self.threads: list[int] = []
        self.refusal: Exception | None = None
        self.made: list[object] = []
        self.jobs = Jobs()
        self.screen = SetupScreen(look, self.jobs, self._make, lambda: "demo")
        self.form = self.screen.form
        # Owned by the screen: without a parent Python's collector might take it apart in a pool thread.
        self.jobs.setParent(self.screen)
        qtbot.addWidget(self.screen)
        self.screen.made.connect(self.made.append)
        self.screen.resize(1024, 720)
        self.screen.show()
        self.screen.activateWindow()
        qtbot.waitActive(self.screen)
        self.screen.enter()

    def _make(self, shop: NewShop) -> object:
        self.threads.append(threading.get_ident())
        if self.refusal is not None:
            raise self.refusal
        self.shops.append(shop)
        return "shop"

    def fill(self, field: Field, text: str) -> None:
        field.input.clear()
        QTest.keyClicks(field.input, text)

    def fill_all(self) -> None:
        form = self.form
        for field, text in (
            (form.name, "Corner Cafe"),
            (form.country, "Germany"),
            (form.currency, "EUR"),
            (form.time_zone, "Europe/Berlin"),
            (form.owner, "Mara Klein"),
            (form.pin, "1234"),
            (form.pin_again, "1234"),
        ):
            self.fill(field, text)

    def press(self, button: QAbstractButton) -> None:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.fixture
def setup(qtbot: QtBot, look: Look) -> Iterator[Setup]:
    made = Setup(qtbot, look)
    yield made
    made.jobs.wait()


def test_a_filled_page_makes_the_shop_off_the_gui_thread(qtbot: QtBot, setup: Setup) -> None:
    setup.fill_all()

    setup.press(setup.screen.open_button)

    qtbot.waitUntil(lambda: setup.made == ["shop"])
    assert setup.shops == [NewShop("Corner Cafe", "EUR", "DE", "Europe/Berlin", "Mara Klein", "1234")]
    assert setup.threads != [threading.get_ident()]
    check_shop(setup.shops[0])


def test_enter_in_a_field_opens_the_shop_as_the_button_does(qtbot: QtBot, setup: Setup) -> None:
    setup.fill_all()

    QTest.keyClick(setup.form.pin_again.input, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: setup.made == ["shop"])


def test_the_demo_needs_nothing_filled_in(qtbot: QtBot, setup: Setup) -> None:
    setup.press(setup.screen.demo_button)

    qtbot.waitUntil(lambda: setup.made == ["demo"])


def test_pressing_the_button_says_what_is_missing_and_goes_there(setup: Setup) -> None:
    setup.fill_all()
    setup.form.owner.input.clear()
    setup.fill(setup.form.pin_again, "4321")

    setup.press(setup.screen.open_button)

    assert setup.shops == []
    assert setup.form.owner.error == "Give the owner's name."
    assert setup.form.pin_again.error == "The two PINs differ."
    assert setup.form.owner.input.hasFocus()


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("country", "Atlantis", "Choose a country of the list."),
        ("currency", "EURO", "Three letters, like EUR."),
        ("time_zone", "Berlin", "Choose a zone of the list."),
        ("pin", "12", "A PIN has 4 digits."),
    ],
)
def test_a_field_is_checked_when_it_is_left_and_not_while_typing(
    setup: Setup, field: str, text: str, sentence: str
) -> None:
    edited = getattr(setup.form, field)
    edited.setFocus()
    setup.fill(edited, text)
    assert edited.error == ""

    setup.form.name.setFocus()

    assert edited.error == sentence


def test_an_error_goes_as_soon_as_it_is_fixed(setup: Setup) -> None:
    setup.press(setup.screen.open_button)
    assert setup.form.name.error == "Give the shop a name."

    setup.fill(setup.form.name, "C")

    assert setup.form.name.error == ""


def test_a_country_suggests_its_currency_and_zone_but_keeps_what_a_person_wrote(setup: Setup) -> None:
    form = setup.form
    setup.fill(form.currency, "CHF")
    form.country.setFocus()
    setup.fill(form.country, "Germany")

    form.name.setFocus()

    assert (form.currency.text, form.time_zone.text) == ("CHF", "Europe/Berlin")


def test_a_refusal_is_said_at_its_field(qtbot: QtBot, setup: Setup) -> None:
    setup.fill_all()
    setup.refusal = InvalidError("time_zone", "Choose the time zone that the shop is in.")

    setup.press(setup.screen.open_button)

    qtbot.waitUntil(lambda: setup.form.time_zone.error == "Choose the time zone that the shop is in.")
    assert not setup.screen.open_button.busy
    assert setup.form.time_zone.input.hasFocus()


def test_a_refusal_of_no_field_is_said_on_the_page(qtbot: QtBot, setup: Setup) -> None:
    setup.fill_all()
    setup.refusal = ConflictError("Another program made a store here. Nothing was changed. Start again.")

    setup.press(setup.screen.open_button)

    failure = setup.screen.findChild(QLabel, "setup-failure")
    assert failure is not None
    qtbot.waitUntil(failure.isVisible)
    assert failure.text().startswith("Another program made a store here.")


def test_a_pin_takes_four_digits_and_nothing_else_and_is_never_shown(setup: Setup) -> None:
    setup.fill(setup.form.pin, "12a3456")

    assert setup.form.pin.text == "1234"
    assert setup.form.pin.input.displayText() != "1234"


def test_the_page_fits_the_smallest_window_with_every_error_shown(setup: Setup) -> None:
    setup.press(setup.screen.open_button)

    for button in (setup.screen.open_button, setup.screen.demo_button):
        bottom = button.mapTo(setup.screen, button.rect().bottomLeft()).y()
        assert bottom < setup.screen.height()
        assert button.height() >= 44
    assert setup.screen.size().height() == 720


def test_in_german_and_large_text_the_pins_with_their_eyes_fit_the_smallest_window(qtbot: QtBot, german: Look) -> None:
    german.set_scale(150)
    form = ShopForm(german)
    qtbot.addWidget(form)
    form.resize(1024 - 2 * (Space.XXL + Space.HUGE), form.sizeHint().height())
    with qtbot.waitExposed(form):
        form.show()

    assert form.width() == 1024 - 2 * (Space.XXL + Space.HUGE)
    assert [*cut(form), *overlapping(form), *too_small(form)] == []
    for field in (form.pin, form.pin_again):
        field.set_text("1234")
        (eye,) = field.findChildren(Peek)
        QTest.mousePress(eye, Qt.MouseButton.LeftButton)
        assert field.input.displayText() == "1234"
        assert field.input.fontMetrics().horizontalAdvance("1234") < field.input.width() - 6
        QTest.mouseRelease(eye, Qt.MouseButton.LeftButton)


def test_countries_are_found_by_name_and_by_code() -> None:
    known = regions()

    found = [region_named(known, text) for text in ("germany", "DE", " Ireland ")]

    assert [region.code if region else "" for region in found] == ["DE", "DE", "IE"]
    assert region_named(known, "Atlantis") is None
    assert known["US"].currency == "USD"


def test_a_country_is_known_by_the_name_its_people_write(look: Look) -> None:
    german, spanish = regions(QLocale.Language.German), regions(QLocale.Language.Spanish)

    assert german["DE"].name == "Deutschland"
    assert region_named(german, "deutschland") == german["DE"]
    assert region_named(german, "Germany") == german["DE"]
    assert region_named(spanish, "España") == spanish["ES"]
    assert german["FR"].name == "France"


@pytest.fixture
def german(look: Look, qapp: QApplication) -> Iterator[Look]:
    """The look of a desk that speaks German; afterwards it speaks English again."""
    speech, before = Speech(qapp), look.locale
    speech.speak("de")
    look.set_locale(QLocale("de_DE"))
    yield look
    look.set_locale(before)
    speech.silence()


def test_a_shop_set_up_in_german_sells_and_writes_in_german(qtbot: QtBot, german: Look) -> None:
    setup = Setup(qtbot, german)
    setup.fill_all()
    setup.press(setup.screen.open_button)
    qtbot.waitUntil(lambda: bool(setup.shops))
    (shop,) = setup.shops
    setup.jobs.wait()

    assert (shop.language, shop.till, shop.untaxed) == ("de", "Kasse 1", "Keine Steuer")


def test_everything_on_the_page_has_a_name_is_large_enough_and_shows_its_focus(qtbot: QtBot, setup: Setup) -> None:
    screen = setup.screen
    found = {"empty": finds(screen)}

    setup.press(screen.open_button)
    qtbot.wait(20)
    found["what is missing"] = finds(screen)
    setup.fill_all()
    setup.refusal = ConflictError("Another program made a store here. Nothing was changed. Start again.")
    setup.press(screen.open_button)
    failure = screen.findChild(QLabel, "setup-failure")
    assert failure is not None
    qtbot.waitUntil(failure.isVisible)
    found["refused"] = finds(screen)

    assert {step: finds for step, finds in found.items() if finds} == {}


def finds(part: QWidget) -> list[str]:
    """All that the walker finds."""
    return [*nameless(part), *too_small(part), *unnamed_controls(part), *unseen_focus(part)]
