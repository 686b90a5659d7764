"""Where the money goes: every payment of the order with what goes back over it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from aurora_desk.domain.money import Money
from aurora_desk.domain.refunds import PlannedPart, RefundablePayment
from aurora_desk.gui.screens.orders.refund.draft import RefundDraft
from aurora_desk.gui.screens.orders.refund.words import ICONS, payment_words, way_words
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.button import Button
from aurora_desk.gui.widgets.check import Check
from aurora_desk.gui.widgets.money_label import MoneyLabel
from aurora_desk.gui.widgets.polish import Ground
from aurora_desk.gui.widgets.text import Text


class PaymentRow(Ground):
    """A payment, when its money is there, and the amount; where there are several the amount can be changed."""

    change_wanted = Signal(object)
    """The `RefundablePayment` whose amount a person wants to say."""
    changed = Signal()

    def __init__(
        self,
        look: Look,
        draft: RefundDraft,
        one: RefundablePayment,
        place: int,
        *,
        several: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("card", name=f"refund-to-{place}", parent=parent)
        self._look, self._draft, self.one, self._several = look, draft, one, several
        self._icon = QLabel()
        self._words = Text(look, payment_words(one.payment), Type.STRONG, wrap=True)
        self._when = Text(look, way_words(one.way), Type.LABEL, tone="muted", weight=400, wrap=True)
        self.amount = MoneyLabel(look, None, Type.STRONG, name=f"refund-to-{place}-amount")
        self.change = Button(look, "", name=f"refund-to-{place}-change")
        self.tip = Check(look, "", name=f"refund-to-{place}-tip")
        self._build()
        self.change.clicked.connect(lambda: self.change_wanted.emit(self.one))
        self.tip.toggled.connect(self._on_tip)
        look.follow(self._dress)

    def show_part(self, planned: PlannedPart | None, share_minor: int) -> None:
        """Show what goes back over this payment."""
        currency = self._draft.desk.currency
        given = Money(planned.given_minor if planned is not None else share_minor, currency)
        tone = "text" if share_minor else "muted"
        self._words.set_tone(tone)
        self.amount.set_tone(tone)
        self.amount.set_money(given)
        self.amount.setVisible(not self._several)
        self.change.setVisible(self._several)
        self.change.setText(self._look.money(given))
        words = self.tr("%1, back to %2. Change the amount")
        self.change.setAccessibleName(
            words.replace("%1", self._look.money(given)).replace("%2", payment_words(self.one.payment))
        )
        tip = Money(self.one.tip_left_minor, currency)
        self.tip.setText(self.tr("Tip %1 too").replace("%1", self._look.money(tip)))
        self.tip.setAccessibleName(self.tip.text())
        self.tip.setVisible(self._draft.has_tip_to_give(self.one, share_minor))
        self.tip.blockSignals(True)
        self.tip.setChecked(self._draft.tip_goes_back(self.one, share_minor))
        self.tip.blockSignals(False)
        self.tip.updateGeometry()

    def _build(self) -> None:
        names = QVBoxLayout()
        names.setSpacing(1)
        names.addWidget(self._words)
        names.addWidget(self._when)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self._icon)
        row.addLayout(names, 1)
        row.addWidget(self.amount)
        row.addWidget(self.change)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 9, 12, 9)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self.tip)

    def _dress(self) -> None:
        self._icon.setPixmap(self._look.pixmap(ICONS[self.one.way], "muted", 20, self.devicePixelRatioF()))

    def _on_tip(self, on: bool) -> None:
        self._draft.keep_tip(self.one.payment.payment_id, not on)
        self.changed.emit()
