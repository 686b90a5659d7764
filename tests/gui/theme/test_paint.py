from __future__ import annotations

import os
import subprocess
import sys
from itertools import product

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStyle

from aurora_desk.gui.theme.paint import lying


def test_parts_lie_where_qt_lays_them() -> None:
    absolute, nothing = Qt.AlignmentFlag.AlignAbsolute, Qt.AlignmentFlag(0)
    across = (
        nothing,
        Qt.AlignmentFlag.AlignLeading,
        Qt.AlignmentFlag.AlignTrailing,
        Qt.AlignmentFlag.AlignHCenter,
        Qt.AlignmentFlag.AlignJustify,
    )
    down = nothing, Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignVCenter
    for direction, *parts in product(list(Qt.LayoutDirection)[:2], across, down, (nothing, absolute)):
        align = parts[0] | parts[1] | parts[2]
        assert lying(direction, align) == QStyle.visualAlignment(direction, align) | absolute


def test_fusion_lies_underneath_whatever_the_system_wears() -> None:
    code = (
        "from PySide6.QtWidgets import QApplication\n"
        "from aurora_desk.gui.theme.look import ARGUMENTS\n"
        "print(QApplication([*ARGUMENTS]).style().name())"
    )
    worn = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_STYLE_OVERRIDE": "Windows"}
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=worn).stdout
    assert said.strip() == "fusion"
