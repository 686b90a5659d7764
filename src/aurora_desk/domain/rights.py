"""Who may do what at the till, and up to which amount; above it a manager's PIN or badge stands in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from aurora_desk.domain.errors import AuroraError
from aurora_desk.domain.ids import PersonId
from aurora_desk.domain.people import Role
from aurora_desk.domain.words import Sentence

ApprovalId = NewType("ApprovalId", str)
ONCE = 1
"""The amount of a right that has none: it is held or not."""


class Right(StrEnum):
    """An act at the till that not everybody may do."""

    DISCOUNT = "discount"
    """Amounts in hundredths of a percent of what it is taken off."""
    REFUND = "refund"
    """Amounts in minor units."""
    VOID = "void"
    TAX_FREE = "tax_free"
    PRICE_LIST = "price_list"
    TAKE_OVER = "take_over"
    """Taking a cart that is open on another till."""
    CUSTOMER_DATA = "customer_data"
    """Merging customers, exporting or erasing their data."""
    CATALOGUE = "catalogue"
    """Adding products."""
    SETTLE = "settle"
    """Settling a difference of the money truth board."""
    PIN = "pin"
    """Letting somebody in who forgot the PIN or waits after wrong ones."""
    SETTINGS = "settings"
    """Changing what counts for the whole shop."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What cashiers may do by themselves, as the shop sets it; managers and the owner have no limit."""

    discount: int = 10_00
    refund_minor: int = 50_00
    others: frozenset[Right] = frozenset({Right.VOID, Right.TAKE_OVER})
    """Rights without an amount that they have all the same."""


def limit_of(role: Role, right: Right, limits: Limits) -> int | None:
    """Up to what a person may do it alone: None without a limit, 0 not at all."""
    if role in (Role.OWNER, Role.MANAGER):
        return None
    if right is Right.DISCOUNT:
        return limits.discount
    if right is Right.REFUND:
        return limits.refund_minor
    return ONCE if right in limits.others else 0


def may_approve(role: Role) -> bool:
    """Whether this person's PIN or badge stands in for others."""
    return role in (Role.OWNER, Role.MANAGER)


def may_let_in(helper: Role, person: Role) -> bool:
    """Whether somebody may end a person's wait or give a new PIN; nobody becomes the owner by way of a manager."""
    return helper is Role.OWNER or (helper is Role.MANAGER and person is not Role.OWNER)


@dataclass(frozen=True, slots=True)
class Approval:
    """A manager's yes to one act of another person: for one thing, up to an amount."""

    approval_id: ApprovalId
    right: Right
    subject: str
    """What it is about: `cart:…`, `cart:…/line:2`, `order:5001`."""
    up_to: int
    asked_by: PersonId
    """Whom it allows it; to anybody else it says nothing."""
    given_by: PersonId
    given_at: datetime
    used_at: datetime | None = None


class NeedsApprovalError(AuroraError):
    """The person may not do this alone: ask a manager, then do it again with the approval."""

    code = "needs_approval"

    def __init__(self, right: Right, amount: int, subject: str, words: Sentence) -> None:
        super().__init__(words)
        self.right, self.amount, self.subject = right, amount, subject
