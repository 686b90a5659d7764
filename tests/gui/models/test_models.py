from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QFontMetrics
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from aurora_desk.domain.cart import remove_line, set_note, set_quantity
from aurora_desk.domain.orders import PaidStatus
from aurora_desk.domain.paging import Page
from aurora_desk.gui.gallery import samples
from aurora_desk.gui.models.cart_lines import CartLineModel
from aurora_desk.gui.models.cells import Cell
from aurora_desk.gui.models.customers import CustomersModel
from aurora_desk.gui.models.orders import OrdersModel
from aurora_desk.gui.models.tile_names import TileNames, two_lines
from aurora_desk.gui.models.tiles import TileModel
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.typography import Type

SPOKEN = Qt.ItemDataRole.AccessibleTextRole
NBSP = "\u00a0"


class Changes:
    """Which rows a model asked to be painted again."""

    def __init__(self, model: TileModel | CartLineModel | OrdersModel) -> None:
        self.rows: list[int] = []
        model.dataChanged.connect(self._note)

    def _note(self, first: QModelIndex, last: QModelIndex) -> None:
        self.rows += range(first.row(), last.row() + 1)


def test_every_model_keeps_the_promises_of_item_models(look: Look, qtmodeltester: ModelTester) -> None:
    tiles, orders = TileModel(look), OrdersModel(look)
    customers, cart = CustomersModel(look, "EUR"), CartLineModel(look)
    tiles.show_rows(samples.products())
    orders.show_rows(samples.orders())
    customers.show_rows(samples.customers())
    cart.show_cart(samples.cart())

    for model in (tiles, orders, customers, cart):
        qtmodeltester.check(model)  # type: ignore[no-untyped-call]  # pytest-qt left it untyped


def test_the_next_page_is_asked_for_once_and_follows_the_first(look: Look) -> None:
    asked: list[str | None] = []
    model = OrdersModel(look, asked.append)
    rows = samples.orders()
    model.restart()
    model.append_page(Page(rows[:3], "more"))

    assert model.canFetchMore(QModelIndex())
    model.fetchMore(QModelIndex())
    model.fetchMore(QModelIndex())
    model.append_page(Page(rows[3:], None))

    assert asked == [None, "more"]
    assert model.rows == rows
    assert not model.canFetchMore(QModelIndex())


def test_old_rows_stay_until_the_new_first_page_is_there(look: Look) -> None:
    model = OrdersModel(look, lambda after: None)
    model.show_rows(samples.orders())

    model.restart()
    assert len(model.rows) == len(samples.orders())
    model.append_page(Page(samples.orders()[:1], None))

    assert len(model.rows) == 1


def test_an_answer_to_a_question_asked_anew_is_dropped(look: Look) -> None:
    model = OrdersModel(look, lambda after: None)
    model.restart()
    stale = model.serial
    model.restart()

    model.append_page(Page(samples.orders(), None), stale)

    assert model.rows == ()


def test_a_page_that_failed_can_be_asked_for_again(look: Look) -> None:
    asked: list[str | None] = []
    model = OrdersModel(look, asked.append)
    model.append_page(Page(samples.orders()[:3], "more"))
    model.fetchMore(QModelIndex())

    model.page_failed()
    model.fetchMore(QModelIndex())

    assert asked == ["more", "more"]


def test_a_row_that_changed_is_the_only_one_painted_again(look: Look) -> None:
    model = OrdersModel(look)
    model.show_rows(samples.orders())
    changes = Changes(model)

    known = model.replace_row(replace(samples.orders()[1], payment_status=PaidStatus.PAID))

    assert known
    assert changes.rows == [1]


def test_an_order_is_one_sentence_to_those_who_listen(look: Look) -> None:
    model = OrdersModel(look)
    model.show_rows(samples.orders())

    assert model.index(0, 0).data(SPOKEN) == "Order 1047, 14:19, walk-in customer, Paid, €11.80"


def test_the_total_of_an_order_stands_at_the_end_of_its_column(look: Look) -> None:
    model = OrdersModel(look)
    model.show_rows(samples.orders())

    assert model.cells_at(0, [6]) == (Cell("€11.80", weight=600, at_end=True),)
    assert model.index(5, 4).data() == "Card + Cash"


def test_a_customer_without_orders_has_no_last_visit(look: Look) -> None:
    model = CustomersModel(look, "EUR")
    model.show_rows(samples.customers())

    assert [model.index(2, column).data() for column in range(5)][2:] == ["0", "€0.00", "–"]


def test_only_tiles_whose_quantity_differs_are_painted_again(look: Look) -> None:
    model = TileModel(look)
    model.show_rows(samples.products())
    first, second = model.rows[0].product_id, model.rows[1].product_id
    model.set_quantities({first: 1000, second: 1000})
    changes = Changes(model)

    model.set_quantities({first: 1000, second: 2000})

    assert changes.rows == [1]
    assert model.tile_at(1).in_cart == 2000


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        (0, "Espresso, €2.60, 0 in cart"),
        (8, "Almond croissant, €3.20, 3 left, 0 in cart"),
        (9, "Carrot cake slice, €4.50, sold out, 0 in cart"),
    ],
)
def test_a_tile_says_price_stock_and_what_the_cart_holds(look: Look, place: int, sentence: str) -> None:
    model = TileModel(look)
    model.show_rows(samples.products())

    assert model.index(place, 0).data(SPOKEN) == sentence


def test_a_name_on_two_lines_keeps_number_and_unit_together(look: Look) -> None:
    font = look.font(Type.BODY, weight=500)

    assert two_lines("House blend 250 g", font, 100) == ("House blend", f"250{NBSP}g")
    assert two_lines("Espresso", font, 100) == ("Espresso",)


@pytest.mark.parametrize("width", [100, 134, 180])
def test_a_name_breaks_where_qt_breaks_it(look: Look, width: int) -> None:
    font, names = look.font(Type.BODY, weight=500), TileNames(look)
    metrics, end = QFontMetrics(font), Qt.TextElideMode.ElideRight
    told = [product.name for product in samples.products()]
    told += [
        "Crème brûlée 250 g",
        "Half-and-half",
        "Rindfleischetikettierung",
        "Apples & pears, a large box",
        "お茶の時間です",
        "",
    ]

    for name in told:
        assert names.lines(name, width) == tuple(
            metrics.elidedText(line, end, width) for line in two_lines(name, font, width)
        )


def test_a_changed_line_is_the_only_one_painted_again_and_is_reported(look: Look) -> None:
    model, cart = CartLineModel(look), samples.cart()
    model.show_cart(cart)
    changes = Changes(model)

    place = model.show_cart(set_quantity(cart, 3, 5000))

    assert place == 2
    assert changes.rows == [2]


def test_a_removed_line_leaves_the_lines_before_it_alone(look: Look, qtbot: QtBot) -> None:
    model, cart = CartLineModel(look), samples.cart()
    model.show_cart(cart)
    changes = Changes(model)

    with qtbot.waitSignal(model.rowsRemoved):
        place = model.show_cart(remove_line(cart, 4))

    assert place is None
    assert changes.rows == []
    assert [line.line_id for line in model.lines] == [1, 2, 3, 5, 6, 7]


@pytest.mark.parametrize(
    ("place", "note", "amount", "struck"),
    [
        (0, "Oat milk", "€7.80", ""),
        (1, "€2.40 each", "€4.80", ""),
        (2, "", "€3.60", ""),
        (5, f"10{NBSP}% off", "€32.40", "€36.00"),
        (6, "€24.00 per unit", "€8.40", ""),
    ],
)
def test_a_line_shows_note_discount_or_unit_price(look: Look, place: int, note: str, amount: str, struck: str) -> None:
    model = CartLineModel(look)
    model.show_cart(samples.cart())

    shown = model.shown_at(place)

    assert (shown.note, shown.amount, shown.struck) == (note, amount, struck)


def test_a_line_is_one_sentence_to_those_who_listen(look: Look) -> None:
    model = CartLineModel(look)
    model.show_cart(set_note(samples.cart(), 3, "Warm"))

    assert model.index(2).data(SPOKEN) == "1×, Cinnamon bun, Warm, €3.60"
