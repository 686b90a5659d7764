"""The camera: a picture's code is found, and goes where any scan goes; without one the sheet says so."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QLabel

from aurora_desk.domain.ids import ProductId
from aurora_desk.gui.screens.scanner import camera_sheet
from aurora_desk.gui.screens.scanner.camera import Camera, NoCameraError
from aurora_desk.gui.screens.scanner.camera_sheet import CameraSheet
from aurora_desk.gui.screens.scanner.decoding import decode
from aurora_desk.gui.shell.pages import Page
from aurora_desk.printing import qr
from aurora_desk.services.demo import CAFE
from gui.shell.staging import Stage


class Lens(Camera):
    """A camera whose pictures come from the test."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.on = True

    def stop(self) -> None:
        self.on = False


def seen(text: str, *, width: int = 641, turn: float = 0.0) -> QImage:
    """A code as a camera sees it: somewhere in a larger picture, perhaps turned."""
    code = QImage.fromData(qr.png(text, 260))
    picture = QImage(width, 480, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.gray)
    painter = QPainter(picture)
    painter.translate(width / 2, 240)
    painter.rotate(turn)
    painter.drawImage(-130, -130, code)
    painter.end()
    return picture


@pytest.fixture
def lenses(monkeypatch: pytest.MonkeyPatch) -> list[Lens]:
    """The cameras that were opened; there is none in this computer."""
    made: list[Lens] = []

    def open_lens(parent: QObject) -> Camera:
        made.append(Lens(parent))
        return made[-1]

    monkeypatch.setattr(camera_sheet, "open_camera", open_lens)
    monkeypatch.setattr(camera_sheet, "has_multimedia", lambda: True)
    return made


@pytest.mark.parametrize(("width", "turn"), [(641, 0.0), (1920, 30.0), (642, 180.0)])
def test_a_code_is_found_in_a_picture(width: int, turn: float) -> None:
    assert decode(seen("BEKUJJRCDEFGHJKLNPRT", width=width, turn=turn)) == "BEKUJJRCDEFGHJKLNPRT"


def test_a_picture_without_a_code_says_nothing() -> None:
    picture = QImage(640, 480, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)

    assert decode(picture) == ""


def test_a_code_before_the_camera_is_a_scan_and_the_camera_goes_out(till: Stage, lenses: list[Lens]) -> None:
    till.shell.camera_wanted.emit()
    till.qtbot.waitUntil(till.shell.sheet_open)

    lenses[0].pictured.emit(QImage(64, 64, QImage.Format.Format_RGB32))
    till.qtbot.wait(50)
    product_code = till.services.codes.for_product(CAFE, ProductId(103))
    till.qtbot.waitUntil(shown_until(till, lenses[0], seen(product_code)))

    till.qtbot.waitUntil(lambda: len(till.screen(Page.SELL).scans) == 1)
    scan = till.screen(Page.SELL).scans[0]
    assert scan.product is not None
    assert scan.product.product_id == ProductId(103)
    assert not lenses[0].on


def test_esc_and_the_lock_put_the_camera_out(till: Stage, lenses: list[Lens]) -> None:
    till.shell.camera_wanted.emit()
    till.key(Qt.Key.Key_Escape)
    till.qtbot.waitUntil(lambda: not till.shell.sheet_open())
    assert not lenses[0].on

    till.shell.camera_wanted.emit()
    till.key(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert not lenses[1].on
    till.sign_in()
    assert not till.shell.sheet_open()


def test_without_the_extra_the_sheet_says_how_to_add_it(till: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(camera_sheet, "has_multimedia", lambda: False)

    till.shell.camera_wanted.emit()

    assert "pip install 'aurora-desk[camera]'" in till.find(QLabel, "camera-nothing-hint").text()


def test_without_a_camera_the_sheet_says_so(till: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(_parent: QObject) -> Camera:
        raise NoCameraError

    monkeypatch.setattr(camera_sheet, "open_camera", none)
    monkeypatch.setattr(camera_sheet, "has_multimedia", lambda: True)

    till.shell.camera_wanted.emit()

    assert till.find(QLabel, "camera-nothing-title").text() == "This computer has no camera that can be used"


def shown_until(till: Stage, lens: Lens, picture: QImage) -> Callable[[], bool]:
    """The same picture again, as a camera sends it, until the sheet has gone."""

    def show() -> bool:
        if lens.on:
            lens.pictured.emit(picture)
        return not any(sheet.isVisible() for sheet in till.window.findChildren(CameraSheet))

    return show
