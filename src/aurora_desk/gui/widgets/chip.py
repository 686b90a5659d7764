"""Chips: one of several, above a list."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QRadioButton,
    QScrollArea,
    QSizePolicy,
    QStyle,
    QWidget,
)

from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.paint import picture, rounded, words
from aurora_desk.gui.theme.spacing import Space
from aurora_desk.gui.theme.typography import Type

DRAG_FROM_PX = 8


class Chip(QRadioButton):
    """One choice; `tint` colours its icon while it is not chosen (a category's own colour)."""

    def __init__(
        self, look: Look, text: str, *, icon: str = "", tint: str = "", name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self._look, self._icon, self._tint = look, icon, tint
        self._widest = ""
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.changed.connect(self._dress)
        self._dress()

    def set_text(self, text: str) -> None:
        """Say something else, for example another count."""
        self.setText(text)
        self._dress()

    def keep_room(self, widest: str) -> None:
        """Be wide enough for this text as well: the chips beside it stay where they are while a count changes."""
        self._widest = widest
        self._dress()

    def sizeHint(self) -> QSize:
        icon = self._look.px(18) + 8 if self._icon else 0
        metrics = self._look.metrics(Type.BODY, weight=600)
        text = max(metrics.horizontalAdvance(self.text()), metrics.horizontalAdvance(self._widest))
        height = self._look.px(44)
        return QSize(max(height, text + icon + (28 if self._icon else 34)), height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, position: QPoint) -> bool:
        return self.rect().contains(position)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, look = self._look.theme, self._look
        chosen, enabled = self.isChecked(), self.isEnabled()
        over = "pressed" if self.isDown() else "sunken" if self.underMouse() else "surface"
        fill = look.colour("primary_soft" if chosen else over)
        edge = look.colour("focus" if self.hasFocus() else "primary" if chosen else "border")
        ink = "disabled" if not enabled else "on_primary_soft" if chosen else "muted"
        painter = QPainter(self)
        rounded(painter, self.rect(), self.height() / 2, fill=fill, edge=edge, width=2.0 if self.hasFocus() else 1.0)
        font = look.font(Type.BODY, weight=600 if chosen else 500)
        if self._icon:
            side = look.px(18)
            colour = theme.tint(self._tint).ink if self._tint and not chosen and enabled else theme.colour(ink)
            spot = self._mirrored(QRect(13, 0, side, self.height()))
            picture(painter, spot, look.icons.pixmap(self._icon, colour, side, self.devicePixelRatioF()))
            beside = self._mirrored(self.rect().adjusted(13 + side + 8, 0, -12, 0))
            words(painter, beside, self.text(), font, look.colour(ink), least=0.8)
        else:
            words(painter, self.rect(), self.text(), font, look.colour(ink), Qt.AlignmentFlag.AlignCenter, least=0.8)
        painter.end()

    def _mirrored(self, box: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), box)

    def _dress(self) -> None:
        self.setFont(self._look.font(Type.BODY, weight=600))
        self.updateGeometry()
        self.update()


class ChipRow(QScrollArea):
    """Chips side by side, exactly one chosen; drag or arrow keys bring those at the end into view."""

    chosen = Signal(object)

    def __init__(self, look: Look, *, name: str, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._keys: dict[Chip, object] = {}
        self._press: QPoint | None = None
        self._from, self._dragged = 0, False
        self._led_away = False
        """Whether somebody has moved the row since a chip was chosen: then it stays where it was moved."""
        self._inside = QWidget()
        self._inside.setProperty("kind", "scrolled")
        self._row = QHBoxLayout(self._inside)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(Space.SM)
        self._row.addStretch(1)
        self._group = QButtonGroup(self)
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setWidget(self._inside)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._group.buttonToggled.connect(self._on_toggled)
        # Once all has its place: chips that were just added, or are being laid out, are elsewhere than they will be.
        self._placed = QTimer(self)
        self._placed.setSingleShot(True)
        self._placed.setInterval(0)
        self._placed.timeout.connect(self._keep_in_sight)
        self.horizontalScrollBar().rangeChanged.connect(self._on_range)
        look.follow(self._dress)

    def add(self, key: object, text: str, *, icon: str = "", tint: str = "", name: str = "") -> Chip:
        """Add a chip that stands for `key`; the first one is chosen."""
        chip = Chip(self._look, text, icon=icon, tint=tint, name=name or f"{self.objectName()}-{key}")
        self._keys[chip] = key
        chip.installEventFilter(self)
        self._row.insertWidget(self._row.count() - 1, chip)
        self._group.addButton(chip)
        if len(self._keys) == 1:
            chip.setChecked(True)
        return chip

    def clear(self) -> None:
        """Take all chips away."""
        for chip in self._keys:
            self._group.removeButton(chip)
            self._row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._keys.clear()

    def chips(self) -> tuple[Chip, ...]:
        """The chips in their order."""
        return tuple(self._keys)

    @property
    def key(self) -> object:
        """What the chosen chip stands for."""
        return next((key for chip, key in self._keys.items() if chip.isChecked()), None)

    def choose(self, key: object) -> None:
        """Choose the chip that stands for `key`."""
        for chip, own in self._keys.items():
            if own == key:
                chip.setChecked(True)

    def step(self, by: int) -> None:
        """Choose the chip before (-1) or behind (1) the chosen one; the row ends at its ends."""
        chips = self.chips()
        place = next((place for place, chip in enumerate(chips) if chip.isChecked()), 0) + by
        if 0 <= place < len(chips):
            chips[place].setChecked(True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent) and isinstance(watched, Chip):
            return self._dragging(watched, event)
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, Chip):
            self.ensureWidgetVisible(watched, Space.XL, 0)
        return False

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._led_away = True
        # A wheel turns up and down; the row goes sideways.
        turned = event.angleDelta().y() or event.angleDelta().x()
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() - (turned if self.layoutDirection() is Qt.LayoutDirection.LeftToRight else -turned))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # The chips' own group walks with the arrow keys; nothing here may scroll without choosing.
        event.ignore()

    def _dragging(self, chip: Chip, event: QMouseEvent) -> bool:
        x = event.globalPosition().toPoint()
        if event.type() == QEvent.Type.MouseButtonPress:
            self._press, self._from, self._dragged = x, self.horizontalScrollBar().value(), False
        elif event.type() == QEvent.Type.MouseMove and self._press is not None:
            moved = x.x() - self._press.x()
            self._dragged = self._dragged or abs(moved) > DRAG_FROM_PX
            if self._dragged:
                self._led_away = True
                self.horizontalScrollBar().setValue(self._from - moved)
                return True
        elif event.type() == QEvent.Type.MouseButtonRelease:
            self._press = None
            if self._dragged:
                chip.setDown(False)
                return True
        return False

    def _on_toggled(self, chip: QObject, checked: bool) -> None:
        if checked and isinstance(chip, Chip) and chip in self._keys:
            self._led_away = False
            self._keep_in_sight()
            self._placed.start()
            self.chosen.emit(self._keys[chip])

    def _on_range(self) -> None:
        self._placed.start()

    def _keep_in_sight(self) -> None:
        """The chosen chip stays in sight as texts and room change."""
        chosen = next((chip for chip in self._keys if chip.isChecked()), None)
        if chosen is not None and not self._led_away:
            self.ensureWidgetVisible(chosen, Space.XL, 0)

    def _dress(self) -> None:
        self.setFixedHeight(self._look.px(44))
