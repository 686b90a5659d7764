"""The carts that a till may open, as a table."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from aurora_desk.domain.cart import Cart
from aurora_desk.gui.models.cells import Cell
from aurora_desk.gui.models.tables import Column, TableModel
from aurora_desk.gui.screens.clients import this_computer
from aurora_desk.gui.theme.look import Look

JOIN = " · "


def _tr(text: str) -> str:
    return QCoreApplication.translate("HeldCartsModel", text)


class HeldCartsModel(TableModel[Cart]):
    """Name, who has it, time, lines and total."""

    def __init__(self, look: Look) -> None:
        columns = (
            Column(_tr("Name"), self._name),
            Column(_tr("Time"), self._time, 104),
            Column(_tr("Who"), self._who, 306),
            Column(_tr("Lines"), self._lines, 64, at_end=True),
            Column(_tr("Total"), self._total, 112, at_end=True),
        )
        super().__init__(look, columns)

    def key(self, row: Cart) -> object:
        return row.cart_id

    def show_carts(self, carts: tuple[Cart, ...]) -> None:
        """Show them; rows that stay where they are stay selected."""
        if tuple(map(self.key, carts)) == tuple(map(self.key, self.rows)):
            for cart in carts:
                self.replace_row(cart)
        else:
            self.show_rows(carts)

    def _name(self, row: Cart) -> Cell:
        return Cell(name_of(row), weight=600)

    def _time(self, row: Cart) -> Cell:
        return Cell(self.look.time(row.updated_at), tone="muted")

    def _who(self, row: Cart) -> Cell:
        if row.till_id is not None:
            return Cell(self._open_at(row), tone="warning")
        return Cell(row.held_by or network_name(row), tone="muted" if row.held_by else "violet")

    def _open_at(self, row: Cart) -> str:
        # The first name is enough to call over, and the time must have its place.
        person = row.opened_by_name.split()[:1]
        parts = [_tr("Open at %1").replace("%1", row.till_name), *person]
        if row.opened_at is not None:
            parts.append(_tr("since %1").replace("%1", self.look.time(row.opened_at)))
        return JOIN.join(parts)

    def _lines(self, row: Cart) -> Cell:
        return Cell(self.look.locale.toString(len(row.lines)), at_end=True)

    def _total(self, row: Cart) -> Cell:
        return Cell(self.look.money(row.total), weight=600, at_end=True)


def name_of(cart: Cart) -> str:
    """What a cart is called: the name it was held under, its customer, the code of its client, or its first line."""
    code = cart.session_id or ""
    return cart.held_as or cart.customer_name or code or cart.lines[0].name


def network_name(cart: Cart) -> str:
    """The network client that fills a cart."""
    return this_computer(cart.client) or _tr("Network: %1").replace("%1", cart.client_name or cart.client)


def matches(cart: Cart, words: str) -> bool:
    """Whether every word is part of a cart's names, its people, its code or its lines."""
    texts = (
        name_of(cart),
        cart.session_id or "",
        cart.customer_name,
        cart.held_by,
        cart.opened_by_name,
        cart.till_name,
        cart.client_name,
        *(line.name for line in cart.lines),
    )
    known = " ".join(texts).casefold()
    return all(word in known for word in words.casefold().split())
