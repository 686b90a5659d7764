"""Categories and favourites, by fingers, wheel and keys."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QCoreApplication, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QWheelEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from aurora_desk.domain.ids import TenantId, TillId
from aurora_desk.domain.tenants import Till
from aurora_desk.gui.context import Context, Session
from aurora_desk.gui.screens.sell.favourites import Favourites
from aurora_desk.gui.screens.sell.products import ProductsPanel
from aurora_desk.gui.widgets.text import Text
from gui.screens.sell.till import LEFT, PLAIN, TillWindow

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


def spot_of(till: TillWindow, name: str) -> QPoint:
    """The middle of a tile."""
    model, grid = till.sell.products.model, till.sell.products.grid
    place = model.place_of(till.product(name).product_id)
    assert place is not None, name
    grid.scrollTo(model.index(place, 0))
    return grid.visualRect(model.index(place, 0)).center()


def menu(till: TillWindow) -> Favourites:
    """The open menu of a tile."""
    favourites = till.sell.products.favourites
    till.until(favourites.menu.isVisible)
    return favourites


def favourites_on_disk(till: TillWindow) -> set[str]:
    """Names of the favourites."""
    unit = partial(till.services.catalogue.browse, tenant_id=till.session.tenant_id, favourites=True, limit=200)
    return {row.name for row in till.services.read(unit).rows}


def test_the_right_button_takes_a_product_out_of_the_favourites_and_undo_brings_it_back(till: TillWindow) -> None:
    grid = till.sell.products.grid
    at = spot_of(till, "Espresso")
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, grid.viewport().mapToGlobal(at))
    QCoreApplication.sendEvent(grid.viewport(), asked)

    (action,) = menu(till).menu.actions()
    assert action.text() == "Remove from favourites"
    action.trigger()

    till.until(lambda: till.sell.products.model.rows[0].name == "Butter croissant")
    assert "Espresso" not in favourites_on_disk(till)
    toast = till.sell.toasts.current
    assert toast is not None
    assert toast.act is not None
    toast.act()
    till.until(lambda: "Espresso" in favourites_on_disk(till))
    till.until(lambda: till.sell.products.model.rows[0].name == "Espresso")
    assert not till.cart.lines


def test_a_long_press_opens_the_menu_and_adds_nothing(till: TillWindow) -> None:
    viewport = till.sell.products.grid.viewport()
    at = spot_of(till, "Espresso")

    QTest.mousePress(viewport, LEFT, PLAIN, at)
    opened = menu(till)
    opened.menu.hide()
    QTest.mouseRelease(viewport, LEFT, PLAIN, at)

    assert not till.cart.lines
    till.tap("Espresso")
    till.until(lambda: till.names() == [("Espresso", 1)])


def test_keys_walk_the_categories_and_make_the_first_match_a_favourite(till: TillWindow) -> None:
    model = till.sell.products.model
    till.key(Qt.Key.Key_Right, ALT)
    till.until(lambda: bool(model.rows) and all(p.category and p.category.name == "Coffee" for p in model.rows))
    till.key(Qt.Key.Key_Left, ALT)
    till.until(lambda: till.sell.products.reader.ready and till.sell.products.reader.shelf.favourites)

    till.type_in("americano")
    till.until(lambda: len(model.rows) == 1 and till.sell.products.reader.ready)
    till.key(Qt.Key.Key_D, CTRL)

    till.until(lambda: "Americano" in favourites_on_disk(till))
    till.until(lambda: model.rows[0].favourite)


def test_the_wheel_brings_the_last_categories_into_view(till: TillWindow, qtbot: QtBot) -> None:
    chips = till.sell.products.chips
    bar = chips.horizontalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)  # the categories are read in a job

    spot = QPointF(chips.viewport().rect().center())
    turn = QWheelEvent(
        spot, chips.viewport().mapToGlobal(spot), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton, PLAIN,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QCoreApplication.sendEvent(chips.viewport(), turn)

    assert bar.value() > 0


def test_a_mistyped_word_finds_what_was_meant_and_enter_adds_it(till: TillWindow) -> None:
    model = till.sell.products.model

    till.type_in("espreso")
    till.until(lambda: till.sell.products.reader.shelf.words == "espreso" and till.sell.products.reader.ready)
    assert model.rows[0].name == "Espresso"
    assert model.tile_at(0).best
    till.enter()

    till.until(lambda: till.names() == [("Espresso", 1)])


def test_the_name_of_a_category_finds_its_products(till: TillWindow) -> None:
    till.type_in("bakery")

    names = till.sell.products.model
    till.until(lambda: {"Butter croissant", "Banana bread"} <= {product.name for product in names.rows})
    assert all(product.category and product.category.name == "Bakery" for product in names.rows)


def test_a_shop_without_products_is_told_how_to_sell(till: TillWindow, qtbot: QtBot) -> None:
    bare = replace(till.session.tenant, tenant_id=TenantId(2), name="Corner Shop")
    till.services.write(lambda work: work.tenants.add(bare))
    session = Session(bare, Till(TillId(2), bare.tenant_id, "Till 1"), till)
    panel = ProductsPanel(Context(till.look, till.services, till.jobs, till.events, session), till)

    panel.begin()

    qtbot.waitUntil(lambda: panel.pages.currentWidget() is panel.empty)
    title = panel.empty.findChild(Text, "products-empty-title")
    assert title is not None
    qtbot.waitUntil(lambda: title.text() == "No products to tap yet")
