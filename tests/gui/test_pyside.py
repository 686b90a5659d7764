"""PySide6 6.12.0 on Python 3.11 loses references to True and None and aborts: no upgrade brings that back."""

from __future__ import annotations

import sys
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QListView
from pytestqt.qtbot import QtBot

TIMES = 5000


class Sender(QObject):
    told = Signal(bool)
    told_object = Signal(object)


class Silent(QAbstractListModel):
    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else 30

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return None


def test_thousands_of_emits_keep_true_and_none_alive(qtbot: QtBot) -> None:
    sender = Sender()
    heard: list[object] = []
    sender.told.connect(heard.append)
    sender.told_object.connect(heard.append)
    before = sys.getrefcount(True), sys.getrefcount(None)

    for _ in range(TIMES):
        sender.told.emit(True)
        sender.told_object.emit(None)
    heard.clear()

    after = sys.getrefcount(True), sys.getrefcount(None)
    assert after[0] > before[0] - TIMES // 10
    assert after[1] > before[1] - TIMES // 10


def test_thousands_of_paints_of_a_silent_model_keep_none_alive(qtbot: QtBot) -> None:
    view, model = QListView(), Silent()
    view.setModel(model)
    qtbot.addWidget(view)
    view.resize(200, 400)
    before = sys.getrefcount(None)

    for _ in range(60):
        view.grab()

    assert sys.getrefcount(None) > before - TIMES // 10
