"""Pay by QR code: a page on the customer's own phone, and when it closes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aurora_desk.gui.screens.payment.card_panel import CardAction
from aurora_desk.gui.screens.payment.card_state import CardPhase, CardState
from aurora_desk.gui.screens.payment.state_icon import StateIcon
from aurora_desk.gui.theme.format import isolated
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.announce import announce
from aurora_desk.gui.widgets.button import Button, Kind, Variant
from aurora_desk.gui.widgets.fitting_scroll import FittingScroll
from aurora_desk.gui.widgets.qr_view import QrView
from aurora_desk.gui.widgets.text import Text
from aurora_desk.gui.widgets.waiting_ring import WaitingRing

SIDE = 280
LINK_LETTERS = 44
"""How much of a link fits into a line at the usual text size."""


@dataclass(frozen=True, slots=True)
class _Face:
    """How a phase looks: the code, or a state icon, or the ring; the actions; Enter does `enter`."""

    icon: str = ""
    tone: str = ""
    actions: tuple[CardAction, ...] = ()
    enter: CardAction | None = None


_AGAIN = (CardAction.OTHER, CardAction.RETRY)
_FACES = {
    CardPhase.READY: _Face("qr-code", "muted", (CardAction.SEND,), CardAction.SEND),
    CardPhase.SENDING: _Face(actions=(CardAction.CANCEL,)),
    CardPhase.WAITING: _Face(actions=(CardAction.CANCEL, CardAction.RENEW)),
    CardPhase.APPROVING: _Face(),
    CardPhase.CANCELLING: _Face(actions=(CardAction.CANCEL,)),
    CardPhase.DECLINED: _Face("circle-x", "danger", _AGAIN, CardAction.RETRY),
    CardPhase.LOST: _Face(actions=(CardAction.CHECK,)),
    CardPhase.UNKNOWN: _Face("triangle-alert", "warning", (CardAction.NEXT, CardAction.CHECK), CardAction.CHECK),
    CardPhase.PAID: _Face("circle-check", "success"),
    CardPhase.CANCELED: _Face("ban", "muted", _AGAIN, CardAction.RETRY),
    CardPhase.REFUSED: _Face("circle-x", "danger", _AGAIN, CardAction.RETRY),
}


class QrPanel(QWidget):
    """Shows the state of a payment by code; `acted` tells what the person wants."""

    acted = Signal(object)
    """A `CardAction`."""
    copied = Signal()
    code_wanted = Signal(str)
    """The modules of a code for this address; they come by `show_code`."""

    def __init__(
        self,
        look: Look,
        *,
        training: bool = False,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        name: str = "qr",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look, self._training, self._now = look, training, now
        self._state, self._url = CardState(CardPhase.READY), ""
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.code = QrView(look, label=self.tr("Code that the customer scans to pay"), side=SIDE, name=f"{name}-code")
        self.ring = WaitingRing(look, "qr-code", side=120, name=f"{name}-ring")
        self.icon = StateIcon(look, "qr-code", "muted", side=104, name=f"{name}-icon")
        self.headline = Text(look, "", Type.HEADING, wrap=True, name=f"{name}-headline")
        self.detail = Text(look, "", Type.BODY, tone="muted", wrap=True, name=f"{name}-detail")
        self.link = Text(look, "", Type.LABEL, tone="muted", name=f"{name}-link")
        self.copy = Button(look, self.tr("Copy link"), icon="copy", kind=Kind.GHOST, name=f"{name}-copy")
        self.closes = Text(look, "", Type.STRONG, name=f"{name}-closes")
        self.buttons = {action: self._button(action, name) for action in _ORDER}
        self._second = QTimer(self)
        self._second.setInterval(1_000)
        self._second.timeout.connect(self._count_down)
        self.copy.clicked.connect(self._on_copy)
        self._build()
        self.show_state(self._state)

    def show_state(self, state: CardState) -> None:
        """Show where the payment is."""
        news = (state.phase, state.sentence) != (self._state.phase, self._state.sentence)
        had_focus = self._holds_focus()
        self._state = state
        face = _FACES[state.phase]
        self._show_page(state)
        self.ring.setVisible(not face.icon and state.phase is not CardPhase.WAITING)
        self.icon.setVisible(bool(face.icon))
        if face.icon:
            self.icon.show_state(face.icon, face.tone)
        headline, detail = self._words(state)
        self.headline.setText(headline)
        self.detail.setText(detail)
        self.detail.setVisible(bool(detail))
        for action, button in self.buttons.items():
            button.setVisible(action in face.actions)
        self.buttons[CardAction.CANCEL].set_busy(state.phase is CardPhase.CANCELLING)
        self.buttons[CardAction.CHECK].set_busy(state.phase is CardPhase.LOST)
        closed = state.phase is CardPhase.CANCELED
        self.buttons[CardAction.RETRY].setText(self.tr("Show a new code") if closed else self.tr("Try again"))
        self.setAccessibleName(f"{headline} {detail}".strip())
        if news:
            announce(self, self.accessibleName(), urgent=True)
        if had_focus:
            self.take_focus()

    def show_code(self, modules: tuple[tuple[bool, ...], ...]) -> None:
        """The code's modules have been made."""
        self.code.show_modules(modules)

    def refuse(self, sentence: str) -> None:
        """The code could not be drawn; the link still leads to the page."""
        self.detail.setText(sentence)
        self.detail.show()

    def take_focus(self) -> None:
        """The focus on what comes next, or on the words where there is nothing to do."""
        face = _FACES[self._state.phase]
        first = face.enter or (face.actions[0] if face.actions else None)
        (self if first is None else self.buttons[first]).setFocus(Qt.FocusReason.OtherFocusReason)

    def enter(self) -> None:
        """Enter: the one next step, where pressing it by accident does no harm."""
        action = _FACES[self._state.phase].enter
        if action is not None and self.buttons[action].isEnabled() and not self.buttons[action].busy:
            self.acted.emit(action)

    def _show_page(self, state: CardState) -> None:
        """The code with its link and countdown, only while somebody may pay by it."""
        payment = state.payment if state.phase is CardPhase.WAITING else None
        url = payment.checkout_url if payment is not None else ""
        if url and url != self._url:
            self.code.show_modules(())
            self.code_wanted.emit(url)
        self._url = url
        for part in (self.code, self.link, self.copy, self.closes):
            part.setVisible(bool(url))
        if url:
            plain = url.partition("://")[2]
            room = LINK_LETTERS * 100 // self._look.scale
            short = plain if len(plain) <= room else plain[: room - 1] + "…"
            self.link.setText(isolated(short, self._look.locale))
            self.link.setToolTip(url)
            self._count_down()
            self._second.start()
        else:
            self._second.stop()

    def _count_down(self) -> None:
        payment = self._state.payment
        if payment is None or payment.expires_at is None:
            return
        left_s = max(0, int((payment.expires_at - self._now()).total_seconds()))
        clock = isolated(f"{left_s // 60}:{left_s % 60:02}", self._look.locale)
        self.closes.setText(self.tr("Closes in %1").replace("%1", clock))
        self.closes.set_tone("warning" if left_s < 120 else "text")

    def _words(self, state: CardState) -> tuple[str, str]:
        sentence, _, rest = state.sentence.partition(". ")
        own = {
            CardPhase.READY: (
                self.tr("Pay by QR code"),
                self.tr("The customer scans a code and pays on the phone."),
            ),
            CardPhase.SENDING: (self.tr("Making the code…"), ""),
            CardPhase.WAITING: (self.tr("Waiting for the customer"), rest or self._where()),
            CardPhase.APPROVING: (self.tr("The bank is being asked"), self.tr("Do not cancel.")),
            CardPhase.CANCELLING: (self.tr("Closing the code…"), self.tr("Checking that nothing was charged.")),
            CardPhase.LOST: (self.tr("Stripe does not answer"), self.tr("Checking whether the customer has paid…")),
            CardPhase.PAID: (self.tr("Paid"), ""),
        }
        return own.get(state.phase) or (sentence + ("." if rest else ""), rest)

    def _where(self) -> str:
        if self._training:
            return self.tr("Test mode: the link opens on this computer only.")
        return self.tr("Scan with the phone's camera and pay there.")

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._url)
        self.copied.emit()
        self.copy.setText(self.tr("Copied"))
        QTimer.singleShot(2_000, self.copy, lambda: self.copy.setText(self.tr("Copy link")))

    def _button(self, action: CardAction, name: str) -> Button:
        texts = {
            CardAction.SEND: self.tr("Show the code"),
            CardAction.RENEW: self.tr("More time"),
            CardAction.CANCEL: self.tr("Cancel"),
            CardAction.RETRY: self.tr("Try again"),
            CardAction.OTHER: self.tr("Other method"),
            CardAction.CHECK: self.tr("Check now"),
            CardAction.NEXT: self.tr("Next customer"),
        }
        first = action in (CardAction.SEND, CardAction.RETRY, CardAction.CHECK)
        kind = Kind.PRIMARY if first else Kind.SECONDARY
        button = Button(self._look, texts[action], kind=kind, variant=Variant.XL, name=f"{name}-{action.value}")
        button.clicked.connect(lambda: self.acted.emit(action))
        return button

    def _build(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addStretch(3)
        for widget in (self.code, self.ring, self.icon):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(6)
        for words in (self.headline, self.detail):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(words)
        column.addWidget(self.link, 0, Qt.AlignmentFlag.AlignHCenter)
        beside = QHBoxLayout()
        beside.addStretch(1)
        beside.addWidget(self.closes)
        beside.addSpacing(8)
        beside.addWidget(self.copy)
        beside.addStretch(1)
        column.addLayout(beside)
        column.addStretch(4)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        # In a low window the words scroll; a code that is cut can't be scanned.
        whole.addWidget(FittingScroll(inside, name=f"{self.objectName()}-room"), 1)
        actions = QHBoxLayout()
        actions.setSpacing(8)
        for action in _ORDER:
            actions.addWidget(self.buttons[action], 1)
        whole.addLayout(actions)

    def _holds_focus(self) -> bool:
        focus = self.window().focusWidget()
        return focus is self or self.isAncestorOf(focus)


_ORDER = (
    CardAction.RENEW,
    CardAction.OTHER,
    CardAction.NEXT,
    CardAction.CANCEL,
    CardAction.SEND,
    CardAction.RETRY,
    CardAction.CHECK,
)
