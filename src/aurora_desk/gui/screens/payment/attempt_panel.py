"""What a payment that Stripe decides looks like: a picture, two sentences, and what can be done about it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from aurora_desk.gui.screens.payment.card_state import CardPhase, CardState
from aurora_desk.gui.screens.payment.state_icon import StateIcon
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.sentences import said
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.announce import announce
from aurora_desk.gui.widgets.button import Button, Kind, Variant
from aurora_desk.gui.widgets.fitting_scroll import FittingScroll
from aurora_desk.gui.widgets.focus_ground import FocusGround
from aurora_desk.gui.widgets.text import Text
from aurora_desk.gui.widgets.waiting_ring import WaitingRing

BETWEEN = 8


class CardAction(Enum):
    """What a person can do during such a payment."""

    SEND = "send"
    CANCEL = "cancel"
    SWITCH = "switch"
    RETRY = "retry"
    OTHER = "other"
    CHECK = "check"
    NEXT = "next"
    RENEW = "renew"
    """A new code in place of the one that closes soon."""


MAIN = (CardAction.SEND, CardAction.RETRY, CardAction.CHECK)
"""The one next step of a phase, where there is one."""
ORDER = (CardAction.SWITCH, CardAction.RENEW, CardAction.OTHER, CardAction.NEXT, CardAction.CANCEL, *MAIN)
"""How buttons stand: the main one last, where «Take cash» lies."""


@dataclass(frozen=True, slots=True)
class Face:
    """How a phase looks: the step reached, the state icon instead of the ring, the actions; Enter does `enter`."""

    step: int | None = None
    icon: str = ""
    tone: str = ""
    actions: tuple[CardAction, ...] = ()
    enter: CardAction | None = None


AGAIN = (CardAction.RETRY, CardAction.OTHER)
"""After an attempt that charged nothing."""
UNKNOWN = Face(None, "triangle-alert", "warning", (CardAction.CHECK, CardAction.NEXT), CardAction.CHECK)
DECLINED = Face(None, "circle-x", "danger", AGAIN, CardAction.RETRY)
CANCELED = Face(None, "ban", "muted", AGAIN, CardAction.RETRY)
OFFLINE = Face(None, "triangle-alert", "warning", AGAIN, CardAction.RETRY)
PAID = Face(None, "circle-check", "success")


class AttemptPanel(FocusGround):
    """Shows a `CardState`; `acted` tells what the person wants. Each tender fills in its words and its picture."""

    acted = Signal(object)
    """A `CardAction`."""

    def __init__(
        self,
        look: Look,
        faces: Mapping[CardPhase, Face],
        *,
        ring_icon: str,
        icon: str,
        name: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, parent)
        self._look, self._faces = look, faces
        self._state = CardState(CardPhase.READY)
        self.setObjectName(name)
        # While the bank is asked there is nothing to press: the focus stays on the words.
        self.ring = WaitingRing(look, ring_icon, side=120, name=f"{name}-ring")
        self.icon = StateIcon(look, icon, "muted", side=104, name=f"{name}-icon")
        self.headline = Text(look, "", Type.HEADING, wrap=True, name=f"{name}-headline")
        self.detail = Text(look, "", Type.BODY, tone="muted", wrap=True, name=f"{name}-detail")
        offered = {action for face in faces.values() for action in face.actions}
        self.buttons = {action: self._button(action, name) for action in ORDER if action in offered}
        self._actions = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._column = QVBoxLayout()

    def show_state(self, state: CardState) -> None:
        """Show where the payment is."""
        news = (state.phase, state.sentence) != (self._state.phase, self._state.sentence)
        had_focus = self._holds_focus()
        self._state = state
        face = self._faces[state.phase]
        self._show_picture(state, face)
        headline, detail = self._words(state)
        self.headline.setText(headline)
        self.detail.setText(detail)
        # What it means for the money is read as well where something went wrong.
        self.detail.set_tone("text" if face.tone in ("danger", "warning") else "muted")
        self.detail.setVisible(bool(detail))
        self._show_buttons(state, face)
        self.setAccessibleName(f"{headline} {detail}".strip())
        self._arrange()
        if news:
            announce(self, self.accessibleName(), urgent=True)
        if had_focus:
            self.take_focus()

    def take_focus(self) -> None:
        """The focus on what comes next, or on the words where there is nothing to do."""
        face = self._faces[self._state.phase]
        wanted = (*((face.enter,) if face.enter else ()), *face.actions)
        usable = (self.buttons[action] for action in wanted if self._usable(self.buttons[action]))
        next(usable, self).setFocus(Qt.FocusReason.OtherFocusReason)

    def enter(self) -> None:
        """Enter: the one next step, where pressing it by accident does no harm."""
        action = self._faces[self._state.phase].enter
        if action is not None and self._usable(self.buttons[action]) and not self.buttons[action].busy:
            self.acted.emit(action)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    @abstractmethod
    def _words(self, state: CardState) -> tuple[str, str]:
        """What is said of a state: large, and beneath it."""

    @abstractmethod
    def _texts(self) -> Mapping[CardAction, str]:
        """The words on the buttons."""

    def _show_picture(self, state: CardState, face: Face) -> None:
        del state
        self.ring.setVisible(not face.icon)
        self.icon.setVisible(bool(face.icon))
        if face.icon:
            self.icon.show_state(face.icon, face.tone)

    def _show_buttons(self, state: CardState, face: Face) -> None:
        for action, button in self.buttons.items():
            button.setVisible(action in face.actions)
        self.buttons[CardAction.CANCEL].set_busy(state.phase is CardPhase.CANCELLING)
        self.buttons[CardAction.CHECK].set_busy(state.phase is CardPhase.LOST)

    def _said(self, state: CardState) -> tuple[str, str]:
        """The services' own sentence: the first part large, the rest beneath."""
        first, _, rest = said(state.sentence).partition(". ")
        return first + ("." if rest else ""), rest

    def _build(self, pictures: tuple[QWidget, ...], beneath: tuple[QWidget | QBoxLayout, ...] = ()) -> None:
        """Pictures, words and what stands beneath them in the middle, the buttons at the foot."""
        column = self._column
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(BETWEEN)
        column.addStretch(3)
        for picture in pictures:
            column.addWidget(picture, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(8)
        for words in (self.headline, self.detail):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(words)
        for part in beneath:
            if isinstance(part, QWidget):
                column.addWidget(part)
            else:
                column.addLayout(part)
        column.addStretch(4)
        inside = QWidget()
        inside.setLayout(column)
        self._actions.setSpacing(BETWEEN)
        for button in self.buttons.values():
            self._actions.addWidget(button, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(10)
        # In a low window the words scroll: a code that is cut can't be scanned, a button can't be pressed.
        whole.addWidget(FittingScroll(inside, name=f"{self.objectName()}-room"), 1)
        whole.addLayout(self._actions)
        self._look.changed.connect(self._arrange)
        self.show_state(self._state)

    def _arrange(self) -> None:
        """Side by side where every word fits, else one above the other."""
        shown = [button for button in self.buttons.values() if not button.isHidden()]
        each = (self.width() - BETWEEN * (len(shown) - 1)) // max(1, len(shown))
        fits = all(button.sizeHint().width() <= each for button in shown)
        way = QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom
        if self._actions.direction() is not way:
            self._actions.setDirection(way)

    def _button(self, action: CardAction, name: str) -> Button:
        kind = Kind.PRIMARY if action in MAIN else Kind.SECONDARY
        text = self._texts()[action]
        button = Button(self._look, text, kind=kind, variant=Variant.XL, name=f"{name}-{action.value}")
        button.clicked.connect(lambda: self.acted.emit(action))
        return button

    def _usable(self, button: Button) -> bool:
        return not button.isHidden() and button.isEnabled()

    def _holds_focus(self) -> bool:
        focus = self.window().focusWidget()
        return focus is self or self.isAncestorOf(focus)
