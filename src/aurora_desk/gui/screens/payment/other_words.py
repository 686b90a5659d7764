"""What the Other step says of a tender: what to do first, what to write down, and what booking it means."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from aurora_desk.domain.payments import Method
from aurora_desk.gui.screens.payment.other_tender import OtherTender


class OtherWords:
    """Whether the customer is charged is told with every one."""

    def name(self, tender: OtherTender) -> str:
        """What it is called."""
        return {
            Method.OTHER_CARD: _tr("Card on another machine"),
            Method.TRANSFER: _tr("Bank transfer"),
        }.get(tender.method, tender.name)

    def detail(self, tender: OtherTender, amount: str) -> str:
        """What has to be true before it is booked."""
        words = {
            Method.OTHER_CARD: _tr("Charge %1 on the other machine first. Then enter the number on its slip."),
            Method.TRANSFER: _tr(
                "Nothing is charged here. Book it once you see %1 on the shop's account. "
                "Until then the order can wait, unpaid."
            ),
        }.get(tender.method, _tr("Take %1 by %2 first. Then book it: nothing is charged here."))
        return words.replace("%2", tender.name).replace("%1", amount)

    def field(self, tender: OtherTender) -> tuple[str, str, str]:
        """Label, hint and example of what is written down."""
        return {
            Method.OTHER_CARD: (
                _tr("Slip number"),
                _tr("It is printed on the slip. Never the card number."),
                _tr("0042"),
            ),
            Method.TRANSFER: (
                _tr("Reference on the account"),
                _tr("Who sent it, or what the shop's account says about it."),
                _tr("A. Demir, order 5001"),
            ),
        }.get(tender.method, (_tr("Reference"), _tr("The number on it. Never a card number."), ""))

    def missing(self, tender: OtherTender) -> str:
        """What is to be written down before it can be booked."""
        return {
            Method.OTHER_CARD: _tr("Enter the number on the slip."),
            Method.TRANSFER: _tr("Enter what the account says, or let the order wait."),
        }.get(tender.method, _tr("Enter the reference."))

    def book(self, tender: OtherTender, amount: str) -> str:
        """The button."""
        words = _tr("The money is there: book %1") if tender.method is Method.TRANSFER else _tr("Book %1 as paid")
        return words.replace("%1", amount)


def _tr(text: str) -> str:
    return QCoreApplication.translate("OtherPanel", text)
