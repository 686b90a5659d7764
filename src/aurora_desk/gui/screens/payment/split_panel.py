"""Split: the parts of a bill, each paid by a tender of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from aurora_desk.domain.money import Money
from aurora_desk.domain.split import SplitLine, SplitPlan
from aurora_desk.gui.screens.payment.part_list import PartList
from aurora_desk.gui.screens.payment.split_by import ByAmount, ByLine
from aurora_desk.gui.theme.format import isolated
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.announce import announce
from aurora_desk.gui.widgets.button import Button, Kind, Variant
from aurora_desk.gui.widgets.text import Text
from aurora_desk.gui.widgets.why_line import WhyLine

EQUAL = (2, 3, 4)
BESIDE_UP_TO = 115
"""The text size in percent up to which all ways to split stand side by side."""


class SplitPanel(QWidget):
    """Shows a plan and changes it; what is paid of it is the sheet's affair."""

    changed = Signal(object)
    """The new `SplitPlan`."""
    pay_wanted = Signal()
    """Pay the current part."""
    lines_wanted = Signal()
    """The lines of the sale are to be shown; they come by `show_lines`."""

    def __init__(self, look: Look, currency: str, *, name: str = "split", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._currency = look, currency
        self._plan: SplitPlan | None = None
        self._lines: Sequence[SplitLine] = ()
        self.setObjectName(name)
        self.equal = {many: self._way(isolated(f"÷ {many}", look.locale), f"{name}-equal-{many}") for many in EQUAL}
        for many, button in self.equal.items():
            button.setAccessibleName(self.tr("%1 equal parts").replace("%1", str(many)))
            button.setToolTip(button.accessibleName())
            button.clicked.connect(partial(self._spread, many))
        self.by_amount = self._way(self.tr("By amount"), f"{name}-by-amount")
        self.by_line = self._way(self.tr("By line"), f"{name}-by-line")
        self.parts = PartList(look, name=f"{name}-parts")
        self.footer = Text(look, "", Type.LABEL, tone="muted", weight=600, name=f"{name}-footer")
        self.whole = Button(look, self.tr("Undo the split"), kind=Kind.GHOST, name=f"{name}-undo")
        self.pay = Button(look, kind=Kind.PRIMARY, variant=Variant.XL, name=f"{name}-pay")
        self.amount, self.line = ByAmount(look, currency), ByLine(look, currency)
        self._ways = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._pages = QStackedLayout(self)
        self._build()
        self._connect()
        look.follow(self._dress)

    def show_plan(self, plan: SplitPlan) -> None:
        """Show the parts as they are now."""
        self._plan = plan
        self._pages.setCurrentIndex(0)
        open_parts = plan.open
        for button in (*self.equal.values(), self.by_amount, self.by_line):
            button.setEnabled(bool(open_parts))
        self.parts.show_plan(plan, self._currency, self._lines)
        paid = sum(part.amount_minor for part in plan.parts if part.paid)
        total = sum(part.amount_minor for part in plan.parts)
        words = self.tr("Paid %1 of %2").replace("%1", self._money(paid)).replace("%2", self._money(total))
        self.footer.setText(words)
        self.whole.setVisible(len(open_parts) > 1)
        self._name_pay(plan)

    def show_lines(self, lines: Sequence[SplitLine]) -> None:
        """The lines of the sale have been read."""
        self._lines = lines
        if self._plan is not None:
            self.line.show_lines(lines, self._plan)
            self._pages.setCurrentWidget(self.line)
            self.line.take_focus()

    def take_focus(self) -> None:
        """The focus on what comes next: paying, or saying how to split."""
        page = self._pages.currentWidget()
        if page is self.amount or page is self.line:
            (self.amount if page is self.amount else self.line).take_focus()
            return
        first = self.pay if self.pay.isEnabled() else self.equal[EQUAL[0]]
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def back(self) -> bool:
        """Esc: from a page of its own to the plan; whether there was one."""
        if self._plan is None or self._pages.currentIndex() == 0:
            return False
        self.show_plan(self._plan)
        self.take_focus()
        return True

    def enter(self) -> None:
        """Enter: the one next step of the page."""
        page = self._pages.currentWidget()
        button = self.amount.make if page is self.amount else self.line.make if page is self.line else self.pay
        if button.isEnabled():
            button.click()

    def handle_key(self, event: QKeyEvent) -> bool:
        """Digits and Backspace, wherever the focus is."""
        return self._pages.currentWidget() is self.amount and self.amount.pad.handle_key(event)

    def _spread(self, many: int) -> None:
        self._change(lambda plan: plan.equally(many))

    def _change(self, change: Callable[[SplitPlan], SplitPlan]) -> None:
        assert self._plan is not None
        plan = change(self._plan)
        self.changed.emit(plan)
        self.show_plan(plan)
        self.take_focus()
        announce(self, self.tr("%1 parts to pay").replace("%1", str(len(plan.open))))

    def _choose(self, place: int) -> None:
        assert self._plan is not None
        plan = self._plan.choose(place)
        self.changed.emit(plan)
        self.show_plan(plan)
        self.parts.rows[place].setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_amount(self) -> None:
        assert self._plan is not None
        self.amount.show_rest(self._plan.rest_minor)
        self._pages.setCurrentWidget(self.amount)
        self.amount.take_focus()

    def _name_pay(self, plan: SplitPlan) -> None:
        if len(plan.open) == 1 and len(plan.parts) == 1:
            self.pay.setText(self.tr("Pay the first part"))
            self.pay.disable(self.tr("Say first how to split"))
            return
        self.pay.enable()
        words = self.tr("Pay part %1 · %2").replace("%1", str(plan.current + 1))
        self.pay.setText(words.replace("%2", self._money(plan.part.amount_minor)))

    def _money(self, amount_minor: int) -> str:
        return self._look.money(Money(amount_minor, self._currency))

    def _way(self, text: str, name: str) -> Button:
        return Button(self._look, text, kind=Kind.QUICK, name=name)

    def _connect(self) -> None:
        self.by_amount.clicked.connect(self._ask_amount)
        self.by_line.clicked.connect(self.lines_wanted)
        self.whole.clicked.connect(partial(self._spread, 1))
        self.pay.clicked.connect(self.pay_wanted)
        self.parts.chosen.connect(self._choose)
        self.parts.removed.connect(lambda place: self._change(lambda plan: plan.without(place)))
        self.amount.made.connect(lambda minor: self._change(lambda plan: plan.with_part(minor)))
        self.line.made.connect(lambda minor, lines: self._change(lambda plan: plan.with_part(minor, lines)))
        for page in (self.amount, self.line):
            page.back_wanted.connect(self.back)

    def _dress(self) -> None:
        # Large text takes two rows.
        large = self._look.scale > BESIDE_UP_TO
        self._ways.setDirection(QBoxLayout.Direction.TopToBottom if large else QBoxLayout.Direction.LeftToRight)

    def _build(self) -> None:
        # Words take more room than figures.
        for room, row in enumerate((tuple(self.equal.values()), (self.by_amount, self.by_line)), start=1):
            beside = QHBoxLayout()
            beside.setSpacing(8)
            for button in row:
                beside.addWidget(button, 1)
            self._ways.addLayout(beside, room)
        self._ways.setSpacing(8)
        beneath = QHBoxLayout()
        beneath.addWidget(self.footer, 1)
        beneath.addWidget(self.whole)
        plan = QWidget()
        column = QVBoxLayout(plan)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(self._ways)
        column.addWidget(self.parts, 1)
        column.addLayout(beneath)
        column.addWidget(self.pay)
        column.addWidget(WhyLine(self._look, self.pay))
        for page in (plan, self.amount, self.line):
            self._pages.addWidget(page)
