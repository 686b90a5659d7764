"""Sign-in, and the lock screen: who is at the till, and the PIN."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from aurora_desk.domain.ids import PersonId
from aurora_desk.domain.people import Person, PinWaitError
from aurora_desk.gui.jobs import Jobs, words_of
from aurora_desk.gui.screens.signin.brand import BrandLine
from aurora_desk.gui.screens.signin.people import People, arrow_step
from aurora_desk.gui.screens.signin.pin_card import PinCard
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.spacing import Space
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.button import Button
from aurora_desk.gui.widgets.fitting_scroll import FittingScroll
from aurora_desk.gui.widgets.polish import Ground
from aurora_desk.gui.widgets.text import Text

CONTENT = 880


class SignInScreen(Ground):
    """Choose a person, enter the PIN; it is checked in a job after the last digit."""

    signed_in = Signal(object)
    """The `Person` who is at the till now."""
    forgot_wanted = Signal(object)
    """The `Person` who needs a new PIN."""
    unlock_wanted = Signal(object)
    """The `Person` who waits and asks for an end of it."""
    owner_wanted = Signal()
    """The owner wants to sign in by email and password."""

    def __init__(
        self,
        look: Look,
        jobs: Jobs,
        check: Callable[[PersonId, str], Person],
        *,
        hint: str = "",
        now_s: Callable[[], float] = time.monotonic,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("page", name="sign-in", parent=parent)
        self._look, self._jobs, self._check = look, jobs, check
        self.setAccessibleName(self.tr("Sign in"))
        self._brand = BrandLine(look)
        self.people = People(look)
        self.card = PinCard(look, now_s=now_s)
        self._hint = Text(look, hint, Type.LABEL, tone="muted", wrap=True, name="sign-in-hint")
        self._scan_icon = QLabel()
        self.forgot = Button(look, self.tr("Forgot PIN? Ask a manager"), icon="key-round", name="sign-in-forgot")
        self.unlock = Button(look, self.tr("Ask a manager to end the wait"), icon="lock-open", name="sign-in-unlock")
        self.unlock.hide()
        self.owner = Button(look, self.tr("Owner sign-in"), icon="user", name="sign-in-owner")
        self._build()
        self.people.chosen.connect(self._on_chosen)
        self.card.entered.connect(self._on_entered)
        self.card.waiting_changed.connect(self.unlock.setVisible)
        self.forgot.clicked.connect(lambda: self.forgot_wanted.emit(self.people.person))
        self.unlock.clicked.connect(lambda: self.unlock_wanted.emit(self.people.person))
        self.owner.clicked.connect(self.owner_wanted)
        look.follow(self._dress)

    def show_place(self, shop: str, till: str) -> None:
        """Say which shop and till this is."""
        self._brand.show_place(self.tr("%1 · %2").replace("%1", shop).replace("%2", till))

    def show_people(self, people: Sequence[Person], on_shift: PersonId | None) -> None:
        """Show who may sign in. Whoever is on shift is asked first, else the first one."""
        chosen = self.people.person
        self.people.show_people(people, on_shift)
        if chosen is None and people:
            known = [person.person_id for person in people]
            self.people.choose(on_shift if on_shift in known else known[0])
        last: QWidget = self.people
        for stop in (*self.people.tiles, self.forgot, self.unlock, self.owner, self.card.pad):
            QWidget.setTabOrder(last, stop)
            last = stop

    def enter(self, last: PersonId | None) -> None:
        """The screen comes to the front and asks `last` first; None: somebody else is expected."""
        self.people.choose(last)
        if last is None:
            self.card.ask(None)
            self.forgot.disable(self.tr("Choose your name first"))
        self.card.pad.setFocus(Qt.FocusReason.OtherFocusReason)

    def pick(self, person_id: PersonId) -> bool:
        """A badge was scanned: ask this person, if the till knows who it is; a PIN that was begun goes on."""
        known = self.people.has(person_id)
        if known and not self.card.hears(person_id):
            self.people.choose(person_id)
        return known

    def welcome(self, person: Person, words: str) -> None:
        """Somebody let this person in again."""
        self.card.end_wait(person.person_id)
        self.people.choose(person.person_id)
        self.card.say(words, "success")

    def let_in(self, person: Person) -> None:
        """Somebody proved another way who it is."""
        self.people.choose(person.person_id)
        self.card.ask(person)
        self.signed_in.emit(person)

    def refuse_scan(self) -> None:
        """What was scanned lets nobody in."""
        self.card.refuse(self.tr("Not a staff badge"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.card.handle_key(event):
            return
        if step := arrow_step(event, self.layoutDirection()):
            self.people.step(step)
        else:
            super().keyPressEvent(event)

    def _on_chosen(self, person: Person) -> None:
        self.card.ask(person)
        self.forgot.enable()
        if self.isVisible():
            # People come and go also while somebody works: the keys stay with the work.
            self.card.pad.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_entered(self, person: Person, digits: str) -> None:
        self.card.show_checking()
        self._jobs.start(
            self,
            lambda: self._check(person.person_id, digits),
            done=self._on_right,
            failed=lambda error: self._on_refused(person.person_id, error),
        )

    def _on_right(self, person: Person) -> None:
        if self.people.person is None or self.people.person.person_id != person.person_id:
            return
        self.card.ask(person)
        self.signed_in.emit(person)

    def _on_refused(self, person_id: PersonId, error: Exception) -> None:
        if isinstance(error, PinWaitError):
            self.card.wait(person_id, error.seconds)
        elif self.people.person is not None and self.people.person.person_id == person_id:
            self.card.refuse(words_of(error))

    def _build(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(Space.LG)
        left.addWidget(Text(self._look, self.tr("Who is at the till?"), Type.HEADING, name="sign-in-title"))
        left.addWidget(FittingScroll(self.people, name="people-scroll"))
        left.addLayout(self._scan_line())
        left.addStretch(1)
        left.addLayout(self._help_line())
        left.addWidget(self._hint)
        self._hint.setVisible(bool(self._hint.text()))
        row = QHBoxLayout()
        row.setSpacing(40)
        row.addLayout(left, 1)
        # The card keeps its height beside a long list of people.
        row.addWidget(self.card, 0, Qt.AlignmentFlag.AlignTop)
        self._content = QWidget()
        column = QVBoxLayout(self._content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(40)
        column.addWidget(self._brand)
        column.addLayout(row)
        centre = QHBoxLayout()
        centre.addStretch(1)
        centre.addWidget(self._content, 100)
        centre.addStretch(1)
        page = QVBoxLayout(self)
        page.setContentsMargins(Space.XXL, Space.XXL, Space.XXL, Space.XXL)
        page.addStretch(1)
        page.addLayout(centre)
        page.addStretch(1)

    def _scan_line(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self._scan_icon)
        words = self.tr("or scan your badge")
        row.addWidget(Text(self._look, words, Type.BODY, tone="muted", name="sign-in-scan"), 1)
        return row

    def _help_line(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(Space.SM)
        start = Qt.AlignmentFlag.AlignLeading
        for button in (self.unlock, self.forgot, self.owner):
            column.addWidget(button, 0, start)
        return column

    def _dress(self) -> None:
        self._scan_icon.setPixmap(self._look.pixmap("scan-barcode", "muted", 22, self.devicePixelRatioF()))
        self._content.setMaximumWidth(self._look.px(CONTENT))
        self._fit()

    def _fit(self) -> None:
        # In a low window with large text the PIN pad is needed more than the name of the program.
        self._brand.show()
        layout = self._content.layout()
        assert layout is not None
        layout.activate()
        self._brand.setVisible(layout.minimumSize().height() <= self.height() - 2 * Space.XXL)
