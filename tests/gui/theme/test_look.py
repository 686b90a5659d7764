from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication, QVBoxLayout
from pytestqt.qtbot import QtBot

from aurora_desk.gui.theme.icons import Icons
from aurora_desk.gui.theme.look import SCALES, Look
from aurora_desk.gui.theme.stylesheet import stylesheet
from aurora_desk.gui.theme.tokens import DARK, LIGHT
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.polish import Ground
from aurora_desk.gui.widgets.text import Text


def test_figures_of_every_role_are_equally_wide(look: Look) -> None:
    for role in Type:
        metrics = QFontMetrics(look.font(role))
        assert metrics.horizontalAdvance("1111") == metrics.horizontalAdvance("8888"), role


def test_the_four_weights_are_four_fonts(look: Look) -> None:
    widths = [look.metrics(Type.DISPLAY, weight=weight).horizontalAdvance("Hamburg") for weight in (400, 500, 600, 700)]

    assert widths == sorted(set(widths))


@pytest.mark.parametrize("scale", SCALES)
def test_the_text_size_is_the_size_of_type_and_controls(look: Look, scale: int) -> None:
    look.set_scale(scale)

    assert look.font(Type.MONEY).pixelSize() == 20 * scale // 100
    assert f"min-height: {look.px(44) - 2}px" in stylesheet(LIGHT, scale)


def test_a_change_of_theme_reaches_palette_and_followers(look: Look, qapp: QApplication) -> None:
    dressed: list[str] = []
    look.follow(lambda: dressed.append(look.theme.name))

    look.set_theme(DARK)

    assert dressed == ["light", "dark"]
    assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == DARK.bg


def test_a_text_keeps_its_role_when_tone_theme_and_size_change(look: Look, qtbot: QtBot) -> None:
    ground = Ground("page")
    text = Text(look, "€98.10", Type.TOTAL)
    QVBoxLayout(ground).addWidget(text)
    qtbot.addWidget(ground)
    ground.show()
    assert text.font().pixelSize() == 30

    text.set_tone("success")
    look.set_theme(DARK)
    look.set_scale(150)
    text.set_tone("danger")

    assert text.font().pixelSize() == 45
    assert text.font().weight() == 700


def test_an_icon_is_drawn_once_for_each_colour_and_size(look: Look) -> None:
    icons = Icons()

    first = icons.pixmap("coffee", "#0A6A5C", 20)

    assert icons.pixmap("coffee", "#0A6A5C", 20).cacheKey() == first.cacheKey()
    assert icons.pixmap("coffee", "#B8241A", 20).cacheKey() != first.cacheKey()
    assert icons.pixmap("coffee", "#0A6A5C", 20, 2.0).width() == 40


def test_an_icon_of_a_button_is_drawn_for_the_screens_there_are(look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    def drawn() -> set[float]:
        icon = look.icon("coffee", "primary")
        return {icon.pixmap(QSize(20, 20), ratio).devicePixelRatio() for ratio in (1.0, 2.0)}

    assert drawn() == {1.0}
    # The ratio of a screen can't be changed under a running application.
    monkeypatch.setattr("aurora_desk.gui.theme.icons.QGuiApplication.devicePixelRatio", lambda _app: 2.0)
    assert drawn() == {1.0, 2.0}


def test_an_icon_wears_its_colour(look: Look) -> None:
    image = Icons().pixmap("minus", "#B8241A", 24).toImage()

    assert image.pixelColor(12, 12).name().upper() == "#B8241A"


def test_a_hyphen_is_no_figure(look: Look) -> None:
    for role in Type:
        metrics = look.metrics(role)
        for text in ("Walk-in", "ORD-2026"):
            whole = metrics.horizontalAdvance(text)
            apart = whole - metrics.horizontalAdvance(text.replace("-", ""))
            assert apart < metrics.horizontalAdvance("0"), (role, text)
