"""The middle of Sell: category chips and the grid of products."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from aurora_desk.domain.cart import Cart
from aurora_desk.domain.catalogue import Category, Product
from aurora_desk.gui.context import Context
from aurora_desk.gui.jobs import words_of
from aurora_desk.gui.models.tile_delegate import HEIGHT
from aurora_desk.gui.models.tiles import TileModel
from aurora_desk.gui.photos import Photos
from aurora_desk.gui.screens.sell.favourites import Favourites
from aurora_desk.gui.screens.sell.in_cart import InCart
from aurora_desk.gui.screens.sell.live_tiles import LiveTiles
from aurora_desk.gui.screens.sell.shelf import Shelf, ShelfReader
from aurora_desk.gui.widgets.chip import ChipRow
from aurora_desk.gui.widgets.empty import Empty
from aurora_desk.gui.widgets.skeleton import Skeleton
from aurora_desk.gui.widgets.tile_grid import TileGrid

FAVOURITES = "favourites"
END_MARGIN, BAR_MARGIN = 14, 3


class ProductsPanel(QWidget):
    """Search results replace the grid while there are words; then the chosen category is back."""

    product_chosen = Signal(object)
    best_ready = Signal()
    """What was asked for last is shown: its first tile is the best match."""
    typed = Signal(str)
    clear_wanted = Signal()
    failed = Signal(str)
    """Why the shelf asked for can't be shown; the tiles stay as they are."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        look = context.look
        self._bare = False
        """Whether the shop has no categories to choose from."""
        self.setObjectName("sell-products")
        self.chips = ChipRow(look, name="categories", label=self.tr("Categories"))
        self.chips.add(FAVOURITES, self.tr("Favourites"), icon="star")
        self.model = TileModel(look, parent=self)
        self.photos = Photos(context.photos, context.jobs.patient, self)
        self.photos.ready.connect(self.model.photo_ready)
        self.grid = TileGrid(look, photos=self.photos, name="tiles")
        self.grid.setModel(self.model)
        self.reader = ShelfReader(context, self.model, lambda: self.grid.room, self)
        self.live = LiveTiles(context, self.model, self._in_view, self)
        self.in_cart = InCart(context, self.model, self)
        self.favourites = Favourites(context, self)
        self.empty = Empty(look, "search", "", name="products-empty")
        self.skeleton = Skeleton(look, block_height=HEIGHT - 12, columns=4, gap=12, name="products-skeleton")
        self.pages = QStackedWidget()
        for page in (self.grid, self.empty, self.skeleton):
            self.pages.addWidget(page)
        chips = QHBoxLayout()
        chips.setContentsMargins(0, 0, END_MARGIN, 0)
        chips.addWidget(self.chips)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(18)
        column.addLayout(chips)
        column.addWidget(self.pages, 1)
        self.chips.chosen.connect(self._on_chip)
        self.grid.product_chosen.connect(self.product_chosen)
        self.grid.typed.connect(self.typed)
        self.grid.menu_wanted.connect(self.favourites.offer)
        self.favourites.changed.connect(self._on_favourite)
        self.favourites.failed.connect(self.failed)
        self.empty.acted.connect(self._on_empty_acted)
        self.reader.arrived.connect(self._on_arrived)
        self.reader.failed.connect(self._on_failed)

    @property
    def best(self) -> Product | None:
        """The first tile, if what is shown is what was asked for."""
        return self.model.rows[0] if self.reader.ready and self.model.rows else None

    def begin(self) -> None:
        """Read categories and favourites."""
        self.pages.setCurrentWidget(self.skeleton)
        self.skeleton.start()
        services = self._context.services
        work = partial(services.read, partial(services.catalogue.categories, tenant_id=self._context.session.tenant_id))
        self._context.jobs.start(self, work, done=self._on_categories, failed=self._on_categories_failed)
        self.reader.show(self._shelf(""))

    def search(self, words: str) -> None:
        """Show what is found; no words show the chosen category."""
        self.reader.show(self._shelf(words))

    def show_cart(self, cart: Cart) -> None:
        """Count on the tiles what is in the cart."""
        self.in_cart.show(cart)
        self.model.set_prices(cart.price_list.prices if cart.price_list is not None else {})

    def enter_grid(self) -> None:
        """Put the focus on the first tile that can be seen."""
        if not self.model.rows or self.pages.currentWidget() is not self.grid:
            return
        self.grid.setFocus(Qt.FocusReason.TabFocusReason)
        if not self.grid.currentIndex().isValid():
            self.grid.setCurrentIndex(self.model.index(0, 0))

    def toggle_favourite(self) -> None:
        """Make the tile with the focus, else the best match, a favourite or no longer."""
        product = self.model.row_at(self.grid.currentIndex()) if self.grid.hasFocus() else self.best
        if product is not None:
            self.favourites.toggle(product)

    def _on_favourite(self, product: Product) -> None:
        if self.reader.shelf.favourites and not product.favourite:
            self.model.take_out(product.product_id)
        elif not self.model.replace_row(product) and self.reader.shelf.favourites:
            self.reader.show(self._shelf(""))

    def _in_view(self) -> Sequence[Product]:
        rows = self.model.rows
        return [rows[place] for place in self.grid.in_view()]

    def _shelf(self, words: str) -> Shelf:
        key = self.chips.key
        return Shelf(category_id=key if isinstance(key, int) else None, words=words)

    def _on_chip(self, _key: object) -> None:
        self.clear_wanted.emit()
        self.reader.show(self._shelf(""))

    def _on_categories(self, categories: tuple[Category, ...]) -> None:
        self._bare = not categories
        known = {chip.objectName() for chip in self.chips.chips()}
        for category in categories:
            name = f"category-{category.category_id}"
            if name not in known:
                self.chips.add(category.category_id, category.name, icon=category.icon, tint=category.tint, name=name)
        if self._bare and self.reader.ready and not self.model.rows:
            self._show_nothing()

    def _on_categories_failed(self, error: Exception) -> None:
        self._on_failed(words_of(error))

    def _on_arrived(self) -> None:
        self.skeleton.stop()
        if self.model.rows:
            self.pages.setCurrentWidget(self.grid)
            self.grid.scrollToTop()
            if self.grid.hasFocus():
                # Whoever walks the grid while new tiles arrive stands on the first of them.
                self.grid.setCurrentIndex(self.model.index(0, 0))
        else:
            self._show_nothing()
        self.best_ready.emit()

    def _show_nothing(self) -> None:
        words = self.reader.shelf.words
        if words:
            title = self.tr("Nothing matches “%1”").replace("%1", words)
            hint = self.tr("Try another name, the SKU or the barcode.")
            self.empty.show_words(title, hint, self.tr("Clear filter"), icon="search")
        else:
            self.empty.show_words(*self._nothing_here(), icon="package")
        self.pages.setCurrentWidget(self.empty)

    def _nothing_here(self) -> tuple[str, str]:
        if self._bare:
            return self.tr("No products to tap yet"), self.tr("Search or scan, or sell with Custom item.")
        return self.tr("No products here yet"), self.tr("Choose another category, or search for the product.")

    def _on_failed(self, sentence: str) -> None:
        self.skeleton.stop()
        if self.model.rows:
            self.failed.emit(sentence)
        else:
            self.empty.show_words(sentence, "", self.tr("Try again"), icon="triangle-alert")
            self.pages.setCurrentWidget(self.empty)

    def _on_empty_acted(self) -> None:
        if self.reader.shelf.words:
            self.clear_wanted.emit()
        else:
            self.begin()
