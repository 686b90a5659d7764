"""The words of the status strip, and the banner of a lost connection."""

from __future__ import annotations

import threading
from decimal import Decimal
from functools import partial
from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.errors import UnavailableError
from aurora_desk.domain.ids import OrderId, ProductId
from aurora_desk.domain.orders import Order
from aurora_desk.domain.payments import ReaderHealth
from aurora_desk.gui.jobs import Jobs
from aurora_desk.gui.shell.health import ApiCondition, ApiState, Device, Finding, Probe, Watch
from aurora_desk.gui.shell.probes import (
    SystemPrinter,
    api_finding,
    clock_finding,
    mail_finding,
    payments_finding,
    printer_finding,
    reader_finding,
    system_printer,
)
from aurora_desk.gui.shell.receipts import Receipts
from aurora_desk.gui.shell.status_strip import GivingText
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.status import NOT_REACHABLE, NOT_SET_UP, OFFLINE, READY, WAITING
from aurora_desk.gui.widgets.health import Health
from aurora_desk.gui.widgets.pill import Pill
from aurora_desk.services.facade import Services, Work
from aurora_desk.services.orders import PlaceItem, PlaceOrder
from aurora_desk.store.creating import Place
from conftest import open_as_desk
from gui.shell.staging import RUNNING, Stage


def test_the_strip_says_till_shift_devices_test_mode_and_time(stage: Stage) -> None:
    def word(device: str) -> str:
        return stage.find(Health, f"status-{device}").accessibleName()

    stage.qtbot.waitUntil(lambda: word("reader").endswith("ready"))
    stage.qtbot.waitUntil(lambda: word("printer") != "Printer: ")

    assert stage.find(QLabel, "status-till").text() == "Till 1 · Aurora Café"
    assert stage.find(QLabel, "status-shift").text().startswith("Shift open ")
    assert stage.find(QLabel, "status-shift").text().endswith(" · Mara Klein")
    assert word("api") == "API: 127.0.0.1:8787"
    assert stage.find(Pill, "status-test-mode").isVisible()
    assert stage.find(QLabel, "status-clock").text() == "10:26", "14:26 UTC on the shop's own clock, in New York"


def test_without_an_open_shift_the_strip_says_so(stage: Stage) -> None:
    stage.assembly.status.show_shift(None)

    assert stage.find(QLabel, "status-shift").text() == "No shift"


def test_with_little_room_the_strip_leaves_the_person_out_as_a_whole(look: Look, qtbot: QtBot) -> None:
    line = GivingText(look, "line")
    qtbot.addWidget(line)
    line.say("Shift open 6:15 AM · Mara Klein", less="Shift open 6:15 AM")

    line.resize(line.sizeHint())
    assert line.shown == "Shift open 6:15 AM · Mara Klein"
    line.resize(line.width() - 1, line.height())
    assert (line.shown, line.toolTip()) == ("Shift open 6:15 AM", "Shift open 6:15 AM · Mara Klein")


def test_the_api_child_is_told_in_words() -> None:
    def said(condition: ApiCondition) -> str:
        return api_finding(lambda: ApiState(condition, "127.0.0.1:8787")).words

    assert said(ApiCondition.RUNNING) == "127.0.0.1:8787"
    assert said(ApiCondition.STARTING) == "Starting"
    assert said(ApiCondition.RESTARTING) == "Not running, restarting"
    assert said(ApiCondition.PORT_TAKEN) == "Port in use by another program"
    assert said(ApiCondition.OFF) == "Not set up"


def test_the_reader_is_ready_by_its_label_while_stripe_answers(demo_services: Services) -> None:
    finding = reader_finding(demo_services, demo_services.facts.default_tenant)

    assert finding.status == READY
    assert finding.words.endswith(" ready")


def test_a_store_without_stripe_has_no_reader_set_up(demo_place: Place) -> None:
    services = open_as_desk(demo_place, None)

    assert reader_finding(services, services.facts.default_tenant) == Finding(NOT_SET_UP)
    services.close()


def test_a_stripe_that_does_not_answer_is_offline(demo_place: Place) -> None:
    services = open_as_desk(demo_place, "http://127.0.0.1:9")

    assert reader_finding(services, services.facts.default_tenant) == Finding(OFFLINE, cut_off=True)
    services.close()


def test_a_shop_with_one_reader_is_not_told_of_others(
    demo_services: Services, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(demo_services.payments), "reader_health", lambda _self, _reader: ReaderHealth.OFFLINE)
    stage.sign_in()
    stage.assembly.watch.stop()

    finding = reader_finding(demo_services, demo_services.facts.default_tenant)
    stage.assembly.watch.found.emit(Device.READER, finding)

    assert finding.reason == "Check its power and network. Cash and QR codes work; cards wait."
    told = "The card reader is offline. Cash and QR codes work; cards wait."
    assert stage.shell.banner.isVisible()
    assert stage.find(QLabel, "banner-text").text() == told


def test_the_payment_sheet_learns_that_stripe_is_gone_and_that_one_reader_is_not_stripe(stage: Stage) -> None:
    reach, found = stage.assembly.context.reach, stage.assembly.watch.found
    known = []
    for finding in (
        Finding(OFFLINE, cut_off=True),
        Finding(OFFLINE, "Counter offline"),
        Finding(OFFLINE, cut_off=True),
        Finding(READY),
    ):
        found.emit(Device.READER, finding)
        known.append(reach.stripe)

    assert known == [False, True, False, True]


def test_without_a_printer_receipts_are_pdf_files() -> None:
    assert printer_finding(lambda: SystemPrinter("Epson TM"), str) == Finding(READY, "Epson TM")
    assert printer_finding(SystemPrinter, str) == Finding(READY, "PDF")


@pytest.mark.parametrize("state", [QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted])
def test_a_printer_that_the_system_says_is_in_trouble_is_told_with_what_to_do(state: QPrinter.PrinterState) -> None:
    finding = printer_finding(lambda: SystemPrinter("Epson TM", state), str)

    assert (finding.status, finding.words) == (OFFLINE, "Epson TM offline")
    assert "paper" in finding.reason
    busy = SystemPrinter("Epson TM", QPrinter.PrinterState.Active)
    assert printer_finding(lambda: busy, str) == Finding(READY, "Epson TM")


def test_the_printer_of_the_system_is_asked_how_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    class Info(QPrinterInfo):
        @staticmethod
        def defaultPrinter() -> Info:
            return Info()

        def isNull(self) -> bool:
            return False

        def printerName(self) -> str:
            return "Epson TM"

        def state(self) -> QPrinter.PrinterState:
            return QPrinter.PrinterState.Error

    assert system_printer().state is QPrinter.PrinterState.Idle, "no printer at all is no trouble"
    monkeypatch.setattr("aurora_desk.gui.shell.probes.QPrinterInfo", Info)

    assert system_printer() == SystemPrinter("Epson TM", QPrinter.PrinterState.Error)


def test_a_receipt_that_did_not_come_out_keeps_the_printer_in_trouble_until_one_does(
    stage: Stage, tmp_path: Path
) -> None:
    stage.sign_in()
    folder = tmp_path / "receipts"
    folder.write_text("no folder")
    receipts = Receipts(stage.assembly.context, folder, parent=stage.shell)
    # Saved as a file also where the machine of the test has a printer.
    receipts._printer._printer = lambda: None
    order_id = placed(stage.services)
    printer = stage.find(Health, "status-printer")
    stage.qtbot.waitUntil(lambda: printer.accessibleName() != "Printer: ")
    told: list[str] = []

    receipts.print_order(order_id, lambda _words, tone: told.append(tone))
    stage.qtbot.waitUntil(lambda: printer.accessibleName() == "Printer: Failed")
    assert printer.toolTip().startswith("The receipt could not be saved in ")
    receipts.print_order(OrderId(1), lambda _words, tone: told.append(tone))
    stage.qtbot.waitUntil(lambda: len(told) == 2)
    assert printer.accessibleName() == "Printer: Failed", "an order that is not there says nothing about the printer"

    folder.unlink()
    receipts.print_order(order_id, lambda _words, tone: told.append(tone))
    stage.qtbot.waitUntil(lambda: printer.accessibleName() != "Printer: Failed")

    assert told == ["danger", "danger", "success"]
    assert printer.toolTip() == ""
    receipts.wait()


def placed(services: Services) -> OrderId:
    """An order with one product."""
    actor = Actor.program(services.facts.default_tenant)
    wanted = PlaceOrder((PlaceItem(ProductId(101), Decimal(1), None),), None, None, None, None)
    order: Order = services.write(partial(services.orders.place, actor=actor, request=wanted))
    return order.order_id


def test_what_happens_while_a_device_is_asked_has_it_asked_once_more(qtbot: QtBot, qapp: QApplication) -> None:
    trouble, asked, answer = [""], threading.Event(), threading.Event()

    def ask() -> Finding:
        before = trouble[0]
        asked.set()
        assert answer.wait(10)
        return Finding(READY, before)

    jobs = Jobs(qapp)
    watch = Watch(jobs, {Device.PRINTER: Probe(ask, 60_000)}, broken=Finding(NOT_REACHABLE), parent=jobs)
    watch.start()
    assert asked.wait(10)

    trouble[0] = "No paper"
    watch.ask(Device.PRINTER)
    answer.set()

    qtbot.waitUntil(lambda: watch.finding(Device.PRINTER) == Finding(READY, "No paper"))
    watch.stop()
    jobs.wait()


def test_a_lost_connection_says_what_still_works_until_it_is_back(stage: Stage) -> None:
    stage.sign_in()
    stage.assembly.watch.stop()
    found = stage.assembly.watch.found

    found.emit(Device.READER, Finding(OFFLINE, cut_off=True))
    assert stage.shell.banner.isVisible()
    assert stage.find(QLabel, "banner-text").text() == "No connection. Cash works; cards and QR codes wait."

    found.emit(Device.READER, Finding(READY, "WisePOS E ready"))
    assert not stage.shell.banner.isVisible()
    assert stage.toast() == "Connected. Cards work again."


def test_a_device_is_told_when_it_changes_and_only_then(qtbot: QtBot, qapp: QApplication) -> None:
    state = [RUNNING]
    jobs = Jobs(qapp)
    watch = Watch(
        jobs, {Device.API: Probe(partial(api_finding, lambda: state[0]), 1)}, broken=Finding(NOT_REACHABLE), parent=jobs
    )
    told: list[str] = []
    watch.found.connect(lambda _device, finding: told.append(finding.words))

    watch.start()
    qtbot.waitUntil(lambda: told == ["127.0.0.1:8787"])
    state[0] = ApiState(ApiCondition.RESTARTING, "")
    qtbot.waitUntil(lambda: len(told) == 2)
    watch.stop()
    jobs.wait()

    assert told == ["127.0.0.1:8787", "Not running, restarting"]


def test_a_question_that_fails_is_not_reachable(qtbot: QtBot, qapp: QApplication) -> None:
    def ask() -> Finding:
        raise UnavailableError("No answer.")

    jobs = Jobs(qapp)
    watch = Watch(jobs, {Device.API: Probe(ask, 60_000)}, broken=Finding(NOT_REACHABLE), parent=jobs)

    watch.start()

    qtbot.waitUntil(lambda: watch.finding(Device.API) == Finding(NOT_REACHABLE))
    watch.stop()
    jobs.wait()


def test_mails_that_wait_are_told_with_the_reason_and_mail_that_goes_out_is_not(stage: Stage) -> None:
    strip = stage.assembly.status
    strip.show_device(Device.MAIL, Finding(READY))
    assert not stage.find(Health, "status-mail").isVisible()

    strip.show_device(Device.MAIL, Finding(WAITING, "2 waiting", "The mail server refused the password."))

    mail = stage.find(Health, "status-mail")
    assert mail.isVisible()
    assert mail.accessibleName() == "Mail: 2 waiting"
    assert mail.toolTip() == "The mail server refused the password."


def test_mails_wait_where_staff_see_it_once_they_are_late(demo_services: Services) -> None:
    assert mail_finding(demo_services).status is READY
    tenant_id = demo_services.facts.default_tenant
    asked = partial(
        demo_services.accounts.request_reset,
        actor=Actor.program(tenant_id),
        table="aurora_customers",
        email="lena@example.com",
        url="https://app.example.com/reset",
        own_origin="",
    )
    demo_services.write(asked)
    assert mail_finding(demo_services).status is READY, "it has only just been asked for"

    def age(work: Work) -> None:
        work._connection.exec_driver_sql("UPDATE mail SET created_at = created_at - 61000000")

    demo_services.write(age)

    finding = mail_finding(demo_services)
    assert (finding.status, finding.words) == (WAITING, "1 waiting")
    assert "No mail server" in finding.reason


@pytest.mark.parametrize(("ahead_s", "words"), [(59.0, "Ready"), (200.0, "3 min ahead"), (-61.0, "1 min behind")])
def test_a_wrong_clock_is_told(
    demo_services: Services, monkeypatch: pytest.MonkeyPatch, ahead_s: float, words: str
) -> None:
    connection = demo_services.truth.clock._connection
    assert connection is not None
    monkeypatch.setattr(connection, "_clock_ahead_s", ahead_s)

    assert clock_finding(demo_services).words == words


def test_payments_to_check_are_counted_where_there_are_any(
    demo_services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    tenant_id = demo_services.facts.default_tenant
    assert payments_finding(demo_services, tenant_id).status == READY

    monkeypatch.setattr(demo_services.payments, "unfinished", lambda _work, tenant_id: (tenant_id, tenant_id))

    assert payments_finding(demo_services, tenant_id).words == "2 to check"


def test_a_payment_to_check_is_whole_in_the_smallest_window_and_in_large_text(stage: Stage) -> None:
    stage.sign_in()
    stage.assembly.watch.stop()
    stage.assembly.watch.found.emit(Device.PAYMENTS, Finding(WAITING, "2 to check"))
    for width, scale in ((1024, 100), (1280, 150)):
        stage.assembly.context.look.set_scale(scale)
        stage.window.resize(width, 800)
        QApplication.processEvents()
        devices = [one for one in stage.window.findChildren(Health) if one.isVisible()]

        assert len(devices) == 4
        assert all(one.width() >= one.sizeHint().width() for one in devices), (width, scale)
        assert not any(one.geometry().intersects(other.geometry()) for one, other in combinations(devices, 2))
