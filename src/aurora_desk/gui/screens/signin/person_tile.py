"""A person to choose at sign-in."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from aurora_desk.domain.people import Person
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.paint import rounded, words
from aurora_desk.gui.theme.spacing import Radius
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.avatar import paint_avatar

WIDTH, HEIGHT = 148, 164
FACE = 64
MIDDLE = Qt.AlignmentFlag.AlignCenter


class PersonTile(QPushButton):
    """Initials, name and what the person is here: owner, manager, cashier, or on shift."""

    def __init__(self, look: Look, person: Person, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self.person = look, person
        self._below, self._chosen = "", False
        self.setObjectName(f"person-{person.person_id}")
        self.setProperty("kind", "painted")
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.follow(self.updateGeometry)
        self._name()

    @property
    def chosen(self) -> bool:
        """Whether this person is asked for the PIN."""
        return self._chosen

    def set_chosen(self, chosen: bool) -> None:
        """Mark as the person who is asked for the PIN."""
        self._chosen = chosen
        self._name()

    def set_below(self, below: str) -> None:
        """Say what the person is here."""
        self._below = below
        self._name()

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(WIDTH), self._look.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, painter = self._look, QPainter(self)
        at_rest = "primary_soft" if self._chosen else "sunken" if self.underMouse() else "surface"
        fill = "pressed" if self.isDown() else at_rest
        edge = "focus" if self.hasFocus() else "primary" if self._chosen else "border"
        strong = self.hasFocus() or self._chosen
        rounded(
            painter,
            self.rect(),
            Radius.CARD,
            fill=look.colour(fill),
            edge=look.colour(edge),
            width=2.0 if strong else 1.0,
        )
        face = look.px(FACE)
        circle = QRect((self.width() - face) // 2, look.px(22), face, face)
        if self._chosen:
            rounded(painter, circle.adjusted(-2, -2, 2, 2), face / 2 + 2, fill=look.colour("surface"))
        paint_avatar(painter, look, circle, self.person.initials, "primary")
        line = look.px(22)
        name = QRect(8, circle.bottom() + look.px(12), self.width() - 16, line)
        first = look.metrics(Type.STRONG).elidedText(self.person.name, Qt.TextElideMode.ElideRight, name.width())
        words(painter, name, first, look.font(Type.STRONG), look.colour("text"), MIDDLE)
        ink = look.colour("on_primary_soft" if self._chosen else "muted")
        words(painter, name.translated(0, line), self._below, look.font(Type.LABEL, weight=400), ink, MIDDLE)
        painter.end()

    def _name(self) -> None:
        parts = [self.person.name, self._below, self.tr("chosen") if self._chosen else ""]
        self.setAccessibleName(", ".join(part for part in parts if part))
        self.update()
