"""The signed-in person at the end of the rail."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QWidget

from aurora_desk.domain.people import Person, Role
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.paint import rounded
from aurora_desk.gui.theme.spacing import TARGET
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.avatar import paint_avatar
from aurora_desk.gui.widgets.key_hint import key_words
from aurora_desk.gui.widgets.menu_place import open_beside

SIDE = 40


class PersonButton(QPushButton):
    """Initials in a circle; its menu is for what concerns the person and the till: `add_item` adds to it."""

    lock_wanted = Signal()
    switch_wanted = Signal()
    orders_wanted = Signal()
    """The orders that this person sold today."""
    scanner_wanted = Signal()
    """The scanner shall be tested."""
    password_wanted = Signal()
    """The owner wants to choose a password for signing in."""
    look_wanted = Signal()
    """How the till looks and sounds shall be changed."""

    def __init__(self, look: Look, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._initials = look, ""
        self.setObjectName("rail-person")
        self.setProperty("kind", "painted")
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.menu_of_person = QMenu(self)
        self.menu_of_person.setObjectName("person-menu")
        self._icons: list[tuple[QAction, str]] = []
        self.lock_action = self.add_item(self.tr("Lock"), "lock", self.lock_wanted.emit, keys="Ctrl+L")
        self.switch_action = self.add_item(self.tr("Switch person"), "users", self.switch_wanted.emit)
        self.menu_of_person.addSeparator()
        self.orders_action = self.add_item(self.tr("My orders today"), "receipt-text", self.orders_wanted.emit)
        self.scanner_action = self.add_item(self.tr("Test my scanner"), "scan-barcode", self.scanner_wanted.emit)
        self.look_action = self.add_item(self.tr("Look and sound…"), "sun-moon", self.look_wanted.emit)
        self.password_action = self.add_item(self.tr("Owner password…"), "key-round", self.password_wanted.emit)
        self.clicked.connect(self._on_clicked)
        look.follow(self._dress)

    def add_item(self, words: str, icon: str, act: Callable[[], object], *, keys: str = "") -> QAction:
        """One more entry at the end of the menu; `keys` are only shown, a shortcut of the shell does the same."""
        action = self.menu_of_person.addAction(words)
        if keys:
            action.setText(f"{words}\t{key_words(keys)}")
        action.triggered.connect(lambda _checked=False: act())
        self._icons.append((action, icon))
        action.setIcon(self._look.icon(icon, "muted", 20))
        return action

    def show_person(self, person: Person) -> None:
        """Show who is signed in."""
        self._initials = person.initials
        self.setAccessibleName(self.tr("%1, lock or switch person").replace("%1", person.name))
        self.setToolTip(person.name)
        self.password_action.setVisible(person.role is Role.OWNER)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(TARGET), self._look.px(TARGET))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        side = self._look.px(SIDE)
        circle = QRect(0, 0, side, side)
        circle.moveCenter(self.rect().center())
        paint_avatar(painter, self._look, circle, self._initials, "primary", ground="pressed" if self.isDown() else "")
        if self.hasFocus():
            rounded(painter, self.rect(), self.width() / 2, edge=self._look.colour("focus"), width=2.0)
        painter.end()

    def _on_clicked(self) -> None:
        open_beside(self.menu_of_person, self)

    def _dress(self) -> None:
        self.menu_of_person.setFont(self._look.font(Type.STRONG, weight=500))
        for action, icon in self._icons:
            action.setIcon(self._look.icon(icon, "muted", 20))
        self.updateGeometry()
