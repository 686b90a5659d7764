"""One of the three columns of the board: a title, figures, and the one that counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from aurora_desk.domain.money import Money
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.money_label import MoneyLabel
from aurora_desk.gui.widgets.polish import Ground, rule
from aurora_desk.gui.widgets.text import Text

SIDE = 16


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount with its words; `counts` is the one that the column comes to."""

    words: str
    money: Money
    counts: bool = False


class SumCard(Ground):
    """Words at the start, amounts at the end; what the column comes to stands large at its foot."""

    def __init__(
        self, look: Look, title: str = "", icon: str = "", *, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__("card", name=name, parent=parent)
        self._look, self._icon_name = look, icon
        self._shown: tuple[tuple[str, bool], ...] = ()
        self._told = ""
        self._icon = QLabel()
        self._title = Text(look, title, Type.STRONG, least=0.6, name=f"{name}-title")
        self.note = Text(look, "", Type.LABEL, tone="muted", weight=400, wrap=True, name=f"{name}-note")
        self._figures: list[tuple[Text, MoneyLabel]] = []
        self._lines: list[tuple[QBoxLayout, Text, MoneyLabel]] = []
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._icon)
        head.addWidget(self._title, 1)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(6)
        column = QVBoxLayout(self)
        column.setContentsMargins(SIDE, 14, SIDE, 14)
        column.setSpacing(8)
        if title:
            column.addLayout(head)
        column.addLayout(self._rows)
        column.addStretch(1)
        column.addWidget(self.note)
        self._foot = QVBoxLayout()
        self._foot.setSpacing(8)
        column.addLayout(self._foot)
        look.follow(self._dress)

    def show_figures(self, figures: Sequence[Figure], note: str = "") -> None:
        """Show figures; the same rows as before only change their amounts."""
        rows = tuple((figure.words, figure.counts) for figure in figures)
        if rows != self._shown:
            self._shown = rows
            self._rebuild(figures)
        for (_, amount), figure in zip(self._figures, figures, strict=True):
            amount.set_money(figure.money)
        told = "; ".join(f"{figure.words} {self._look.money(figure.money)}" for figure in figures)
        self.setAccessibleName(self._title.text() or told)
        self._told = told
        self.show_note(note)

    def show_note(self, note: str) -> None:
        """Say something beneath the figures, or nothing."""
        self.note.setText(note)
        self.note.setVisible(bool(note))
        self.setAccessibleDescription(f"{self._told}. {note}" if note else self._told)

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self._fit()
        return done

    def figure(self, words: str) -> str:
        """The amount that stands beside some words."""
        return next(amount.text() for text, amount in self._figures if text.text() == words)

    def _rebuild(self, figures: Sequence[Figure]) -> None:
        for layout in (self._rows, self._foot):
            while item := layout.takeAt(0):
                widget = item.widget()
                if widget is not None:
                    widget.hide()
                    widget.deleteLater()
        self._figures.clear()
        self._lines.clear()
        for figure in figures:
            if figure.counts:
                self._foot.addWidget(rule())
            row, text, amount = self._row(figure)
            (self._foot if figure.counts else self._rows).addWidget(row)
            self._figures.append((text, amount))

    def _row(self, figure: Figure) -> tuple[QWidget, Text, MoneyLabel]:
        row = QWidget()
        line = QBoxLayout(QBoxLayout.Direction.LeftToRight, row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        tone = "text" if figure.counts else "muted"
        text = Text(self._look, figure.words, Type.STRONG if figure.counts else Type.BODY, tone=tone, least=0.7)
        amount = MoneyLabel(self._look, None, Type.MONEY if figure.counts else Type.BODY)
        line.addWidget(text, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(amount, 1)
        self._lines.append((line, text, amount))
        return row, text, amount

    def _fit(self) -> None:
        """An amount is never cut: without room beside its words it stands beneath them."""
        room = self.contentsRect().width() - 2 * SIDE
        for line, text, amount in self._lines:
            beside = text.minimumSizeHint().width() + line.spacing() + amount.minimumSizeHint().width() <= room
            line.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)

    def _dress(self) -> None:
        if self._icon_name:
            self._icon.setPixmap(self._look.pixmap(self._icon_name, "muted", 20, self.devicePixelRatioF()))
