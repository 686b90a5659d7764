"""The list of places, and how a line of it is painted."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from aurora_desk.gui.shell.goto.places import Place
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.paint import END, picture, rounded, words
from aurora_desk.gui.theme.spacing import Radius, Space
from aurora_desk.gui.theme.typography import Type

Index = QModelIndex | QPersistentModelIndex
PLACE_ROLE = Qt.ItemDataRole.UserRole
HEIGHT = 48
ABOUT = 300


class Places(QAbstractListModel):
    """A few places, all replaced at once."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.places: tuple[Place, ...] = ()

    def show(self, places: tuple[Place, ...]) -> None:
        """Show these places."""
        self.beginResetModel()
        self.places = places
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default, never changed
        return 0 if parent.isValid() else len(self.places)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.places):
            return None
        place = self.places[index.row()]
        if role == PLACE_ROLE:
            return place
        if role == Qt.ItemDataRole.DisplayRole:
            return place.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(text for text in (place.title, place.about) if text)
        return None


class PlaceDelegate(QStyledItemDelegate):
    """Icon and title at the start, what it is at the end."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(self._look.px(240), self._look.px(HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        place = index.data(PLACE_ROLE)
        if not isinstance(place, Place):
            return
        look, row = self._look, QRect(option.rect)
        direction: Qt.LayoutDirection = option.direction
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setLayoutDirection(direction)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        if selected:
            rounded(painter, row, Radius.BUTTON, fill=look.colour("primary_soft"))
        elif state & QStyle.StateFlag.State_MouseOver:
            rounded(painter, row, Radius.BUTTON, fill=look.colour("sunken"))
        inside, side = row.adjusted(Space.MD, 0, -Space.MD, 0), look.px(24)
        icon = QRect(inside.left(), row.top(), side, row.height())
        about = QRect(inside.right() - look.px(ABOUT), row.top(), look.px(ABOUT), row.height())
        left = icon.right() + Space.MD
        title = QRect(left, row.top(), about.left() - left - Space.SM, row.height())

        def mirrored(box: QRect) -> QRect:
            return QStyle.visualRect(direction, row, box)

        tone = "on_primary_soft" if selected else "muted"
        picture(painter, mirrored(icon), look.pixmap(place.icon, tone, 20))
        words(painter, mirrored(title), place.title, look.font(Type.STRONG), look.colour("text"))
        words(painter, mirrored(about), place.about, look.font(Type.LABEL, weight=400), look.colour("muted"), END)
        painter.restore()
