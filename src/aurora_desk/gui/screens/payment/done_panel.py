"""Paid: the change, the receipt, the next customer."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from aurora_desk.domain.money import Money
from aurora_desk.domain.settings import ReceiptWay
from aurora_desk.gui.screens.payment.countdown import Countdown
from aurora_desk.gui.screens.payment.pause import Pause
from aurora_desk.gui.screens.payment.state_icon import StateIcon
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.amount_box import AmountBox
from aurora_desk.gui.widgets.announce import announce
from aurora_desk.gui.widgets.button import Button, Kind, Variant
from aurora_desk.gui.widgets.qr_view import QrView
from aurora_desk.gui.widgets.text import Text

BACK_AFTER_MS = 8_000
APART, CLOSE = 8, 4
APART_UP_TO = 115
"""The text size in percent up to which the ways of a receipt stand as far apart as elsewhere."""


class DonePanel(QWidget):
    """Goes back by itself after a while, unless there is change to count, a code to scan or trouble to read."""

    finished = Signal()
    """The next customer."""
    print_wanted = Signal()
    mail_wanted = Signal()
    code_wanted = Signal()

    def __init__(
        self,
        look: Look,
        *,
        pause: Pause,
        back_after_ms: int = BACK_AFTER_MS,
        name: str = "done",
        parent: QWidget | None = None,
    ) -> None:
        """`pause`: the second tap of a double one on «Take cash» falls on «Next customer», and is not meant for it."""
        super().__init__(parent)
        self._pause = pause
        self._look, self._usual = look, ReceiptWay.PRINT
        self.setObjectName(name)
        self.icon = StateIcon(look, "circle-check", "success", side=104)
        self.code = QrView(look, label=self.tr("Code of the order"), name=f"{name}-code")
        self.headline = Text(look, "", Type.TOTAL, name=f"{name}-headline")
        self.tip = Text(look, "", Type.TITLE, tone="success", name=f"{name}-tip")
        self.number = Text(look, "", Type.BODY, tone="muted", name=f"{name}-number")
        self.told = Text(look, "", Type.BODY, tone="muted", wrap=True, name=f"{name}-told")
        self.change = AmountBox(look, self.tr("Change to give"), tone="success", name=f"{name}-change")
        self.news = Text(look, "", Type.LABEL, tone="muted", wrap=True, name=f"{name}-news")
        self.back = Text(look, "", Type.LABEL, tone="muted", name=f"{name}-back")
        self.print_button = self._choice(self.tr("Print"), "printer", f"{name}-print")
        self.mail_button = self._choice(self.tr("Email"), "mail", f"{name}-mail")
        self.code_button = self._choice(self.tr("QR"), "qr-code", f"{name}-qr")
        self.none_button = self._choice(self.tr("None"), "ban", f"{name}-none")
        self.next_button = Button(
            look, self.tr("Next customer"), kind=Kind.PRIMARY, variant=Variant.XL, name=f"{name}-next"
        )
        self._choices = QHBoxLayout()
        self.countdown = Countdown(self, after_ms=back_after_ms)
        self._connect()
        self._build()
        look.follow(self._dress)
        for part in (self.code, self.tip, self.told):
            part.hide()

    def prefer(self, way: ReceiptWay) -> None:
        """How this shop's customers usually get their receipt: that button has the focus."""
        self._usual = way

    def show_paid(
        self, paid: Money, change: Money, number: str, *, tip: Money | None = None, elsewhere: bool = False
    ) -> None:
        """What was paid, the tip apart from it, and what goes back; `elsewhere`: by somebody else than this sheet."""
        words = self.tr("Paid %1").replace("%1", self._look.money(paid))
        self.headline.setText(words)
        thanks = self.tr("Tip %1").replace("%1", self._look.money(tip)) if tip else ""
        self.tip.setText(thanks)
        self.tip.setVisible(bool(thanks))
        self.number.setText(number)
        told = self.tr("It was paid somewhere else while this was open.") if elsewhere else ""
        self._tell(told)
        self.change.setVisible(bool(change))
        self.change.show_money(change)
        why = self.mail_button.toolTip()
        self.news.setText(self.tr("Receipt · %1").replace("%1", why) if why else self.tr("Receipt"))
        self._pause.start()
        if not change and not elsewhere:
            self.countdown.start()
        self.take_focus()
        due = self.tr("Change to give %1").replace("%1", self._look.money(change)) if change else ""
        announce(self, ". ".join(part for part in (words, thanks, due, told) if part), urgent=True)

    def go_on(self) -> None:
        """Enter and the buttons: the next customer, once what was paid and the change could be read."""
        if not self._pause.running:
            self.finished.emit()

    def take_focus(self) -> None:
        """The focus on the shop's usual receipt; behind the lock it stays with the PIN."""
        parent = self.parentWidget()
        if parent is not None and not parent.isVisible():
            return
        usual = self._ways()[self._usual]
        (usual if usual.isEnabled() else self.print_button).setFocus(Qt.FocusReason.OtherFocusReason)

    def refuse_mail(self, why: str) -> None:
        """No mail can be sent here, and why."""
        self.mail_button.disable(why)

    def show_code(self, modules: tuple[tuple[bool, ...], ...], words: str) -> None:
        """The order's code, and what a phone or the desk shows by it."""
        self.code_button.set_busy(False)
        self.code.show_modules(modules)
        # The amount stands in the sheet's other column as well; the code needs the room.
        for part in (self.icon, self.headline, self.tip):
            part.hide()
        self._tell(words)
        self.code.show()

    def show_news(self, sentence: str, tone: str) -> None:
        """How the receipt went; what a person has to do something about is not taken away."""
        for button in (self.print_button, self.mail_button, self.code_button):
            button.set_busy(False)
        self.news.setText(sentence)
        self.news.set_tone(tone)
        if tone in ("danger", "warning"):
            self.stay()
        else:
            self.countdown.again()
        announce(self, sentence)

    def rest(self) -> None:
        """Something that lay over this was answered: a second Enter was meant for that, not for the next customer."""
        self._pause.start()

    def stay(self) -> None:
        """Go back only when a person says so."""
        self.countdown.stop()

    def _dress(self) -> None:
        # Large text leaves the words of other languages little room: they stand closer.
        self._choices.setSpacing(CLOSE if self._look.scale > APART_UP_TO else APART)

    def _ways(self) -> dict[ReceiptWay, Button]:
        return {
            ReceiptWay.PRINT: self.print_button,
            ReceiptWay.EMAIL: self.mail_button,
            ReceiptWay.QR: self.code_button,
            ReceiptWay.NONE: self.none_button,
        }

    def _on_print(self) -> None:
        self.countdown.again()
        self.print_button.set_busy(True)
        self.print_wanted.emit()

    def _on_mail(self) -> None:
        self.stay()
        self.mail_wanted.emit()

    def _on_code(self) -> None:
        self.stay()
        self.code_button.set_busy(True)
        self.code_wanted.emit()

    def _on_tick(self) -> None:
        seconds = self.tr("Back to Sell in %1 s").replace("%1", str(self.countdown.seconds))
        self.back.setText(seconds if self.countdown.running else "")

    def _tell(self, words: str) -> None:
        self.told.setText(words)
        self.told.setVisible(bool(words))

    def _choice(self, text: str, icon: str, name: str) -> Button:
        return Button(self._look, text, icon=icon, variant=Variant.ROW, name=name)

    def _connect(self) -> None:
        self.countdown.ticked.connect(self._on_tick)
        self.countdown.ended.connect(self.finished)
        self.print_button.clicked.connect(self._on_print)
        self.mail_button.clicked.connect(self._on_mail)
        self.code_button.clicked.connect(self._on_code)
        for button in (self.none_button, self.next_button):
            self._pause.guard(button)
            button.clicked.connect(self.go_on)

    def _build(self) -> None:
        choices = self._choices
        for button in self._ways().values():
            # Each as wide as its words ask for: they differ, and more so in other languages.
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            choices.addWidget(button)
        above = QHBoxLayout()
        above.addWidget(self.news, 1)
        above.addWidget(self.back)
        self.told.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addStretch(3)
        for widget in (self.icon, self.code, self.headline, self.tip, self.number):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.told)
        column.addStretch(4)
        column.addWidget(self.change)
        column.addLayout(above)
        column.addLayout(choices)
        column.addWidget(self.next_button)
