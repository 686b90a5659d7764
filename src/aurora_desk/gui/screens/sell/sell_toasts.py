"""What Sell tells at the foot of the products."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from aurora_desk.gui.context import Context
from aurora_desk.gui.theme.sounds import Sound
from aurora_desk.gui.widgets.toast import Toasts


class SellToasts(Toasts):
    """Refusals are heard as well; an Undo that was pressed hands the focus on to `after_undo`."""

    def __init__(self, context: Context, host: QWidget, after_undo: Callable[[], object]) -> None:
        super().__init__(context.look, host, name="sell-toast")
        self._sounds, self._after_undo = context.sounds, after_undo

    def offer_undo(self, sentence: str, back: Callable[[], None]) -> None:
        """Something was done; at once, with its way back."""

        def take_back() -> None:
            back()
            # The button that had the focus is gone with the toast.
            self._after_undo()

        self.dismiss()
        self.tell(sentence, action=self.tr("Undo"), act=take_back)

    def refuse(self, sentence: str) -> None:
        """What was asked for was not done: heard by whoever looks at the goods and not at the screen."""
        self._sounds.play(Sound.ERROR)
        self.tell_trouble(sentence)

    def tell_trouble(self, sentence: str) -> None:
        """Something went wrong."""
        self.tell(sentence, tone="danger")

    def notice(self, sentence: str) -> None:
        """Something that is good to know."""
        self.tell(sentence, tone="info")
