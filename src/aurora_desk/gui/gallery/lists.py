"""What lists: tiles, the cart, tables, the detail and its timeline."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from aurora_desk.gui.gallery import samples
from aurora_desk.gui.gallery.laying import GalleryPage
from aurora_desk.gui.models.cells import Cell
from aurora_desk.gui.models.customers import CustomersModel
from aurora_desk.gui.models.orders import OrdersModel
from aurora_desk.gui.models.tables import Column, TableModel
from aurora_desk.gui.models.tiles import TileModel
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.cart_list import CartList
from aurora_desk.gui.widgets.detail import Detail
from aurora_desk.gui.widgets.polish import rule
from aurora_desk.gui.widgets.table import Table
from aurora_desk.gui.widgets.text import Text
from aurora_desk.gui.widgets.tile_grid import TileGrid
from aurora_desk.gui.widgets.timeline import Timeline, TimelineEntry


class Drinks(TableModel[tuple[str, int]]):
    """A short list, all of it at hand, that its headings sort."""

    def __init__(self, look: Look) -> None:
        columns = (
            Column("Name", self._name, order=lambda row: row[0]),
            Column("In stock", self._stock, 130, at_end=True, order=lambda row: row[1]),
        )
        super().__init__(look, columns)

    def key(self, row: tuple[str, int]) -> object:
        return row[0]

    def _name(self, row: tuple[str, int]) -> Cell:
        return Cell(row[0], weight=600)

    def _stock(self, row: tuple[str, int]) -> Cell:
        return Cell(self.look.locale.toString(row[1]), at_end=True)


class ListsPage(GalleryPage):
    """Rows and tiles: plain, selected, low, sold out, with long names; a table with headings to sort by."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, "lists")
        self.tiles, self.orders = TileModel(look, parent=self), OrdersModel(look, parent=self)
        self.customers = CustomersModel(look, samples.EURO, parent=self)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self._grid(), 1)
        row.addWidget(self._cart())
        self.group("Tiles and cart lines", row)
        self.drinks = Drinks(look)
        self.group(
            "Tables; the last one is sorted by its headings", self._table(), self._second_table(), self._sorted()
        )

    def _grid(self) -> TileGrid:
        grid = TileGrid(self._look, name="gallery-tiles")
        grid.setModel(self.tiles)
        self.tiles.show_rows(samples.products())
        self.tiles.set_quantities({p.product_id: 2000 for p in self.tiles.rows[1::5]})
        grid.setFixedHeight(self._look.px(468))
        return grid

    def _cart(self) -> QWidget:
        look = self._look
        detail = Detail(look, "Cart", name="gallery-detail")
        detail.setFixedWidth(look.px(384))
        detail.header.addWidget(Text(look, "11 items", Type.LABEL, tone="muted", weight=400))
        self.cart = CartList(look, name="gallery-cart")
        self.cart.show_cart(samples.cart())
        self.cart.select(3)
        self.cart.setFixedHeight(look.px(250))
        timeline = Timeline(look, name="gallery-timeline")
        timeline.show_entries(
            (
                TimelineEntry("receipt-text", "info", "Order placed", "Mara Klein · Till 2", "13:49"),
                TimelineEntry("circle-check", "success", "Paid €85.10", "Visa ending 4242 · contactless", "13:52"),
                TimelineEntry("rotate-ccw", "info", "Refunded €6.40", "2× Almond croissant · damaged", "14:03"),
            )
        )
        for part in (self.cart, rule(), timeline):
            detail.body.addWidget(part)
        detail.body.addStretch(1)
        return detail

    def _table(self) -> Table:
        self.orders.show_rows(samples.orders())
        orders = Table(self._look, self.orders, label="Orders", name="gallery-orders")
        orders.select_key(self.orders.rows[3].order_id)
        orders.setFixedHeight(self._look.px(42 + 8 * 52 + 10))
        return orders

    def _second_table(self) -> Table:
        self.customers.show_rows(samples.customers())
        table = Table(self._look, self.customers, label="Customers", name="gallery-customers")
        table.setFixedHeight(self._look.px(42 + 3 * 52 + 10))
        return table

    def _sorted(self) -> Table:
        self.drinks.show_rows((("Cold brew", 12), ("Ginger lemonade", 28), ("Elderflower soda", 4)))
        table = Table(self._look, self.drinks, label="Drinks", name="gallery-drinks")
        table.headings.button(1).click()
        table.headings.button(1).click()
        table.setFixedHeight(self._look.px(44 + 3 * 52 + 10))
        return table
