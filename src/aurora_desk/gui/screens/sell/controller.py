"""The cart of the till: changed on screen at once, and on disk right behind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from aurora_desk.domain.allowances import approved
from aurora_desk.domain.cart import Cart, CartStatus, clear_cart, restore
from aurora_desk.domain.errors import AuroraError, UnavailableError
from aurora_desk.domain.ids import ProductId
from aurora_desk.domain.journal import JournalRow
from aurora_desk.domain.rights import ApprovalId, NeedsApprovalError
from aurora_desk.gui.context import Context
from aurora_desk.gui.jobs import words_of
from aurora_desk.gui.screens.sell.allowance import Allowance
from aurora_desk.gui.screens.sell.cart_news import CartNews
from aurora_desk.gui.screens.sell.cart_on_disk import CartOnDisk, Change, Opening
from aurora_desk.services.questions import AgeNotCheckedError, SoldOutError

TRY_AGAIN_MS = 2000


class CartController(QObject):
    """Applies the domain's changes to the cart on screen at once and writes them down behind; no widgets here."""

    changed = Signal(object)
    """The `Cart` to show."""
    refused = Signal(str)
    """Why a change was not made or not kept."""
    noticed = Signal(str)
    """Something that others did to this cart."""
    question_wanted = Signal(object)
    """The `AgeNotCheckedError` or `SoldOutError` that the cashier has to answer before the cart is paid."""
    was_read = Signal()
    """The cart on screen is the one that the store has open here: what waited for it can be done."""
    was_not_read = Signal()
    """The store could not tell which cart is open here."""
    approval_wanted = Signal(object, object)
    """The `NeedsApprovalError` of a change that was not made, and what makes it with the id of an approval."""

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.allowance = Allowance(context, self)
        self._news = CartNews(context, self)
        self._news.noticed.connect(self.noticed)
        self._news.refused.connect(self.refused)
        self._disk = CartOnDisk(context.services)
        self._cart: Cart | None = None
        self._opening = Opening()
        self._writing = 0
        self._stale = self._paying = self._reading = False
        self._when_idle: list[Callable[[], None]] = []
        context.events.happened.connect(self._on_journal)
        context.session.changed.connect(self._on_session)

    @property
    def cart(self) -> Cart | None:
        """The cart on screen; None until the first one came."""
        return self._cart

    @property
    def opening(self) -> Opening:
        """The cart on screen as one that was opened: the same until another one is, whatever is changed in it."""
        return self._opening

    @property
    def idle(self) -> bool:
        """Whether everything on screen is on disk."""
        return self._writing == 0 and not self._stale

    @property
    def awaited(self) -> bool:
        """Whether the store has yet to tell which cart is open here. While one is paid it is that one."""
        return not self._paying and (self._cart is None or self._stale or self._reading)

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to undo."""
        return bool(self._opening.steps)

    def begin(self) -> None:
        """Show the till's open cart as it is on disk; put off while the till is locked or a payment runs."""
        self._stale = self._context.session.person is None or self._paying
        if not self._stale:
            opening = self._opening if self._opening.awaited else Opening()
            self._run(partial(self._disk.open, self._context.session.actor(), opening), reads=True)

    def apply(self, change: Change) -> bool:
        """Change the cart; tells whether it was done. What needs a manager is asked for, and done after the yes."""
        after = self._ready(change, again=partial(self.apply, change))
        if after is None or self._cart is None:
            return False
        self._opening.steps.append(partial(self._back_to, self._cart))
        self._make(change, after)
        return True

    def undo(self) -> bool:
        """Take the last change back; tells whether there was one."""
        steps = self._opening.steps
        return bool(steps) and steps[-1]()

    def way_back(self) -> Callable[[], None]:
        """What a toast's Undo does: it takes back the change that was just made, and never one made after it."""
        step = self._opening.steps[-1] if self._opening.steps else None

        def back() -> None:
            if step is not None and self._opening.steps and self._opening.steps[-1] is step:
                step()
            else:
                self.noticed.emit(self.tr("Something else was changed since. Ctrl+Z takes changes back one by one."))

        return back

    def hold(self, name: str) -> None:
        """Put the cart aside under a name and start an empty one; undone, it is opened again."""
        held, before = self._cart, self._opening
        if held is not None and self._may_change():
            self._opening = Opening(steps=[partial(self._open_again, held)])
            self._show_empty()
            self._run(partial(self._disk.hold, self._context.session.actor(), name, before, self._opening))

    def recall(self, held: Cart) -> None:
        """Open a held cart here; what is in the cart now is held. Undone, it is held again as it was."""
        if not self._may_change():
            return
        self._opening = Opening(steps=[partial(self._hold_again, held.held_as, self._cart)])
        self._show(
            replace(
                held,
                status=CartStatus.OPEN,
                till_id=self._context.session.till.till_id,
                held_as="",
                held_by="",
                client_name="",
            )
        )
        self._run(partial(self._disk.recall, self._context.session.actor(), held.cart_id, self._opening))

    def take_over(self, cart: Cart, approval_id: ApprovalId | None = None) -> None:
        """Open a cart that another till has open. It is shown once it is ours: of tills that want it one gets it."""
        if not self._may_change():
            return
        assert cart.till_id is not None
        actor = self._context.session.actor()
        claim = partial(self._disk.take_over, actor, cart.cart_id, cart.till_id, approval_id)
        self._opening.steps.clear()
        self._run(claim, with_yes=partial(self.take_over, cart), reads=True)

    def when_idle(self, act: Callable[[], None]) -> None:
        """Do something as soon as all changes are on disk; dropped if one of them could not be kept."""
        if self.idle:
            act()
        elif self._context.session.person is not None and not self._paying:
            self._when_idle.append(act)
            self.reload()

    def reload(self) -> None:
        """Read anew what others have done to the cart, for whoever wants to go on with it, if nobody has yet."""
        if not self._writing and self._stale:
            self.begin()

    @property
    def paying(self) -> bool:
        """Whether the payment sheet has the cart."""
        return self._paying

    def pay(self, then: Callable[[Cart], object]) -> None:
        """Claim the cart for its payment, and `then` hand it over; it is neither changed nor reloaded meanwhile.

        What the cashier has to be asked first is asked, and nothing is handed over.
        """
        cart = self._cart
        if cart is None or self._paying:
            return
        self._paying = True
        person = self._context.session.person

        def claimed(_cart: Cart) -> None:
            # Whoever has locked the till since is not paying any more.
            if self._context.session.person is not person:
                self._paying = False
                self.begin()
            else:
                then(cart)

        mark = partial(self._disk.begin_paying, self._context.session.actor(), cart.cart_id)
        self._context.jobs.cart.start(self, mark, done=claimed, failed=self._on_not_paying)

    def accept_sold_out(self, product_id: ProductId) -> None:
        """Keep, in its turn, that somebody sells what is sold out; should it fail, Pay asks again."""
        actor = self._context.session.actor()
        accept = partial(self._disk.accept_sold_out, actor, product_id, self._opening)
        self._context.jobs.cart.start(self, accept, done=lambda _nothing: None, failed=lambda _error: None)

    def paid(self, given_back: Cart | None) -> None:
        """The payment sheet is done: with the cart given back, or with an order and so with a new cart."""
        self._paying = False
        if given_back is None:
            self._opening = Opening()
            self._show_empty()
        else:
            self._show_opened(given_back)
        self.begin()

    def _ready(self, change: Change, again: Callable[[], object]) -> Cart | None:
        """What a change makes of the cart; None where it is refused, or where a manager has to be asked first."""
        before = self._cart
        if not self._may_change():
            return None
        if before is None:
            self.refused.emit(self.tr("The cart is not read yet. Nothing was changed. Try again in a moment."))
            return None
        try:
            after = change(before)
        except AuroraError as error:
            self.refused.emit(words_of(error))
            return None
        missing = self.allowance.missing(before, after)
        if missing is not None:
            self.approval_wanted.emit(missing, partial(self._with_yes, before, missing, again))
            return None
        return approved(before, after, self.allowance.covering(before, after))

    def _may_change(self) -> bool:
        if self._context.session.person is None:
            return False  # what was looked for before the till was locked is in nobody's name
        if self._paying:
            # What was looked for before Pay was pressed may be found after it.
            self.refused.emit(self.tr("This cart is being paid. Nothing was changed. Close payment first."))
            return False
        return True

    def _make(self, change: Change, after: Cart) -> None:
        before = self._cart
        assert before is not None
        yeses = self.allowance.covering(before, after)
        self.allowance.end(before, after)
        self._show(after)
        write = partial(self._disk.change, self._context.session.actor(), change, yeses, self._opening)
        self._run(write, again=partial(self.apply, change))

    def _with_yes(
        self, cart: Cart, error: NeedsApprovalError, again: Callable[[], object], approval_id: ApprovalId
    ) -> None:
        self.allowance.keep(error, approval_id)
        if self._cart is not None and self._cart.cart_id == cart.cart_id:
            again()
        else:
            self.refused.emit(self.tr("Another cart is open by now. Nothing was changed."))

    def _back_to(self, before: Cart) -> bool:
        change = partial(restore, as_it_was=before)
        after = self._ready(change, again=self.undo)
        if after is None:
            return False
        self._opening.steps.pop()
        self._make(change, after)
        return True

    def _open_again(self, held: Cart) -> bool:
        if not self._may_change():
            return False
        self.recall(held)
        self._opening.steps.clear()
        return True

    def _hold_again(self, name: str, before: Cart | None) -> bool:
        if not self._may_change():
            return False
        if self._cart is not None and self._cart.lines:
            self.hold(name)
        if before is not None and before.lines:
            self.recall(before)
        self._opening.steps.clear()
        return True

    def _run(
        self,
        work: Callable[[], Cart],
        *,
        again: Callable[[], object] | None = None,
        with_yes: Callable[[ApprovalId], object] | None = None,
        reads: bool = False,
    ) -> None:
        """Run a job of the cart; what it is refused for want of a yes is asked for, and then done so or `again`.

        `reads`: only it tells which cart is open here.
        """
        cart = self._cart
        self._writing += 1
        self._reading = self._reading or reads

        def failed(error: Exception) -> None:
            ask = with_yes
            if isinstance(error, NeedsApprovalError) and again is not None and cart is not None:
                ask = partial(self._with_yes, cart, error, again)
            self._on_failed(error, ask)
            if reads:
                self.was_not_read.emit()

        self._context.jobs.cart.start(self, work, done=self._on_written, failed=failed)

    def _on_written(self, cart: Cart) -> None:
        self._ended()
        if self._writing:
            return
        if self._stale:
            self.reload()
            return
        self._show_opened(cart)
        self.was_read.emit()
        if not self.idle:
            return  # what waited for the cart has changed it: the rest follows once that is on disk
        waiting, self._when_idle = self._when_idle, []
        # What somebody wanted who has locked the till since is not done in the name of the next person.
        for act in waiting if self._context.session.person is not None else ():
            act()

    def _ended(self) -> None:
        self._writing -= 1
        self._reading = self._reading and self._writing > 0

    def _on_failed(self, error: Exception, with_yes: Callable[[ApprovalId], object] | None) -> None:
        self._ended()
        self._stale = True
        self._opening.steps.clear()
        self._when_idle.clear()
        if isinstance(error, NeedsApprovalError) and with_yes is not None and self._context.session.person is not None:
            self.approval_wanted.emit(error, with_yes)
        else:
            self.refused.emit(words_of(error))
        if not self._writing:
            # A refusal is over at once; a store that can't be reached is asked again a little later.
            lasting = isinstance(error, UnavailableError) or not isinstance(error, AuroraError)
            QTimer.singleShot(TRY_AGAIN_MS if lasting else 0, self, self.reload)

    def _on_not_paying(self, error: Exception) -> None:
        self._paying = False
        if isinstance(error, AgeNotCheckedError) or (isinstance(error, SoldOutError) and error.may_sell):
            if self._context.session.person is not None:
                self.question_wanted.emit(error)
        else:
            self.refused.emit(words_of(error))
        # What happened to the cart meanwhile was not looked at.
        self.begin()

    def _on_session(self) -> None:
        if self._context.session.person is None:
            self._when_idle.clear()
        else:
            self.reload()

    def _show_empty(self) -> None:
        if self._cart is not None:
            self._show(clear_cart(self._cart))

    def _show_opened(self, cart: Cart) -> None:
        if self._opening.cart_id != cart.cart_id:
            self._opening = Opening(cart.cart_id)
        self._show(cart)

    def _show(self, cart: Cart) -> None:
        if cart != self._cart:
            self._cart = cart
            self.changed.emit(cart)

    def _on_journal(self, row: JournalRow) -> None:
        if self._cart is None or self._paying or row.facts.get("cart_id") != self._cart.cart_id:
            return
        if row.till_id == self._context.session.till.till_id or not self._news.tell(row):
            return
        self._opening.steps.clear()
        self._stale = True
        self.reload()
