"""Shifts at a till and the cash that moves in its drawer."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from aurora_desk.domain.errors import ConflictError
from aurora_desk.domain.ids import PersonId, ShiftId, TillId
from aurora_desk.domain.money import Money


class CashKind(StrEnum):
    """Why cash moved."""

    FLOAT = "float"
    TAKEN = "taken"
    CHANGE = "change"
    REFUND = "refund"


@dataclass(frozen=True, slots=True)
class Shift:
    """A cashier's time at a till, open until it is counted."""

    shift_id: ShiftId
    till_id: TillId
    person_id: PersonId
    person_name: str
    opened_at: datetime
    float: Money


class NoShiftError(ConflictError):
    """Nothing is sold before the drawer's float is known."""

    code = "no_shift"

    def __init__(self) -> None:
        super().__init__("No shift is open on this till. Nothing was sold. Open the shift first.")
