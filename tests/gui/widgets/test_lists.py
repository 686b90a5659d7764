from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest
from PIL import Image
from PySide6.QtCore import QRect, Qt, QVariantAnimation
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from aurora_desk.domain.cart import add_custom, remove_line, set_quantity
from aurora_desk.domain.catalogue import Product
from aurora_desk.domain.ids import ProductId
from aurora_desk.domain.orders import OrderRow
from aurora_desk.gui.gallery import samples
from aurora_desk.gui.models.cells import cell_width
from aurora_desk.gui.models.orders import OrdersModel
from aurora_desk.gui.models.tiles import TileModel
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.tokens import DARK
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.cart_list import CartList
from aurora_desk.gui.widgets.table import FOLLOW_MS, LEFT_TO_OTHERS, Table
from aurora_desk.gui.widgets.tile_grid import TileGrid
from aurora_desk.gui.widgets.timeline import Timeline, TimelineEntry, broken
from gui.picturing import difference, picture_of

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def grid(look: Look, qtbot: QtBot) -> TileGrid:
    grid, model = TileGrid(look), TileModel(look)
    model.setParent(grid)
    grid.setModel(model)
    model.show_rows(samples.products())
    qtbot.addWidget(grid)
    grid.resize(800, 500)
    with qtbot.waitExposed(grid):
        grid.show()
    grid.activateWindow()
    grid.setFocus()
    qtbot.waitUntil(grid.hasFocus)
    return grid


@pytest.mark.parametrize(("width", "columns"), [(500, 3), (780, 4), (1300, 8)])
def test_tiles_fill_the_width_in_whole_columns(grid: TileGrid, width: int, columns: int, qtbot: QtBot) -> None:
    grid.resize(width, 500)

    assert grid.columns == columns
    last = grid.visualRect(grid.model().index(columns - 1, 0))
    assert last.top() == grid.visualRect(grid.model().index(0, 0)).top()
    assert last.right() < grid.viewport().width()
    assert last.right() >= grid.viewport().width() - columns


def test_a_tap_and_enter_choose_the_same_product(grid: TileGrid, qtbot: QtBot) -> None:
    chosen: list[Product] = []
    grid.product_chosen.connect(chosen.append)
    index = grid.model().index(1, 0)

    QTest.mouseClick(grid.viewport(), LEFT, pos=grid.visualRect(index).center())
    grid.setCurrentIndex(index)
    QTest.keyClick(grid, Qt.Key.Key_Return)

    assert [product.name for product in chosen] == ["Butter croissant", "Butter croissant"]


def test_a_tile_is_painted_anew_where_anything_of_it_changed(grid: TileGrid, look: Look, qtbot: QtBot) -> None:
    model = grid.model()
    assert isinstance(model, TileModel)

    def picture() -> QImage:
        return grid.grab(grid.visualRect(model.index(0, 0))).toImage()

    seen = [picture()]
    first = model.rows[0]
    for changed in (
        partial(model.replace_row, replace(first, stock_milli=0)),
        partial(model.set_prices, {first.product_id: 12345}),
        partial(model.set_quantities, {first.product_id: 2000}),
        partial(model.set_quantities, {}),
        partial(model.mark_best, True),
        partial(look.set_theme, DARK),
        partial(look.set_scale, 130),
    ):
        changed()
        seen.append(picture())

    assert seen[4] == seen[2]
    seen.pop(4)
    assert not any(one == other for place, one in enumerate(seen) for other in seen[:place])


def shelf(count: int) -> tuple[Product, ...]:
    """Products enough to scroll through."""
    first = samples.products()[0]
    return tuple(replace(first, product_id=ProductId(number), name=f"Tea {number}") for number in range(count))


def changed_part(before: Image.Image, after: Image.Image) -> QRect:
    """The smallest rectangle that holds all that differs."""
    left, top, right, bottom = difference(after, before).getbbox() or (0, 0, 0, 0)
    return QRect(left, top, right - left, bottom - top)


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
@pytest.mark.parametrize("scrolled", [0, 70, 10_000])
def test_a_tile_is_painted_where_a_tap_finds_it(grid: TileGrid, direction: Qt.LayoutDirection, scrolled: int) -> None:
    model = grid.model()
    assert isinstance(model, TileModel)
    grid.setLayoutDirection(direction)
    model.show_rows(shelf(20))
    grid.verticalScrollBar().setValue(scrolled)

    for place in grid.in_view():
        before = picture_of(grid.viewport())
        model.replace_row(replace(model.rows[place], name="Coffee"))
        changed = changed_part(before, picture_of(grid.viewport()))
        cell = grid.visualRect(model.index(place, 0))
        name = cell.adjusted(0, cell.height() // 2, 0, -cell.height() // 4)
        assert cell.contains(changed) or (changed.isEmpty() and not grid.viewport().rect().intersects(name))


def test_a_tile_shows_the_finger_on_it(grid: TileGrid) -> None:
    index = grid.model().index(1, 0)
    spot = grid.visualRect(index).center()
    grid.setCurrentIndex(index)
    before = picture_of(grid.viewport())

    QTest.mousePress(grid.viewport(), LEFT, pos=spot)
    pressed = picture_of(grid.viewport())
    QTest.mouseRelease(grid.viewport(), LEFT, pos=spot)

    changed = changed_part(before, pressed)
    assert not changed.isEmpty()
    assert grid.visualRect(index).contains(changed)
    assert picture_of(grid.viewport()) == before


def test_letters_typed_on_the_grid_belong_to_the_search(grid: TileGrid, qtbot: QtBot) -> None:
    typed: list[str] = []
    grid.typed.connect(typed.append)

    QTest.keyClicks(grid, "t")

    assert typed == ["t"]


@pytest.fixture
def lines(look: Look, qtbot: QtBot) -> CartList:
    lines = CartList(look)
    qtbot.addWidget(lines)
    lines.resize(360, 400)
    with qtbot.waitExposed(lines):
        lines.show()
    return lines


def test_a_line_just_added_is_selected(lines: CartList) -> None:
    cart = samples.cart()
    lines.show_cart(cart)

    lines.show_cart(add_custom(cart, "Gift wrap", 150, samples.VAT))

    assert lines.selected_line is not None
    assert lines.selected_line.name == "Gift wrap"


def test_after_a_removal_the_neighbour_is_selected(lines: CartList) -> None:
    cart = samples.cart()
    lines.show_cart(cart)
    lines.select(2)

    lines.show_cart(remove_line(cart, 3))

    assert lines.selected_line is not None
    assert lines.selected_line.line_id == 4


def test_steps_stop_at_the_ends(lines: CartList) -> None:
    lines.show_cart(samples.cart())
    lines.select(0)

    lines.step(-1)
    assert lines.currentIndex().row() == 0
    for _ in range(20):
        lines.step(1)

    assert lines.currentIndex().row() == len(samples.cart().lines) - 1


def test_an_added_line_glows_and_then_rests(look: Look, lines: CartList, qtbot: QtBot) -> None:
    cart = samples.cart()
    lines.show_cart(cart)
    look.less_motion = False
    try:
        lines.show_cart(add_custom(cart, "Gift wrap", 150, samples.VAT))
        glows: list[float] = []
        lines.lines.dataChanged.connect(lambda: glows.append(lines.lines.shown_at(len(cart.lines)).glow))
        qtbot.waitUntil(lambda: bool(glows) and glows[-1] == 0.0, timeout=10_000)
    finally:
        look.less_motion = True


@pytest.mark.parametrize("more", [False, True], ids=["new line", "one more"])
def test_what_was_just_added_is_seen_to_glow_although_it_is_selected(
    look: Look, lines: CartList, qtbot: QtBot, more: bool
) -> None:
    cart = samples.cart()
    lines.show_cart(cart)
    after = set_quantity(cart, 3, 5000) if more else add_custom(cart, "Gift wrap", 150, samples.VAT)

    def ground() -> str:
        line = lines.visualRect(lines.currentIndex())
        return lines.viewport().grab().toImage().pixelColor(line.center().x(), line.top() + 5).name()

    look.less_motion = False
    try:
        lines.show_cart(after)
        lines._glow.pause()
        lines._glow.setCurrentTime(10)
        glowing = ground()
        lines._glow.resume()
        qtbot.waitUntil(lambda: lines._glow.state() is QVariantAnimation.State.Stopped, timeout=10_000)
    finally:
        look.less_motion = True

    assert lines.lines.line_at(lines.currentIndex().row()) == after.lines[lines.currentIndex().row()]
    assert glowing != ground()


@pytest.fixture
def table(look: Look, qtbot: QtBot) -> Table:
    model = OrdersModel(look)
    model.show_rows(samples.orders())
    table = Table(look, model, label="Orders")
    model.setParent(table)
    qtbot.addWidget(table)
    table.resize(780, 500)
    with qtbot.waitExposed(table):
        table.show()
    table.activateWindow()
    table.setFocus()
    qtbot.waitUntil(table.hasFocus)
    return table


def test_the_detail_follows_the_selection_a_moment_later(table: Table, qtbot: QtBot) -> None:
    selected: list[OrderRow] = []
    table.row_selected.connect(selected.append)
    assert table.select_key(1046)

    QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: bool(selected))

    assert [row.order_id for row in selected] == [1044]


def test_a_row_chosen_as_the_rows_are_replaced_is_followed_all_the_same(table: Table, qtbot: QtBot) -> None:
    selected: list[OrderRow] = []
    table.row_selected.connect(selected.append)
    model = table.model()
    assert isinstance(model, OrdersModel)
    QTest.mouseClick(table.viewport(), LEFT, pos=table.visualRect(model.index(1, 0)).center())

    model.show_rows(samples.orders()[::-1])
    table.mark_again(None)

    assert table.row.order_id == 1046
    qtbot.waitUntil(lambda: bool(selected))
    assert [row.order_id for row in selected] == [1046]


def test_a_row_that_was_chosen_is_not_followed_once_another_one_is_marked_or_none(table: Table, qtbot: QtBot) -> None:
    selected: list[OrderRow] = []
    table.row_selected.connect(selected.append)
    QTest.mouseClick(table.viewport(), LEFT, pos=table.visualRect(table.model().index(1, 0)).center())

    table.mark(None)
    qtbot.wait(2 * FOLLOW_MS)

    assert selected == []


def test_enter_and_a_double_click_open_the_row(table: Table, qtbot: QtBot) -> None:
    opened: list[OrderRow] = []
    table.row_opened.connect(opened.append)
    table.select_key(1045)

    QTest.keyClick(table, Qt.Key.Key_Return)
    spot = table.visualRect(table.model().index(0, 0)).center()
    QTest.mouseClick(table.viewport(), LEFT, pos=spot)
    QTest.mouseDClick(table.viewport(), LEFT, pos=spot)

    assert [row.order_id for row in opened] == [1045, 1047]


def test_rows_and_headings_have_their_heights(table: Table) -> None:
    assert table.rowHeight(0) == 52
    assert table.horizontalHeader().height() == 42


def test_the_widths_of_the_columns_fill_the_table(table: Table) -> None:
    widths = [table.columnWidth(place) for place in range(table.model().columnCount())]

    assert abs(sum(widths) - table.viewport().width()) <= 1


def test_a_row_that_is_not_at_hand_cannot_be_selected(table: Table) -> None:
    assert not table.select_key(1)
    assert table.row is None


def test_tiles_that_are_all_in_sight_have_no_bar_to_pull(grid: TileGrid, qtbot: QtBot) -> None:
    grid.resize(360, 200)
    qtbot.waitUntil(grid.verticalScrollBar().isEnabled)

    grid.resize(1600, 900)

    qtbot.waitUntil(lambda: not grid.verticalScrollBar().isEnabled())


def test_a_long_second_line_goes_on_in_its_own_size(look: Look, qtbot: QtBot) -> None:
    timeline = Timeline(look)
    qtbot.addWidget(timeline)
    timeline.resize(340, 200)
    timeline.show()
    goods = "1× Flat white, 1× Cinnamon bun, 1× Still water 0.5 l · Wrong item · back to stock"

    timeline.show_entries((TimelineEntry("package", "info", "Goods came back", "Mara Klein", "14:03"),))
    one_line = timeline.sizeHint().height()
    timeline.show_entries((TimelineEntry("package", "info", "Goods came back", goods, "14:03"),))

    assert timeline.sizeHint().height() > one_line
    metrics = look.metrics(Type.LABEL, weight=400)
    lines = broken(goods, look.font(Type.LABEL, weight=400), 300, least=0.9)
    assert " ".join(lines) == goods
    assert all(metrics.horizontalAdvance(line) <= 300 for line in lines)


def test_what_happened_goes_on_in_its_own_size_beneath_the_hour_and_a_long_word_is_broken(
    look: Look, qtbot: QtBot
) -> None:
    look.set_scale(150)
    timeline = Timeline(look)
    qtbot.addWidget(timeline)
    timeline.resize(326, 200)
    timeline.show()

    timeline.show_entries((TimelineEntry("mail", "info", "Paid", "Cash", "11:12"),))
    low = timeline.sizeHint().height()
    long = "Waits for a bank transfer of $1,999.97"
    timeline.show_entries((TimelineEntry("mail", "info", long, "Cash", "11:12 11/26/2026"),))

    assert timeline.sizeHint().height() > low
    address = "lena.bergstroem.of.the.seestrasse@example.com"
    font = look.font(Type.LABEL, weight=400)
    lines = broken(f"To {address}", font, 200, least=1.0)
    assert lines[0] == "To"
    assert "".join(lines[1:]) == address
    assert all(look.metrics(Type.LABEL, weight=400).horizontalAdvance(line) <= 200 for line in lines)


@pytest.mark.parametrize("width", [560, 700, 1100])
def test_no_word_of_a_table_is_cut_while_another_column_has_room_to_spare(look: Look, qtbot: QtBot, width: int) -> None:
    look.set_scale(150)
    model = OrdersModel(look)
    table = Table(look, model, label="Orders")
    model.setParent(table)
    qtbot.addWidget(table)
    for optional in (1, 3, 4):
        table.setColumnHidden(optional, True)
    model.show_rows(samples.orders())
    table.resize(width, 400)
    table.show()
    shown = [place for place in range(model.columnCount()) if not table.isColumnHidden(place)]
    rows = range(model.rowCount())
    most = look.px(2 * LEFT_TO_OTHERS)
    needs = {place: min(most, max(cell_width(look, *model.cells_at(row, [place])) for row in rows)) for place in shown}

    cut = [place for place in shown if table.columnWidth(place) < needs[place]]
    spare = sum(max(0, table.columnWidth(place) - needs[place]) for place in shown)
    assert not cut or spare <= look.px(60)
