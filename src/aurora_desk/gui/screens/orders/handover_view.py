"""Where an order's goods are, in a pill and a sentence."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtWidgets import QHBoxLayout, QWidget

from aurora_desk.domain.orders import Handover, OrderEvent, OrderStatus
from aurora_desk.domain.quantity import ONE
from aurora_desk.gui.screens.orders.reading import OpenedOrder
from aurora_desk.gui.theme.format import quantity_label
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.pill import Pill
from aurora_desk.gui.widgets.text import Text


class HandoverView(QWidget):
    """«Collected 14:02 at Till 1 by Mara»: whoever scans the code a second time reads when the first was."""

    def __init__(self, look: Look, *, name: str = "order-handover", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setObjectName(name)
        self.pill = Pill(look, name=f"{name}-pill")
        self.words = Text(look, "", Type.LABEL, tone="muted", weight=400, wrap=True, name=f"{name}-words")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.pill)
        row.addWidget(self.words, 1)

    def show_order(self, opened: OpenedOrder, *, asked: bool) -> None:
        """Show the state; that goods went over the counter as they were paid is told only when `asked` by a code."""
        order = opened.order
        word, tone, icon = self._state(opened)
        if order.handover is Handover.COLLECTED and not asked:
            word = word if any(event.event == "order.collected" for event in opened.timeline) else ""
        self.setVisible(bool(word))
        if not word:
            return
        self.pill.show_text(word, tone, icon)
        last = _last(opened.timeline)
        words = ""
        if order.handover is Handover.PART:
            left = sum(line.left_milli if line.left_milli % ONE == 0 else ONE for line in opened.goods)
            words = self.tr("%1 left to collect").replace("%1", quantity_label(left, self._look.locale))
        elif last is not None and order.handover is Handover.COLLECTED:
            words = self._when(last)
        self.words.setText(words)

    def _state(self, opened: OpenedOrder) -> tuple[str, str, str]:
        order = opened.order
        if order.status is OrderStatus.VOID or not (opened.left_to_collect or order.handover is Handover.COLLECTED):
            return "", "", ""
        if order.handover is Handover.COLLECTED:
            return self.tr("Collected"), "muted", "package"
        if order.handover is Handover.PART:
            return self.tr("Part collected"), "warning", "package"
        if order.status is OrderStatus.READY:
            return self.tr("Ready"), "success", "circle-check"
        return (self.tr("To collect"), "info", "package") if not order.due else ("", "", "")

    def _when(self, event: OrderEvent) -> str:
        look = self._look
        when = look.time(event.at)
        if look.date(event.at) != look.date(datetime.now(UTC)):
            when = self.tr("%1 %2").replace("%2", when).replace("%1", look.date(event.at))
        who = event.who or self.tr("Aurora Desk")
        if not event.till_name:
            return self.tr("%1 by %2").replace("%1", when).replace("%2", who)
        words = self.tr("%1 at %2 by %3").replace("%1", when).replace("%2", event.till_name)
        return words.replace("%3", who)


def _last(timeline: tuple[OrderEvent, ...]) -> OrderEvent | None:
    """The last hand-over; a sale at the till is handed over as it is paid."""
    for wanted in ("order.collected", "order.paid"):
        found = [event for event in timeline if event.event == wanted]
        if found:
            return found[-1]
    return None
