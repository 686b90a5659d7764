"""Beside the board: a sum with the payments behind it, or a difference with what can be done about it."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from aurora_desk.domain.money import Money
from aurora_desk.domain.truth import Board, Line, Side, Verdict
from aurora_desk.domain.work_items import DEEDS, WORDS, Deed, WorkItem
from aurora_desk.gui.models.truth import LinesModel, item_title, result_of, side_word
from aurora_desk.gui.screens.reports.sum_card import Figure, SumCard
from aurora_desk.gui.theme.format import isolated
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.sentences import said
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.button import Button, Kind, Variant
from aurora_desk.gui.widgets.detail import Detail
from aurora_desk.gui.widgets.pill import Pill
from aurora_desk.gui.widgets.side_scroll import SideScroll
from aurora_desk.gui.widgets.table import Table
from aurora_desk.gui.widgets.text import Text


class SumDetail(Detail):
    """A sum here and there, and the newest payments behind it."""

    order_chosen = Signal(object)
    """A `Line` whose order is to be opened."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, name="sum-detail", parent=parent)
        self._look = look
        self.pill = Pill(look, name="sum-pill")
        self.header.addWidget(self.pill)
        self.figures = SumCard(look, name="sum-figures")
        self.model = LinesModel(look, parent=self)
        self.table = Table(look, self.model, label=self.tr("Payments behind this sum"), name="sum-lines")
        self.hint = Text(look, "", Type.LABEL, tone="muted", weight=400, wrap=True, name="sum-hint")
        self.body.addWidget(self.figures)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.hint)
        self.table.row_opened.connect(self.order_chosen)

    def show_sum(self, verdict: Verdict, board: Board, lines: tuple[Line, ...]) -> None:
        """Show a sum and its lines."""
        self.show_title(side_word(verdict.side))
        self.pill.show_status(result_of(self._look, verdict))
        by_stripe = verdict.side in (Side.STRIPE, Side.STRIPE_BACK)
        there = self.tr("At Stripe") if by_stripe else self.tr("In the drawers")
        figures = [
            Figure(self.tr("In orders"), verdict.here),
            Figure(there, verdict.there),
            Figure(self.tr("Difference"), verdict.difference, counts=True),
        ]
        new = board.uncompared.back_minor if verdict.side is Side.STRIPE_BACK else board.uncompared.minor
        words = self.tr("Booked since the comparison, not counted yet: %1")
        later = words.replace("%1", self._look.money(Money(new, board.currency))) if by_stripe and new else ""
        self.figures.show_figures(figures, later)
        self.model.show_rows(lines)
        self.table.setColumnHidden(2, not by_stripe)
        self.hint.setText(self.tr("Enter or a double click opens the order.") if lines else self.tr("No payments."))


class ItemDetail(Detail):
    """What happened, what it means for the money, what to do; beneath them the deeds."""

    deed_pressed = Signal(object)
    """A `Deed`."""
    order_pressed = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, name="item-detail", parent=parent)
        self._look = look
        self._item: WorkItem | None = None
        self.title.setWordWrap(True)
        self.pill = Pill(look, name="item-pill")
        self.about = Text(look, "", Type.BODY, tone="muted", wrap=True, name="item-about")
        self.figures = SumCard(look, name="item-figures")
        self.happened, self.means, self.to_do = (
            Text(look, "", Type.BODY, wrap=True, name=f"item-{part}") for part in ("happened", "means", "to-do")
        )
        self.intent = Text(look, "", Type.LABEL, tone="muted", weight=400, wrap=True, name="item-intent")
        self.intent.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.warning = Text(look, "", Type.LABEL, tone="warning", wrap=True, name="item-warning")
        self.order = Button(look, icon="receipt-text", variant=Variant.LG, name="item-order")
        self.deeds = {
            deed: Button(look, kind=kind, icon=icon, variant=Variant.LG, name=f"item-{deed.value}")
            for deed, kind, icon in (
                (Deed.REFUND, Kind.DANGER, "rotate-ccw"),
                (Deed.ATTACH, Kind.SECONDARY, "plus"),
                (Deed.BOOK, Kind.PRIMARY, "check"),
                (Deed.ACCEPT, Kind.SECONDARY, "check"),
            )
        }
        self.body.addWidget(self._told(), 1)
        self.body.addWidget(self.warning)
        self.body.addWidget(self.order)
        for deed, button in self.deeds.items():
            self.body.addWidget(button)
            button.clicked.connect(lambda _checked=False, deed=deed: self.deed_pressed.emit(deed))
        self.order.clicked.connect(self.order_pressed)
        look.changed.connect(self._write)

    @property
    def item(self) -> WorkItem | None:
        """The difference that is shown."""
        return self._item

    def show_item(self, item: WorkItem) -> None:
        """Show a difference, or its new state."""
        self._item = item
        self._write()

    def set_busy(self, deed: Deed | None) -> None:
        """Show that a deed is being done, or that none is any more."""
        for own, button in self.deeds.items():
            button.set_busy(own is deed)

    def focus_actions(self) -> None:
        """Put the focus on the first thing that can be done."""
        buttons = (*self.deeds.values(), self.order, self.cross)
        next(button for button in buttons if button.isVisibleTo(self)).setFocus(Qt.FocusReason.OtherFocusReason)

    def deed_words(self, item: WorkItem, deed: Deed) -> str:
        """What a deed's button says: a verb with its object."""
        amount = self._look.money(item.stripe)
        return {
            Deed.REFUND: self.tr("Refund %1"),
            Deed.ATTACH: self.tr("Attach %1 to the order"),
            Deed.BOOK: self.tr("Book refund of %1"),
            Deed.ACCEPT: self.tr("Settled otherwise…"),
        }[deed].replace("%1", amount)

    def _told(self) -> SideScroll:
        inside = QWidget()
        inside.setProperty("kind", "scrolled")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.pill, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(4)
        column.addWidget(self.about)
        column.addSpacing(8)
        column.addWidget(self.figures)
        parts = (
            (self.tr("What happened"), self.happened),
            (self.tr("What it means"), self.means),
            (self.tr("What to do"), self.to_do),
        )
        for heading, text in parts:
            column.addSpacing(8)
            column.addWidget(Text(self._look, heading, Type.LABEL, tone="muted", weight=600))
            column.addWidget(text)
        column.addSpacing(8)
        column.addWidget(self.intent)
        column.addStretch(1)
        area = SideScroll(name="item-scroll", label=self.tr("About this difference"))
        area.setWidget(inside)
        return area

    def _write(self) -> None:
        item = self._item
        if item is None:
            return
        words = WORDS[item.kind]
        self.show_title(item_title(item))
        self.pill.show_status(result_of(self._look, item))
        self.about.setText(self._about(item))
        self.figures.show_figures(
            [
                Figure(self.tr("Here"), item.here),
                Figure(self.tr("At Stripe"), item.stripe),
                Figure(self.tr("Difference"), item.difference, counts=True),
            ]
        )
        for text, sentence in ((self.happened, words.happened), (self.means, words.means), (self.to_do, words.to_do)):
            text.setText(said(sentence))
        self.intent.setText(isolated(item.intent_id or "", self._look.locale))
        self.intent.setVisible(item.intent_id is not None)
        asked = self.tr(
            "Stripe was asked for this refund and has not answered yet. Do not give the money back in another way."
        )
        self.warning.setText(asked if item.refunding else "")
        self.warning.setVisible(item.refunding)
        self.order.setVisible(item.order_id is not None)
        if item.order_id is not None:
            number = isolated(f"#{item.order_id}", self._look.locale)
            self.order.setText(self.tr("Open order %1").replace("%1", number))
        for deed, button in self.deeds.items():
            button.setVisible(deed in DEEDS[item.kind] and (not item.refunding or deed is Deed.REFUND))
            button.setText(self.tr("Ask Stripe again") if item.refunding else self.deed_words(item, deed))

    def _about(self, item: WorkItem) -> str:
        look = self._look
        today = look.date(item.found_at) == look.date(datetime.now(UTC))
        day = self.tr("today") if today else look.date(item.found_at)
        return self.tr("Found %1 %2").replace("%1", day).replace("%2", look.time(item.found_at))
