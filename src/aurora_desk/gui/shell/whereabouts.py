"""Where a person was when the till was locked."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget


class Whereabouts:
    """The part that had the focus, and what was selected in it: a line forgets its selection when it is hidden."""

    def __init__(self, widget: QWidget | None) -> None:
        self._widget = widget
        self._selected = (-1, 0)
        if isinstance(widget, QLineEdit) and widget.hasSelectedText():
            self._selected = (widget.selectionStart(), widget.selectionLength())

    def go_back(self) -> None:
        """Give the focus back, unless what had it is gone or can't be used any more."""
        widget = self._widget
        if widget is None or not shiboken6.isValid(widget) or not (widget.isVisible() and widget.isEnabled()):
            return
        widget.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(widget, QLineEdit) and self._selected[1]:
            widget.setSelection(*self._selected)
