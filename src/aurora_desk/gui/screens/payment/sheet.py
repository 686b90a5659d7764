"""The payment sheet: the window of one sale, from what is due to paid, given back, or left waiting."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from aurora_desk.domain.cart import Cart
from aurora_desk.domain.money import Money
from aurora_desk.domain.orders import Order
from aurora_desk.domain.payments import Target
from aurora_desk.gui.context import Context
from aurora_desk.gui.screens.payment.card_controller import Pace
from aurora_desk.gui.screens.payment.course import Course
from aurora_desk.gui.screens.payment.done_panel import BACK_AFTER_MS
from aurora_desk.gui.screens.payment.pause import PAUSE_MS
from aurora_desk.gui.screens.payment.stage import Stage
from aurora_desk.gui.screens.payment.tender_column import CARD, CASH, OTHER, QR, SPLIT, TenderColumn
from aurora_desk.gui.screens.screen import Scan
from aurora_desk.gui.theme.status import TEST_MODE
from aurora_desk.gui.widgets.pill import Pill
from aurora_desk.gui.widgets.sheet import MARGIN, Sheet, SheetSize

KEYS: Mapping[int, str] = MappingProxyType(
    {Qt.Key.Key_F9: CASH, Qt.Key.Key_F10: CARD, Qt.Key.Key_F11: QR, Qt.Key.Key_S: SPLIT, Qt.Key.Key_O: OTHER}
)
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PaymentSheet(Sheet):
    """Built anew for every sale, and gone after it. `ended` comes once, before `closed`."""

    ended = Signal(object)
    """An `Order` (paid, part paid or waiting), the `Cart` given back, or None where nothing came of it."""
    receipt_wanted = Signal(object, str)
    """The `OrderId`, and how: `print`. Whoever prints tells the end to `show_receipt_news`."""

    def __init__(
        self,
        context: Context,
        target: Target,
        to_pay: Money,
        who: str,
        tender: str = "",
        *,
        host: QWidget,
        order: Order | None = None,
        pace: Pace | None = None,
        back_after_ms: int = BACK_AFTER_MS,
        pause_ms: int = PAUSE_MS,
    ) -> None:
        """`order`: the one that is paid where it is an order already, with what is paid of it."""
        super().__init__(context.look, host, "", size=SheetSize.LARGE, name="payment", scrolls=False)
        self._tender = tender
        look, services = context.look, context.services
        self.column = TenderColumn(look, to_pay, who)
        self.stage = Stage(
            look,
            to_pay,
            back_after_ms=back_after_ms,
            pause_ms=pause_ms,
            training=services.facts.training,
            mails_ready=services.outbox.ready,
        )
        self.cash, self.card_panel = self.stage.cash, self.stage.card
        self.qr, self.split, self.other = self.stage.qr, self.stage.split, self.stage.other
        self.message, self.done = self.stage.message, self.stage.done
        self.course = Course(context, target, to_pay, order, self.column, self.stage, host=host, pace=pace, parent=self)
        self.controller = self.course.controller
        self._show_title("")
        self.course.titled.connect(self._show_title)
        self.course.left.connect(self._leave)
        self.course.held.connect(self._show_held)
        self.course.print_wanted.connect(lambda order_id: self.receipt_wanted.emit(order_id, "print"))
        self.closed.connect(self.deleteLater)
        self._build(training=services.facts.training)

    @property
    def left(self) -> bool:
        """Whether it is on its way out: nobody reads it any more."""
        return self.course.over

    def open(self) -> None:
        """Show the sheet, straight in the tender it was asked for."""
        self._fit()
        self.course.begin(self._tender)
        self.stage.opening.start()
        super().open()
        # The parts of a sheet take the focus only once it can be seen.
        self.course.take_focus()
        self.course.look_up()

    def ask_close(self) -> None:
        """Esc and the cross: off the reader first, then away."""
        self.course.back()

    def _show_held(self, why: str) -> None:
        if why:
            self.cross.disable(why)
        else:
            self.cross.enable()

    def keys_topic(self) -> str:
        # Whoever reads the keys needs the time that it takes.
        self.done.stay()
        return "payment"

    def show_receipt_news(self, sentence: str, tone: str = "muted") -> None:
        """How printing the receipt went, in words; danger and warning keep the sheet open."""
        self.done.show_news(sentence, tone)

    def scanned(self, scan: Scan) -> bool:
        """A customer's code attaches; the rest is the desk's to answer. The slip's field gets its scans by itself."""
        if scan.customer is None:
            return False
        self.course.attaching.attach(scan.customer)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        shown = self.stage.shown
        tender = tender_of(event)
        if tender:
            self.course.choose(tender)
        elif event.key() in ENTER and shown is not self.cash:
            if not event.isAutoRepeat():
                self.course.enter()
        elif not (
            (shown is self.cash and self.cash.handle_key(event))
            or (shown is self.split and self.split.handle_key(event))
            or (shown is self.other and self.other.handle_key(event))
        ):
            super().keyPressEvent(event)
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:
        # Whoever walks through the choices needs the time that it takes.
        if self.stage.shown is self.done:
            self.done.stay()
        return super().focusNextPrevChild(forward)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.controller.resume()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.controller.pause()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _build(self, *, training: bool) -> None:
        if training:
            pill = Pill(self._look, TEST_MODE.word, TEST_MODE.tone, TEST_MODE.icon, name="payment-test-mode")
            self.header.insertWidget(2, pill)
        row = QHBoxLayout()
        row.setSpacing(22)
        row.addWidget(self.column)
        row.addWidget(self.stage, 1)
        self.body.addLayout(row, 1)

    def _fit(self) -> None:
        self.stage.fit(self._host.height() - 2 * MARGIN)

    def _show_title(self, order: str) -> None:
        self.set_title(self.tr("Payment"), order)

    def _leave(self, outcome: Order | Cart | None) -> None:
        self.ended.emit(outcome)
        self.close_sheet()


def tender_of(event: QKeyEvent) -> str:
    """The tender that a key chooses; empty for any other key, and for one that is held down."""
    if event.isAutoRepeat() or event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
        return ""
    return KEYS.get(event.key(), "")
