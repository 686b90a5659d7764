"""Headings of tables: those that sort are buttons, and widths that somebody made stay."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from aurora_desk.gui.models.cells import Cell
from aurora_desk.gui.models.tables import Column, TableModel
from aurora_desk.gui.theme.column_widths import ColumnWidths, keep_widths
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.widgets.table import Table

Drink = tuple[str, int]
DRINKS: tuple[Drink, ...] = (("Cold brew", 12), ("Ginger lemonade", 28), ("Elderflower soda", 4))


class Drinks(TableModel[Drink]):
    def __init__(self, look: Look) -> None:
        columns: tuple[Column[Drink], ...] = (
            Column("Name", lambda row: Cell(row[0]), 160),
            Column("Stock", lambda row: Cell(str(row[1])), at_end=True, order=lambda row: row[1]),
        )
        super().__init__(look, columns)

    def key(self, row: Drink) -> object:
        return row[0]


@pytest.fixture
def table(look: Look, qtbot: QtBot) -> Table:
    table = Table(look, Drinks(look), label="Drinks", name="drinks")
    table.model().show_rows(DRINKS)  # type: ignore[attr-defined]  # the model is the one above
    qtbot.addWidget(table)
    table.resize(500, 300)
    table.show()
    table.activateWindow()
    qtbot.waitUntil(table.isActiveWindow)
    return table


def names(table: Table) -> list[str]:
    return [table.model().index(place, 0).data() for place in range(3)]


def test_a_heading_sorts_and_then_the_other_way_round(table: Table) -> None:
    stock = table.headings.button(1)

    stock.click()
    assert names(table) == ["Elderflower soda", "Cold brew", "Ginger lemonade"]
    assert stock.accessibleName() == "Stock, smallest first"
    stock.click()

    assert names(table) == ["Ginger lemonade", "Cold brew", "Elderflower soda"]
    assert stock.accessibleName() == "Stock, largest first"


def test_a_heading_sorts_by_key_and_the_selected_row_stays(table: Table) -> None:
    table.select_key("Cold brew")
    table.headings.button(1).setFocus()

    QTest.keyClick(table.headings.button(1), Qt.Key.Key_Space)

    assert names(table)[0] == "Elderflower soda"
    assert table.row == ("Cold brew", 12)


def test_rows_that_come_later_are_sorted_too(table: Table) -> None:
    table.headings.button(1).click()

    table.model().show_rows((*DRINKS, ("Water", 1)))  # type: ignore[attr-defined]

    assert names(table)[0] == "Water"


def test_a_list_of_pages_has_no_heading_that_sorts(look: Look, qtbot: QtBot) -> None:
    model = Drinks(look)
    model.set_fetch(lambda _after: None)
    table = Table(look, model, label="Drinks", name="drinks")
    qtbot.addWidget(table)

    with pytest.raises(KeyError):
        table.headings.button(1)


def test_an_edge_that_was_dragged_stays_where_it_was_put(table: Table, look: Look, qtbot: QtBot) -> None:
    view, half = table.headings.viewport(), table.headings.height() // 2

    QTest.mouseMove(view, QPoint(159, half))
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(159, half))
    QTest.mouseMove(view, QPoint(219, half))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(219, half))
    table.resize(560, 300)

    assert table.columnWidth(0) == 220
    again = Table(look, Drinks(look), label="Drinks", name="drinks")
    qtbot.addWidget(again)
    assert again.columnWidth(0) == 220
    look.widths.put("drinks", 0, 160)


def test_widths_are_there_again_after_a_start(tmp_path: Path) -> None:
    widths, again = ColumnWidths(), ColumnWidths()
    widths.put("orders", 3, 180)
    widths.put("orders", 4, 3)

    keep_widths(tmp_path / "widths.json", widths.text())
    again.read(tmp_path / "widths.json")

    assert (again.of("orders", 3, 90), again.of("orders", 4, 90), again.of("orders", 5, 90)) == (180, 44, 90)


@pytest.mark.parametrize(
    "text", ["", "[]", '{"orders": 3}', '{"orders": {"1": "wide", "2": true, "3": 99999}}', "[" * 4000]
)
def test_a_broken_file_means_the_usual_widths(tmp_path: Path, text: str) -> None:
    (tmp_path / "widths.json").write_text(text, encoding="utf-8")
    widths = ColumnWidths()

    widths.read(tmp_path / "widths.json")

    assert [widths.of("orders", column, 90) for column in range(4)] == [90, 90, 90, 90]
