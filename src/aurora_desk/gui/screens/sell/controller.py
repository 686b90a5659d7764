"""The cart of the till: changed on screen at once, and on disk right behind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.cart import Cart, CartStatus
from aurora_desk.domain.errors import AuroraError, UnavailableError
from aurora_desk.domain.ids import CartId
from aurora_desk.domain.journal import JournalRow
from aurora_desk.gui.context import Context
from aurora_desk.gui.jobs import words_of
from aurora_desk.gui.screens.sell.changes import put_back
from aurora_desk.services.facade import Services

Change = Callable[[Cart], Cart]
CART_ROWS = ("cart.changed", "cart.held", "cart.recalled", "cart.deleted")
TRY_AGAIN_MS = 2000


class CartOnDisk:
    """The till's open cart as the cart lane knows it. Its jobs run one after the other; nobody else touches it."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._cart_id: CartId | None = None

    def open(self, actor: Actor) -> Cart:
        """The till's open cart."""
        return self._keep(self._services.write(partial(self._services.sales.open_cart, actor=actor)))

    def change(self, actor: Actor, change: Change) -> Cart:
        """Change the cart that is open when its turn comes: after a hold that is the new one."""
        cart_id = self._cart_id or self.open(actor).cart_id
        unit = partial(self._services.sales.change, actor=actor, cart_id=cart_id, change=change)
        return self._keep(self._services.write(unit))

    def hold(self, actor: Actor, name: str) -> Cart:
        """Put the cart aside; gives the new one."""
        cart_id = self._cart_id or self.open(actor).cart_id
        return self._keep(
            self._services.write(partial(self._services.sales.hold, actor=actor, cart_id=cart_id, name=name))
        )

    def recall(self, actor: Actor, cart_id: CartId) -> Cart:
        """Open a held cart."""
        return self._keep(self._services.write(partial(self._services.sales.recall, actor=actor, cart_id=cart_id)))

    def _keep(self, cart: Cart) -> Cart:
        self._cart_id = cart.cart_id
        return cart


class CartController(QObject):
    """Applies the domain's changes to the cart on screen at once and writes them down behind; no widgets here."""

    changed = Signal(object)
    """The `Cart` to show."""
    refused = Signal(str)
    """Why a change was not made or not kept."""
    noticed = Signal(str)
    """Something that others did to this cart."""

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._disk = CartOnDisk(context.services)
        self._cart: Cart | None = None
        self._before: list[Cart] = []
        self._writing = 0
        self._stale = self._paying = False
        self._when_idle: list[Callable[[], None]] = []
        context.events.happened.connect(self._on_journal)

    @property
    def cart(self) -> Cart | None:
        """The cart on screen; None until the first one came."""
        return self._cart

    @property
    def idle(self) -> bool:
        """Whether everything on screen is on disk."""
        return self._writing == 0 and not self._stale

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to undo."""
        return bool(self._before)

    def begin(self) -> None:
        """Show the till's open cart as it is on disk; put off while the till is locked or a payment runs."""
        self._stale = self._context.session.person is None or self._paying
        if not self._stale:
            self._run(partial(self._disk.open, self._context.session.actor()))

    def apply(self, change: Change) -> bool:
        """Change the cart; tells whether it was allowed."""
        before = self._cart
        if before is None or not self._changed_here(change):
            return False
        self._before.append(before)
        return True

    def undo(self) -> bool:
        """Take the last change back; tells whether there was one."""
        if not self._before:
            return False
        return self._changed_here(partial(put_back, before=self._before.pop()))

    def hold(self, name: str) -> None:
        """Put the cart aside under a name and start an empty one."""
        if self._cart is not None:
            self._show_empty()
            self._run(partial(self._disk.hold, self._context.session.actor(), name))

    def recall(self, held: Cart) -> None:
        """Open a held cart here; what is in the cart now is held."""
        self._before.clear()
        self._show(replace(held, status=CartStatus.OPEN, till_id=self._context.session.till.till_id, held_as=""))
        self._run(partial(self._disk.recall, self._context.session.actor(), held.cart_id))

    def when_idle(self, act: Callable[[], None]) -> None:
        """Do something as soon as all changes are on disk; dropped if one of them could not be kept."""
        if self.idle:
            act()
        else:
            self._when_idle.append(act)

    @property
    def paying(self) -> bool:
        """Whether the payment sheet has the cart."""
        return self._paying

    def pay(self) -> None:
        """The cart is handed to the payment sheet; it is neither changed nor reloaded under it."""
        self._paying = True

    def paid(self, given_back: Cart | None) -> None:
        """The payment sheet is done: with the cart given back, or with an order and so with a new cart."""
        self._paying = False
        if given_back is None:
            self._show_empty()
        else:
            self._show(given_back)
        self.begin()

    def _changed_here(self, change: Change) -> bool:
        if self._cart is None:
            return False
        if self._paying:
            # What was looked for before Pay was pressed may be found after it.
            self.refused.emit(self.tr("This cart is being paid. Nothing was changed. Close payment first."))
            return False
        try:
            after = change(self._cart)
        except AuroraError as error:
            self.refused.emit(words_of(error))
            return False
        self._show(after)
        self._run(partial(self._disk.change, self._context.session.actor(), change))
        return True

    def _run(self, work: Callable[[], Cart]) -> None:
        self._writing += 1
        self._context.jobs.cart.start(self, work, done=self._on_written, failed=self._on_failed)

    def _on_written(self, cart: Cart) -> None:
        self._writing -= 1
        if self._writing:
            return
        if self._stale:
            self._reload()
            return
        self._show(cart)
        waiting, self._when_idle = self._when_idle, []
        # What somebody wanted who has locked the till since is not done in the name of the next person.
        for act in waiting if self._context.session.person is not None else ():
            act()

    def _on_failed(self, error: Exception) -> None:
        self._writing -= 1
        self._stale = True
        self._before.clear()
        self._when_idle.clear()
        self.refused.emit(words_of(error))
        if not self._writing:
            # A refusal is over at once; a store that can't be reached is asked again a little later.
            lasting = isinstance(error, UnavailableError) or not isinstance(error, AuroraError)
            QTimer.singleShot(TRY_AGAIN_MS if lasting else 0, self, self._reload)

    def _reload(self) -> None:
        if not self._writing and self._stale:
            self.begin()

    def _show_empty(self) -> None:
        self._before.clear()
        if self._cart is not None:
            self._show(replace(self._cart, lines=(), discount=None, customer=None, customer_name="", age_checked=0))

    def _show(self, cart: Cart) -> None:
        if cart != self._cart:
            self._cart = cart
            self.changed.emit(cart)

    def _on_journal(self, row: JournalRow) -> None:
        if self._cart is None or self._paying or row.facts.get("cart_id") != self._cart.cart_id:
            return
        if row.till_id == self._context.session.till.till_id:
            return
        if row.event == "order.placed":
            self.noticed.emit(
                self.tr("A program on the network made this cart an order. It is in Orders; a new cart is open.")
            )
        elif row.event not in CART_ROWS:
            return
        self._before.clear()
        self._stale = True
        if not self._writing:
            self._reload()
