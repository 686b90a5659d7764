"""What Stripe has of a span of time: whole lists of intents and refunds, page by page, or an error and no list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from aurora_desk.domain.ids import IntentId, PaymentId
from aurora_desk.domain.payments import Intent, IntentStatus, StripeUnreachableError
from aurora_desk.domain.refund_progress import StripeRefund
from aurora_desk.payments.connection import Connection, Kind
from aurora_desk.payments.gateway import intent_of
from aurora_desk.payments.refunds import refund_of

if TYPE_CHECKING:
    import stripe

T = TypeVar("T")
PAGE = 100
TRIES = 3
"""So often a page is asked for before the list is given up, to be made another time."""
_DISPUTED = "charge.dispute.created"
_SLACK = timedelta(days=1)
_RETRIED_FOR = timedelta(days=1)
"""An intent is made while its key lives, which is a day after its attempt was written."""


@dataclass(frozen=True, slots=True)
class _Page(Generic[T]):
    rows: tuple[T, ...]
    last_id: str
    more: bool


class Listing:
    """Lists of Stripe's; `since` and `around` are moments on this computer's clock, which may be wrong."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def intents_since(self, since: datetime) -> tuple[Intent, ...]:
        """Every intent of the account that was made since a moment, newest first, charges included."""
        return self._intents({"gte": self._by_stripes_clock(since)})

    def find_intent(self, tender_id: PaymentId, around: datetime) -> Intent | None:
        """The intent of an attempt whose answer was lost, by its metadata; of several the one that took money."""
        window = {
            "gte": self._by_stripes_clock(around - _SLACK),
            "lte": self._by_stripes_clock(around + _RETRIED_FOR + _SLACK),
        }
        found = [intent for intent in self._intents(window) if intent.metadata.get("tender_id") == tender_id]
        return min(found, key=_nearest_to_paid, default=None)

    def refunds_since(self, since: datetime) -> tuple[StripeRefund, ...]:
        """Every refund of the account that was made since a moment, newest first."""
        created = {"gte": self._by_stripes_clock(since)}

        def ask(client: stripe.StripeClient, after: Mapping[str, str]) -> Any:
            params: Any = {"created": created, "limit": PAGE, **after}
            return client.v1.refunds.list(params)

        return self._all(ask, refund_of)

    def disputed_since(self, since: datetime) -> frozenset[IntentId]:
        """The intents whose charges were disputed since a moment: a dispute comes weeks after its charge."""
        created = {"gte": self._by_stripes_clock(since)}

        def ask(client: stripe.StripeClient, after: Mapping[str, str]) -> Any:
            params: Any = {"types": [_DISPUTED], "created": created, "limit": PAGE, **after}
            return client.v1.events.list(params)

        return frozenset(intent_id for intent_id in self._all(ask, _disputed) if intent_id is not None)

    def _by_stripes_clock(self, moment: datetime) -> int:
        return int((moment - timedelta(seconds=self._connection.clock_ahead_s)).timestamp())

    def _intents(self, created: dict[str, int]) -> tuple[Intent, ...]:
        def ask(client: stripe.StripeClient, after: Mapping[str, str]) -> Any:
            params: Any = {"created": created, "limit": PAGE, "expand": ["data.latest_charge"], **after}
            return client.v1.payment_intents.list(params)

        return self._all(ask, intent_of)

    def _all(
        self, ask: Callable[[stripe.StripeClient, Mapping[str, str]], Any], read: Callable[[Any], T]
    ) -> tuple[T, ...]:
        rows: list[T] = []
        after: dict[str, str] = {}
        while True:
            page = self._page(ask, after, read)
            rows += page.rows
            if not page.more:
                return tuple(rows)
            after = {"starting_after": page.last_id}

    def _page(
        self,
        ask: Callable[[stripe.StripeClient, Mapping[str, str]], Any],
        after: Mapping[str, str],
        read: Callable[[Any], T],
    ) -> _Page[T]:
        def read_page(answer: Any) -> _Page[T]:
            rows = tuple(read(one) for one in answer.data)
            return _Page(rows, answer.data[-1].id if rows else "", bool(answer.has_more) and bool(rows))

        for _ in range(TRIES - 1):
            try:
                return self._connection.ask(Kind.QUESTION, lambda client: ask(client, after), read_page)
            except StripeUnreachableError:
                continue
        return self._connection.ask(Kind.QUESTION, lambda client: ask(client, after), read_page)


def _disputed(answer: stripe.Event) -> IntentId | None:
    # An event only says where to look: what counts is the object as it is now.
    about = answer.to_dict().get("data", {}).get("object", {}).get("payment_intent")
    return IntentId(about) if isinstance(about, str) else None


def _nearest_to_paid(intent: Intent) -> int:
    ranks = {IntentStatus.SUCCEEDED: 0, IntentStatus.REQUIRES_CAPTURE: 1, IntentStatus.CANCELED: 3}
    return ranks.get(intent.status, 2)
