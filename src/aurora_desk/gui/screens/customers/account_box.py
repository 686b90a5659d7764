"""A customer's account: whether there is one, and the mail that lets the customer set a password."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aurora_desk.domain.accounts import TOKEN_LIVES
from aurora_desk.domain.outbox import MailState
from aurora_desk.gui.screens.customers.reading import OpenedCustomer
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.spacing import Space
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.button import Button
from aurora_desk.gui.widgets.pill import Pill
from aurora_desk.gui.widgets.polish import Ground
from aurora_desk.gui.widgets.text import Text
from aurora_desk.services.customers import PasswordMail
from aurora_desk.services.password_mail import BLOCKED_FOR, Obstacle

TICK_MS = 1000
SHOWN_FOR = timedelta(hours=24)


class AccountBox(Ground):
    """Says how the account stands; the button is off for a minute after each mail, and says for how long."""

    send_wanted = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__("well", name="customer-account", parent=parent)
        self._look = look
        self._shown: OpenedCustomer | None = None
        self.pill = Pill(look, name="customer-account-pill")
        self.send = Button(look, self.tr("Send password mail"), icon="mail", name="customer-send-mail")
        self.news = Text(look, "", Type.LABEL, tone="muted", weight=400, wrap=True, name="customer-mail-news")
        head = QHBoxLayout()
        head.addWidget(Text(look, self.tr("Account"), Type.STRONG))
        head.addStretch(1)
        head.addWidget(self.pill)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.MD, Space.SM, Space.MD, Space.MD)
        column.setSpacing(Space.SM)
        column.addLayout(head)
        column.addWidget(self.send)
        column.addWidget(self.news)
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self._write)
        self.send.clicked.connect(self.send_wanted)
        look.changed.connect(self._write)

    def show_customer(self, opened: OpenedCustomer) -> None:
        """Show the account of a customer."""
        self._shown = opened
        self._write()

    def _write(self) -> None:
        if self._shown is None:
            return
        if self._shown.card.customer.has_account:
            self.pill.show_text(self.tr("Active"), "success", "circle-check")
        else:
            self.pill.show_text(self.tr("No account"), "muted", "circle-dashed")
        mail = self._shown.card.mail
        wait_s = self._wait_s(mail)
        obstacle = self._shown.door.obstacle
        why = self._why(obstacle) if obstacle is not None else ""
        if not why and wait_s:
            why = self.tr("The next mail can be sent in %1 s.").replace("%1", str(wait_s))
        if why:
            self.send.disable(why)
        else:
            self.send.enable()
        words, tone = self._news_of(mail)
        if obstacle is not None and not words:
            words, tone = why, "muted"
        self.news.setText(words)
        self.news.set_tone(tone)
        self.news.setVisible(bool(words))
        if wait_s and not self._tick.isActive():
            self._tick.start()
        elif not wait_s:
            self._tick.stop()

    def _wait_s(self, mail: PasswordMail | None) -> int:
        if mail is None:
            return 0
        left = mail.asked_at + BLOCKED_FOR - datetime.now(UTC)
        return max(0, -(-left // timedelta(seconds=1)))

    def _why(self, obstacle: Obstacle) -> str:
        return {
            Obstacle.NO_EMAIL: self.tr("There is no email address yet. Add one below and save."),
            Obstacle.NOT_SET_UP: self.tr("Email is not set up. Ask the owner to set it up."),
            Obstacle.NO_ADDRESS: self.tr(
                "The link would not open on the customer's phone. Ask the owner to set the shop's address."
            ),
        }[obstacle]

    def _news_of(self, mail: PasswordMail | None) -> tuple[str, str]:
        """What became of the last mail, while anybody still asks."""
        if mail is None or datetime.now(UTC) - mail.asked_at > SHOWN_FOR:
            return "", "muted"
        if mail.state is MailState.SENT:
            return self._sent(mail.sent_at or mail.asked_at), "success"
        if mail.state is MailState.FAILED:
            return self.tr("The mail did not go out: %1").replace("%1", mail.trouble), "danger"
        if mail.trouble:
            return self.tr("Not sent yet, tried again soon: %1").replace("%1", mail.trouble), "warning"
        words = self.tr("Asked for at %1, on its way.")
        return words.replace("%1", self._look.time(mail.asked_at)), "muted"

    def _sent(self, at: datetime) -> str:
        minutes = TOKEN_LIVES // timedelta(minutes=1)
        words = self.tr("Sent %1, valid %2 minutes")
        return words.replace("%1", self._look.time(at)).replace("%2", str(minutes))
