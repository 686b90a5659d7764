"""What the whole program wears: the palette of a theme and the one stylesheet."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QWidget

from aurora_desk.gui.theme.palette import palette_of
from aurora_desk.gui.theme.stylesheet import stylesheet
from aurora_desk.gui.theme.tokens import Theme

POLISHED = Qt.WidgetAttribute.WA_WState_Polished


class Wardrobe(QObject):
    """Dresses an application: what is in sight at once, what is in a page behind it as that page is shown."""

    def dress(self, app: QApplication, theme: Theme, scale: int, font: QFont) -> None:
        """Give the application a theme's colours at a text size in percent; nothing happens where it wears them."""
        sheet, as_large = stylesheet(theme, scale), app.font() == font
        if app.styleSheet() != sheet:
            if as_large and app.styleSheet():
                self._recolour(app, theme, sheet)
            else:
                self._clothe(app, theme, sheet)
        if not as_large:
            app.setFont(font)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget):
            watched.removeEventFilter(self)
            self._polish((watched, *watched.findChildren(QWidget)))
        return False

    def _clothe(self, app: QApplication, theme: Theme, sheet: str) -> None:
        """Colours and sizes, in two steps that each touch every widget once.

        Replacing one stylesheet by another, Qt 6.11 polishes each widget again for each of its ancestors: 4,400 times
        for the 460 widgets of an open desk, half a second. Taking the old sheet off first costs a tenth of that.
        """
        app.setStyleSheet("")
        app.setPalette(palette_of(theme))
        app.setStyleSheet(sheet)

    def _recolour(self, app: QApplication, theme: Theme, sheet: str) -> None:
        """Colours alone: no theme changes a size, and of eight widgets of an open desk one is in sight."""
        widgets = app.allWidgets()
        for widget in widgets:
            widget.setAttribute(POLISHED, False)
        # Nobody is known to wear the old sheet any more: Qt polishes nothing again by itself.
        app.style().unpolish(app)
        app.setStyleSheet(sheet)
        app.setPalette(palette_of(theme))
        self._polish(widgets)

    def _polish(self, widgets: Iterable[QWidget]) -> None:
        """Polish what is in sight; wait for the rest at the uppermost hidden widget, whose show shows all within."""
        for widget in widgets:
            if widget.isVisible():
                if not widget.testAttribute(POLISHED):
                    style = widget.style()
                    style.unpolish(widget)
                    style.polish(widget)
                    widget.setAttribute(POLISHED)
                    widget.update()
            elif widget.isWindow() or (above := widget.parentWidget()) is None or above.isVisible():
                widget.installEventFilter(self)
