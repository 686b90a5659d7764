from __future__ import annotations

from itertools import combinations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from aurora_desk.domain.money import LARGEST_MINOR
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.spacing import TARGET
from aurora_desk.gui.widgets.amount_box import AmountBox
from aurora_desk.gui.widgets.number_pad import KEY_HEIGHT, NumberPad, PadMode

LEFT = Qt.MouseButton.LeftButton


def shown(look: Look, qtbot: QtBot, mode: PadMode) -> NumberPad:
    pad = NumberPad(look, mode)
    qtbot.addWidget(pad)
    with qtbot.waitExposed(pad):
        pad.show()
    return pad


def tap(qtbot: QtBot, pad: NumberPad, *keys: str) -> None:
    for key in keys:
        button = pad.findChild(QPushButton, f"pad-{key}")
        assert button is not None
        QTest.mouseClick(button, LEFT)


def test_money_fills_from_the_right_in_minor_units(look: Look, qtbot: QtBot) -> None:
    pad = shown(look, qtbot, PadMode.MONEY)

    tap(qtbot, pad, "9", "8", "1", "0")
    assert pad.amount_minor == 9810
    tap(qtbot, pad, "00")
    assert pad.amount_minor == 981_000
    tap(qtbot, pad, "delete", "delete", "delete")

    assert pad.amount_minor == 981


def test_digits_of_the_keyboard_count_like_taps(look: Look, qtbot: QtBot) -> None:
    pad = shown(look, qtbot, PadMode.MONEY)

    QTest.keyClicks(pad, "1234")
    QTest.keyClick(pad, Qt.Key.Key_Backspace)

    assert pad.amount_minor == 123


def test_a_preset_amount_is_replaced_by_the_first_digit(look: Look, qtbot: QtBot) -> None:
    pad = shown(look, qtbot, PadMode.MONEY)
    pad.preset("9810")
    assert pad.amount_minor == 9810

    tap(qtbot, pad, "5")

    assert pad.amount_minor == 5


def test_no_amount_grows_past_the_largest(look: Look, qtbot: QtBot) -> None:
    pad = shown(look, qtbot, PadMode.MONEY)

    QTest.keyClicks(pad, "9" * 15)

    assert pad.amount_minor == LARGEST_MINOR


def test_leading_zeros_do_not_use_up_digits(look: Look, qtbot: QtBot) -> None:
    pad = shown(look, qtbot, PadMode.MONEY)

    QTest.keyClicks(pad, "00005")

    assert pad.digits == "5"


def test_enter_submits_once(look: Look, qtbot: QtBot) -> None:
    pad = shown(look, qtbot, PadMode.MONEY)
    submitted: list[int] = []
    pad.submitted.connect(lambda: submitted.append(pad.amount_minor))

    QTest.keyClicks(pad, "500")
    QTest.keyClick(pad, Qt.Key.Key_Return)

    assert submitted == [500]


@pytest.mark.parametrize(
    ("mode", "typed", "thousandths"),
    [
        (PadMode.QUANTITY, "12", 12_000),
        (PadMode.QUANTITY, "1.5", 15_000),
        (PadMode.QUANTITY, "99999", 9_999_000),
        (PadMode.WEIGHT, "0.35", 350),
        (PadMode.WEIGHT, "0,3559", 355),
        (PadMode.WEIGHT, "1.2.3", 1_230),
        (PadMode.WEIGHT, "", 0),
    ],
)
def test_quantities_are_pieces_or_weights(
    look: Look, qtbot: QtBot, mode: PadMode, typed: str, thousandths: int
) -> None:
    pad = shown(look, qtbot, mode)

    QTest.keyClicks(pad, typed)

    assert pad.quantity_milli == thousandths


def test_a_pin_is_told_after_its_last_digit_and_only_then(look: Look, qtbot: QtBot) -> None:
    pad = shown(look, qtbot, PadMode.PIN)
    pins: list[str] = []
    pad.pin_entered.connect(pins.append)

    tap(qtbot, pad, "1", "2", "3")
    assert pins == []
    tap(qtbot, pad, "4", "5")

    assert pins == ["1234"]
    assert pad.digits == "1234"


def test_a_pin_told_once_is_not_told_again_by_a_fifth_digit(look: Look, qtbot: QtBot) -> None:
    pad = shown(look, qtbot, PadMode.PIN)
    pins: list[str] = []
    pad.pin_entered.connect(pins.append)

    QTest.keyClicks(pad, "123456")

    assert pins == ["1234"]


def test_clear_starts_a_pin_again(look: Look, qtbot: QtBot) -> None:
    pad = shown(look, qtbot, PadMode.PIN)

    tap(qtbot, pad, "0", "2", "clear", "0", "7")

    assert pad.digits == "07"


def test_commands_pass_the_pad(look: Look, qtbot: QtBot) -> None:
    pad = shown(look, qtbot, PadMode.MONEY)

    QTest.keyClick(pad, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(pad, Qt.Key.Key_E)

    assert pad.digits == ""


def test_an_amount_box_passes_what_is_typed_on_to_its_pad(look: Look, qtbot: QtBot) -> None:
    pad = shown(look, qtbot, PadMode.MONEY)
    box = AmountBox(look, "Received", pad=pad, name="received")
    qtbot.addWidget(box)
    box.show()

    QTest.keyClicks(box, "20000")

    assert pad.amount_minor == 20_000


@pytest.mark.parametrize("height", [200, 260, 400])
@pytest.mark.parametrize("scale", [100, 115, 130, 150])
def test_the_keys_stand_apart_in_any_height_that_has_room_for_fingers(
    look: Look, qtbot: QtBot, scale: int, height: int
) -> None:
    look.set_scale(scale)
    pad = shown(look, qtbot, PadMode.MONEY)
    pad.resize(300, height)
    QApplication.processEvents()
    keys = [key.geometry() for key in pad.findChildren(QPushButton)]

    assert len(keys) == 12
    assert all(pad.rect().contains(key) and key.height() >= TARGET for key in keys)
    assert not any(one.intersects(other) for one, other in combinations(keys, 2))


def test_the_keys_are_as_high_as_the_text_asks_for_where_there_is_room(look: Look, qtbot: QtBot) -> None:
    look.set_scale(150)
    pad = shown(look, qtbot, PadMode.MONEY)

    assert {key.height() for key in pad.findChildren(QPushButton)} == {look.px(KEY_HEIGHT)}
