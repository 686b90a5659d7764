"""The tenders stay where fingers know them, whatever is said of the amount above them."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from aurora_desk.domain.money import Money
from aurora_desk.gui.screens.payment.tender_column import TenderColumn
from aurora_desk.gui.theme.look import Look

DUE = Money(2440, "EUR")


def test_what_is_said_of_the_amount_moves_no_tender(look: Look, qtbot: QtBot) -> None:
    column = TenderColumn(look, DUE, "Walk-in · 4 items")
    qtbot.addWidget(column)
    column.resize(264, 580)
    column.show()
    before = column.cash.y()

    column.show_due(Money(2050, "EUR"), "Paid €3.90 of €24.40")
    qtbot.waitUntil(column.part.isVisible)
    qtbot.wait(1)
    assert column.cash.y() == before
    column.show_due(DUE)
    column.show_rounded(Money(2445, "EUR"))
    qtbot.waitUntil(column.rounded.isVisible)
    qtbot.wait(1)

    assert column.cash.y() == before
