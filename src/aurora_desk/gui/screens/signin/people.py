"""The people of the shop to choose from."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from aurora_desk.domain.ids import PersonId
from aurora_desk.domain.people import Person, Role
from aurora_desk.gui.screens.signin.person_tile import WIDTH, PersonTile
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.spacing import Space

COLUMNS = 3
STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


class People(QWidget):
    """Tiles of people, at most one chosen."""

    chosen = Signal(object)
    """The `Person` asked for the PIN."""

    def __init__(self, look: Look, *, columns: int = COLUMNS, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._columns = look, columns
        self._tiles: list[PersonTile] = []
        self._shown = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(Space.MD)
        self.setObjectName("people")

    @property
    def tiles(self) -> tuple[PersonTile, ...]:
        """The tiles in their order."""
        return tuple(self._tiles)

    @property
    def person(self) -> Person | None:
        """Who is chosen."""
        return next((tile.person for tile in self._tiles if tile.chosen), None)

    def has(self, person_id: PersonId) -> bool:
        """Whether this person is among them."""
        return any(tile.person.person_id == person_id for tile in self._tiles)

    def show_people(self, people: Sequence[Person], on_shift: PersonId | None) -> None:
        """Show everybody; `on_shift` is whose shift is open."""
        before = self.person
        for tile in self._tiles:
            self._grid.removeWidget(tile)
            tile.deleteLater()
        self._tiles = [PersonTile(self._look, person, parent=self) for person in people]
        self._shown = 0
        self._place()
        for tile in self._tiles:
            tile.set_below(self._below(tile.person, on_shift))
            tile.clicked.connect(lambda _checked=False, tile=tile: self.choose(tile.person.person_id))
        if before is not None:
            self.choose(before.person_id)

    def choose(self, person_id: PersonId | None) -> None:
        """Ask this person for the PIN; None asks nobody."""
        for tile in self._tiles:
            tile.set_chosen(tile.person.person_id == person_id)
        person = self.person
        if person is not None:
            self.chosen.emit(person)

    def step(self, by: int) -> None:
        """Choose the neighbour, by the arrow keys."""
        if not self._tiles:
            return
        place = next((place for place, tile in enumerate(self._tiles) if tile.chosen), -1 if by > 0 else 0)
        self.choose(self._tiles[(place + by) % len(self._tiles)].person.person_id)

    def minimumSizeHint(self) -> QSize:
        # One beside the other as far as there is room: large text in a small window has one column.
        tile = self._look.px(WIDTH)
        return QSize(tile, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        room = (self.width() + Space.MD) // (self._look.px(WIDTH) + Space.MD)
        columns = max(1, min(self._columns, room))
        if columns == self._shown:
            return
        self._shown = columns
        for place, tile in enumerate(self._tiles):
            self._grid.addWidget(tile, place // columns, place % columns)
        for column in range(self._columns + 1):
            self._grid.setColumnStretch(column, 1 if column == columns else 0)

    def _below(self, person: Person, on_shift: PersonId | None) -> str:
        if person.person_id == on_shift:
            return self.tr("On shift")
        return {
            Role.OWNER: self.tr("Owner"),
            Role.MANAGER: self.tr("Manager"),
            Role.CASHIER: self.tr("Cashier"),
        }[person.role]


def arrow_step(event: QKeyEvent, direction: Qt.LayoutDirection) -> int:
    """How far an arrow key moves among the people, as the eye sees them; 0 for other keys."""
    step = STEPS.get(Qt.Key(event.key()), 0)
    mirrored = direction is Qt.LayoutDirection.RightToLeft
    sideways = event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right)
    return -step if mirrored and sideways else step
