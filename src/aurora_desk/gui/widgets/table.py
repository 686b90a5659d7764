"""Tables of rows."""

from __future__ import annotations

import itertools
import math
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from aurora_desk.gui.models.cells import ROW_HEIGHT, Line, LinePainter, Span, cell_width
from aurora_desk.gui.models.paged import ROW_ROLE
from aurora_desk.gui.models.tables import TableModel
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.spacing import TARGET
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.headings import Headings

HEADER_HEIGHT = 42
FOLLOW_MS = 120
SPEAK_FOR_ALL = 30
"""So many rows tell how wide the words of a column are; fewer of a handful that comes later."""
SPEAK_FOR_NEWS = 6
MOST_WIDER = 1.4
LEFT_TO_OTHERS = 120
"""How wide a column usually is that takes what is left."""
ENDS = (Qt.Key.Key_Home, Qt.Key.Key_End)
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Table(QTableView):
    """Rows 52 high. The detail follows the selection after 120 ms, Enter or a double click opens."""

    row_selected = Signal(object)
    row_opened = Signal(object)

    def __init__(
        self, look: Look, model: TableModel[Any], *, label: str, name: str = "table", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look, self._rows = look, model
        self._painter = LinePainter(look)
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.headings = Headings(look, name=f"{name}-headings", parent=self)
        self.setHorizontalHeader(self.headings)
        self._sorts = [place for place in range(len(model.columns)) if model.sorts(place)]
        for place in self._sorts:
            column = model.columns[place]
            self.headings.offer(place, column.title, at_end=column.at_end)
        self.headings.sort_wanted.connect(self._on_sort)
        self.headings.dragged.connect(self._on_dragged)
        self._follow = QTimer(self)
        self._follow.setSingleShot(True)
        self._follow.setInterval(FOLLOW_MS)
        self._follow.timeout.connect(self._on_follow)
        self._chosen: Any = None
        """The row that somebody chose and that is still to be followed; it may be gone from the rows by then."""
        # Opaque, the viewport scrolls by moving what is painted: only the rows that come in are painted anew.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.selectionModel().selectionChanged.connect(self._on_selection)
        self.doubleClicked.connect(self._open)
        self._least: dict[int, int] = {}
        model.modelReset.connect(self._on_reset)
        model.rowsInserted.connect(self._on_inserted)
        look.follow(self._dress)

    @property
    def row(self) -> Any:
        """The domain object of the selected row, or None."""
        # The current row alone says nothing: Qt makes the first one current as the table takes the focus.
        chosen = self.selectionModel().selectedRows()
        return chosen[0].data(ROW_ROLE) if chosen else None

    def select_key(self, key: object) -> bool:
        """Select the row of that key; tells whether it is at hand."""
        place = self._rows.place_of(key)
        if place is None:
            return False
        self.selectRow(place)
        return True

    def mark(self, key: object | None) -> None:
        """Select the row of that key, and none where it is not at hand."""
        if key is None or not self.select_key(key):
            self._chosen = None
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())

    def mark_again(self, key: object | None) -> None:
        """The rows were replaced: mark the row of that key, or the one that somebody chose a moment ago."""
        if self._chosen is None:
            self.mark(key)
        else:
            self.select_key(self._rows.key(self._chosen))

    def take_focus(self) -> None:
        """Go on from a search with the arrow keys: at the chosen row, else at the first."""
        if self._rows.rowCount():
            if not self.currentIndex().isValid():
                self.selectRow(0)
            self.setFocus()

    def selectRow(self, row: int) -> None:
        # Qt's own finds no column before the table is laid out right to left.
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(self._rows.index(row, 0), flags)

    def setColumnHidden(self, column: int, hide: bool) -> None:
        # The others take its room.
        if hide != self.isColumnHidden(column):
            super().setColumnHidden(column, hide)
            self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._look.colour("surface"))
        self._paint_lines(painter, event.region())
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() in ENTER and not control:
            self._open(self.currentIndex())
        elif event.key() in ENDS and self._rows.rowCount():
            # Qt's own walk along the cells of a row; here a row is one thing.
            self.selectRow(0 if event.key() == Qt.Key.Key_Home else self._rows.rowCount() - 1)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _paint_lines(self, painter: QPainter, exposed: QRegion) -> None:
        box, chosen = exposed.boundingRect(), self.selectionModel()
        columns = [place for place in range(len(self._rows.columns)) if not self.isColumnHidden(place)]
        spans = [Span(self.columnViewportPosition(place), self.columnWidth(place)) for place in columns]
        first, last = self.rowAt(box.top()), self.rowAt(box.bottom())
        if first < 0 or not spans:
            return
        lines: list[Line] = []
        for place in range(first, (last if last >= 0 else self._rows.rowCount() - 1) + 1):
            top, height = self.rowViewportPosition(place), self.rowHeight(place)
            if exposed.intersects(QRect(box.left(), top, box.width(), height)):
                selected = chosen.isSelected(self._rows.index(place, columns[0]))
                lines.append(Line(top, height, selected, self._rows.cells_at(place, columns)))
        self._painter.paint(painter, lines, spans, self.layoutDirection())

    def _on_sort(self, column: int) -> None:
        """Smallest first, then the other way round; the selected row stays the selected one."""
        rows, row = self._rows, self.row
        rows.sort_by(column, descending=rows.sorted_by == column and not rows.descending)
        self.headings.show_order(column, descending=rows.descending)
        if row is not None and self.select_key(rows.key(row)):
            self.scrollTo(self.currentIndex())

    def _on_dragged(self, column: int, width: int) -> None:
        if self._rows.columns[column].width:
            self._look.widths.put(self.objectName(), column, round(width * 100 / self._look.scale))

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self._follow.stop()
            self._chosen = None
            self.row_opened.emit(index.data(ROW_ROLE))

    def _on_selection(self) -> None:
        if self.row is not None:
            self._chosen = self.row
            self._follow.start()

    def _on_follow(self) -> None:
        chosen, self._chosen = self._chosen, None
        if chosen is not None:
            self.row_selected.emit(chosen)

    def _on_reset(self) -> None:
        self._measure(0, SPEAK_FOR_ALL)
        self._fit()

    def _on_inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        # While the network is busy rows come by the dozen: only theirs are measured, and most need no more room.
        if self._measure(first, min(last + 1, first + SPEAK_FOR_NEWS, SPEAK_FOR_ALL)):
            self._fit()

    def _dress(self) -> None:
        self._least.clear()
        self._measure(0, SPEAK_FOR_ALL)
        self.headings.setFont(self._look.font(Type.LABEL, weight=600))
        # A heading that is tapped is as high as everything that is.
        self.headings.setFixedHeight(self._look.px(TARGET if self._sorts else HEADER_HEIGHT))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(self._look.px(ROW_HEIGHT))
        self._fit()

    def _fit(self) -> None:
        """Each column as wide as it says or its heading needs, and wider for longer words while there is room.

        Where there is too little, columns give up what their words do not need.
        """
        header, columns, kept, name = self.headings, self._rows.columns, self._look.widths, self.objectName()
        usual = {
            place: max(self._look.px(kept.of(name, place, column.width)), header.sectionSizeHint(place))
            for place, column in enumerate(columns)
            if column.width and not self.isColumnHidden(place)
        }
        # What somebody has drawn to a width stays as it is.
        more = {
            place: 0 if kept.of(name, place, 0) else max(0, self._words_width(place) - width)
            for place, width in usual.items()
        }
        others = [place for place, column in enumerate(columns) if not column.width and not self.isColumnHidden(place)]
        left = sum(max(header.sectionSizeHint(place), self._words_width(place)) for place in others)
        room = self.viewport().width() - sum(usual.values()) - left
        if room < 0:
            # Of what somebody has drawn to a width nothing is taken.
            more = {
                place: 0 if kept.of(name, place, 0) else self._needed(place) - width for place, width in usual.items()
            }
        share = min(1.0, abs(room) / max(1, abs(sum(more.values()))))
        for place in (*usual, *others):
            mode = QHeaderView.ResizeMode.Interactive if place in usual else QHeaderView.ResizeMode.Stretch
            header.setSectionResizeMode(place, mode)
            if place in usual:
                self.setColumnWidth(place, usual[place] + math.floor(more[place] * share))

    def _needed(self, place: int) -> int:
        """The least that a column of words is read in; without rows it is its usual width."""
        usual = max(self._look.px(self._rows.columns[place].width), self.headings.sectionSizeHint(place))
        needed = self._least.get(place, usual)
        return min(usual, max(needed, self.headings.sectionSizeHint(place)))

    def _words_width(self, place: int) -> int:
        """What the rows at hand need of a column, within reason."""
        width = self._rows.columns[place].width
        most = round(self._look.px(width) * MOST_WIDER) or self._look.px(2 * LEFT_TO_OTHERS)
        return min(self._least.get(place, 0), most)

    def _measure(self, first: int, end: int) -> bool:
        """Look how wide the words of some rows are; tells whether a column needs more room than before.

        A need only grows: no column moves back and forth as rows come and go.
        """
        before = dict(self._least)
        for row in itertools.islice(self._rows.rows, first, end):
            for place, column in enumerate(self._rows.columns):
                self._least[place] = max(self._least.get(place, 0), cell_width(self._look, column.cell(row)))
        return self._least != before
