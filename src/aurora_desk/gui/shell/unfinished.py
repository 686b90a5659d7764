"""When the list of unfinished payments opens: at the first sign-in, from the status strip, from Orders."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from aurora_desk.domain.payments import UnfinishedPayment
from aurora_desk.gui.context import Context
from aurora_desk.gui.screens.unfinished.sheet import UnfinishedSheet
from aurora_desk.gui.shell.shell import Shell


class Unfinished(QObject):
    """Opens the list, one at a time; after a start it comes by itself where something is open."""

    def __init__(self, context: Context, shell: Shell) -> None:
        super().__init__(shell)
        self._context, self._shell = context, shell
        self._shown = False
        self._first = True
        shell.unfinished_wanted.connect(self.open)
        context.session.changed.connect(self._on_session)

    def open(self) -> None:
        """Show the list, unless it or another sheet is shown."""
        if self._shown or self._shell.locked or self._shell.sheet_open():
            return
        self._shown = True
        sheet = UnfinishedSheet(self._context, self._shell.window())
        sheet.order_wanted.connect(self._shell.open_order)
        sheet.closed.connect(self._on_closed)
        sheet.open()

    def _on_closed(self) -> None:
        self._shown = False

    def _on_session(self) -> None:
        if self._context.session.person is None or not self._first:
            return
        self._first = False
        # Whoever signs in is not held up by this: the status strip counts them as well.
        self._context.jobs.start(self, self._left_by_this_till, done=self._on_found, failed=lambda _error: None)

    def _left_by_this_till(self) -> tuple[UnfinishedPayment, ...]:
        """What is open after a start; what an earlier process of this till left is followed by nobody any more."""
        services, session = self._context.services, self._context.session
        services.write(partial(services.payments.let_go, actor=session.actor()))
        return services.read(partial(services.payments.unfinished, tenant_id=session.tenant_id))

    def _on_found(self, found: tuple[UnfinishedPayment, ...]) -> None:
        if found:
            self.open()
