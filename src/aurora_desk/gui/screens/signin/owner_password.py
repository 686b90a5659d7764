"""The owner's password for this shop's tills, chosen at a till."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from aurora_desk.domain.errors import InvalidError
from aurora_desk.domain.people import PIN_DIGITS, Person, PinWaitError, WrongPinError
from aurora_desk.gui.context import Context
from aurora_desk.gui.jobs import words_of
from aurora_desk.gui.screens.screen import Scan
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.announce import announce
from aurora_desk.gui.widgets.button import Button, Kind, Variant
from aurora_desk.gui.widgets.field import Field
from aurora_desk.gui.widgets.sheet import Sheet, SheetSize
from aurora_desk.gui.widgets.text import Text


class OwnerPasswordSheet(Sheet):
    """Email, the password twice, and the PIN: a till left alone gives nobody a way in."""

    kept = Signal(object)
    """The owner, a `Person`, once the password counts."""

    def __init__(self, context: Context, host: QWidget, owner: Person) -> None:
        look = context.look
        super().__init__(look, host, self.tr("Owner password"), size=SheetSize.MEDIUM, name="owner-password")
        self._context, self._owner = context, owner
        words = self.tr("With it you sign in at every till of this shop, also where your PIN is forgotten or waits.")
        self.email = Field(look, self.tr("Email"), example="name@example.com", name="password-email")
        self.email.set_text(owner.email)
        hint = self.tr("At least 8 characters: capital and small letters, a digit and a sign.")
        self.password = Field(look, self.tr("New password"), hint=hint, secret=True, name="password-new")
        self.again = Field(look, self.tr("New password once more"), secret=True, name="password-again")
        self.pin = Field(look, self.tr("Your PIN"), secret=True, name="password-pin")
        self.pin.input.setMaxLength(PIN_DIGITS)
        self._fields = (self.email, self.password, self.again, self.pin)
        self.why = Text(look, "", Type.LABEL, tone="danger", weight=400, wrap=True, name="password-why")
        self.why.hide()
        self.cancel = Button(look, self.tr("Cancel"), variant=Variant.LG, name="password-cancel")
        self.save = Button(look, self.tr("Set password"), kind=Kind.PRIMARY, variant=Variant.LG, name="password-save")
        self.body.addWidget(Text(look, words, Type.BODY, tone="muted", wrap=True, name="password-words"))
        for part in (*self._fields, self.why):
            self.body.addWidget(part)
        self.footer.addWidget(self.cancel, 1)
        self.footer.addWidget(self.save, 1)
        self.set_first_focus(self.password.input if owner.email else self.email.input)
        for field in self._fields:
            field.edited.connect(partial(self._on_edited, field))
            field.submitted.connect(self._on_save)
        self.cancel.clicked.connect(self.ask_close)
        self.save.clicked.connect(self._on_save)
        self.closed.connect(self.deleteLater)
        context.session.changed.connect(self._on_session)

    def ask_close(self) -> None:
        if not self.save.busy:
            self.close_sheet()

    def scanned(self, scan: Scan) -> bool:
        """A password is never scanned."""
        del scan
        return True

    def _on_session(self) -> None:
        # Locked, it waits behind the lock; handed to somebody else, it is nobody's any more.
        person = self._context.session.person
        if person is not None and person.person_id != self._owner.person_id:
            self.close_sheet()

    def _on_edited(self, field: Field, _text: str) -> None:
        if field.error:
            field.show_error("")
        self.why.hide()

    def _on_save(self) -> None:
        if self.save.busy:
            return
        if self.password.text != self.again.text:
            self._point_at(self.again, self.tr("The two passwords are not the same. Type it once more."))
            return
        self.save.set_busy(True)
        choose = partial(
            self._context.services.owner_door.choose_password,
            self._context.session.actor(),
            self.pin.text,
            self.email.text,
            self.password.text,
        )
        self._context.jobs.start(self, choose, done=self._on_kept, failed=self._on_refused)

    def _on_kept(self, owner: Person) -> None:
        self.close_sheet()
        self.kept.emit(owner)

    def _on_refused(self, error: Exception) -> None:
        self.save.set_busy(False)
        field = error.field if isinstance(error, InvalidError) else ""
        if isinstance(error, WrongPinError | PinWaitError):
            self.pin.input.clear()
            self._point_at(self.pin, words_of(error))
        elif field in ("email", "password"):
            self._point_at(self.email if field == "email" else self.password, words_of(error))
        else:
            self.why.setText(words_of(error))
            self.why.show()
            self._place()
            announce(self.why, self.why.text(), urgent=True)

    def _point_at(self, field: Field, sentence: str) -> None:
        field.show_error(sentence)
        field.input.setFocus()
        self._place()
