"""What is scanned or tapped before the cart has been read: it waits in its order, none is lost without a word."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from aurora_desk.domain.ids import PersonId
from aurora_desk.gui.context import Session
from aurora_desk.gui.screens.sell.controller import CartController
from aurora_desk.gui.screens.sell.sheet_host import SheetHost
from aurora_desk.gui.theme.format import isolated
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.widgets.sheet import Sheet


@dataclass(frozen=True, slots=True)
class _Early:
    name: str
    carry_out: Callable[[], None]


class EarlyDeeds(QObject):
    """Carries scans and taps out one after the other, each once, for whoever made them and nobody else."""

    refused = Signal(str)
    """What was not carried out, by its codes or names, and what to do."""

    def __init__(
        self, look: Look, session: Session, sheets: SheetHost, controller: CartController, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._look, self._session, self._sheets, self._controller = look, session, sheets, controller
        self._early: deque[_Early] = deque()
        self._wanted_by: PersonId | None = None
        self._behind: Sheet | None = None
        self._left: list[str] = []
        controller.was_read.connect(self._go_on)
        controller.was_not_read.connect(self._on_not_read)
        session.changed.connect(self._on_session)

    @property
    def waiting(self) -> bool:
        """Whether something is not carried out yet."""
        return bool(self._early)

    def take(self, name: str, carry_out: Callable[[], None]) -> None:
        """Carry something out: at once where the cart is read, else in its turn once it is."""
        person = self._session.person
        if person is None:
            return
        self._wanted_by = person.person_id
        self._early.append(_Early(name, carry_out))
        self._go_on()
        if self.waiting:
            self._controller.reload()

    def take_tap(self, name: str, carry_out: Callable[[], None]) -> None:
        """The same for what is tapped or found: it is meant for the cart in sight, and waits where none is yet."""
        if self.waiting or self._controller.cart is None:
            self.take(name, carry_out)
        else:
            carry_out()

    def _go_on(self) -> None:
        while self._early and not self._controller.awaited:
            sheet = self._sheets.front
            if sheet is not None:
                self._wait_for(sheet)
                return
            self._early.popleft().carry_out()

    def _wait_for(self, sheet: Sheet) -> None:
        """One of them asks something: the next ones come after the answer."""
        if sheet is not self._behind:
            self._behind = sheet
            sheet.closed.connect(self._on_answered)

    def _on_answered(self) -> None:
        self._behind = None
        # What the sheet was asked for is done right after it has closed, and comes before the next one.
        QTimer.singleShot(0, self, self._go_on)

    def _on_not_read(self) -> None:
        names = self._take_all()
        if names:
            words = self.tr("Not added: %1. The cart could not be read. Add it again in a moment.")
            self.refused.emit(words.replace("%1", self._listed(names)))

    def _on_session(self) -> None:
        person = self._session.person
        if person is None or person.person_id != self._wanted_by:
            self._left += self._take_all()
        if person is not None and self._left:
            # Told to whoever comes next: the goods lie on the counter, and nothing is read at the lock.
            names, self._left = self._left, []
            words = self.tr("Not added: %1. The till was locked before the cart was read. Add it again.")
            self.refused.emit(words.replace("%1", self._listed(names)))

    def _take_all(self) -> list[str]:
        names = [early.name for early in self._early]
        self._early.clear()
        return names

    def _listed(self, names: list[str]) -> str:
        return ", ".join(isolated(name, self._look.locale) for name in names)
