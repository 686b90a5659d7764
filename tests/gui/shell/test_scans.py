"""Where scans go: the table of the design, with key events on the window's handle."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton

from aurora_desk.domain.ids import CustomerId, OrderId, PersonId, ProductId, TenantId
from aurora_desk.gui.screens.screen import Scan, ScanKind
from aurora_desk.gui.shell.pages import Page
from aurora_desk.gui.shell.scan_router import look_up
from aurora_desk.gui.widgets.sheet import Sheet
from aurora_desk.services.facade import Services
from gui.shell.staging import Stage

SHOP = TenantId(42)


class Taking(Sheet):
    """A sheet with a use for codes."""

    def scanned(self, scan: Scan) -> bool:
        self.taken = scan
        return True


def order_code(stage: Stage) -> str:
    return stage.services.codes.for_order(SHOP, OrderId(5001))


def barcode(services: Services) -> str:
    product = services.read(lambda work: services.catalogue.get(work, SHOP, ProductId(101)))
    return product.barcode


def test_a_code_is_looked_up_as_what_it_is(demo_services: Services) -> None:
    services = demo_services

    product = look_up(services, SHOP, barcode(services))
    order = look_up(services, SHOP, services.codes.for_order(SHOP, OrderId(5001)).lower())
    signed = look_up(services, SHOP, services.codes.for_product(SHOP, ProductId(102)))
    foreign = look_up(services, SHOP, services.codes.for_order(TenantId(43), OrderId(5001)))
    unknown = look_up(services, SHOP, "4006381333931")

    assert product.product is not None
    assert signed.product is not None
    assert (product.kind, product.product.product_id) == (ScanKind.PRODUCT, 101)
    assert (order.kind, order.order_id) == (ScanKind.ORDER, 5001)
    assert (signed.kind, signed.product.product_id) == (ScanKind.PRODUCT, 102)
    assert foreign.kind is ScanKind.FOREIGN
    assert unknown.kind is ScanKind.UNKNOWN


def test_customers_and_badges_have_codes_of_their_own(desk: Stage) -> None:
    services = desk.services
    services.write(lambda work: work.people.set_badge(SHOP, PersonId(2), 11))

    customer = look_up(services, SHOP, services.codes.for_customer(SHOP, CustomerId(121)))
    badge = look_up(services, SHOP, services.codes.for_badge(SHOP, 11))
    nobody = look_up(services, SHOP, services.codes.for_customer(SHOP, CustomerId(999)))
    services.write(lambda work: work.people.set_badge(SHOP, PersonId(2), 12))
    lost = look_up(services, SHOP, services.codes.for_badge(SHOP, 11))

    assert customer.customer is not None
    assert badge.person is not None
    assert (customer.kind, customer.customer.name) == (ScanKind.CUSTOMER, "Aylin Demir")
    assert (badge.kind, badge.person.name) == (ScanKind.STAFF, "Jonas Weber")
    assert nobody.kind is ScanKind.UNKNOWN
    assert lost.kind is ScanKind.UNKNOWN


def test_a_product_goes_to_the_screen_in_front_and_never_into_its_field(desk: Stage) -> None:
    sell = desk.screen(Page.SELL)
    sell.takes = True
    sell.field.setFocus()

    desk.scan(barcode(desk.services))

    desk.qtbot.waitUntil(lambda: len(sell.scans) == 1)
    assert sell.scans[0].kind is ScanKind.PRODUCT
    assert sell.field.text() == ""
    assert desk.toast() == ""


def test_an_order_code_opens_the_order_wherever_one_is(desk: Stage) -> None:
    desk.scan(order_code(desk))

    desk.qtbot.waitUntil(lambda: desk.orders_opened == [5001])
    assert desk.shell.page is Page.ORDERS


def test_a_forged_or_foreign_code_is_refused_in_words(desk: Stage) -> None:
    desk.scan(desk.services.codes.for_order(TenantId(43), OrderId(5001)))

    desk.qtbot.waitUntil(lambda: desk.toast() == "This code is not from this shop.")
    assert desk.orders_opened == []


def test_an_unknown_code_is_said_with_its_digits(desk: Stage) -> None:
    desk.scan("4006381333931")

    desk.qtbot.waitUntil(lambda: desk.toast() == "No product has the code 4006381333931.")


def test_a_locked_till_lets_no_code_in(stage: Stage) -> None:
    stage.scan(order_code(stage))

    stage.qtbot.waitUntil(lambda: stage.assembly.sign_in.card.words == "Not a staff badge")
    assert stage.shell.locked
    assert stage.orders_opened == []


def test_a_sheet_that_takes_codes_gets_them(desk: Stage) -> None:
    sheet = desk.open_sheet(kind=Taking)
    assert isinstance(sheet, Taking)

    desk.scan(barcode(desk.services))

    desk.qtbot.waitUntil(lambda: hasattr(sheet, "taken"))
    assert desk.screen(Page.SELL).scans == []


def test_while_payment_is_open_nothing_is_added_and_the_error_says_why(desk: Stage) -> None:
    desk.open_sheet("payment")

    desk.scan(barcode(desk.services))
    desk.qtbot.waitUntil(lambda: desk.toast() == "Close payment to add items")

    assert desk.screen(Page.SELL).scans == []
    assert desk.shell.toast_layer.isVisible()


def test_while_payment_is_open_no_order_opens_behind_it(desk: Stage) -> None:
    desk.open_sheet("payment")

    desk.scan(order_code(desk))
    desk.qtbot.waitUntil(lambda: desk.toast() == "Close payment to open the order")

    assert desk.orders_opened == []
    assert desk.shell.page is Page.SELL


def test_a_scan_never_presses_the_button_that_has_the_focus(desk: Stage) -> None:
    desk.find(QPushButton, "rail-orders").setFocus()

    desk.scan(barcode(desk.services))
    desk.qtbot.waitUntil(lambda: len(desk.screen(Page.SELL).scans) == 1)

    assert desk.shell.page is Page.SELL


def test_what_somebody_scanned_who_left_the_till_meanwhile_does_nothing_for_the_next_person(desk: Stage) -> None:
    sell = desk.screen(Page.SELL)
    sell.takes = True
    first = desk.assembly.context.session.person
    everyone = desk.services.read(lambda work: desk.services.people.everyone(work, SHOP))
    code = barcode(desk.services)

    desk.scan(code)
    desk.assembly.context.session.leave()
    desk.assembly.context.session.enter(next(person for person in everyone if person != first))

    words = "was scanned before the till was locked. Nothing was changed. Scan it again."
    desk.qtbot.waitUntil(lambda: words in desk.toast())
    assert code in desk.toast()
    assert sell.scans == []
