"""Making a product a favourite, or no longer, from its tile."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from aurora_desk.domain.catalogue import Product
from aurora_desk.gui.context import Context
from aurora_desk.gui.jobs import words_of


class Favourites(QObject):
    """A menu with one line on a tile; what is done can be undone."""

    changed = Signal(object)
    """The `Product` as it is now."""
    undo_offered = Signal(str, object)
    failed = Signal(str)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._product: Product | None = None
        self.menu = QMenu(parent)
        self.menu.setObjectName("tile-menu")
        self.menu.setAccessibleName(self.tr("Product"))
        self._act = self.menu.addAction("")
        self._act.setObjectName("tile-favourite")
        self._act.triggered.connect(self._on_act)

    def offer(self, product: Product, at: QPoint) -> None:
        """Open the menu of a tile."""
        if self._context.session.person is None:
            return
        self._product = product
        self._act.setText(self.tr("Remove from favourites") if product.favourite else self.tr("Add to favourites"))
        self._act.setIcon(self._context.look.icon("x" if product.favourite else "star"))
        self.menu.popup(at)
        self.menu.setActiveAction(self._act)

    def toggle(self, product: Product) -> None:
        """Make a product a favourite, or no longer."""
        if self._context.session.person is not None:
            self._set(product, favourite=not product.favourite, tell=True)

    def _on_act(self) -> None:
        if self._product is not None:
            self.toggle(self._product)

    def _set(self, product: Product, *, favourite: bool, tell: bool) -> None:
        services = self._context.services
        unit = partial(
            services.catalogue.set_favourite,
            actor=self._context.session.actor(),
            product_id=product.product_id,
            favourite=favourite,
        )
        done = partial(self._on_set, tell=tell)
        self._context.jobs.start(self, partial(services.write, unit), done=done, failed=self._on_failed)

    def _on_set(self, product: Product, tell: bool) -> None:
        self.changed.emit(product)
        if tell:
            words = self.tr("%1 is a favourite now.") if product.favourite else self.tr("%1 is no favourite any more.")
            back = partial(self._undo, product)
            self.undo_offered.emit(words.replace("%1", product.name), back)

    def _undo(self, product: Product) -> None:
        if self._context.session.person is not None:
            self._set(product, favourite=not product.favourite, tell=False)

    def _on_failed(self, error: Exception) -> None:
        self.failed.emit(words_of(error))
