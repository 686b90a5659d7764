"""The journal as a stream: what happened to a tenant's things, as ids and statuses only."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from aurora_desk.api.errors import ApiError
from aurora_desk.api.json_out import encode
from aurora_desk.domain.ids import TenantId
from aurora_desk.domain.journal import JournalRow
from aurora_desk.services.facade import Services

_HEARTBEAT_S = 15.0
_MOST_STREAMS = 100
_MOST_STREAMS_EACH = 10
"""Streams of one address beyond this computer."""
_ROWS_AT_ONCE = 200

SUBJECTS: Mapping[str, str] = {
    "order": "orderID",
    "cart": "cartID",
    "customer": "customerID",
    "payment": "paymentID",
    "refund": "refundID",
    "shift": "shiftID",
}
FACTS: Mapping[str, str] = {
    **{f"{kind}_id": name for kind, name in SUBJECTS.items()},
    "product_id": "productID",
    "status": "status",
    "payment_status": "paymentStatus",
    "handover": "handover",
}
"""Facts that leave the program, by the names they leave under; amounts and all else stay."""


@dataclass(frozen=True, slots=True)
class _Listener:
    tenant_id: TenantId
    who: str | None


class EventStreams:
    """Every open /events stream; one follower of the journal wakes them all."""

    def __init__(self, services: Services, *, heartbeat_s: float = _HEARTBEAT_S, most: int = _MOST_STREAMS) -> None:
        self._services, self._heartbeat_s, self._most = services, heartbeat_s, most
        self._waiting: dict[asyncio.Event, _Listener] = {}
        self._closed = False

    def wake(self, tenants: Collection[TenantId]) -> None:
        """Let the streams of these tenants look for rows; runs on the event loop."""
        for news, listener in self._waiting.items():
            if listener.tenant_id in tenants:
                news.set()

    def close(self) -> None:
        """End every stream, so that the server can end; runs on the event loop."""
        self._closed = True
        self.wake({listener.tenant_id for listener in self._waiting.values()})

    async def start_after(self, last_event_id: str | None, who: str | None = None) -> int:
        """The sequence to go on behind: the client's last one, or the newest.

        Raises 503 when there are too many streams, and 429 when `who`, an address of the network, has its share.
        """
        if who is not None and sum(listener.who == who for listener in self._waiting.values()) >= _MOST_STREAMS_EACH:
            raise ApiError(429, "Too many event streams are open from this address. End one of them first.")
        if len(self._waiting) >= self._most:
            raise ApiError(503, "Too many event streams are open. Try again in a moment.")
        newest = await self._services.read_async(partial(self._services.journal_last))
        return newest if last_event_id is None else min(_sequence(last_event_id), newest)

    async def stream(
        self, tenant_id: TenantId, after: int, is_welcome: Callable[[], Awaitable[bool]], who: str | None = None
    ) -> AsyncGenerator[str, None]:
        """What goes over the wire: rows behind `after`, then each new one, with comments in between.

        A caller that is no longer welcome gets nothing more: revoking its key wakes its streams.
        """
        news = asyncio.Event()
        self._waiting[news] = _Listener(tenant_id, who)
        try:
            yield ": open\n\n"
            while not self._closed and await is_welcome():
                news.clear()
                rows = await self._rows(tenant_id, after)
                for row in rows:
                    yield event_text(row)
                    after = row.seq
                if len(rows) < _ROWS_AT_ONCE and not await self._woken(news):
                    yield ": still here\n\n"
        finally:
            del self._waiting[news]

    async def _rows(self, tenant_id: TenantId, after: int) -> Sequence[JournalRow]:
        return await self._services.read_async(
            partial(self._services.journal_after, seq=after, tenant_id=tenant_id, limit=_ROWS_AT_ONCE)
        )

    async def _woken(self, news: asyncio.Event) -> bool:
        try:
            async with asyncio.timeout(self._heartbeat_s):
                await news.wait()
        except TimeoutError:
            return False
        return True


def event_text(row: JournalRow) -> str:
    """A journal row as a server-sent event."""
    return f"id: {row.seq}\nevent: {row.event}\ndata: {encode(told(row))}\n\n"


def told(row: JournalRow) -> dict[str, object]:
    """The ids and statuses of a row."""
    data: dict[str, object] = {}
    kind, _, number = row.subject.partition(":")
    if kind in SUBJECTS:
        data[SUBJECTS[kind]] = int(number) if number.isdigit() else number
    for fact, value in row.facts.items():
        if fact in FACTS and isinstance(value, int | str):
            data[FACTS[fact]] = value
    return data


def _sequence(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise ApiError(400, "Last-Event-ID must be the id of an event.")
    return int(text)
