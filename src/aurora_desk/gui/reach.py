"""Whether Stripe can be reached, as far as the desk knows without asking."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class Reach(QObject):
    """Told by the watch of the status strip, and by whoever has just asked; nobody waits for it."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.stripe = True
        """Before anybody has asked, a tender is tried: only a known fault holds it back."""

    def tell(self, *, stripe: bool) -> None:
        """What somebody has found out."""
        if stripe is not self.stripe:
            self.stripe = stripe
            self.changed.emit()
