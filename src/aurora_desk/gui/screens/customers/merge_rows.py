"""Both customers of a merge side by side: a row for each part, and which of the two is taken."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from aurora_desk.gui.screens.customers.reading import OpenedCustomer
from aurora_desk.gui.theme.format import isolated
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.spacing import Space
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.button import Button, Kind
from aurora_desk.gui.widgets.text import Text
from aurora_desk.services.merging import Part

VALUE_WIDTH = 276


class MergeRows(QWidget):
    """`from_gone` is what the duplicate's values are taken of; at first that is where the kept one has nothing."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(Space.SM)
        self._grid.setVerticalSpacing(Space.SM)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        self._buttons: dict[Part, tuple[Button, Button]] = {}
        self._gone: set[Part] = set()

    @property
    def from_gone(self) -> frozenset[Part]:
        """The parts that are taken from the duplicate."""
        return frozenset(self._gone)

    def button(self, part: Part, *, gone: bool) -> Button:
        """What takes a part from the one or the other."""
        return self._buttons[part][int(gone)]

    def show_both(self, kept: OpenedCustomer, gone: OpenedCustomer) -> None:
        """Show both, the kept one first; parts in which they agree are left out."""
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._buttons, self._gone = {}, set()
        heads = (_tr("Kept: %1"), kept), (_tr("Duplicate: %1"), gone)
        for column, (words, one) in enumerate(heads, 1):
            text = words.replace("%1", isolated(f"#{one.card.customer.ref.customer_id}", self._look.locale))
            orders = one.card.customer.orders
            count = self.tr("%n orders", "", orders)
            self._grid.addWidget(Text(self._look, f"{text} · {count}", Type.LABEL, tone="muted"), 0, column)
        row = 1
        for part in Part:
            values = self._value(part, kept), self._value(part, gone)
            if values[0] != values[1]:
                self._add(row, part, values)
                row += 1

    def _add(self, row: int, part: Part, values: tuple[str, str]) -> None:
        label = Text(self._look, self._label(part), Type.BODY, tone="muted")
        self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignVCenter)
        made = []
        metrics = self._look.metrics(Type.STRONG)
        for gone, value in enumerate(values):
            words = metrics.elidedText(value or "–", Qt.TextElideMode.ElideRight, self._look.px(VALUE_WIDTH))
            side, spoken = "gone" if gone else "kept", value or _tr("nothing")
            button = Button(
                self._look,
                words.replace("&", "&&"),
                kind=Kind.QUICK,
                label=f"{self._label(part)}: {spoken}",
                name=f"merge-{part.value}-{side}",
            )
            button.clicked.connect(partial(self._choose, part, bool(gone)))
            self._grid.addWidget(button, row, 1 + gone)
            made.append(button)
        self._buttons[part] = (made[0], made[1])
        # Consent is a person's word for one address: it is never taken over by itself.
        self._choose(part, not values[0] and part is not Part.CONSENT)

    def _choose(self, part: Part, gone: bool, _checked: bool = False) -> None:
        (self._gone.add if gone else self._gone.discard)(part)
        for side, button in enumerate(self._buttons[part]):
            button.set_active(bool(side) == gone)

    def _label(self, part: Part) -> str:
        return {
            Part.NAME: _tr("Name"),
            Part.EMAIL: _tr("Email"),
            Part.PHONE: _tr("Phone"),
            Part.COMPANY: _tr("Company"),
            Part.ADDRESS: _tr("Address"),
            Part.CONSENT: _tr("Consent"),
        }[part]

    def _value(self, part: Part, one: OpenedCustomer) -> str:
        fields, customer = one.card.fields, one.card.customer
        if part is Part.CONSENT:
            at = customer.consent_at
            return _tr("Since %1").replace("%1", self._look.date(at)) if at is not None else ""
        if part is Part.ADDRESS:
            town = f"{fields.zip} {fields.city}".strip()
            return ", ".join(text for text in (fields.address, town, fields.country) if text)
        names = f"{fields.firstname} {fields.lastname}".strip()
        return {
            Part.NAME: fields.displayname or names,
            Part.EMAIL: fields.email,
            Part.PHONE: fields.phone,
            Part.COMPANY: fields.company,
        }[part]


def _tr(text: str) -> str:
    return QCoreApplication.translate("MergeSheet", text)
