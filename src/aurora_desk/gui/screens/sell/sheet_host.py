"""Where the sheets of Sell open."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from aurora_desk.gui.widgets.sheet import Sheet


class SheetHost:
    """Opens sheets over the whole window of a screen and lets them go when they close."""

    def __init__(self, screen: QWidget) -> None:
        self._screen = screen

    @property
    def window(self) -> QWidget:
        """What a sheet lies over."""
        return self._screen.window()

    @property
    def is_open(self) -> bool:
        """Whether a sheet has the focus: no command of the screen may act then."""
        return self.front is not None

    @property
    def front(self) -> Sheet | None:
        """The sheet that has the focus."""
        widget: QWidget | None = self.window.focusWidget()
        while widget is not None and not isinstance(widget, Sheet):
            widget = widget.parentWidget()
        return widget

    def open(self, sheet: Sheet) -> None:
        """Open a sheet; it is gone for good once it is closed."""
        sheet.closed.connect(sheet.deleteLater)
        sheet.open()
