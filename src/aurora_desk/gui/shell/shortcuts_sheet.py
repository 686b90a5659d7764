"""F1: every key of the screen in front."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from aurora_desk.gui.shell.pages import Page
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.spacing import Space
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.key_hint import KeyHint
from aurora_desk.gui.widgets.sheet import Sheet, SheetSize
from aurora_desk.gui.widgets.text import Text

KEYS = "Shortcuts"
EVERYWHERE = (
    ("F1", QT_TRANSLATE_NOOP("Shortcuts", "All keys of this screen")),
    ("F2, Ctrl+F", QT_TRANSLATE_NOOP("Shortcuts", "Search")),
    ("Ctrl+1 … 4", QT_TRANSLATE_NOOP("Shortcuts", "Sell, Orders, Customers, Reports")),
    ("Ctrl+K", QT_TRANSLATE_NOOP("Shortcuts", "Go to a screen, order, customer or product")),
    ("Ctrl+L", QT_TRANSLATE_NOOP("Shortcuts", "Lock, switch person")),
    ("Esc", QT_TRANSLATE_NOOP("Shortcuts", "Close the sheet, the search, the detail")),
    ("Ctrl+P", QT_TRANSLATE_NOOP("Shortcuts", "Print the last receipt again")),
    ("Ctrl+Shift+F", QT_TRANSLATE_NOOP("Shortcuts", "Full screen")),
)
ABOVE = tuple(key for key in EVERYWHERE if key[0] in ("F1", "Ctrl+L", "Ctrl+Shift+F"))
"""What also works while a sheet is open."""
AT_THE_LOCK = tuple(key for key in ABOVE if key[0] != "Ctrl+L")
PAYMENT, SIGN_IN = "payment", "sign-in"
"""What has keys of its own beside the pages."""
TABLE = (
    ("↑ ↓", QT_TRANSLATE_NOOP("Shortcuts", "Move in the list")),
    ("PgUp PgDown", QT_TRANSLATE_NOOP("Shortcuts", "A page up, a page down")),
    ("Home End", QT_TRANSLATE_NOOP("Shortcuts", "First row, last row")),
    ("Enter", QT_TRANSLATE_NOOP("Shortcuts", "Open")),
)
KEYS_OF: tuple[tuple[Page | str, tuple[tuple[str, object], ...]], ...] = (
    (
        Page.SELL,
        (
            ("Enter", QT_TRANSLATE_NOOP("Shortcuts", "Add the first match")),
            ("↓", QT_TRANSLATE_NOOP("Shortcuts", "From the search to the products")),
            ("Ctrl+↑ ↓", QT_TRANSLATE_NOOP("Shortcuts", "Line before, line after")),
            ("+ −", QT_TRANSLATE_NOOP("Shortcuts", "One more, one less")),
            ("3*", QT_TRANSLATE_NOOP("Shortcuts", "Three of what comes next")),
            ("Alt+← →", QT_TRANSLATE_NOOP("Shortcuts", "Category before, category after")),
            ("Ctrl+D", QT_TRANSLATE_NOOP("Shortcuts", "Favourite: add, or take out")),
            ("F3", QT_TRANSLATE_NOOP("Shortcuts", "Customer")),
            ("F4", QT_TRANSLATE_NOOP("Shortcuts", "Discount on the line, with Shift on the cart")),
            ("F6", QT_TRANSLATE_NOOP("Shortcuts", "Hold the cart")),
            ("F7", QT_TRANSLATE_NOOP("Shortcuts", "Held carts")),
            ("F8", QT_TRANSLATE_NOOP("Shortcuts", "Quantity")),
            ("Del", QT_TRANSLATE_NOOP("Shortcuts", "Remove the line")),
            ("Ctrl+Z", QT_TRANSLATE_NOOP("Shortcuts", "Undo the last change")),
            ("Ctrl+N", QT_TRANSLATE_NOOP("Shortcuts", "Custom item")),
            ("F9", QT_TRANSLATE_NOOP("Shortcuts", "Cash")),
            ("F10", QT_TRANSLATE_NOOP("Shortcuts", "Card")),
            ("F11", QT_TRANSLATE_NOOP("Shortcuts", "QR code")),
            ("F12, Ctrl+Enter", QT_TRANSLATE_NOOP("Shortcuts", "Pay")),
        ),
    ),
    (
        Page.ORDERS,
        (
            *TABLE,
            ("Ctrl+Enter", QT_TRANSLATE_NOOP("Shortcuts", "Take payment, or hand over")),
            ("Ctrl+R", QT_TRANSLATE_NOOP("Shortcuts", "Refund the order that is shown")),
            ("Ctrl+E", QT_TRANSLATE_NOOP("Shortcuts", "Export the list to a file")),
        ),
    ),
    (
        Page.CUSTOMERS,
        (
            *TABLE,
            ("Ctrl+N", QT_TRANSLATE_NOOP("Shortcuts", "New customer")),
            ("Ctrl+Enter", QT_TRANSLATE_NOOP("Shortcuts", "Start a cart for the customer")),
            ("Ctrl+S", QT_TRANSLATE_NOOP("Shortcuts", "Save what was typed")),
        ),
    ),
    (Page.REPORTS, TABLE),
    (
        PAYMENT,
        (
            ("F9", QT_TRANSLATE_NOOP("Shortcuts", "Cash")),
            ("F10", QT_TRANSLATE_NOOP("Shortcuts", "Card")),
            ("F11", QT_TRANSLATE_NOOP("Shortcuts", "QR code")),
            ("S", QT_TRANSLATE_NOOP("Shortcuts", "Split payment")),
            ("O", QT_TRANSLATE_NOOP("Shortcuts", "Other tender")),
            ("Alt+← →", QT_TRANSLATE_NOOP("Shortcuts", "In Other: the tender before, the one after")),
            ("0 … 9", QT_TRANSLATE_NOOP("Shortcuts", "Cash: the amount received")),
            ("Backspace", QT_TRANSLATE_NOOP("Shortcuts", "Cash: take back the last digit")),
            ("E", QT_TRANSLATE_NOOP("Shortcuts", "Cash: the exact amount")),
            ("Enter", QT_TRANSLATE_NOOP("Shortcuts", "The next step: take cash, book, try again")),
            ("Esc", QT_TRANSLATE_NOOP("Shortcuts", "Cancel on the reader first, then close")),
        ),
    ),
    (
        SIGN_IN,
        (
            ("0 … 9", QT_TRANSLATE_NOOP("Shortcuts", "The PIN")),
            ("Backspace", QT_TRANSLATE_NOOP("Shortcuts", "Take back the last digit")),
            ("↑ ↓ ← →", QT_TRANSLATE_NOOP("Shortcuts", "Another person")),
            ("Tab", QT_TRANSLATE_NOOP("Shortcuts", "To the people and the buttons")),
        ),
    ),
)
_BESIDE = {PAYMENT: ABOVE, SIGN_IN: AT_THE_LOCK}
"""What works everywhere else is left out where it does not."""


MOST_IN_A_COLUMN = 14
"""More than these do not fit a low window."""


class ShortcutsSheet(Sheet):
    """Two columns of keys and what they do: those in front, then those that work everywhere."""

    def __init__(self, look: Look, host: QWidget, topic: Page | str) -> None:
        super().__init__(
            look, host, QCoreApplication.translate("Shortcuts", "Keys"), size=SheetSize.LARGE, name="shortcuts"
        )
        self._table = QGridLayout()
        self._table.setHorizontalSpacing(Space.MD)
        self._table.setVerticalSpacing(Space.XS)
        self._table.setColumnStretch(1, 1)
        self._table.setColumnStretch(3, 1)
        self.body.addLayout(self._table)
        own: Sequence[tuple[str, object]] = next(keys for of, keys in KEYS_OF if of == topic)
        beside = _BESIDE.get(topic, EVERYWHERE)
        # What is too long for one column goes on in the second one, above the keys of everywhere and a gap.
        left = max(MOST_IN_A_COLUMN, (len(own) + len(beside) + 2) // 2)
        self._fill(look, own[:left], 0)
        self._fill(look, own[left:], 2)
        self._fill(look, beside, 2, first=len(own[left:]) + 1 if own[left:] else 0)
        self.set_first_focus(self.cross)

    def _stops(self) -> list[QWidget]:
        # There is nothing else to operate here.
        return [self.cross]

    def _fill(self, look: Look, keys: Sequence[tuple[str, object]], column: int, *, first: int = 0) -> None:
        if first:
            self._table.setRowMinimumHeight(first - 1, Space.MD)
        for row, (key, source) in enumerate(keys, start=first):
            words = Text(look, QCoreApplication.translate(KEYS, str(source)), Type.BODY, wrap=True)
            words.setMinimumHeight(look.px(26))
            words.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading)
            hint = KeyHint(look, key)
            self._table.addWidget(hint, row, column, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading)
            self._table.addWidget(words, row, column + 1)
