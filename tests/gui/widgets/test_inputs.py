from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QFocusEvent, QHideEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.widgets.check import Check
from aurora_desk.gui.widgets.chip import Chip, ChipRow
from aurora_desk.gui.widgets.field import Field
from aurora_desk.gui.widgets.key_hint import KeyHint
from aurora_desk.gui.widgets.peek import Peek
from aurora_desk.gui.widgets.pin_dots import PinDots
from aurora_desk.gui.widgets.polish import Ground
from aurora_desk.gui.widgets.search_bar import SearchBar

LEFT = Qt.MouseButton.LeftButton
NAMES = ("Favourites", "Coffee", "Tea", "Bakery", "Cold drinks", "Beans", "Brew gear", "Lunch", "Gifts")


@pytest.fixture
def chips(look: Look, qtbot: QtBot) -> ChipRow:
    row = ChipRow(look, name="categories", label="Categories")
    for name in NAMES:
        row.add(name.lower(), name)
    qtbot.addWidget(row)
    row.resize(420, 44)
    with qtbot.waitExposed(row):
        row.show()
    row.activateWindow()
    return row


def test_the_first_chip_is_chosen_and_a_tap_chooses_another(chips: ChipRow, qtbot: QtBot) -> None:
    first = chips.key

    with qtbot.waitSignal(chips.chosen) as told:
        QTest.mouseClick(chips.chips()[1], LEFT)

    assert first == "favourites"
    assert told.args == ["coffee"]
    assert chips.key == "coffee"


def test_arrow_keys_choose_and_bring_the_last_chips_into_view(chips: ChipRow, qtbot: QtBot) -> None:
    chips.chips()[0].setFocus()
    qtbot.waitUntil(chips.chips()[0].hasFocus)

    for place in range(len(NAMES) - 1):
        QTest.keyClick(chips.chips()[place], Qt.Key.Key_Right)

    assert chips.key == "gifts"
    assert chips.horizontalScrollBar().value() > 0


def test_dragging_scrolls_and_chooses_nothing(chips: ChipRow) -> None:
    chip = chips.chips()[3]

    QTest.mousePress(chip, LEFT, pos=QPoint(40, 20))
    for x in (20, -20, -60, -120):
        QTest.mouseMove(chip, QPoint(x, 20))
    QTest.mouseRelease(chip, LEFT, pos=QPoint(30, 20))

    assert chips.horizontalScrollBar().value() > 0
    assert chips.key == "favourites"


def test_a_chip_is_one_choice_of_several_to_those_who_listen(chips: ChipRow) -> None:
    assert chips.chips()[0].isChecked()
    assert chips.chips()[0].text() == "Favourites"
    assert [chip.objectName() for chip in chips.chips()][:2] == ["categories-favourites", "categories-coffee"]


def test_chips_can_be_replaced_by_others(chips: ChipRow) -> None:
    chips.clear()
    chips.add("today", "Today")
    chips.add("all", "All")

    chips.choose("all")

    assert chips.key == "all"
    assert len(chips.chips()) == 2


@pytest.fixture
def form(look: Look, qtbot: QtBot) -> QWidget:
    form = QWidget()
    column = QVBoxLayout(form)
    column.addWidget(Field(look, "Email", hint="For receipts", example="name@example.com", name="email"))
    column.addWidget(Field(look, "Phone", name="phone"))
    qtbot.addWidget(form)
    with qtbot.waitExposed(form):
        form.show()
    form.activateWindow()
    return form


def test_a_field_is_checked_when_it_is_left_not_while_typing(form: QWidget, qtbot: QtBot) -> None:
    email, phone = form.findChildren(Field)
    left: list[str] = []
    email.left.connect(lambda: left.append(email.text))
    email.setFocus()
    qtbot.waitUntil(email.input.hasFocus)

    QTest.keyClicks(email.input, "lena@")
    assert left == []
    phone.setFocus()
    qtbot.waitUntil(phone.input.hasFocus)

    assert left == ["lena@"]


def test_an_error_replaces_the_hint_until_it_is_fixed(form: QWidget) -> None:
    email = form.findChildren(Field)[0]
    assert email.input.accessibleDescription() == "For receipts"

    email.show_error("This is not an email address.")
    assert email.input.accessibleDescription() == "This is not an email address."
    email.show_error("")

    assert email.input.accessibleDescription() == "For receipts"
    assert email.error == ""


def test_a_field_shows_where_the_focus_is(form: QWidget, qtbot: QtBot) -> None:
    email, phone = form.findChildren(Field)
    phone.setFocus()
    qtbot.waitUntil(phone.input.hasFocus)
    before = email.grab().toImage()

    email.setFocus()
    qtbot.waitUntil(email.input.hasFocus)

    assert email.grab().toImage() != before


@pytest.fixture
def secret(look: Look, qtbot: QtBot) -> Field:
    secret = Field(look, "Password", secret=True, name="password")
    qtbot.addWidget(secret)
    secret.resize(240, secret.sizeHint().height())
    with qtbot.waitExposed(secret):
        secret.show()
    secret.activateWindow()
    secret.setFocus()
    qtbot.waitUntil(secret.input.hasFocus)
    QTest.keyClicks(secret.input, "Blue-Kettle 47")
    return secret


def eye_of(secret: Field) -> Peek:
    (eye,) = secret.findChildren(Peek)
    return eye


def readable(secret: Field) -> bool:
    return secret.input.displayText() == "Blue-Kettle 47"


def test_a_secret_is_shown_while_its_eye_is_pressed_and_writing_goes_on(secret: Field) -> None:
    eye = eye_of(secret)
    assert eye.accessibleName() == "Show"
    assert not readable(secret)

    QTest.mousePress(eye, LEFT)
    assert readable(secret)
    assert secret.input.hasFocus()
    QTest.mouseRelease(eye, LEFT)

    assert not readable(secret)


def test_a_secret_is_hidden_again_where_the_finger_slides_off_its_eye(secret: Field) -> None:
    eye = eye_of(secret)
    QTest.mousePress(eye, LEFT)

    QTest.mouseMove(eye, QPoint(-60, 10))

    assert not readable(secret)
    QTest.mouseRelease(eye, LEFT, pos=QPoint(-60, 10))


def test_a_secret_is_shown_while_space_is_held_on_its_eye(secret: Field, qtbot: QtBot) -> None:
    eye = eye_of(secret)
    QTest.keyClick(secret.input, Qt.Key.Key_Tab)
    qtbot.waitUntil(eye.hasFocus)

    QTest.keyPress(eye, Qt.Key.Key_Space)
    assert readable(secret)
    QTest.keyRelease(eye, Qt.Key.Key_Space)

    assert not readable(secret)


@pytest.mark.parametrize(
    "lost", [QEvent(QEvent.Type.WindowDeactivate), QFocusEvent(QEvent.Type.FocusOut), QHideEvent()]
)
def test_a_secret_is_hidden_where_its_window_is_lost_while_it_is_shown(secret: Field, lost: QEvent) -> None:
    eye = eye_of(secret)
    QTest.mousePress(eye, LEFT)
    assert readable(secret)

    QApplication.sendEvent(eye, lost.clone())

    assert not readable(secret)


def test_a_secret_that_was_cleared_while_it_was_shown_is_written_masked(secret: Field) -> None:
    QTest.mousePress(eye_of(secret), LEFT)

    secret.input.clear()
    secret.set_text("Blue-Kettle 47")

    assert not readable(secret)


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("scale", [100, 150])
def test_the_eye_stands_inside_the_end_of_a_secret_and_no_letter_runs_under_it(
    look: Look, secret: Field, scale: int, *, mirrored: bool
) -> None:
    look.set_scale(scale)
    secret.setLayoutDirection(Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight)
    QApplication.processEvents()
    eye, line = eye_of(secret).geometry(), secret.input.geometry()
    (frame,) = (ground.rect() for ground in secret.findChildren(Ground))

    assert min(eye.width(), eye.height()) >= 44
    assert frame.contains(eye)
    assert line.left() >= eye.right() if mirrored else line.right() <= eye.left()
    start = frame.right() - line.right() if mirrored else line.left()
    assert start >= 13, "what is written begins where it does in every field"


@pytest.fixture
def search(look: Look, qtbot: QtBot) -> SearchBar:
    search = SearchBar(look, "Search or scan")
    qtbot.addWidget(search)
    with qtbot.waitExposed(search):
        search.show()
    search.activateWindow()
    search.focus()
    qtbot.waitUntil(search.input.hasFocus)
    return search


def test_search_tells_text_enter_and_the_way_down(search: SearchBar, qtbot: QtBot) -> None:
    told: list[str] = []
    search.text_changed.connect(told.append)
    search.submitted.connect(lambda text: told.append(f"enter {text}"))
    search.left_down.connect(lambda: told.append("down"))

    QTest.keyClicks(search.input, "te")
    QTest.keyClick(search.input, Qt.Key.Key_Return)
    QTest.keyClick(search.input, Qt.Key.Key_Down)

    assert told == ["t", "te", "enter te", "down"]


def test_escape_empties_the_search_before_it_does_anything_else(search: SearchBar, qtbot: QtBot) -> None:
    QTest.keyClicks(search.input, "tea")

    QTest.keyClick(search.input, Qt.Key.Key_Escape)

    assert search.text == ""


def test_dots_count_digits_and_turn_red_after_a_wrong_pin(look: Look, qtbot: QtBot) -> None:
    dots = PinDots(look)
    qtbot.addWidget(dots)
    dots.show_count(3)
    three = dots.grab().toImage()

    dots.show_wrong()
    assert dots.grab().toImage() != three
    assert dots.accessibleName() == "Wrong PIN"
    dots.show_count(1)

    assert dots.accessibleName() == "1 of 4 digits"


def test_wrong_dots_shake_once_and_not_where_there_is_less_motion(
    look: Look, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    dots = PinDots(look)
    qtbot.addWidget(dots)
    dots.show_wrong()
    still = dots.grab().toImage()
    dots.show_count(0)
    monkeypatch.setattr(look, "less_motion", False)

    dots.show_wrong()

    qtbot.waitUntil(lambda: dots.grab().toImage() != still)
    qtbot.waitUntil(lambda: not dots.shaking)
    assert dots.grab().toImage() == still
    # A wait counts down by the same call: it stays quiet.
    dots.show_wrong()
    assert not dots.shaking


def test_a_search_without_a_key_shows_neither_key_nor_scanner(look: Look, qtbot: QtBot) -> None:
    search = SearchBar(look, "Name", key="")
    qtbot.addWidget(search)
    with qtbot.waitExposed(search):
        search.show()

    assert search.findChildren(KeyHint) == []
    assert [label for label in search.findChildren(QLabel) if label.isVisible()] == [search._glass]


def test_a_check_box_is_tapped_anywhere_and_named_for_those_who_listen(look: Look, qtbot: QtBot) -> None:
    check = Check(look, "Back to stock", label="Espresso back to stock", grows=True, name="stock")
    qtbot.addWidget(check)
    check.resize(300, 44)
    check.show()
    QTest.mouseClick(check, Qt.MouseButton.LeftButton, pos=QPoint(290, 40))
    assert check.isChecked()
    QTest.keyClick(check, Qt.Key.Key_Space)
    assert not check.isChecked()
    assert check.accessibleName() == "Espresso back to stock"
    assert check.minimumSizeHint().height() >= 44


def test_a_search_without_room_for_its_example_says_one_whole_word(look: Look, qtbot: QtBot) -> None:
    search = SearchBar(look, "Search or scan: name, SKU, barcode", scans=True)
    qtbot.addWidget(search)
    search.resize(700, 50)
    search.show()
    assert search.input.placeholderText() == "Search or scan: name, SKU, barcode"

    search.resize(240, 50)
    assert search.input.placeholderText() == "Search"
    assert search.input.toolTip() == "Search or scan: name, SKU, barcode"
    assert search.input.accessibleName() == "Search or scan: name, SKU, barcode"


def test_the_chosen_chip_stays_in_sight_as_words_get_longer_unless_somebody_moved_the_row(
    chips: ChipRow, qtbot: QtBot
) -> None:
    last = chips.chips()[-1]
    chips.resize(sum(chip.width() for chip in chips.chips()) + 8 * (len(chips.chips()) - 1), chips.height())
    last.setChecked(True)
    qtbot.waitUntil(lambda: last.visibleRegion().boundingRect() == last.rect())

    last.set_text(f"{last.text()} · 1,250")

    qtbot.waitUntil(lambda: chips.horizontalScrollBar().maximum() > 0)
    qtbot.waitUntil(lambda: last.visibleRegion().boundingRect() == last.rect())

    QTest.mousePress(last, LEFT, pos=QPoint(20, 20))
    for x in (60, 120, 400, 900):
        QTest.mouseMove(last, QPoint(x, 20))
    QTest.mouseRelease(last, LEFT, pos=QPoint(20, 20))
    moved = chips.horizontalScrollBar().value()
    last.set_text(f"{last.text()},000")
    qtbot.wait(20)
    assert chips.horizontalScrollBar().value() == moved


def is_whole(chip: Chip) -> bool:
    """Whether all of a chip is in sight."""
    return bool(chip.visibleRegion().boundingRect() == chip.rect())


def test_the_chosen_chip_is_in_sight_after_all_chips_were_exchanged(look: Look, qtbot: QtBot) -> None:
    """As the shop's own tenders join the others while one of these is chosen."""
    row = ChipRow(look, name="tenders", label="Tenders")
    qtbot.addWidget(row)
    row.resize(424, 44)
    for words in ("Card on another machine", "Bank transfer"):
        row.add(words, words)
    row.show()

    for chosen in ("Card on another machine", "Voucher", "Card on another machine"):
        row.clear()
        for words in ("Card on another machine", "Bank transfer", "Voucher"):
            row.add(words, words)
        row.choose(chosen)
        qtbot.waitUntil(partial(is_whole, next(chip for chip in row.chips() if chip.isChecked())))


def test_the_hint_of_a_key_gives_way_where_what_is_typed_has_no_room(look: Look, qtbot: QtBot) -> None:
    bar = SearchBar(look, "Name or code")
    qtbot.addWidget(bar)
    bar.resize(400, 50)
    bar.show()
    hint = bar.findChild(KeyHint)
    assert hint is not None
    assert hint.isVisible()

    look.set_scale(150)
    bar.resize(230, 75)

    assert not hint.isVisible()
