"""What stands by a button that is off."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel

from aurora_desk.gui.widgets.button import Button


def why(button: Button) -> str:
    """The words near a button that say why it is off; they have their place while it is on, too."""
    line = button.window().findChildren(QLabel, f"{button.objectName()}-why")[-1]
    assert line.isVisible()
    assert line.height() >= line.fontMetrics().height()
    return line.text()
