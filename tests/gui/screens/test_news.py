"""News of a page: read in handfuls, and not at all where they would be too many for nobody to look at."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtWidgets import QStackedWidget, QWidget
from pytestqt.qtbot import QtBot

from aurora_desk.gui.jobs import Lane
from aurora_desk.gui.screens.news import MOST_UNSEEN, News


class Page(QWidget):
    """A page that notes what of its news is read, and when it asks for everything anew."""

    def __init__(self) -> None:
        super().__init__()
        self.lane = Lane(parent=self)
        self.read: list[frozenset[int]] = []
        self.asked_anew = 0
        self.news: News[int, frozenset[int]] = News(
            self.lane, self._ask, done=self.read.append, failed=_raise, too_many=self._on_too_many, page=self
        )

    def _ask(self, keys: frozenset[int]) -> Callable[[], frozenset[int]]:
        return partial(frozenset, keys)

    def _on_too_many(self) -> None:
        self.asked_anew += 1


def _raise(error: Exception) -> None:
    raise error


@pytest.fixture
def pages(qtbot: QtBot) -> QStackedWidget:
    shown = QStackedWidget()
    shown.addWidget(Page())
    shown.addWidget(QWidget())
    qtbot.addWidget(shown)
    shown.show()
    return shown


@pytest.fixture
def page(pages: QStackedWidget) -> Page:
    shown = pages.widget(0)
    assert isinstance(shown, Page)
    return shown


def test_what_changes_on_a_page_in_sight_is_read_however_much_it_is(page: Page, qtbot: QtBot) -> None:
    page.news.add(range(3 * MOST_UNSEEN))

    qtbot.waitUntil(lambda: page.read == [frozenset(range(3 * MOST_UNSEEN))])
    assert page.asked_anew == 0


def test_a_busy_network_is_not_read_behind_another_page_and_the_page_is_asked_anew_as_it_is_shown(
    pages: QStackedWidget, page: Page, qtbot: QtBot
) -> None:
    pages.setCurrentIndex(1)
    for key in range(2 * MOST_UNSEEN):
        page.news.add([key])

    pages.setCurrentIndex(0)

    qtbot.waitUntil(lambda: page.asked_anew == 1)
    page.news.add([7])
    qtbot.waitUntil(lambda: page.read == [frozenset({7})])
    assert page.asked_anew == 1


def test_a_few_changes_behind_another_page_are_read_as_it_is_shown(
    pages: QStackedWidget, page: Page, qtbot: QtBot
) -> None:
    page.news.add([1])
    qtbot.waitUntil(lambda: page.read == [frozenset({1})])
    pages.setCurrentIndex(1)
    page.news.add([2])
    page.news.add([3])

    pages.setCurrentIndex(0)

    qtbot.waitUntil(lambda: page.read == [frozenset({1}), frozenset({2, 3})])
    assert page.asked_anew == 0
