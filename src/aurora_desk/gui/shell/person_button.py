"""The signed-in person at the end of the rail."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QWidget

from aurora_desk.domain.people import Person
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.paint import rounded
from aurora_desk.gui.theme.spacing import TARGET
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.avatar import paint_avatar

SIDE = 40


class PersonButton(QPushButton):
    """Initials in a circle; its menu locks the till, hands it to somebody else, or sets how it looks and sounds."""

    lock_wanted = Signal()
    switch_wanted = Signal()
    look_wanted = Signal()

    def __init__(self, look: Look, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._initials = look, ""
        self.setObjectName("rail-person")
        self.setProperty("kind", "painted")
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.menu_of_person = QMenu(self)
        self.menu_of_person.setObjectName("person-menu")
        self.lock_action = self.menu_of_person.addAction(self.tr("Lock"), self.lock_wanted.emit)
        self.switch_action = self.menu_of_person.addAction(self.tr("Switch person"), self.switch_wanted.emit)
        self.menu_of_person.addSeparator()
        self.look_action = self.menu_of_person.addAction(self.tr("Look and sound…"), self.look_wanted.emit)
        self.clicked.connect(self._on_clicked)
        look.follow(self._dress)

    def show_person(self, person: Person) -> None:
        """Show who is signed in."""
        self._initials = person.initials
        self.setAccessibleName(self.tr("%1, lock or switch person").replace("%1", person.name))
        self.setToolTip(person.name)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(TARGET), self._look.px(TARGET))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        side = self._look.px(SIDE)
        circle = QRect(0, 0, side, side)
        circle.moveCenter(self.rect().center())
        paint_avatar(painter, self._look, circle, self._initials, "primary")
        if self.hasFocus():
            rounded(painter, self.rect(), self.width() / 2, edge=self._look.colour("focus"), width=2.0)
        painter.end()

    def _on_clicked(self) -> None:
        menu = self.menu_of_person
        beside = self.mapToGlobal(QPoint(self.width() + 8, self.height() - menu.sizeHint().height()))
        menu.popup(beside)

    def _dress(self) -> None:
        self.menu_of_person.setFont(self._look.font(Type.STRONG, weight=500))
        self.updateGeometry()
