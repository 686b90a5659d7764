"""Where a manager says yes to what the person at the till may not do alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.ids import PersonId
from aurora_desk.domain.people import Person, PinWaitError
from aurora_desk.domain.rights import Approval, ApprovalId, NeedsApprovalError, may_approve
from aurora_desk.gui.context import Context
from aurora_desk.gui.jobs import words_of
from aurora_desk.gui.screens.screen import Scan
from aurora_desk.gui.screens.signin.people import People, arrow_step
from aurora_desk.gui.screens.signin.pin_card import PinCard
from aurora_desk.gui.theme.spacing import Space
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.fitting_scroll import FittingScroll
from aurora_desk.gui.widgets.sheet import Sheet, SheetSize
from aurora_desk.gui.widgets.text import Text

COLUMNS = 2


def is_manager(person: Person) -> bool:
    """Who approves what is done at a till."""
    return may_approve(person.role)


class ApprovalSheet(Sheet):
    """Says what needs a manager, and takes a manager's PIN. Nothing behind it changes, whatever the answer.

    `asked_by` and `approves` differ where nobody is signed in: at the lock the owner's door is opened by owners alone.
    """

    given = Signal(object)
    """The `Approval`, once; the sheet is on its way out."""
    given_up = Signal()
    """Closed without a yes."""

    def __init__(
        self,
        context: Context,
        window: QWidget,
        request: NeedsApprovalError,
        *,
        asked_by: Actor | None = None,
        approves: Callable[[Person], bool] = is_manager,
        nobody: str = "",
    ) -> None:
        look = context.look
        super().__init__(look, window, self.tr("Ask a manager"), size=SheetSize.LARGE, name="approval")
        self._context, self._request = context, request
        self._asked_by = asked_by or context.session.actor()
        self._at_lock = asked_by is not None
        self._approves, self._nobody_words = approves, nobody or self.tr("Nobody here may approve this.")
        self._approval: Approval | None = None
        self.people = People(look, columns=COLUMNS)
        self.pin = PinCard(look)
        self.nobody = Text(look, "", Type.BODY, tone="muted", wrap=True, name="approval-nobody")
        self.nobody.hide()
        self._build(words_of(request))
        self.set_first_focus(self.pin.pad)
        self.people.chosen.connect(self._on_chosen)
        self.pin.entered.connect(self._on_entered)
        self.closed.connect(self._on_closed)
        context.session.changed.connect(self._on_session)

    def open(self) -> None:
        super().open()
        services, session = self._context.services, self._context.session
        read = partial(services.read, partial(services.people.everyone, tenant_id=session.tenant_id))
        self._context.jobs.start(self, read, done=self._show_people, failed=self._say_none)

    def scanned(self, scan: Scan) -> bool:
        """A manager's badge picks the manager; nothing else is taken while the sheet asks."""
        known = scan.person is not None and self.people.has(scan.person.person_id)
        if scan.person is None:
            self.pin.refuse(self.tr("Not a staff badge"))
        elif known:
            self.people.choose(scan.person.person_id)
        else:
            words = self.tr("%1 can't approve this. Ask a manager or the owner.")
            self.pin.refuse(words.replace("%1", scan.person.name))
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.pin.handle_key(event):
            event.accept()
        elif step := arrow_step(event, self.layoutDirection()):
            self.people.step(step)
            event.accept()
        else:
            super().keyPressEvent(event)

    def _show_people(self, everyone: tuple[Person, ...]) -> None:
        managers = [person for person in everyone if self._approves(person)]
        self.people.show_people(managers, None)
        self.nobody.setText(self._nobody_words)
        self.nobody.setVisible(not managers)
        if len(managers) == 1:
            self.people.choose(managers[0].person_id)

    def _say_none(self, error: Exception) -> None:
        self.nobody.setText(words_of(error))
        self.nobody.show()

    def _on_chosen(self, person: Person) -> None:
        self.pin.ask(person)
        self.pin.pad.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_entered(self, person: Person, digits: str) -> None:
        self.pin.show_checking()
        asked = self._request
        give = partial(
            self._context.services.approvals.give,
            self._asked_by,
            person.person_id,
            digits,
            right=asked.right,
            subject=asked.subject,
            up_to=asked.amount,
        )
        self._context.jobs.start(self, give, done=self._on_given, failed=partial(self._on_refused, person.person_id))

    def _on_given(self, approval: Approval) -> None:
        # Closed while the PIN was looked at, it was a no: nobody learns of the approval, and so it allows nothing.
        if self._approval is not None or self.is_over or not self._still_asked:
            return
        self._approval = approval
        self.close_sheet()
        self.given.emit(approval)

    def _on_refused(self, person_id: PersonId, error: Exception) -> None:
        if isinstance(error, PinWaitError):
            self.pin.wait(person_id, error.seconds)
        elif self.people.person is not None and self.people.person.person_id == person_id:
            self.pin.refuse(words_of(error))

    @property
    def _still_asked(self) -> bool:
        person = self._context.session.person
        if self._at_lock:
            return person is None
        return person is not None and person.person_id == self._asked_by.person_id

    def _on_session(self) -> None:
        # Locked, it waits behind the lock; handed to somebody else, the question is nobody's any more.
        if self._context.session.person is not None and not self._still_asked:
            self.close_sheet()

    def _on_closed(self) -> None:
        if self._approval is None:
            self.given_up.emit()

    def _build(self, words: str) -> None:
        look = self._look
        left = QVBoxLayout()
        left.setSpacing(Space.MD)
        left.addWidget(Text(look, words, Type.LEAD, wrap=True, name="approval-words"))
        left.addSpacing(Space.SM)
        left.addWidget(Text(look, self.tr("Who approves it?"), Type.STRONG, name="approval-who"))
        left.addWidget(FittingScroll(self.people, name="approval-people"))
        left.addWidget(self.nobody)
        left.addStretch(1)
        hint = self.tr("Tap your name or scan your badge, then enter your PIN. Both names are kept.")
        left.addWidget(Text(look, hint, Type.LABEL, tone="muted", weight=400, wrap=True, name="approval-hint"))
        row = QHBoxLayout()
        row.setSpacing(Space.XXL)
        row.addLayout(left, 1)
        row.addWidget(self.pin, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(row)


def ask_manager(
    context: Context, window: QWidget, error: NeedsApprovalError, again: Callable[[ApprovalId], object]
) -> ApprovalSheet | None:
    """Open the sheet for what was refused; with a yes, `again` does it once more, with the id of the approval.

    None where the till was locked before the answer came: whoever signs in may ask once more.
    """
    if context.session.person is None:
        return None
    sheet = ApprovalSheet(context, window, error)
    sheet.given.connect(lambda approval: again(approval.approval_id))
    sheet.closed.connect(sheet.deleteLater)
    sheet.open()
    return sheet
