"""The refund planner: what comes back at the start side, why and where to at the end side."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from aurora_desk.domain.money import Money
from aurora_desk.domain.refunds import LONGEST_REASON, RefundReason
from aurora_desk.gui.screens.orders.reason_chips import reason_chips
from aurora_desk.gui.screens.orders.refund.back_to import PaymentRow
from aurora_desk.gui.screens.orders.refund.draft import Mode, Problem, RefundDraft
from aurora_desk.gui.screens.orders.refund.line_row import LineRow
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.amount_box import AmountBox
from aurora_desk.gui.widgets.announce import announce
from aurora_desk.gui.widgets.button import Button, Kind
from aurora_desk.gui.widgets.chip import Chip, ChipRow
from aurora_desk.gui.widgets.fitting_scroll import FittingScroll
from aurora_desk.gui.widgets.line import Line
from aurora_desk.gui.widgets.number_pad import NumberPad
from aurora_desk.gui.widgets.polish import Ground, rule, set_look_property
from aurora_desk.gui.widgets.text import Text

OTHER = "other"


class Planner(QWidget):
    """Changes a draft and shows what it comes to; `changed` after everything a person does."""

    changed = Signal()
    part_wanted = Signal(object)
    """The `RefundablePayment` whose amount a person wants to say."""

    def __init__(self, look: Look, draft: RefundDraft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self.draft = look, draft
        self.setObjectName("refund-planner")
        self.modes = ChipRow(look, name="refund-modes", label=self.tr("Refund by"))
        self.everything = Button(look, self.tr("Everything"), kind=Kind.GHOST, ink="primary", name="refund-everything")
        self.rows = [LineRow(look, draft, line) for line in draft.desk.lines]
        self.pad = NumberPad(look, name="refund-pad")
        self.box = AmountBox(look, self.tr("Amount"), pad=self.pad, name="refund-amount")
        self.reasons: dict[str, Chip] = {}
        self._group = QButtonGroup(self)
        self.other = Line()
        self.payments = [
            PaymentRow(look, draft, one, place, several=len(draft.desk.payments) > 1)
            for place, one in enumerate(draft.desk.payments)
        ]
        self.news = Text(look, "", Type.BODY, tone="danger", wrap=True, name="refund-news")
        self._build()
        self._connect()
        self._show()

    @property
    def first(self) -> QWidget:
        """Where the focus starts."""
        if self.draft.mode is Mode.AMOUNT:
            return self.box
        return next((row.check for row in self.rows if row.check.isEnabled()), self.everything)

    def handle_key(self, event: QKeyEvent) -> bool:
        """Digits belong to the amount wherever the focus is, but for the words of a reason; Enter does not."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        return self.draft.mode is Mode.AMOUNT and not enter and self.pad.handle_key(event)

    def show_problem(self, problem: Problem) -> None:
        """Say what is missing, and put the focus there."""
        left = self._look.money(Money(self.draft.desk.left_minor, self.draft.desk.currency))
        by_items = self.draft.mode is Mode.ITEMS
        words = {
            Problem.NOTHING: self.tr("Choose what comes back.") if by_items else self.tr("Type the amount first."),
            Problem.TOO_MUCH: self.tr("Only %1 is left to refund.").replace("%1", left),
            Problem.TOO_SMALL: self.tr("This part is too small to be given back that way. Change the parts."),
            Problem.NO_REASON: self.tr("Choose a reason. It stays with the refund."),
        }
        where: QWidget = self.first
        if problem is Problem.NO_REASON:
            where = self.other if self.draft.other else self.reasons[RefundReason.DAMAGED]
        elif problem is Problem.TOO_SMALL:
            where = self.payments[0].change
        where.setFocus(Qt.FocusReason.OtherFocusReason)
        self.say(words[problem])

    def say(self, sentence: str) -> None:
        """Tell what is wrong, until something is changed."""
        self.news.setText(sentence)
        self.news.setVisible(bool(sentence))
        if sentence:
            announce(self, sentence, urgent=True)

    def follow(self) -> None:
        """The draft was changed from outside."""
        self._show()

    def _build(self) -> None:
        body = QHBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(18)
        body.addLayout(self._what(), 1)
        body.addWidget(self._why_and_where())

    def _what(self) -> QVBoxLayout:
        if self.draft.desk.lines:
            self.modes.add(Mode.ITEMS, self.tr("Items"), name="refund-by-items")
        self.modes.add(Mode.AMOUNT, self.tr("Amount"), name="refund-by-amount")
        self.modes.choose(self.draft.mode)
        top = QHBoxLayout()
        top.addWidget(self.modes, 1)
        top.addWidget(self.everything)
        inside = QWidget()
        lines = QVBoxLayout(inside)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        for place, row in enumerate(self.rows):
            if place:
                lines.addWidget(rule())
            lines.addWidget(row)
        lines.addStretch(1)
        by_items = FittingScroll(inside, name="refund-lines")
        by_items.setAccessibleName(self.tr("What comes back"))
        by_amount = QWidget()
        column = QVBoxLayout(by_amount)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.box)
        column.addWidget(self.pad)
        column.addStretch(1)
        self._pages = QStackedWidget()
        self._pages.addWidget(by_items)
        self._pages.addWidget(by_amount)
        what = QVBoxLayout()
        what.setSpacing(10)
        what.addLayout(top)
        what.addWidget(self._pages, 1)
        return what

    def _why_and_where(self) -> QWidget:
        look = self._look
        self._well = Ground("well", name="refund-well")
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(Text(look, self.tr("Reason"), Type.LABEL, tone="muted"))
        column.addLayout(self._reasons())
        self._other_frame = Ground("field")
        field = QHBoxLayout(self._other_frame)
        field.setContentsMargins(14, 0, 14, 0)
        field.addWidget(self.other)
        self.other.setObjectName("refund-other-words")
        self.other.setAccessibleName(self.tr("Reason in words"))
        self.other.setPlaceholderText(self.tr("In a few words"))
        self.other.setMaxLength(LONGEST_REASON)
        self._other_frame.hide()
        column.addWidget(self._other_frame)
        column.addSpacing(8)
        column.addWidget(Text(look, self.tr("Back to"), Type.LABEL, tone="muted"))
        for row in self.payments:
            column.addWidget(row)
        column.addStretch(1)
        scroll = FittingScroll(inside, name="refund-why")
        scroll.setAccessibleName(self.tr("Reason, and where the money goes"))
        self.news.hide()
        around = QVBoxLayout(self._well)
        around.setContentsMargins(16, 14, 16, 14)
        around.setSpacing(8)
        around.addWidget(scroll, 1)
        around.addWidget(self.news)
        look.follow(self._dress)
        return self._well

    def _reasons(self) -> QVBoxLayout:
        named = (
            ((RefundReason.DAMAGED.value, self.tr("Damaged")), (RefundReason.WRONG_ITEM.value, self.tr("Wrong item"))),
            ((RefundReason.CHANGED_MIND.value, self.tr("Changed mind")), (OTHER, self.tr("Other…"))),
        )
        column, self.reasons = reason_chips(self._look, self._group, named, name="refund-reason")
        return column

    def _connect(self) -> None:
        self.modes.chosen.connect(self._on_mode)
        self.everything.clicked.connect(self._on_everything)
        self.pad.changed.connect(self._on_typed)
        self._group.buttonToggled.connect(self._on_reason)
        self.other.textChanged.connect(self._on_words)
        self.other.focus_changed.connect(lambda _focused: self._dress())
        for row in self.rows:
            row.changed.connect(self._on_changed)
        for payment in self.payments:
            payment.changed.connect(self._on_changed)
            payment.change_wanted.connect(self.part_wanted)

    def _show(self) -> None:
        draft = self.draft
        self._pages.setCurrentIndex(0 if draft.mode is Mode.ITEMS else 1)
        self.everything.setVisible(draft.mode is Mode.ITEMS)
        for row in self.rows:
            row.show_draft()
        self.box.show_money(Money(draft.typed_minor, draft.desk.currency))
        planned = draft.planned()
        shares = {part.payment_id: part.amount_minor for part in draft.parts()}
        for one in self.payments:
            payment_id = one.one.payment.payment_id
            one.show_part(planned.get(payment_id), shares.get(payment_id, 0))

    def _on_changed(self) -> None:
        self.say("")
        self._show()
        self.changed.emit()

    def _on_mode(self, mode: object) -> None:
        assert isinstance(mode, Mode)
        self.draft.set_mode(mode)
        self._on_changed()

    def _on_everything(self) -> None:
        self.draft.everything()
        self._on_changed()

    def _on_typed(self) -> None:
        self.draft.set_typed(self.pad.amount_minor)
        self._on_changed()

    def _on_reason(self, chip: object, checked: bool) -> None:
        if not checked:
            return
        key = next(key for key, own in self.reasons.items() if own is chip)
        self.draft.other = key == OTHER
        self.draft.reason = None if key == OTHER else RefundReason(key)
        self._other_frame.setVisible(self.draft.other)
        if self.draft.other:
            self.other.setFocus(Qt.FocusReason.OtherFocusReason)
        self._on_changed()

    def _on_words(self, words: str) -> None:
        self.draft.other_words = words
        self._on_changed()

    def _dress(self) -> None:
        self._well.setFixedWidth(self._look.px(300))
        self.other.setFont(self._look.font(Type.BODY))
        set_look_property(self._other_frame, "state", "focus" if self.other.hasFocus() else "")
