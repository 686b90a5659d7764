"""Digits for money, quantities and PINs, by finger or keyboard."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QWidget

from aurora_desk.domain.quantity import ONE
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.spacing import TARGET
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.polish import set_look_property

ROWS = ("789", "456", "123")
MOST_DIGITS = 11
"""The largest single amount has eleven digits."""
PIN_DIGITS = 4
POINT = "."
KEY_HEIGHT = 62


class PadMode(StrEnum):
    """What the digits mean."""

    MONEY = "money"
    QUANTITY = "quantity"
    WEIGHT = "weight"
    PIN = "pin"


class PadKey(QPushButton):
    """As high as the text size asks for; where a sheet has no room for that, lower, down to what a finger needs."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self.setProperty("kind", "pad")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._look.px(KEY_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), TARGET)


class NumberPad(QWidget):
    """Twelve keys. `changed` after every key, `submitted` on Enter, `pin_entered` after the last digit of a PIN."""

    changed = Signal()
    submitted = Signal()
    pin_entered = Signal(str)
    focused = Signal(bool)
    """The pad got the focus or lost it; for the part that shows the digits of a PIN, which shows the focus too."""

    def __init__(
        self, look: Look, mode: PadMode = PadMode.MONEY, *, name: str = "pad", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look, self._mode = look, mode
        self._digits, self._replace = "", False
        self.shown_by: QWidget | None = None
        """The part that shows a PIN's digits, and with them that the pad has the focus."""
        self.setObjectName(name)
        self.setAccessibleName(self.tr("Number pad"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # The pad never mirrors: digits stand where fingers know them.
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._keys: dict[str, QPushButton] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(8)
        self._build()
        look.follow(self._dress)

    @property
    def digits(self) -> str:
        """What was typed, as typed."""
        return self._digits

    @property
    def amount_minor(self) -> int:
        """Money: the digits as minor units, filled from the right."""
        return int(self._digits or "0")

    @property
    def quantity_milli(self) -> int:
        """Quantities: the digits in thousandths."""
        whole, _, part = self._digits.partition(POINT)
        return int(whole or "0") * ONE + int(f"{part[:3]:0<3}")

    def set_low(self, low: bool) -> None:
        """Whether the keys share all of the height there is."""
        height = QSizePolicy.Policy.Expanding if low else QSizePolicy.Policy.Maximum
        for key in self._keys.values():
            key.setSizePolicy(QSizePolicy.Policy.Expanding, height)
        self.updateGeometry()

    def set_resting(self, resting: bool) -> None:
        """Show that no key is taken now. The pad keeps the focus: what it waits for is said beside it."""
        for key in self._keys.values():
            key.setEnabled(not resting)

    def preset(self, digits: str) -> None:
        """Start with a value that the next digit replaces."""
        self._digits, self._replace = digits, True
        self.changed.emit()

    def clear(self) -> None:
        """Start from nothing."""
        self._digits, self._replace = "", False
        self.changed.emit()

    def handle_key(self, event: QKeyEvent) -> bool:
        """Take a key that arrived elsewhere in the sheet; tells whether it meant something here."""
        if event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier):
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            # Held down it says nothing more: the Enter that opened a sheet must not answer it.
            if not event.isAutoRepeat():
                self.submitted.emit()
            return True
        if event.key() == Qt.Key.Key_Backspace:
            self._press("delete")
            return True
        text = POINT if event.text() in (",", ".") else event.text()
        if text in self._keys and text != "delete":
            self._press(text)
            return True
        return False

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._mark_focus("focus")
        self.focused.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._mark_focus("")
        self.focused.emit(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.handle_key(event):
            super().keyPressEvent(event)

    def _mark_focus(self, state: str) -> None:
        if self._mode is PadMode.PIN:
            return  # the dots show it: twelve marked keys would say nothing
        for key in self.findChildren(QPushButton):
            set_look_property(key, "state", state)

    def _build(self) -> None:
        for row, keys in enumerate(ROWS):
            for column, key in enumerate(keys):
                self._add(key, row, column)
        corner = {PadMode.MONEY: "00", PadMode.WEIGHT: POINT}.get(self._mode, "clear")
        self._add(corner, 3, 0)
        self._add("0", 3, 1)
        self._add("delete", 3, 2)

    def _add(self, key: str, row: int, column: int) -> None:
        names = {"delete": self.tr("Delete the last digit"), "clear": self.tr("Clear"), POINT: self.tr("Decimal point")}
        button = PadKey(self._look, self)
        button.setObjectName(f"{self.objectName()}-{key}")
        button.setAccessibleName(names.get(key, key))
        # The pad itself has the focus, so that digits of the keyboard arrive after a tap as well.
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(lambda: self._press(key))
        self._keys[key] = button
        self._grid.addWidget(button, row, column)

    def _press(self, key: str) -> None:
        if key == "clear":
            self.clear()
            return
        before = len(self._digits)
        if key == "delete":
            self._digits, self._replace = self._digits[:-1], False
        else:
            self._type(key)
        self.changed.emit()
        if self._mode is PadMode.PIN and before < len(self._digits) == PIN_DIGITS:
            self.pin_entered.emit(self._digits)

    def _type(self, key: str) -> None:
        before = "" if self._replace else self._digits
        self._replace = False
        typed = before + key
        if self._mode is PadMode.MONEY:
            typed = typed.lstrip("0")
        if self._fits(typed):
            self._digits = typed

    def _fits(self, typed: str) -> bool:
        if self._mode is PadMode.PIN:
            return len(typed) <= PIN_DIGITS
        if self._mode is PadMode.MONEY:
            return len(typed) <= MOST_DIGITS
        whole, _, part = typed.partition(POINT)
        return typed.count(POINT) <= 1 and len(whole) <= 4 and len(part) <= 3

    def _dress(self) -> None:
        for key, button in self._keys.items():
            button.setFont(self._look.font(Type.HEADING))
            if key == "delete":
                side = self._look.px(28)
                button.setIcon(self._look.icon("delete", "text", 28))
                button.setIconSize(QSize(side, side))
            elif key == "clear":
                button.setFont(self._look.font(Type.STRONG))
                button.setText(self.tr("Clear"))
            else:
                button.setText(self._look.locale.decimalPoint() if key == POINT else key)
