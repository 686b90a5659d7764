"""Where the chosen person enters the PIN."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from aurora_desk.domain.ids import PersonId
from aurora_desk.domain.people import Person
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.spacing import Space
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.announce import announce
from aurora_desk.gui.widgets.number_pad import NumberPad, PadMode
from aurora_desk.gui.widgets.pin_dots import PinDots
from aurora_desk.gui.widgets.polish import Ground
from aurora_desk.gui.widgets.text import Text

WIDTH, WIDEST = 360, 440
"""At the usual text size, and at most: ten digits need no more room for larger text."""
SECOND_MS = 1000


class PinCard(Ground):
    """Name, dots and pad; a person who has to wait sees the seconds go by."""

    entered = Signal(object, str)
    """The `Person` and the four digits."""
    waiting_changed = Signal(bool)
    """Whether the person who is asked has to wait."""

    def __init__(
        self,
        look: Look,
        *,
        framed: bool = True,
        now_s: Callable[[], float] = time.monotonic,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("card" if framed else "bare", name="pin-card", parent=parent)
        self._look, self._now_s = look, now_s
        self._person: Person | None = None
        self._checking = False
        self._waits_until_s: dict[PersonId, float] = {}
        self._waiting = False
        self._title = Text(look, "", Type.TITLE, name="pin-person")
        self.dots = PinDots(look)
        self._words = Text(look, "", Type.LABEL, tone="muted", weight=400, wrap=True, name="pin-words")
        self._words.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.pad = NumberPad(look, PadMode.PIN, name="pin")
        self.pad.setAccessibleName(self.tr("PIN"))
        column = QVBoxLayout(self)
        if framed:
            column.setContentsMargins(Space.XXL, Space.XL, Space.XXL, Space.XXL)
        else:
            column.setContentsMargins(0, Space.SM, 0, 0)
        column.setSpacing(Space.MD)
        middle = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(self._title, 0, middle)
        column.addWidget(self.dots, 0, middle)
        column.addWidget(self._words)
        column.addWidget(self.pad)
        self._second = QTimer(self)
        self._second.setInterval(SECOND_MS)
        self._second.timeout.connect(self._count_down)
        self.pad.changed.connect(self._on_changed)
        self.pad.shown_by = self.dots
        self.pad.focused.connect(self.dots.show_focus)
        self.pad.pin_entered.connect(self._on_pin)
        self.setFocusProxy(self.pad)
        look.follow(self._dress)
        self.ask(None)

    @property
    def words(self) -> str:
        """What is said beneath the dots."""
        return self._words.text()

    def ask(self, person: Person | None, words: str = "") -> None:
        """Ask a person for the PIN, in other `words` where it is another one; None: nobody is chosen yet."""
        self._person, self._checking = person, False
        self._title.setText(person.name if person else self.tr("Choose your name"))
        self.pad.clear()
        self._say(words or (self.tr("Enter your PIN") if person else ""))
        self._count_down()

    def hears(self, person_id: PersonId) -> bool:
        """Whether this person's PIN is being entered or checked."""
        asked = self._person is not None and self._person.person_id == person_id
        return asked and (self._checking or bool(self.pad.digits))

    def handle_key(self, event: QKeyEvent) -> bool:
        """Take a digit that was typed elsewhere on the page."""
        return self.pad.handle_key(event)

    def show_checking(self) -> None:
        """The PIN is being checked; nothing is taken meanwhile."""
        self._checking = True
        self._say(self.tr("Checking…"))

    def refuse(self, sentence: str) -> None:
        """The PIN was not right, or could not be checked."""
        self._checking = False
        self.pad.clear()
        self.dots.show_wrong()
        self._say(sentence, tone="danger")

    def say(self, sentence: str, tone: str) -> None:
        """What else happened to the person who is asked."""
        self._say(sentence, tone=tone)

    def end_wait(self, person_id: PersonId) -> None:
        """Somebody let this person in again: the next PIN is checked at once."""
        self._waits_until_s.pop(person_id, None)
        self._count_down()

    def wait(self, person_id: PersonId, seconds: int) -> None:
        """This person has to wait; the others need not."""
        self._waits_until_s[person_id] = self._now_s() + seconds
        if self._person is not None and self._person.person_id == person_id:
            self._checking = False
            self.pad.clear()
            self._count_down()

    def _on_changed(self) -> None:
        if self._checking or self._left_s() > 0:
            return
        self.dots.show_count(len(self.pad.digits))
        if self.pad.digits and self._person is not None:
            self._say("")

    def _on_pin(self, digits: str) -> None:
        if self._checking:
            return
        if self._person is None or self._left_s() > 0:
            self.pad.clear()
            return
        self.entered.emit(self._person, digits)

    def _left_s(self) -> int:
        if self._person is None:
            return 0
        return max(0, round(self._waits_until_s.get(self._person.person_id, 0.0) - self._now_s()))

    def _count_down(self) -> None:
        left_s = self._left_s()
        if left_s > 0:
            self._second.start()
            self.dots.show_wrong()
            self._say(
                self.tr("Too many wrong PINs. Wait %1, or let someone else sign in.").replace("%1", minutes(left_s)),
                tone="danger",
                aloud=False,
            )
        elif self._second.isActive():
            self._second.stop()
            self.dots.show_count(0)
            self._say(self.tr("Enter your PIN"))
        if self._waiting != (left_s > 0):
            self._waiting = left_s > 0
            self.pad.set_resting(self._waiting)
            self.waiting_changed.emit(self._waiting)

    def _say(self, sentence: str, *, tone: str = "muted", aloud: bool = True) -> None:
        self._words.setText(sentence)
        self._words.set_tone(tone)
        if sentence and aloud:
            announce(self.pad, sentence, urgent=tone == "danger")

    def _dress(self) -> None:
        self.setFixedWidth(min(self._look.px(WIDTH), WIDEST))
        self._words.setMinimumHeight(self._look.px(38))


def minutes(seconds: int) -> str:
    """A wait as a clock counts it down: `1:00`, `0:09`."""
    return f"{seconds // 60}:{seconds % 60:02d}"
