"""Owner sign-in: by email and password, where the PIN is forgotten or has to wait."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from aurora_desk.domain.errors import InvalidError
from aurora_desk.domain.people import PasswordWaitError, WrongPasswordError
from aurora_desk.gui.jobs import words_of
from aurora_desk.gui.screens.screen import Scan
from aurora_desk.gui.screens.signin.pin_card import SECOND_MS, minutes
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.announce import announce
from aurora_desk.gui.widgets.button import Button, Kind, Variant
from aurora_desk.gui.widgets.field import Field
from aurora_desk.gui.widgets.sheet import Sheet, SheetSize
from aurora_desk.gui.widgets.text import Text


class OwnerSheet(Sheet):
    """Takes an address and a password; after too many wrong ones the seconds go by before the next try."""

    entered = Signal(str, str)
    """Email and password; whoever checks them calls `let_in` or `refuse`."""

    def __init__(self, look: Look, host: QWidget, *, now_s: Callable[[], float] = time.monotonic) -> None:
        super().__init__(look, host, self.tr("Owner sign-in"), size=SheetSize.SMALL, name="owner-sheet")
        self._now_s, self._waits_until_s = now_s, 0.0
        words = self.tr("For the owner of the shop. Everybody else signs in with name and PIN.")
        self.words = Text(look, words, Type.BODY, tone="muted", wrap=True, name="owner-words")
        self.email = Field(look, self.tr("Email"), example="name@example.com", name="owner-email")
        self.password = Field(look, self.tr("Password"), secret=True, name="owner-password")
        self.why = Text(look, "", Type.LABEL, tone="danger", weight=400, wrap=True, name="owner-why")
        self.why.hide()
        self.leave = Button(look, self.tr("Use a PIN"), variant=Variant.LG, name="owner-leave")
        self.enter = Button(look, self.tr("Sign in"), kind=Kind.PRIMARY, variant=Variant.LG, name="owner-enter")
        for part in (self.words, self.email, self.password, self.why):
            self.body.addWidget(part)
        self.footer.addWidget(self.leave, 1)
        self.footer.addWidget(self.enter, 1)
        self.set_first_focus(self.email.input)
        self._second = QTimer(self)
        self._second.setInterval(SECOND_MS)
        self._second.timeout.connect(self._count_down)
        self.email.submitted.connect(self.password.input.setFocus)
        self.email.edited.connect(lambda _text: self.email.show_error(""))
        self.password.edited.connect(lambda _text: self._say(""))
        self.password.submitted.connect(self._on_enter)
        self.leave.clicked.connect(self.ask_close)
        self.enter.clicked.connect(self._on_enter)

    def show_nobody(self) -> None:
        """No owner has a password: say how one is set, instead of letting somebody guess."""
        words = self.tr(
            "No owner of this shop has a password yet. Sign in with the PIN, "
            "then choose Owner password in the menu of your initials."
        )
        self.words.setText(words)
        announce(self.words, words)

    def let_in(self) -> None:
        """It was right; nothing of it stays."""
        self._forget()
        self.close_sheet()

    def refuse(self, error: Exception) -> None:
        """It was not right, or could not be checked: the address stays, the password goes."""
        self.enter.set_busy(False)
        if isinstance(error, PasswordWaitError):
            self._forget()
            self._waits_until_s = self._now_s() + error.seconds
            self._second.start()
            self._count_down()
            announce(self.why, self.why.text(), urgent=True)
        elif isinstance(error, InvalidError) and error.field == "email":
            self.email.show_error(words_of(error))
            self.email.input.setFocus()
        else:
            if isinstance(error, WrongPasswordError | InvalidError):
                self._forget()
            self._say(words_of(error))
            self.password.input.setFocus()
        self._place()

    def scanned(self, scan: Scan) -> bool:
        """A password is never scanned."""
        del scan
        return True

    def ask_close(self) -> None:
        if self.enter.busy:
            return  # who is let in must not find the door shut
        self._forget()
        super().ask_close()

    def _on_enter(self) -> None:
        if self.enter.busy or self._left_s() > 0:
            return
        if not self.email.text.strip():
            self.email.show_error(self.tr("Type your email address."))
            self.email.input.setFocus()
        elif not self.password.text:
            self._say(self.tr("Type your password."))
            self.password.input.setFocus()
        else:
            self._say("")
            self.enter.set_busy(True)
            self.entered.emit(self.email.text, self.password.text)

    def _left_s(self) -> int:
        return max(0, round(self._waits_until_s - self._now_s()))

    def _count_down(self) -> None:
        left_s = self._left_s()
        if left_s > 0:
            words = self.tr("Too many wrong passwords. Wait %1, or sign in with your PIN.")
            self.why.setText(words.replace("%1", minutes(left_s)))
            self.why.show()
            self.enter.disable(self.why.text())
            self._place()
        elif self._second.isActive():
            self._second.stop()
            self.enter.enable()
            self._say("")
            self.password.input.setFocus()

    def _forget(self) -> None:
        self.password.input.clear()

    def _say(self, sentence: str) -> None:
        if self._left_s() > 0:
            return
        self.why.setText(sentence)
        self.why.setVisible(bool(sentence))
        self._place()
        if sentence:
            announce(self.why, sentence, urgent=True)
