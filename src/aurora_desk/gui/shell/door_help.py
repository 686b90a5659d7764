"""Other ways in at the lock: a manager ends a wait or gives a new PIN, and the owner signs in by email and password."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.people import Person
from aurora_desk.domain.rights import ONCE, Approval, ApprovalId, NeedsApprovalError, Right, may_let_in
from aurora_desk.domain.words import Sentence, say
from aurora_desk.gui.context import Context
from aurora_desk.gui.jobs import words_of
from aurora_desk.gui.screens.approval.sheet import ApprovalSheet
from aurora_desk.gui.screens.signin.new_pin import NewPinSheet
from aurora_desk.gui.screens.signin.owner_sheet import OwnerSheet
from aurora_desk.gui.screens.signin.screen import SignInScreen
from aurora_desk.services.pins import subject_of


class DoorHelp(QObject):
    """Opens the sheets that the sign-in screen asks for; only that of the owner signs anybody in."""

    def __init__(self, context: Context, door: SignInScreen) -> None:
        super().__init__(door)
        self._context, self._door = context, door
        door.forgot_wanted.connect(self._on_forgot)
        door.unlock_wanted.connect(self._on_unlock)
        door.owner_wanted.connect(self._on_owner)

    def _on_owner(self) -> None:
        sheet = OwnerSheet(self._context.look, self._door.window())
        sheet.entered.connect(partial(self._sign_in, sheet))
        sheet.closed.connect(sheet.deleteLater)
        sheet.open()
        services = self._context.services
        set_up = partial(services.owner_door.is_set_up, tenant_id=self._context.session.tenant_id)
        self._context.jobs.start(
            sheet,
            partial(services.read, set_up),
            done=lambda there: None if there else sheet.show_nobody(),
            failed=sheet.refuse,
        )

    def _sign_in(self, sheet: OwnerSheet, email: str, password: str) -> None:
        session = self._context.session
        check = partial(
            self._context.services.owner_door.sign_in, session.tenant_id, session.till.till_id, email, password
        )
        self._context.jobs.start(sheet, check, done=partial(self._let_in, sheet), failed=sheet.refuse)

    def _let_in(self, sheet: OwnerSheet, owner: Person) -> None:
        # After the sheet is gone: no page comes to the front beneath an open one.
        sheet.closed.connect(lambda: self._door.let_in(owner))
        sheet.let_in()

    def _on_forgot(self, person: Person) -> None:
        self._ask(person, say("{name} needs a new PIN. Somebody has to approve it.", name=person.name), self._ask_new)

    def _on_unlock(self, person: Person) -> None:
        words = say("{name} has to wait after wrong PINs. Somebody can end the wait.", name=person.name)
        self._ask(person, words, self._end_wait)

    def _ask(self, person: Person, words: Sentence, then: Callable[[Person, ApprovalId], None]) -> None:
        session = self._context.session
        sheet = ApprovalSheet(
            self._context,
            self._door.window(),
            NeedsApprovalError(Right.PIN, ONCE, subject_of(person.person_id), words),
            asked_by=Actor.person(session.tenant_id, person.person_id, session.till.till_id),
            # Nobody helps themselves: who knows the own PIN has not forgotten it.
            approves=lambda helper: helper.person_id != person.person_id and may_let_in(helper.role, person.role),
            nobody=self.tr("Nobody else here may do this. The owner sets a PIN with “aurora-desk people pin”."),
        )

        def on_given(approval: Approval) -> None:
            then(person, approval.approval_id)

        sheet.given.connect(on_given)
        sheet.closed.connect(sheet.deleteLater)
        sheet.open()

    def _ask_new(self, person: Person, approval_id: ApprovalId) -> None:
        sheet = NewPinSheet(self._context.look, self._door.window(), person)
        sheet.entered.connect(partial(self._set, sheet, person, approval_id))
        sheet.closed.connect(sheet.deleteLater)
        sheet.open()

    def _set(self, sheet: NewPinSheet, person: Person, approval_id: ApprovalId, pin: str) -> None:
        session = self._context.session
        set_new = partial(
            self._context.services.pins.set_new,
            session.tenant_id,
            session.till.till_id,
            person.person_id,
            pin,
            approval_id,
        )
        self._context.jobs.start(
            sheet, set_new, done=partial(self._on_set, sheet), failed=lambda error: sheet.refuse(words_of(error))
        )

    def _on_set(self, sheet: NewPinSheet, person: Person) -> None:
        sheet.close_sheet()
        self._door.welcome(person, self.tr("The new PIN is set. Enter it to sign in."))

    def _end_wait(self, person: Person, approval_id: ApprovalId) -> None:
        services, session = self._context.services, self._context.session
        let_in = partial(
            services.pins.let_in,
            tenant_id=session.tenant_id,
            till_id=session.till.till_id,
            person_id=person.person_id,
            approval_id=approval_id,
        )
        self._context.jobs.start(
            self._door,
            partial(services.write, let_in),
            done=lambda let: self._door.welcome(let, self.tr("The wait is over. Enter your PIN.")),
            failed=lambda error: self._door.card.say(words_of(error), "danger"),
        )
