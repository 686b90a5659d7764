"""What is scanned before the cart has been read: it waits in its order, and none of it is lost without a word."""

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
    code: str
    carry_out: Callable[[], None]


class EarlyScans(QObject):
    """Carries scans out one after the other, each once, for the person who scanned them and nobody else."""

    refused = Signal(str)
    """What was not carried out, by its codes, and what to do."""

    def __init__(
        self, look: Look, session: Session, sheets: SheetHost, controller: CartController, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._look, self._session, self._sheets, self._controller = look, session, sheets, controller
        self._early: deque[_Early] = deque()
        self._scanned_by: PersonId | None = None
        self._behind: Sheet | None = None
        self._left: list[str] = []
        controller.was_read.connect(self._go_on)
        controller.was_not_read.connect(self._on_not_read)
        session.changed.connect(self._on_session)

    @property
    def waiting(self) -> bool:
        """Whether something that was scanned is not carried out yet."""
        return bool(self._early)

    def take(self, code: str, carry_out: Callable[[], None]) -> None:
        """Carry a scan out: at once where the cart is read, else in its turn once it is."""
        person = self._session.person
        if person is None:
            return
        self._scanned_by = person.person_id
        self._early.append(_Early(code, carry_out))
        self._go_on()
        if self.waiting:
            self._controller.reload()

    def _go_on(self) -> None:
        while self._early and not self._controller.awaited:
            sheet = self._sheets.front
            if sheet is not None:
                self._wait_for(sheet)
                return
            self._early.popleft().carry_out()

    def _wait_for(self, sheet: Sheet) -> None:
        """One scan asks something: the next ones come after the answer."""
        if sheet is not self._behind:
            self._behind = sheet
            sheet.closed.connect(self._on_answered)

    def _on_answered(self) -> None:
        self._behind = None
        # What the sheet was asked for is done right after it has closed, and comes before the next scan.
        QTimer.singleShot(0, self, self._go_on)

    def _on_not_read(self) -> None:
        codes = self._take_all()
        if codes:
            words = self.tr("Not added: %1. The cart could not be read. Scan again in a moment.")
            self.refused.emit(words.replace("%1", self._listed(codes)))

    def _on_session(self) -> None:
        person = self._session.person
        if person is None or person.person_id != self._scanned_by:
            self._left += self._take_all()
        if person is not None and self._left:
            # Told to whoever comes next: the goods lie on the counter, and nothing is read at the lock.
            codes, self._left = self._left, []
            words = self.tr("Not added: %1. The till was locked before the cart was read. Scan again.")
            self.refused.emit(words.replace("%1", self._listed(codes)))

    def _take_all(self) -> list[str]:
        codes = [early.code for early in self._early]
        self._early.clear()
        return codes

    def _listed(self, codes: list[str]) -> str:
        return ", ".join(isolated(code, self._look.locale) for code in codes)
