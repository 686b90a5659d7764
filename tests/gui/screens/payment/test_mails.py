"""The receipt, and the page to pay on, by mail: asked for at the sheet, put into the outbox."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from aurora_desk.domain.cart import set_customer
from aurora_desk.domain.customers import CUSTOMERS_TABLE, CustomerRef
from aurora_desk.domain.ids import CustomerId
from aurora_desk.domain.outbox import MailKind, OutgoingMail
from aurora_desk.domain.settings import RECEIPT
from aurora_desk.gui.screens.address_sheet import AddressSheet
from aurora_desk.gui.screens.payment.card_state import CardPhase
from aurora_desk.gui.screens.payment.sheet import PaymentSheet
from aurora_desk.services.demo import CAFE
from gui.screens.payment.conftest import LONG_MS, PATIENT_MS, Counter
from gui.screens.payment.test_qr import phone

REGULAR = CustomerRef(CUSTOMERS_TABLE, CustomerId(123))


def paid(counter: Counter, pause_ms: int = 0) -> PaymentSheet:
    """A sale that is paid in cash, exactly."""
    sheet = counter.sheet("cash", pause_ms=pause_ms)
    counter.press(Qt.Key.Key_Return)
    counter.until_done(sheet)
    return sheet


def asked(counter: Counter) -> AddressSheet:
    counter.qtbot.waitUntil(lambda: counter.page.findChild(AddressSheet) is not None, timeout=LONG_MS)
    sheet = counter.page.findChild(AddressSheet)
    assert sheet is not None
    return sheet


def mails(counter: Counter) -> tuple[OutgoingMail, ...]:
    return counter.services.read(partial(counter.services.outbox.newest, tenant_id=CAFE))


def write(counter: Counter, text: str) -> None:
    QTest.keyClicks(asked(counter).field.input, text)


def test_without_a_mail_server_email_is_off_and_says_why(counter: Counter) -> None:
    sheet = paid(counter)

    assert not sheet.done.mail_button.isEnabled()
    assert sheet.done.mail_button.toolTip() == "Email is not set up"


def test_an_unknown_customer_is_asked_for_an_address_and_gets_one_mail(counter: Counter) -> None:
    counter.services.outbox.ready = True
    sheet = paid(counter, pause_ms=PATIENT_MS)
    sheet.stage.pause.end()

    counter.click(sheet.done.mail_button)
    write(counter, "lena@example.com")
    # Of a double Enter the second one comes while the mail is on its way, or once the question is gone.
    counter.press(Qt.Key.Key_Return)
    counter.press(Qt.Key.Key_Return)
    counter.qtbot.waitUntil(lambda: sheet.done.news.text() == "The receipt goes to lena@example.com.", timeout=LONG_MS)

    (mail,) = mails(counter)
    assert (mail.kind, mail.order_id, mail.to) == (MailKind.RECEIPT, 5001, "lena@example.com")
    counter.press(Qt.Key.Key_Return)
    assert counter.ends == []
    assert sheet.isAncestorOf(counter.window.focusWidget())


def test_what_is_no_address_is_told_beneath_the_field_and_mended_there(counter: Counter) -> None:
    counter.services.outbox.ready = True
    sheet = paid(counter)
    counter.click(sheet.done.mail_button)

    counter.click(asked(counter).send)
    assert asked(counter).field.error == "Enter an email address."
    write(counter, "lena@")
    counter.press(Qt.Key.Key_Return)
    counter.qtbot.waitUntil(lambda: "not an email address" in asked(counter).field.error, timeout=LONG_MS)
    write(counter, "example.com")
    counter.press(Qt.Key.Key_Return)

    counter.qtbot.waitUntil(lambda: len(mails(counter)) == 1, timeout=LONG_MS)
    assert sheet.done.isVisible()


def test_escape_closes_the_question_and_mails_nothing(counter: Counter) -> None:
    counter.services.outbox.ready = True
    sheet = paid(counter)
    counter.click(sheet.done.mail_button)
    asked(counter)

    counter.press(Qt.Key.Key_Escape)

    assert mails(counter) == ()
    assert counter.ends == []
    assert counter.window.focusWidget() is sheet.done.mail_button


def test_the_customers_own_address_is_taken_at_once_and_a_second_press_asks_for_another(counter: Counter) -> None:
    counter.services.outbox.ready = True
    attach = partial(set_customer, customer=REGULAR, name="Jonas Weber")
    change = partial(counter.services.sales.change, actor=counter.actor, cart_id=counter.cart.cart_id, change=attach)
    counter.services.write(change)
    sheet = paid(counter)
    contact = counter.order().contact
    assert contact is not None
    assert contact.email

    counter.click(sheet.done.mail_button)
    counter.qtbot.waitUntil(lambda: [mail.to for mail in mails(counter)] == [contact.email], timeout=LONG_MS)
    counter.click(sheet.done.mail_button)

    assert asked(counter).field.text == contact.email


def test_the_shops_usual_receipt_has_the_focus(counter: Counter) -> None:
    services = counter.services
    services.outbox.ready = True
    services.write(partial(services.settings.change, actor=counter.actor, setting=RECEIPT, value="none"))
    sheet = counter.sheet("cash")
    counter.context.jobs._pool.waitForDone()
    counter.press(Qt.Key.Key_Return)
    counter.until_done(sheet)

    counter.qtbot.waitUntil(sheet.done.none_button.hasFocus, timeout=LONG_MS)


def test_the_link_of_a_code_goes_out_by_mail_while_the_code_stays_open(counter: Counter) -> None:
    counter.services.outbox.ready = True
    sheet = counter.sheet("cash")
    counter.press(Qt.Key.Key_F11)
    counter.until(sheet, CardPhase.WAITING)

    counter.click(sheet.qr.page.mail)
    write(counter, "lena@example.com")
    counter.press(Qt.Key.Key_Return)
    counter.qtbot.waitUntil(lambda: sheet.qr.page.told.text() == "The link goes to lena@example.com.", timeout=LONG_MS)

    (mail,) = mails(counter)
    payment = sheet.controller.state.payment
    assert payment is not None
    assert (mail.kind, mail.payment_id) == (MailKind.PAY_LINK, payment.payment_id)
    assert sheet.controller.state.phase is CardPhase.WAITING


def test_a_customer_who_pays_while_the_address_is_typed_ends_the_question(counter: Counter) -> None:
    counter.services.outbox.ready = True
    sheet = counter.sheet("cash")
    counter.press(Qt.Key.Key_F11)
    counter.until(sheet, CardPhase.WAITING)
    counter.click(sheet.qr.page.mail)
    asked(counter)

    phone(sheet, "pay")
    counter.until_done(sheet)

    counter.qtbot.waitUntil(lambda: counter.page.findChild(AddressSheet) is None, timeout=LONG_MS)
    assert sheet.done.isAncestorOf(counter.window.focusWidget())
    assert mails(counter) == ()


def test_without_a_mail_server_the_link_can_be_copied_and_mail_says_why(counter: Counter) -> None:
    sheet = counter.sheet("cash")
    counter.press(Qt.Key.Key_F11)
    counter.until(sheet, CardPhase.WAITING)

    assert not sheet.qr.page.mail.isEnabled()
    assert sheet.qr.page.told.text() == "Email is not set up"
    assert sheet.qr.page.copy.isEnabled()
