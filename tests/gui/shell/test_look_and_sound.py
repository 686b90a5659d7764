"""The till's look and sound: settings that dress the whole desk."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.errors import UnavailableError
from aurora_desk.domain.ids import PersonId
from aurora_desk.domain.settings import CONTRAST, LANGUAGE, LESS_MOTION, SOUND, TEXT_SIZE, THEME, Setting
from aurora_desk.gui.desk import Desk
from aurora_desk.gui.screens.look.sheet import LookSheet
from aurora_desk.gui.shell.pages import Page
from aurora_desk.gui.theme.tokens import DARK, LIGHT, high_contrast
from aurora_desk.gui.widgets.button import Button
from aurora_desk.gui.widgets.chip import Chip
from aurora_desk.services.demo import TILL
from aurora_desk.services.facade import Services
from gui.shell.real_desk import SHOP, WAIT_MS, OpenDesk, add, opened, selling
from gui.walking import nameless, too_small, unnamed_controls, unseen_focus

V = TypeVar("V", bool, int, str)
MARA = Actor.person(SHOP, PersonId(1), TILL)


def put(services: Services, setting: Setting[V], value: V) -> None:
    """Set it as another process would."""
    services.write(partial(services.settings.change, actor=MARA, setting=setting, value=value))


def stored(services: Services) -> dict[str, object]:
    unit = partial(services.settings.of_till, tenant_id=SHOP, till_id=TILL)
    return dict(services.read(unit).till)


def open_sheet(desk: Desk, qtbot: QtBot) -> LookSheet:
    """By the menu of the person in the rail."""
    person = desk.assembly.shell.rail.person
    person.look_action.trigger()
    sheet = desk.window.findChild(LookSheet)
    assert sheet is not None
    qtbot.waitUntil(sheet.isVisible)
    return sheet


def tap(sheet: LookSheet, name: str) -> None:
    chip = sheet.findChild(Chip, name)
    assert chip is not None, name
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)


class Measured(QObject):
    """Counts how often a part is told to measure itself anew."""

    def __init__(self, part: QWidget | None) -> None:
        super().__init__(part)
        assert part is not None
        self.times = 0
        part.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.times += event.type() == QEvent.Type.StyleChange
        return False


def test_a_till_opens_as_it_is_set(qtbot: QtBot, demo_services: Services, open_desk: OpenDesk, tmp_path: Path) -> None:
    put(demo_services, THEME, "dark")
    put(demo_services, TEXT_SIZE, 115)
    put(demo_services, SOUND, 30)
    desk = open_desk(lambda: opened(demo_services, tmp_path, []))

    with qtbot.waitSignal(desk.opened, timeout=WAIT_MS):
        desk.show()

    assert (desk.look.theme, desk.look.scale) == (DARK, 115)
    assert desk.context.sounds.volume == 30


def test_the_first_frame_wears_what_was_kept_the_last_time(
    qtbot: QtBot, demo_services: Services, open_desk: OpenDesk, tmp_path: Path
) -> None:
    kept = tmp_path / "look.json"
    kept.write_text(json.dumps({"theme": "dark", "text_size": 130}), encoding="utf-8")

    desk = open_desk(lambda: opened(demo_services, tmp_path, []), kept_look=kept)

    assert (desk.look.theme, desk.look.scale) == (DARK, 130)


def test_a_setting_changed_elsewhere_counts_at_once_and_is_kept(
    qtbot: QtBot, demo_services: Services, open_desk: OpenDesk, tmp_path: Path
) -> None:
    kept = tmp_path / "look.json"
    desk = selling(open_desk(lambda: opened(demo_services, tmp_path, []), kept_look=kept), qtbot)

    put(demo_services, THEME, "dark")

    qtbot.waitUntil(lambda: desk.look.theme == DARK)
    qtbot.waitUntil(kept.exists)
    assert json.loads(kept.read_text(encoding="utf-8"))["theme"] == "dark"


def test_every_choice_of_the_sheet_is_seen_and_stored(qtbot: QtBot, shop: Desk, demo_services: Services) -> None:
    sheet = open_sheet(shop, qtbot)

    tap(sheet, "look-theme-dark")
    tap(sheet, "look-contrast-high")
    tap(sheet, "look-text_size-130")
    assert (shop.look.theme, shop.look.scale) == (high_contrast(DARK), 130)
    tap(sheet, "look-less_motion-True")
    tap(sheet, "look-sound-100")
    tap(sheet, "look-language-de")
    assert shop.context.sounds.volume == 100

    wanted = {
        THEME.name: "dark",
        CONTRAST.name: "high",
        TEXT_SIZE.name: 130,
        LESS_MOTION.name: True,
        SOUND.name: 100,
        LANGUAGE.name: "de",
    }
    qtbot.waitUntil(lambda: stored(demo_services) == wanted)
    assert (shop.look.theme, shop.look.scale) == (high_contrast(DARK), 130)


def test_keys_alone_change_the_look_and_the_focus_goes_back(qtbot: QtBot, shop: Desk) -> None:
    search = QApplication.focusWidget()
    sheet = open_sheet(shop, qtbot)
    focus = QApplication.focusWidget()
    assert isinstance(focus, Chip)
    assert focus.objectName() == "look-theme-system"

    QTest.keyClick(shop.window.windowHandle(), Qt.Key.Key_Right)
    QTest.keyClick(shop.window.windowHandle(), Qt.Key.Key_Right)
    assert shop.look.theme == DARK
    QTest.keyClick(shop.window.windowHandle(), Qt.Key.Key_Escape)

    qtbot.waitUntil(lambda: not shop.assembly.shell.sheet_open())
    assert QApplication.focusWidget() is search
    assert sheet is not None


def test_of_two_quick_choices_the_last_one_stays(qtbot: QtBot, shop: Desk, demo_services: Services) -> None:
    sheet = open_sheet(shop, qtbot)
    worn: list[str] = []
    shop.look.changed.connect(lambda: worn.append(shop.look.theme.name))

    for name in ("dark", "light", "dark"):
        tap(sheet, f"look-theme-{name}")
    qtbot.waitUntil(lambda: stored(demo_services).get("theme") == "dark")
    qtbot.wait(300)

    assert shop.look.theme == DARK
    assert worn[0] == worn[-1] == "dark"
    assert worn.count("light") <= 1


def test_a_change_that_cannot_be_kept_is_told_and_taken_back(
    qtbot: QtBot, shop: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = open_sheet(shop, qtbot)

    def full(*_: object, **__: object) -> None:
        raise UnavailableError("The disk is full. Nothing was changed.")

    monkeypatch.setattr(shop.context.services.settings, "change", full)
    tap(sheet, "look-theme-dark")
    assert shop.look.theme == DARK

    qtbot.waitUntil(lambda: shop.look.theme == LIGHT)
    below = sheet.findChild(QWidget, "look-below")
    assert below is not None
    assert below.property("text") == "The disk is full. Nothing was changed."
    chip = sheet.findChild(Chip, "look-theme-system")
    assert chip is not None
    assert chip.isChecked()


def test_the_sheet_can_be_operated_by_everybody(qtbot: QtBot, shop: Desk) -> None:
    sheet = open_sheet(shop, qtbot)

    assert nameless(sheet) == too_small(sheet) == unnamed_controls(sheet) == unseen_focus(sheet) == []


def test_switched_off_sounds_say_why_there_is_no_test(qtbot: QtBot, shop: Desk) -> None:
    sheet = open_sheet(shop, qtbot)

    tap(sheet, "look-sound-0")

    test = sheet.findChild(Button, "look-test")
    assert test is not None
    assert not test.isEnabled()
    assert test.accessibleDescription() == "Sounds are off"


def test_the_whole_desk_there_and_back_looks_as_before(qtbot: QtBot, shop: Desk) -> None:
    for product in range(101, 106):
        add(shop, qtbot, product)
    shell = shop.assembly.shell
    for page in Page:
        shell.go(page)
        qtbot.wait(50)
    shell.go(Page.SELL)
    shop.look.wear(DARK)
    QApplication.processEvents()
    places = {part: part.geometry() for part in shop.window.findChildren(QWidget) if part.isVisible()}

    measured = Measured(shop.assembly.shell.screen_of(Page.SELL).findChild(QWidget, "line-plus"))
    for theme in (LIGHT, DARK, LIGHT, DARK):
        shop.look.wear(theme)
        QApplication.processEvents()

    moved = [part.objectName() for part, place in places.items() if part.isVisible() and part.geometry() != place]
    assert moved == []
    assert measured.times == 0


def test_the_menu_waits_for_a_person(shop: Desk) -> None:
    shop.assembly.shell.lock()

    shop.assembly.shell.rail.person.look_action.trigger()

    assert shop.window.findChild(LookSheet) is None
