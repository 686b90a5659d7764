from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from aurora_desk.gui.gallery import samples
from aurora_desk.gui.theme import status
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.tokens import DARK, LIGHT
from aurora_desk.gui.widgets.banner import Banner
from aurora_desk.gui.widgets.detail import Detail, panel_width, side_width
from aurora_desk.gui.widgets.empty import Empty
from aurora_desk.gui.widgets.health import Health
from aurora_desk.gui.widgets.money_label import MoneyLabel
from aurora_desk.gui.widgets.pill import Pill
from aurora_desk.gui.widgets.qr_view import QrView
from aurora_desk.gui.widgets.skeleton import Skeleton
from aurora_desk.gui.widgets.timeline import Timeline, TimelineEntry
from aurora_desk.gui.widgets.toast import Toasts
from aurora_desk.gui.widgets.waiting_ring import WaitingRing

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def toasts(look: Look, qtbot: QtBot) -> Toasts:
    host = QWidget()
    host.resize(800, 500)
    qtbot.addWidget(host)
    with qtbot.waitExposed(host):
        host.show()
    return Toasts(look, host)


def shown(toasts: Toasts) -> str:
    return toasts.current.text if toasts.current is not None else ""


def test_toasts_come_one_after_the_other_and_the_oldest_waiting_gives_way(toasts: Toasts) -> None:
    for number in range(1, 6):
        toasts.tell(f"News {number}")

    seen = []
    while toasts.current is not None:
        seen.append(shown(toasts))
        toasts.dismiss()

    assert seen == ["News 1", "News 3", "News 4", "News 5"]
    assert not toasts.isVisible()


def test_undo_runs_once_and_takes_the_toast_away(toasts: Toasts, qtbot: QtBot) -> None:
    undone: list[str] = []
    toasts.tell("Butter croissant removed", action="Undo", act=lambda: undone.append("croissant"))

    QTest.mouseClick(toasts.button, LEFT)

    assert undone == ["croissant"]
    assert toasts.current is None


def test_a_toast_stands_above_the_lower_edge(toasts: Toasts) -> None:
    toasts.tell("Connected. 7 orders sent.", tone="success")

    host = toasts.parentWidget()
    assert host is not None
    assert toasts.geometry().bottom() < host.height()
    assert abs(toasts.geometry().center().x() - host.width() // 2) <= 1


def test_a_banner_says_what_lasts_and_what_to_do(look: Look, qtbot: QtBot) -> None:
    banner = Banner(look)
    qtbot.addWidget(banner)
    assert banner.isHidden()

    banner.show_trouble("No shift is open on this till.", action="Open shift")
    assert not banner.isHidden()
    with qtbot.waitSignal(banner.acted):
        QTest.mouseClick(banner.button, LEFT)

    banner.show_trouble("Training: nothing is charged.", tone="violet")
    assert banner.button.isHidden()


def test_an_empty_list_offers_the_next_step(look: Look, qtbot: QtBot) -> None:
    empty = Empty(look, "shopping-cart", "Scan or tap a product")
    qtbot.addWidget(empty)
    assert empty.button.isHidden()

    empty.show_words("Nothing matches 'espreso'", action="Clear filter")
    with qtbot.waitSignal(empty.acted):
        QTest.mouseClick(empty.button, LEFT)


def test_a_skeleton_waits_a_moment_before_it_shows(look: Look, qtbot: QtBot) -> None:
    skeleton = Skeleton(look)
    qtbot.addWidget(skeleton)
    skeleton.resize(300, 200)
    plain = skeleton.grab().toImage()

    skeleton.start()
    assert skeleton.grab().toImage() == plain
    qtbot.waitUntil(lambda: skeleton.grab().toImage() != plain)
    skeleton.stop()

    assert skeleton.isHidden()


def test_a_code_is_dark_on_white_with_a_quiet_zone_in_every_theme(look: Look, qtbot: QtBot) -> None:
    code = QrView(look, label="Order 1044", side=280)
    qtbot.addWidget(code)
    modules = samples.modules()
    code.show_modules(modules)
    code.resize(code.sizeHint())
    look.set_theme(DARK)

    image = code.grab().toImage()

    across = len(modules) + 8
    module = 280 // across
    start = round((280 - module * len(modules)) / 2)
    for row, cells in enumerate(modules):
        for column, dark in enumerate(cells):
            x, y = start + column * module + module // 2, start + row * module + module // 2
            assert (image.pixelColor(x, y).lightness() < 60) == dark
    assert start >= 4 * module
    assert image.pixelColor(start - module, 140).lightness() > 240


def test_a_timeline_can_be_heard(look: Look, qtbot: QtBot) -> None:
    timeline = Timeline(look)
    qtbot.addWidget(timeline)

    timeline.show_entries((TimelineEntry("circle-check", "success", "Paid €85.10", "Mara Klein", "13:52"),))

    assert timeline.accessibleDescription() == "13:52, Paid €85.10, Mara Klein"
    assert timeline.sizeHint().height() == 46


def test_health_is_a_name_and_a_word(look: Look, qtbot: QtBot) -> None:
    reader = Health(look, "Reader", "nfc", name="health-reader")
    qtbot.addWidget(reader)
    reader.show_status(status.NOT_SET_UP)
    assert reader.accessibleName() == "Reader: Not set up"

    with qtbot.waitSignal(reader.clicked):
        QTest.mouseClick(reader, LEFT)
    reader.show_status(status.READY, "WisePOS E ready")

    assert reader.accessibleName() == "Reader: WisePOS E ready"


def test_a_pill_is_as_wide_as_its_word(look: Look, qtbot: QtBot) -> None:
    pill = Pill(look)
    qtbot.addWidget(pill)
    pill.show_status(status.PAID)
    narrow = pill.sizeHint().width()

    pill.show_status(status.PART_REFUNDED)

    assert pill.sizeHint().width() > narrow
    assert pill.accessibleName() == "Part refunded"


def test_an_amount_can_be_taken_away_again(look: Look, qtbot: QtBot) -> None:
    label = MoneyLabel(look, samples.money(-360))
    qtbot.addWidget(label)
    assert label.text() == "−€3.60"

    label.set_money(None)

    assert label.text() == ""


def test_the_detail_closes_with_escape_and_the_cross(look: Look, qtbot: QtBot) -> None:
    detail = Detail(look, "Order #1044")
    qtbot.addWidget(detail)
    detail.show()

    with qtbot.waitSignal(detail.closed):
        QTest.keyClick(detail, Qt.Key.Key_Escape)
    with qtbot.waitSignal(detail.closed):
        QTest.mouseClick(detail.cross, LEFT)


@pytest.mark.parametrize(("window", "panel"), [(1024, 344), (1199, 344), (1200, 384), (1499, 384), (1500, 460)])
def test_the_side_panel_has_the_width_of_its_window(window: int, panel: int) -> None:
    assert side_width(window) == panel


def test_a_ring_stands_still_and_says_so_with_less_motion(look: Look, qtbot: QtBot) -> None:
    ring = WaitingRing(look, "nfc")
    qtbot.addWidget(ring)
    ring.show()

    assert ring.accessibleName() == "Waiting"
    assert ring.sizeHint().height() > ring.sizeHint().width()
    assert ring.grab().toImage() == ring.grab().toImage()


def test_a_ring_that_turns_stands_still_once_less_motion_is_wanted(look: Look, qtbot: QtBot) -> None:
    look.wear(LIGHT, less_motion=False)
    ring = WaitingRing(look, "nfc")
    qtbot.addWidget(ring)
    ring.show()
    first = ring.grab().toImage()
    qtbot.waitUntil(lambda: ring.grab().toImage() != first)

    look.wear(LIGHT, less_motion=True)
    ring.resize(ring.sizeHint())

    still = ring.grab().toImage()
    qtbot.wait(100)
    assert ring.grab().toImage() == still


def test_with_large_text_the_side_panel_leaves_the_rest_its_room(look: Look) -> None:
    usual = panel_width(look, 1280)
    look.set_scale(150)

    assert usual == 384
    assert panel_width(look, 1280) == 1280 * 36 // 100
    assert panel_width(look, 1920) == 460 * 150 // 100


def test_a_toast_has_as_much_room_behind_its_words_as_before_them(toasts: Toasts) -> None:
    toasts.tell("Receipt printed.")
    text = toasts.findChild(QWidget, "toast-text")

    assert text is not None
    assert text.x() == toasts.width() - text.geometry().right() - 1


def test_toasts_that_are_cleared_take_their_undo_with_them(toasts: Toasts) -> None:
    toasts.tell("Line removed.", action="Undo", act=lambda: None)
    toasts.tell("News")

    toasts.clear()

    assert toasts.current is None
    assert not toasts.isVisible()


def test_a_long_sentence_of_a_toast_goes_on_in_a_second_line(toasts: Toasts, look: Look) -> None:
    toasts.tell("Saved.")
    low = toasts.height()
    toasts.clear()
    look.set_scale(150)

    toasts.tell("Coffee liqueur 0.5 l was refused to somebody who is not old enough. Nothing was added to the cart.")

    label = toasts.findChild(QLabel, "toast-text")
    assert label is not None
    assert toasts.height() > low
    assert label.fontMetrics().lineSpacing() < label.heightForWidth(label.width()) <= label.height()
    host = toasts.parentWidget()
    assert host is not None
    assert host.rect().contains(toasts.geometry())


def test_in_little_room_the_picture_of_an_empty_list_gives_way_to_words_and_button(look: Look, qtbot: QtBot) -> None:
    empty = Empty(look, "shopping-cart", "Scan or tap a product", "Or reprint the last receipt.", "Reprint")
    qtbot.addWidget(empty)
    empty.show()
    roomy = empty.heightForWidth(340)
    empty.resize(340, roomy)
    pixels = empty.grab().toImage()

    empty.resize(340, empty.minimumSizeHint().height())
    qtbot.wait(20)

    parts = [part for part in empty.findChildren(QWidget) if isinstance(part, QLabel | QAbstractButton)]
    assert empty.height() < roomy
    for part in parts:
        assert empty.rect().contains(part.geometry())
        assert part.height() >= part.minimumSizeHint().height()
        assert not any((part.geometry() & other.geometry()).isValid() for other in parts if other is not part)
    assert empty.grab().toImage() != pixels


def test_in_little_room_a_healthy_device_is_its_icons_and_a_sick_one_keeps_its_word(look: Look, qtbot: QtBot) -> None:
    reader = Health(look, "Reader", "nfc", name="health-reader")
    qtbot.addWidget(reader)
    widths = {}
    rooms = ((False, False), (True, False), (True, True))
    for state in (status.READY, status.OFFLINE):
        reader.show_status(state)
        widths[state] = [reader.width_of(short=short, calm=calm) for short, calm in rooms]

    named, short, calm = widths[status.READY]
    assert named > short > calm
    named, short, calm = widths[status.OFFLINE]
    assert named > short == calm
    assert reader.accessibleName() == "Reader: Offline"


def test_a_title_that_would_be_cut_says_the_number_alone(look: Look, qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    detail = Detail(look, name="detail", parent=host)
    detail.header.addWidget(Pill(look, "Part refunded", "info", "rotate-ccw"))
    detail.show_title("Order #5010", less="#5010")
    detail.resize(460, 400)
    host.show()
    assert detail.title.text() == "Order #5010"

    detail.resize(240, 400)

    qtbot.waitUntil(lambda: detail.title.text() == "#5010")


def test_in_little_height_the_hint_gives_way_and_title_and_button_stay(look: Look, qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    words = "Scan or tap a product", "Last order #5004", "Reprint"
    empty = Empty(look, "shopping-cart", *words, name="empty", parent=host)
    hint = empty.findChild(QLabel, "empty-hint")
    assert hint is not None
    empty.resize(300, 300)
    host.show()
    assert hint.isVisible()

    empty.resize(300, 90)

    assert not hint.isVisible()
    assert empty.button.isVisible()
    empty.resize(300, 300)
    assert hint.isVisible()
