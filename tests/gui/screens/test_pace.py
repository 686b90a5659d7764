"""News are read soon where they are seen, seldom where they are not, and never more often than an eye needs."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QStackedWidget, QWidget
from pytestqt.qtbot import QtBot

from aurora_desk.gui.screens.pace import SEEN_MS, UNSEEN_MS, Pace


class Pages(QStackedWidget):
    """Two pages, the first one in front, and the pace of that one."""

    def __init__(self) -> None:
        super().__init__()
        self.page, self.other = QWidget(), QWidget()
        self.addWidget(self.page)
        self.addWidget(self.other)
        self.pace = Pace(self.page)
        self.read = 0
        self.pace.due.connect(self._count)

    def _count(self) -> None:
        self.read += 1


@pytest.fixture
def pages(qtbot: QtBot) -> Pages:
    """Both pages in a window that is shown."""
    shown = Pages()
    qtbot.addWidget(shown)
    shown.show()
    return shown


def test_given_a_quiet_while_then_news_are_read_at_once_and_a_handful_together(pages: Pages, qtbot: QtBot) -> None:
    with qtbot.waitSignal(pages.pace.due, timeout=SEEN_MS - 20):
        for _ in range(20):
            pages.pace.ask()

    assert pages.read == 1


def test_given_a_busy_network_then_a_seen_page_reads_again_only_after_a_while(pages: Pages, qtbot: QtBot) -> None:
    pages.pace.ask()
    qtbot.waitUntil(lambda: pages.read == 1)

    with qtbot.assertNotEmitted(pages.pace.due, wait=SEEN_MS // 4):
        pages.pace.ask()
    qtbot.waitUntil(lambda: pages.read == 2)


def test_given_a_page_behind_another_then_it_waits_and_catches_up_as_it_is_shown(pages: Pages, qtbot: QtBot) -> None:
    pages.pace.ask()
    qtbot.waitUntil(lambda: pages.read == 1)
    pages.setCurrentWidget(pages.other)

    with qtbot.assertNotEmitted(pages.pace.due, wait=2 * SEEN_MS):
        pages.pace.ask()
    with qtbot.waitSignal(pages.pace.due, timeout=UNSEEN_MS // 2):
        pages.setCurrentWidget(pages.page)


def test_given_nothing_asked_then_showing_a_page_reads_nothing(pages: Pages, qtbot: QtBot) -> None:
    pages.setCurrentWidget(pages.other)

    with qtbot.assertNotEmitted(pages.pace.due, wait=20):
        pages.setCurrentWidget(pages.page)
