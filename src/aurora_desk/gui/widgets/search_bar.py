"""The search field of a screen."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.button import Button, Kind, Variant
from aurora_desk.gui.widgets.key_hint import KeyHint
from aurora_desk.gui.widgets.line import Line
from aurora_desk.gui.widgets.polish import Ground, set_look_property

EDGES = 6
"""What a line edit keeps free at both sides of its words."""
ROOM = 180
"""How wide the field is with a few letters beside its icons and the hint of its key."""
DOWN = (Qt.Key.Key_Down, Qt.Key.Key_PageDown)
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SearchLine(Line):
    """The input of a search bar. Where there is no room to say what can be searched for, it says «Search» alone."""

    left_down = Signal()

    def __init__(self, example: str, short: str) -> None:
        super().__init__()
        self._example, self._short = example, short
        self.setAccessibleName(example)
        self.fit()

    def fit(self) -> None:
        """Say as much as there is room for."""
        fits = self.fontMetrics().horizontalAdvance(self._example) <= self.width() - EDGES
        self.setPlaceholderText(self._example if fits else self._short)
        self.setToolTip("" if fits else self._example)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in DOWN:
            self.left_down.emit()
        elif event.key() in ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            # Qt takes it for Enter; here it is the main action of the screen.
            event.ignore()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


class SearchBar(Ground):
    """Searches while typing; Enter takes the first match, Down goes to the list, Esc and the cross empty.

    `key` leads to it and scans end there; a search in a sheet, where neither is so, has the key "". With `scans` the
    icon of the scanner is a button to the last scans.
    """

    text_changed = Signal(str)
    submitted = Signal(str)
    """Enter, with what is written."""
    left_down = Signal()
    """Down: the list below takes the focus."""
    scans_wanted = Signal()
    """The last scans are asked for."""

    def __init__(
        self,
        look: Look,
        placeholder: str,
        *,
        key: str = "F2",
        scans: bool = False,
        name: str = "search",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("field", name=name, parent=parent)
        self._look = look
        self.input = SearchLine(placeholder, self.tr("Search"))
        self.input.setObjectName(f"{name}-input")
        self._glass, self._scan = QLabel(self), QLabel(self)
        self._scan.setVisible(bool(key) and not scans)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 13, 0)
        row.setSpacing(11)
        row.addWidget(self._glass)
        row.addWidget(self.input, 1)
        self._key = KeyHint(look, key) if key else None
        if self._key is not None:
            row.addWidget(self._key)
        self.cross = self._cross(name)
        row.addWidget(self.cross)
        if scans:
            row.addWidget(self._button(name))
            # The button is larger than its icon, which keeps the place that it has without one.
            row.setContentsMargins(14, 0, 2, 0)
            row.setSpacing(2)
            row.insertSpacing(1, 9)
        elif key:
            row.addWidget(self._scan)
        self.setFocusProxy(self.input)
        self.input.focus_changed.connect(self._on_focus)
        self.input.left_down.connect(self.left_down)
        self.input.textChanged.connect(self._fit)
        self.input.textChanged.connect(self.text_changed)
        self.input.returnPressed.connect(self._on_return)
        look.follow(self._dress)

    @property
    def text(self) -> str:
        """What is searched for."""
        return self.input.text()

    def clear(self) -> None:
        """Empty the field."""
        self.input.clear()

    def focus(self) -> None:
        """Take the focus with everything selected, so that typing starts a new search."""
        if self.isVisible():  # behind the lock the keys belong to the PIN
            self.input.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.input.selectAll()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The cross takes the place of the key's hint; where what is typed would have too little room both give way."""
        roomy, typed = self.width() >= self._look.px(ROOM), bool(self.text)
        self.cross.setVisible(roomy and typed)
        if self._key is not None:
            self._key.setVisible(roomy and not typed)

    def _cross(self, name: str) -> Button:
        cross = self._square("x", "muted", self.tr("Clear the search"), f"{name}-clear")
        # For the finger and the mouse: by keyboard Esc does the same, and the focus stays where one types.
        cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        cross.clicked.connect(self._on_cross)
        cross.hide()
        return cross

    def _on_cross(self) -> None:
        self.clear()
        self.input.setFocus(Qt.FocusReason.OtherFocusReason)

    def _button(self, name: str) -> Button:
        button = self._square("scan-barcode", "primary", self.tr("Last scans"), f"{name}-scans")
        button.clicked.connect(self.scans_wanted)
        return button

    def _square(self, icon: str, ink: str, label: str, name: str) -> Button:
        square = Variant.SQUARE
        return Button(self._look, icon=icon, kind=Kind.GHOST, variant=square, ink=ink, label=label, name=name)

    def _on_focus(self, focused: bool) -> None:
        set_look_property(self, "state", "focus" if focused else "")

    def _on_return(self) -> None:
        self.submitted.emit(self.text)

    def _dress(self) -> None:
        self.input.setFont(self._look.font(Type.LEAD))
        self.input.fit()
        self._fit()
        self._glass.setPixmap(self._look.pixmap("search", "muted", 20, self.devicePixelRatioF()))
        self._scan.setPixmap(self._look.pixmap("scan-barcode", "primary", 22, self.devicePixelRatioF()))
