"""A card of sums: amounts are read whole at any width and text size."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from aurora_desk.domain.money import Money
from aurora_desk.gui.screens.reports.sum_card import Figure, SumCard
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.widgets.money_label import MoneyLabel


@pytest.mark.parametrize("width", [150, 200, 260, 400])
def test_an_amount_is_never_cut_however_narrow_the_card(look: Look, qtbot: QtBot, width: int) -> None:
    card = SumCard(look, "Drawer", "banknote", name="card")
    qtbot.addWidget(card)
    sums = [Figure("Cash taken", Money(20_440, "EUR")), Figure("Expected now", Money(34_400, "EUR"), counts=True)]
    card.show_figures(sums)
    card.show()
    for scale in (100, 150):
        look.set_scale(scale)
        card.resize(look.px(width), 300)
        QApplication.processEvents()
        amounts = card.findChildren(MoneyLabel)

        assert len(amounts) == 2
        assert [one.text() for one in amounts if one.width() < one.fontMetrics().horizontalAdvance(one.text())] == []
