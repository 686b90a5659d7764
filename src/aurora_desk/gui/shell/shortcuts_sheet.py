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
    ("F2", QT_TRANSLATE_NOOP("Shortcuts", "Search")),
    ("Ctrl+1 … 4", QT_TRANSLATE_NOOP("Shortcuts", "Sell, Orders, Customers, Reports")),
    ("Ctrl+K", QT_TRANSLATE_NOOP("Shortcuts", "Go to a screen, order, customer or product")),
    ("Ctrl+L", QT_TRANSLATE_NOOP("Shortcuts", "Lock, switch person")),
    ("Esc", QT_TRANSLATE_NOOP("Shortcuts", "Close the sheet, the search, the detail")),
    ("Ctrl+P", QT_TRANSLATE_NOOP("Shortcuts", "Print the last receipt again")),
    ("Ctrl+Shift+F", QT_TRANSLATE_NOOP("Shortcuts", "Full screen")),
)
TABLE = (
    ("↑ ↓", QT_TRANSLATE_NOOP("Shortcuts", "Move in the list")),
    ("Enter", QT_TRANSLATE_NOOP("Shortcuts", "Open")),
)
OF_PAGE = (
    (
        Page.SELL,
        (
            ("Enter", QT_TRANSLATE_NOOP("Shortcuts", "Add the first match")),
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
            ("F12", QT_TRANSLATE_NOOP("Shortcuts", "Pay")),
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
)


class ShortcutsSheet(Sheet):
    """Two columns of keys and what they do: those of the screen, then those that work everywhere."""

    def __init__(self, look: Look, host: QWidget, page: Page) -> None:
        super().__init__(
            look, host, QCoreApplication.translate("Shortcuts", "Keys"), size=SheetSize.LARGE, name="shortcuts"
        )
        self._table = QGridLayout()
        self._table.setHorizontalSpacing(Space.MD)
        self._table.setVerticalSpacing(Space.XS)
        self._table.setColumnStretch(1, 1)
        self._table.setColumnStretch(3, 1)
        self.body.addLayout(self._table)
        own: Sequence[tuple[str, object]] = next(keys for of, keys in OF_PAGE if of is page)
        self._fill(look, own, 0)
        self._fill(look, EVERYWHERE, 2)
        self.set_first_focus(self.cross)

    def _stops(self) -> list[QWidget]:
        # There is nothing else to operate here.
        return [self.cross]

    def _fill(self, look: Look, keys: Sequence[tuple[str, object]], column: int) -> None:
        for row, (key, source) in enumerate(keys):
            words = Text(look, QCoreApplication.translate(KEYS, str(source)), Type.BODY, wrap=True)
            words.setMinimumHeight(look.px(30))
            words.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading)
            hint = KeyHint(look, key)
            self._table.addWidget(hint, row, column, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading)
            self._table.addWidget(words, row, column + 1)
