"""No connection: cards and codes say so, charge nobody, and lead to cash or back to Stripe."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, Qt

from aurora_desk.domain.payments import Reader
from aurora_desk.gui.screens.payment.attempt_panel import CardAction
from aurora_desk.gui.screens.payment.card_state import CardPhase
from aurora_desk.gui.screens.payment.sheet import PaymentSheet
from aurora_desk.gui.theme.tokens import LIGHT
from gui.screens.payment.conftest import Counter

CUT_OFF = "Stripe cannot be reached. Nothing was charged. Take cash or another tender, or try again."


@pytest.fixture
def cut_off(counter: Counter) -> Counter:
    """A desk that knows that Stripe does not answer."""
    counter.context.reach.tell(stripe=False)
    return counter


@pytest.fixture
def answer(cut_off: Counter, monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """Stripe answers again, but not before a test lets it."""
    held = Event()
    monkeypatch.setattr(type(cut_off.services.payments), "stripe_answers", lambda _self: held.wait(30))
    yield held
    held.set()


def answered(counter: Counter, answer: Event) -> None:
    """Stripe answers now, and the desk hears it."""
    answer.set()
    counter.context.jobs._pool.waitForDone()
    QCoreApplication.processEvents()
    assert counter.context.reach.stripe


def still_nothing(counter: Counter) -> None:
    """No order, no attempt."""
    counter.context.jobs.wait()
    assert counter.orders() == ()


@pytest.mark.parametrize(
    ("tender", "headline"), [("card", "Cards need a connection"), ("qr", "A code needs a connection")]
)
def test_a_tender_that_needs_stripe_says_so_and_makes_no_attempt(cut_off: Counter, tender: str, headline: str) -> None:
    sheet = cut_off.sheet(tender)
    cut_off.until(sheet, CardPhase.OFFLINE)

    panel = sheet.card_panel if tender == "card" else sheet.qr
    assert panel.isVisible()
    assert (panel.headline.text(), panel.detail.text()) == (headline, CUT_OFF)
    button = sheet.column.tenders[tender]
    assert button.isEnabled()
    assert button.accessibleDescription() == "Needs a connection"
    still_nothing(cut_off)


def test_pay_without_a_tender_begins_with_cash_then(cut_off: Counter) -> None:
    assert cut_off.sheet().cash.isVisible()


def test_other_method_leads_to_cash_and_cash_works(cut_off: Counter) -> None:
    sheet = cut_off.sheet("card")
    cut_off.until(sheet, CardPhase.OFFLINE)

    cut_off.click(sheet.card_panel.buttons[CardAction.OTHER])
    assert sheet.cash.isVisible()
    cut_off.press(Qt.Key.Key_Return)
    cut_off.until_done(sheet)

    assert len(cut_off.order().payments) == 1


def test_try_again_asks_stripe_and_sends_as_soon_as_it_answers(cut_off: Counter) -> None:
    sheet = cut_off.sheet("card")
    cut_off.until(sheet, CardPhase.OFFLINE)

    cut_off.press(Qt.Key.Key_Return)

    cut_off.until(sheet, CardPhase.WAITING)
    assert sheet.column.card.accessibleDescription() == "F10"


def test_try_again_without_an_answer_says_so_and_charges_nothing(
    cut_off: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = cut_off.sheet("qr")
    cut_off.until(sheet, CardPhase.OFFLINE)
    monkeypatch.setattr(type(cut_off.services.payments), "stripe_answers", lambda _self: False)

    cut_off.click(sheet.qr.buttons[CardAction.RETRY])
    cut_off.qtbot.waitUntil(lambda: sheet.qr.detail.text().startswith("Still no connection."), timeout=30_000)

    assert sheet.qr.buttons[CardAction.RETRY].isEnabled()
    still_nothing(cut_off)


def test_the_tender_says_it_the_moment_the_desk_knows_and_not_longer(counter: Counter) -> None:
    sheet = counter.sheet("cash")
    assert sheet.column.qr.accessibleDescription() == "F11"

    counter.context.reach.tell(stripe=False)
    assert sheet.column.card.accessibleDescription() == "Needs a connection"
    assert sheet.column.cash.accessibleDescription() == "F9"

    counter.context.reach.tell(stripe=True)
    assert sheet.column.card.accessibleDescription() == "F10"


def test_a_payment_that_is_under_way_is_followed_without_regard_to_it(counter: Counter) -> None:
    sheet: PaymentSheet = counter.sheet("card")
    counter.until(sheet, CardPhase.WAITING)
    counter.context.reach.tell(stripe=False)

    counter.present()

    counter.until_done(sheet)


@pytest.mark.parametrize("tender", ["card", "qr"])
@pytest.mark.parametrize("back", [False, True], ids=["locked", "signed in again"])
def test_an_answer_after_the_till_was_locked_sends_nothing_and_whoever_comes_can_send_it(
    cut_off: Counter, answer: Event, tender: str, back: bool
) -> None:
    sheet = cut_off.sheet(tender)
    cut_off.until(sheet, CardPhase.OFFLINE)
    panel = sheet.card_panel if tender == "card" else sheet.qr
    session = cut_off.context.session
    owner, manager = cut_off.services.read(lambda work: work.people.everyone(session.tenant_id))[:2]
    assert session.person == owner
    cut_off.click(panel.buttons[CardAction.RETRY])
    session.leave()
    if back:
        session.enter(manager)

    answered(cut_off, answer)

    assert sheet.controller.state.phase is CardPhase.READY
    assert cut_off.orders() == ()
    if not back:
        session.enter(manager)
    cut_off.click(panel.buttons[CardAction.SEND])
    cut_off.until(sheet, CardPhase.WAITING)


def test_an_answer_while_the_sheet_fades_sends_nothing(cut_off: Counter, answer: Event) -> None:
    cut_off.context.look.wear(LIGHT, scale=100, less_motion=False)
    sheet = cut_off.sheet("card")
    cut_off.until(sheet, CardPhase.OFFLINE)
    cut_off.press(Qt.Key.Key_Return)
    cut_off.click(sheet.cross)
    sheet._motion.pause()
    assert cut_off.end() is None

    answered(cut_off, answer)

    assert sheet.controller.state.phase is CardPhase.OFFLINE
    still_nothing(cut_off)


def test_an_answer_beneath_the_question_whether_to_leave_sends_nothing(cut_off: Counter, answer: Event) -> None:
    order = cut_off.pay_part(100_00)
    sheet = cut_off.sheet("card", order=order)
    cut_off.until(sheet, CardPhase.OFFLINE)
    cut_off.press(Qt.Key.Key_Return)
    cut_off.click(sheet.cross)

    answered(cut_off, answer)

    assert sheet.controller.state.phase is CardPhase.OFFLINE
    assert not sheet.card_panel.buttons[CardAction.RETRY].busy
    cut_off.context.jobs.wait()
    assert len(cut_off.order().payments) == 1


def test_readers_that_are_found_after_the_till_was_locked_start_nothing(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, payments = Event(), type(counter.services.payments)
    real = payments.readers

    def readers(*args: Any, **named: Any) -> tuple[Reader, ...]:
        assert held.wait(30)
        return real(*args, **named)

    monkeypatch.setattr(payments, "readers", readers)
    sheet = counter.sheet("card")
    counter.context.session.leave()
    held.set()
    counter.qtbot.waitUntil(lambda: sheet.card_panel.reader is not None, timeout=30_000)

    assert sheet.controller.state.phase is CardPhase.READY
    still_nothing(counter)
