"""The board follows what happens elsewhere, however much it is."""

from __future__ import annotations

from threading import Event

import pytest
from pytestqt.qtbot import QtBot

from aurora_desk.domain.errors import UnavailableError
from aurora_desk.domain.truth import Board, Period
from gui.screens.orders.shop import Shop
from gui.screens.reports.desk import Desk
from services.comparisons import by_card, compare
from services.counter import Counter


def test_a_sale_elsewhere_shows_by_itself_as_not_compared_yet(counter: Counter, shop: Shop, qtbot: QtBot) -> None:
    compare(counter)
    desk = Desk(shop, qtbot)

    amount = shop.context.look.money(by_card(counter).amount)

    desk.wait(lambda: desk.board.columns.stripe.note.text().endswith(f"1 payment since then: {amount}"))
    assert desk.board.told.text() == "Everything agrees."


def test_the_board_follows_while_one_sale_comes_after_the_other(
    counter: Counter, shop: Shop, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    compare(counter)
    desk = Desk(shop, qtbot)
    reader, go_on, started = desk.screen._reader, Event(), list[Period]()
    board = reader.board

    def slow(period: Period) -> Board:
        started.append(period)
        assert go_on.wait(30)
        return board(period)

    monkeypatch.setattr(reader, "board", slow)
    gathered: list[None] = []
    desk.screen._gather.timeout.connect(lambda: gathered.append(None))
    before = desk.board.board
    selling = desk.keep_selling()
    desk.wait(lambda: len(gathered) >= 3)

    assert len(started) == 1, "one reading at a time, or none would ever be the newest"
    go_on.set()
    desk.wait(lambda: desk.board.board is not before)
    selling.stop()
    desk.wait(lambda: len(started) >= 2 and not desk.screen._reading)


def test_the_board_reads_what_happened_during_a_reading_that_failed(
    counter: Counter, shop: Shop, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    compare(counter)
    desk = Desk(shop, qtbot)
    reader, go_on, started = desk.screen._reader, Event(), list[Period]()
    board, before = reader.board, desk.board.board

    def fails_at_first(period: Period) -> Board:
        started.append(period)
        if len(started) == 1:
            assert go_on.wait(30)
            raise UnavailableError("The store cannot be reached.")
        return board(period)

    monkeypatch.setattr(reader, "board", fails_at_first)
    gathered: list[None] = []
    desk.screen._gather.timeout.connect(lambda: gathered.append(None))
    selling = desk.keep_selling()
    desk.wait(lambda: len(gathered) >= 2 and len(started) == 1)
    selling.stop()
    desk.wait(lambda: not desk.screen._gather.isActive())

    go_on.set()

    desk.wait(lambda: desk.board.board is not before)
