"""`aurora-desk --gallery`: the components of the desk, for those who build it. No store is opened."""

from __future__ import annotations

from aurora_desk.app.display import has_display
from aurora_desk.app.options import StartError


def run_gallery() -> int:
    """Show the gallery until its window is closed."""
    if not has_display():
        raise StartError("There is no display here to show the gallery on. `pytest tests/gui` compares its pictures.")
    from PySide6.QtCore import QSize
    from PySide6.QtWidgets import QApplication

    from aurora_desk.app.signals import quit_on_signals
    from aurora_desk.gui.gallery.gallery import Gallery
    from aurora_desk.gui.theme.language import system_locale
    from aurora_desk.gui.theme.look import ARGUMENTS, Look

    app = QApplication([*ARGUMENTS])
    look = Look(locale=system_locale(), parent=app)
    look.apply(app)
    gallery = Gallery(look)
    gallery.resize(QSize(1280, 800))
    gallery.show()
    with quit_on_signals(app.quit):
        return app.exec()
