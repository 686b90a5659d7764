"""Goods that come back: what of an order's lines can, what it is worth, and whose hands it is in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from aurora_desk.domain.errors import AuroraError, ConflictError
from aurora_desk.domain.ids import ProductId
from aurora_desk.domain.money import Money, round_half_up
from aurora_desk.domain.orders import OrderLine
from aurora_desk.domain.words import say


class RefundTooLargeError(AuroraError):
    """The refund asked for exceeds what is left to give back."""

    code = "refund_too_large"

    def __init__(self, asked: Money, refundable: Money | None = None) -> None:
        words = say(
            "{asked} is more than is left to refund by now. Nothing was refunded. Look at the order again.", asked=asked
        )
        if refundable is not None:
            words = say(
                "{asked} is more than the {left} left to refund. Nothing was refunded. Look at the order again.",
                asked=asked,
                left=refundable,
            )
        super().__init__(words)
        self.asked, self.refundable = asked, refundable


class MoreThanSoldError(RefundTooLargeError):
    """More pieces of a line are to come back than are still with the customer."""

    code = "more_than_sold"

    def __init__(self) -> None:
        AuroraError.__init__(self, "More would come back than was sold. Nothing was refunded. Look at the order again.")


class HandsError(ConflictError):
    """More would come out of the customer's hands, or off the shelf, than is there."""

    code = "not_there_to_come_back"

    def __init__(self) -> None:
        super().__init__(
            "The customer does not have these goods, or they do not lie here any more. Nothing was refunded. "
            "Look at the order again."
        )


@dataclass(frozen=True, slots=True)
class CameBack:
    """What of a line was refunded by now; quantities in thousandths, the amount in minor units."""

    quantity_milli: int = 0
    amount_minor: int = 0
    from_customer_milli: int = 0
    """How much of it the customer had collected and brought back."""

    @property
    def from_shelf_milli(self) -> int:
        """How much of it was never collected."""
        return self.quantity_milli - self.from_customer_milli


class Whence(StrEnum):
    """Where refunded goods are taken from first, where a customer has collected a part of a line."""

    CUSTOMER = "customer"
    SHELF = "shelf"


@dataclass(frozen=True, slots=True)
class ReturnableLine:
    """An order line and what of it came back already; quantities in thousandths, amounts in minor units."""

    position: int
    product_id: ProductId | None
    name: str
    sold_milli: int
    total_minor: int
    back_milli: int = 0
    back_minor: int = 0
    here_milli: int = 0
    """What of the rest was not collected yet, so that it lies in the shop."""

    @property
    def left_milli(self) -> int:
        """What can still come back."""
        return self.sold_milli - self.back_milli

    @property
    def with_customer_milli(self) -> int:
        """What of it the customer has."""
        return self.left_milli - self.here_milli

    def from_customer(self, quantity_milli: int, first: Whence = Whence.CUSTOMER) -> int:
        """How much of what comes back is the customer's to bring, taken from one place first and then the other."""
        if first is Whence.CUSTOMER:
            return min(quantity_milli, self.with_customer_milli)
        return max(0, quantity_milli - self.here_milli)

    def can_be_either(self, quantity_milli: int) -> bool:
        """Whether nobody can tell where so many pieces come from but a person."""
        return self.from_customer(quantity_milli) != self.from_customer(quantity_milli, Whence.SHELF)

    def must_be_there(self, quantity_milli: int, from_customer_milli: int) -> None:
        """Raise `HandsError` where the customer does not have so much, or so much does not lie here."""
        least, most = self.from_customer(quantity_milli, Whence.SHELF), self.from_customer(quantity_milli)
        if not least <= from_customer_milli <= most:
            raise HandsError

    def worth(self, quantity_milli: int) -> int:
        """What these pieces come to, discount and tax included.

        Reckoned from what is left, so the last piece takes the rest: all refunds of a line add up to its total.
        """
        if not 0 <= quantity_milli <= self.left_milli:
            raise MoreThanSoldError
        rest_minor = max(0, self.total_minor - self.back_minor)
        return round_half_up(rest_minor * quantity_milli, self.left_milli) if quantity_milli else 0


def returnable_line(line: OrderLine, back: CameBack, here_milli: int) -> ReturnableLine:
    """An order line with what came back of it, and what of it still lies in the shop."""
    return ReturnableLine(
        position=line.position,
        product_id=line.product_id,
        name=line.name,
        sold_milli=line.quantity_milli,
        total_minor=line.total_minor,
        back_milli=back.quantity_milli,
        back_minor=back.amount_minor,
        here_milli=here_milli,
    )


@dataclass(frozen=True, slots=True)
class LineReturn:
    """Pieces of a line that come back, and whether they can be sold again."""

    position: int
    quantity_milli: int
    restock: bool = False
    from_customer_milli: int | None = None
    """How many of them the customer had and brought back. None: as many as the customer has."""


@dataclass(frozen=True, slots=True)
class RefundedLine:
    """Pieces of a line that came back by a plan."""

    position: int
    quantity_milli: int
    amount_minor: int
    restocked: bool
    from_customer_milli: int = 0
    """How much of it came out of the customer's hands; the rest was not collected yet."""
