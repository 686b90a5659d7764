"""Card readers at Stripe: finding them, registering one by its code, and how each is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aurora_desk.domain.ids import ReaderId
from aurora_desk.domain.payments import FoundReader, ReaderHealth
from aurora_desk.payments.connection import Connection, Kind

if TYPE_CHECKING:
    import stripe

_PAGE = 100


class StripeReaders:
    """The readers of the account that the key belongs to."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def everywhere(self) -> tuple[FoundReader, ...]:
        """All readers of the account; raises `StripeUnreachableError`, `StripeRefusedError`."""
        found: list[FoundReader] = []
        after: str | None = None
        while True:
            page, more = self._page(after)
            found += page
            if not more or not page:
                return tuple(found)
            after = page[-1].reader_id

    def find(self, reader_id: str) -> FoundReader:
        """One reader; raises `StripeRefusedError` for an id that this account doesn't have."""
        return self._connection.ask(
            Kind.QUESTION, lambda client: client.v1.terminal.readers.retrieve(reader_id), _found
        )

    def health(self, reader_id: ReaderId) -> ReaderHealth:
        """How a reader is, without the SDK: asked again and again from the start on, long before the first card."""
        told = self._connection.glance(f"/v1/terminal/readers/{reader_id}")
        if told is None:
            return ReaderHealth.UNKNOWN
        return ReaderHealth.OFFLINE if told.get("status") == "offline" else ReaderHealth.ONLINE

    def location(self, *, name: str, address: str, country: str, metadata: dict[str, str], key: str) -> str:
        """The place that readers of a shop are registered for, made where there is none with this `metadata`."""
        places = self._connection.ask(
            Kind.QUESTION,
            lambda client: client.v1.terminal.locations.list({"limit": _PAGE}),
            _places,
        )
        for place_id, known in places:
            if all(known.get(name_) == value for name_, value in metadata.items()):
                return place_id
        if len(places) == 1:
            return places[0][0]
        return self._connection.ask(
            Kind.CHANGE,
            lambda client: client.v1.terminal.locations.create(
                {
                    "display_name": name,
                    "address": {"line1": address or name, "country": country},
                    "metadata": metadata,
                },
                {"idempotency_key": key},
            ),
            lambda answer: str(answer.id),
        )

    def register(self, code: str, label: str, location: str, *, key: str) -> FoundReader:
        """Register the reader that shows `code`; raises `StripeRefusedError` for a code that is wrong or too old."""
        return self._connection.ask(
            Kind.CHANGE,
            lambda client: client.v1.terminal.readers.create(
                {"registration_code": code, "label": label, "location": location}, {"idempotency_key": key}
            ),
            _found,
        )

    def _page(self, after: str | None) -> tuple[list[FoundReader], bool]:
        def ask(client: stripe.StripeClient) -> stripe.ListObject[stripe.terminal.Reader]:
            if after is None:
                return client.v1.terminal.readers.list({"limit": _PAGE})
            return client.v1.terminal.readers.list({"limit": _PAGE, "starting_after": after})

        return self._connection.ask(
            Kind.QUESTION, ask, lambda answer: ([_found(reader) for reader in answer.data], bool(answer.has_more))
        )


def _places(answer: stripe.ListObject[stripe.terminal.Location]) -> list[tuple[str, dict[str, str]]]:
    return [(str(place.id), dict(place.to_dict().get("metadata") or {})) for place in answer.data]


def _found(answer: stripe.terminal.Reader) -> FoundReader:
    return FoundReader(
        reader_id=ReaderId(answer.id),
        label=answer.label or "",
        device_type=answer.device_type,
        online=answer.status != "offline",
    )
