"""Everybody can use the payment sheet: names for those who listen, targets for fingers, nothing cut, no focus lost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from aurora_desk.gui.screens.payment.card_state import CardPhase, CardState
from aurora_desk.gui.screens.payment.sheet import PaymentSheet
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.widgets.chip import ChipRow
from gui.language.seeing import cut as cut_words
from gui.screens.payment.conftest import Counter
from gui.walking import nameless, too_small, unnamed_controls, unseen_focus

STATES = (
    CardPhase.WAITING,
    CardPhase.READER_ASKS,
    CardPhase.APPROVING,
    CardPhase.CANCELLING,
    CardPhase.DECLINED,
    CardPhase.LOST,
    CardPhase.UNKNOWN,
    CardPhase.REFUSED,
    CardPhase.OFFLINE,
)


def faces(counter: Counter, sheet: PaymentSheet) -> Iterator[str]:
    """Bring every panel of the sheet to the front, one after the other."""
    column = sheet.column
    yield "card, ready"
    for phase in (CardPhase.SENDING, *STATES):
        words = "We cannot tell yet whether this was charged. Do not charge again."
        sheet.card_panel.show_state(CardState(phase, words))
        yield f"card, {phase.value}"
    sheet.card_panel.show_state(CardState(CardPhase.READY))
    counter.click(column.cash)
    yield "cash"
    counter.click(column.other)
    yield "other"
    counter.click(sheet.other.chips.chips()[1])
    yield "transfer"
    counter.click(column.split)
    counter.click(sheet.split.equal[3])
    yield "split"
    counter.click(sheet.split.by_amount)
    yield "split by amount"
    counter.press(Qt.Key.Key_Escape)
    counter.click(sheet.split.by_line)
    counter.qtbot.waitUntil(sheet.split.line.isVisible, timeout=30_000)
    yield "split by line"
    counter.press(Qt.Key.Key_Escape)
    counter.click(column.qr)
    counter.until(sheet, CardPhase.WAITING)
    yield "code"
    counter.press(Qt.Key.Key_Escape)
    counter.until(sheet, CardPhase.CANCELED)
    yield "code, closed"
    counter.click(column.cash)
    counter.press(Qt.Key.Key_Return)
    counter.qtbot.waitUntil(sheet.split.isVisible, timeout=30_000)
    yield "split, one paid"
    counter.click(sheet.split.whole)
    counter.click(column.cash)
    counter.click(sheet.cash.notes[0])
    counter.press(Qt.Key.Key_Return)
    counter.until_done(sheet)
    yield "done"


def cut(sheet: PaymentSheet) -> list[str]:
    """Visible words that have less room than they need, and buttons that stick out of the card."""
    found = [*cut_words(sheet)]
    parts: list[QLabel | QAbstractButton] = [
        *sheet.card.findChildren(QLabel),
        *sheet.card.findChildren(QAbstractButton),
    ]
    for part in parts:
        if not part.isVisible() or part.property("kind") in ("painted", "pad") or not part.text():
            continue
        if isinstance(part, QLabel):
            wide = part.minimumSizeHint().width() if part.wordWrap() else part.sizeHint().width()
            if part.width() < wide:
                found.append(f"{part.objectName()} «{part.text()}» {part.width()} < {wide}")
        if isinstance(part, QAbstractButton) and not part.isChecked() and is_in_row(part):
            continue  # a row of chips scrolls: the chosen one is in sight, another comes as it is chosen
        if not sheet.card.rect().contains(part.mapTo(sheet.card, QPoint(part.width() - 1, part.height() - 1))):
            found.append(f"{part.objectName()} sticks out")
    return found


def is_in_row(part: QWidget) -> bool:
    """Whether a part is one of a row of chips."""
    above = part.parentWidget()
    while above is not None and not isinstance(above, ChipRow):
        above = above.parentWidget()
    return above is not None


@pytest.mark.parametrize(
    ("width", "height", "scale"), [(1280, 800, 100), (1024, 720, 100), (1280, 800, 150), (1024, 720, 150)]
)
def test_every_panel_can_be_read_reached_and_pressed(
    counter: Counter, look: Look, width: int, height: int, scale: int
) -> None:
    counter.window.resize(width, height)
    look.set_scale(scale)
    sheet = counter.sheet()
    counter.qtbot.waitUntil(sheet.card_panel.isVisible, timeout=30_000)
    troubles: dict[str, list[str]] = {}
    for face in faces(counter, sheet):
        counter.qtbot.wait(20)
        trouble = [*nameless(sheet), *too_small(sheet), *unnamed_controls(sheet), *cut(sheet)]
        if not sheet.isAncestorOf(counter.window.focusWidget()):
            trouble.append("the focus is behind the sheet")
        if trouble:
            troubles[face] = trouble

    assert troubles == {}


def test_the_focus_is_seen_on_every_panel(counter: Counter) -> None:
    sheet = counter.sheet()
    counter.qtbot.waitUntil(sheet.card_panel.isVisible, timeout=30_000)
    troubles: dict[str, list[str]] = {}
    for face in faces(counter, sheet):
        counter.qtbot.wait(20)
        if unseen := unseen_focus(sheet):
            troubles[face] = unseen

    assert troubles == {}


def test_a_sale_in_cash_by_mouse_alone(counter: Counter) -> None:
    sheet = counter.sheet()
    counter.click(sheet.column.cash)
    counter.click(sheet.cash.notes[0])
    counter.click(sheet.cash.take)
    counter.until_done(sheet)
    counter.click(sheet.done.next_button)

    counter.end()
    assert counter.order().due.amount_minor == 0


def test_a_sale_in_cash_by_keyboard_alone(counter: Counter) -> None:
    sheet = counter.sheet()
    counter.press(Qt.Key.Key_F9)
    counter.type("80000")
    counter.press(Qt.Key.Key_Return)
    counter.until_done(sheet)
    counter.press(Qt.Key.Key_Return)

    counter.end()
    assert counter.order().payments[0].change_minor == 100_02


def test_tab_goes_from_the_tenders_through_the_panel_to_the_cross_and_round(counter: Counter) -> None:
    counter.sheet("cash")
    seen = []
    for _ in range(12):
        seen.append(counter.window.focusWidget().objectName())
        counter.press(Qt.Key.Key_Tab)

    start = seen.index("tender-card")
    ring = [*seen[start:], *seen[:start]]
    tenders = ["tender-card", "tender-cash", "tender-qr", "tender-split", "tender-other"]
    assert ring[:5] == tenders
    assert ring[5:11] == ["cash-received", "cash-exact", "cash-note-0", "cash-note-1", "cash-note-2", "cash-take"]
    assert ring[11] == "payment-close"
