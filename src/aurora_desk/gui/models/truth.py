"""What the money truth board compares, and the payments behind a sum, as tables."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject

from aurora_desk.domain.money import Money
from aurora_desk.domain.truth import Line, Side, Verdict
from aurora_desk.domain.work_items import WORDS, WorkItem
from aurora_desk.gui.models.cells import Cell
from aurora_desk.gui.models.tables import Column, TableModel
from aurora_desk.gui.theme.format import isolated
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.sentences import said
from aurora_desk.gui.theme.status import Status

BoardRow = Verdict | WorkItem


def _tr(text: str) -> str:
    return QCoreApplication.translate("BoardModel", text)


def side_word(side: Side) -> str:
    """What a sum is."""
    return {
        Side.STRIPE: _tr("Taken by Stripe"),
        Side.STRIPE_BACK: _tr("Given back by Stripe"),
        Side.CASH: _tr("Cash in the drawers"),
        Side.CASH_BACK: _tr("Cash given back"),
    }[side]


def item_title(item: WorkItem) -> str:
    """What kind of difference it is."""
    return said(WORDS[item.kind].title)


def signed(look: Look, money: Money) -> str:
    """An amount with its sign, a plus too."""
    return ("+" if money.amount_minor > 0 else "") + look.money(money)


def result_of(look: Look, row: BoardRow) -> Status:
    """What a row's pill says: agrees, by how much it differs, or that Stripe is being asked."""
    if isinstance(row, WorkItem) and row.refunding:
        return Status(_tr("Refund asked for"), "warning", "clock")
    if row.difference:
        return Status(signed(look, row.difference), "danger", "circle-x")
    if isinstance(row, WorkItem):
        return Status(_tr("To settle"), "danger", "circle-x")
    return Status(_tr("Agrees"), "success", "circle-check")


class BoardModel(TableModel[BoardRow]):
    """Differences to settle first, then the sums side by side."""

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        columns = (
            Column(_tr("Compared"), self._what),
            Column(_tr("Order"), self._order, 92),
            Column(_tr("Here"), self._here, 112, at_end=True),
            Column(_tr("There"), self._there, 112, at_end=True),
            Column(_tr("Result"), self._result, 144),
        )
        super().__init__(look, columns, parent=parent)

    def key(self, row: BoardRow) -> object:
        return row.item_id if isinstance(row, WorkItem) else row.side

    def sentence(self, row: BoardRow) -> str:
        words = self.tr("%1: here %2, there %3, %4")
        what = item_title(row) if isinstance(row, WorkItem) else side_word(row.side)
        parts = what, self.look.money(row.here), self.look.money(_there(row)), result_of(self.look, row).word
        for place, part in enumerate(parts, start=1):
            words = words.replace(f"%{place}", part)
        return words

    def _what(self, row: BoardRow) -> Cell:
        if isinstance(row, WorkItem):
            return Cell(item_title(row), weight=600)
        return Cell(side_word(row.side))

    def _order(self, row: BoardRow) -> Cell:
        if not isinstance(row, WorkItem) or row.order_id is None:
            return Cell("")
        return Cell(isolated(f"#{row.order_id}", self.look.locale), tone="muted")

    def _here(self, row: BoardRow) -> Cell:
        return Cell(self.look.money(row.here), at_end=True)

    def _there(self, row: BoardRow) -> Cell:
        return Cell(self.look.money(_there(row)), at_end=True)

    def _result(self, row: BoardRow) -> Cell:
        status = result_of(self.look, row)
        return Cell(status.word, status=status)


def _there(row: BoardRow) -> Money:
    return row.stripe if isinstance(row, WorkItem) else row.there


class LinesModel(TableModel[Line]):
    """The payments behind a sum: order, here, at Stripe."""

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        columns = (
            Column(_tr("Order"), self._order, order=lambda row: row.payment.order_id),
            Column(_tr("Here"), self._here, 104, at_end=True),
            Column(_tr("Stripe"), self._there, 104, at_end=True),
        )
        super().__init__(look, columns, parent=parent)

    def key(self, row: Line) -> object:
        return row.payment.payment_id

    def sentence(self, row: Line) -> str:
        words = self.tr("Order %1, %2, here %3, at Stripe %4")
        parts = (
            str(row.payment.order_id),
            self.look.time(row.payment.created_at),
            self._here(row).text,
            self._there(row).text,
        )
        for place, part in enumerate(parts, start=1):
            words = words.replace(f"%{place}", part)
        return words

    def _order(self, row: Line) -> Cell:
        return Cell(isolated(f"#{row.payment.order_id}", self.look.locale))

    def _here(self, row: Line) -> Cell:
        return Cell(self._amount(row, row.payment.captured_minor), at_end=True)

    def _there(self, row: Line) -> Cell:
        if row.received_minor is None:
            return Cell("–", tone="muted", at_end=True)
        tone = "danger" if row.differs else "muted"
        return Cell(self._amount(row, row.received_minor), tone=tone, weight=600 if row.differs else 400, at_end=True)

    def _amount(self, row: Line, minor: int) -> str:
        return self.look.money(Money(minor, row.payment.amount.currency))
