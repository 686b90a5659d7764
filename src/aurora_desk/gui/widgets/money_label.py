"""Amounts on screen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from aurora_desk.domain.money import Money
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.text import Text


class MoneyLabel(Text):
    """An amount, right-aligned, in the language's way of writing it."""

    def __init__(
        self,
        look: Look,
        money: Money | None = None,
        role: Type = Type.BODY,
        *,
        tone: str = "text",
        weight: int | None = None,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, "", role, tone=tone, weight=weight, name=name, parent=parent)
        self._money = money
        self.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        look.follow(self._write)

    @property
    def money(self) -> Money | None:
        """The amount shown."""
        return self._money

    def set_money(self, money: Money | None) -> None:
        """Show an amount, or nothing."""
        self._money = money
        self._write()

    def _write(self) -> None:
        self.setText(self._look.money(self._money) if self._money is not None else "")
