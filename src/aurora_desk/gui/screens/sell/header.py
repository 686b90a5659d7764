"""The top of Sell: search, held carts, custom item."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from aurora_desk.gui.screens.sell.entry import Entry, read_entry
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.widgets.button import Button, Variant
from aurora_desk.gui.widgets.search_bar import SearchBar

FEWER, MORE = ("-", "−"), ("+",)
COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


def quantity_step(event: QKeyEvent) -> int:
    """+1 or −1 where a key means the quantity of the selected line, else 0."""
    if event.modifiers() & COMMANDS:
        return 0
    return 1 if event.text() in MORE else -1 if event.text() in FEWER else 0


FIELD, ICON, BESIDE_WORDS = 240, 20, 52
"""The least width of the search field and the icons, at 100 % text; and what a button has beside icon and words."""


class SellHeader(QWidget):
    """Everything typed on the screen ends up in its search field."""

    words_changed = Signal(str)
    """What to search for; empty for none."""
    submitted = Signal(object)
    """Enter, with the `Entry`."""
    left_down = Signal()
    stepped = Signal(int)
    """+ or − while the field is empty."""
    removed = Signal()
    """Delete while the field is empty."""
    held_wanted = Signal()
    custom_wanted = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._words, self._held, self._tight = look, "", 0, False
        self.setObjectName("sell-header")
        self.search = SearchBar(look, self.tr("Search or scan: name, SKU, barcode"), scans=True, name="sell-search")
        self.held = Button(look, self.tr("Held"), icon="history", variant=Variant.FIELD, name="held-carts")
        self.custom = Button(look, self.tr("Custom item"), icon="plus", variant=Variant.FIELD, name="custom-item")
        self.custom.setAccessibleName(self.tr("Custom item"))
        self.custom.setToolTip(self.tr("Custom item (Ctrl+N)"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self.search, 1)
        row.addWidget(self.held)
        row.addWidget(self.custom)
        self.search.text_changed.connect(self._on_text)
        self.search.submitted.connect(self._on_submitted)
        self.search.left_down.connect(self.left_down)
        self.search.input.installEventFilter(self)
        self.held.clicked.connect(self.held_wanted)
        self.custom.clicked.connect(self.custom_wanted)
        self.show_held(0)
        look.changed.connect(self._fit)

    @property
    def entry(self) -> Entry:
        """What is typed."""
        return read_entry(self.search.text)

    def show_held(self, count: int) -> None:
        """How many carts are held."""
        self._held = count
        self._write()
        self.held.setAccessibleName(self.tr("Held carts: %1").replace("%1", self._look.locale.toString(count)))
        self.held.setToolTip(self.tr("Held carts (F7)"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where the field would be too narrow for a name, the buttons beside it do without their words."""
        held, custom = self._texts()
        words = sum(self.held.fontMetrics().horizontalAdvance(text) for text in (held, custom))
        tight = self.width() < self._look.px(FIELD) + words + 2 * (BESIDE_WORDS + self._look.px(ICON))
        if tight is not self._tight:
            self._tight = tight
            self._write()

    def _write(self) -> None:
        held, custom = self._texts()
        if self._tight:
            held, custom = self._look.locale.toString(self._held) if self._held else "", ""
        self.held.setText(held)
        self.custom.setText(custom)

    def _texts(self) -> tuple[str, str]:
        words = self.tr("Held")
        held = f"{words} · {self._look.locale.toString(self._held)}" if self._held else words
        return held, self.tr("Custom item")

    def type_in(self, text: str) -> None:
        """Letters typed elsewhere on the screen."""
        self.search.input.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.input.insert(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self.search.input or not isinstance(event, QKeyEvent) or self.search.text:
            return False
        if event.type() == QEvent.Type.ShortcutOverride and event.matches(QKeySequence.StandardKey.Undo):
            # An empty field claims Ctrl+Z as well, which belongs to the cart then.
            event.ignore()
            return True
        return event.type() == QEvent.Type.KeyPress and self._command(event)

    def _command(self, event: QKeyEvent) -> bool:
        step = quantity_step(event)
        if step:
            self.stepped.emit(step)
        elif event.key() == Qt.Key.Key_Delete:
            self.removed.emit()
        else:
            return False
        return True

    def _on_text(self, text: str) -> None:
        words = read_entry(text).words
        if words != self._words:
            self._words = words
            self.words_changed.emit(words)

    def _on_submitted(self, text: str) -> None:
        self.submitted.emit(read_entry(text))
