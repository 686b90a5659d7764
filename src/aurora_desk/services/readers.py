"""The card readers of a shop: finding those at Stripe, pairing one by its code, using and no longer using it."""

from __future__ import annotations

from dataclasses import replace

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.errors import ConflictError, InvalidError, NotFoundError
from aurora_desk.domain.ids import TenantId
from aurora_desk.domain.payments import (
    CardNotSetUpError,
    FoundReader,
    Reader,
    StripeRefusedError,
)
from aurora_desk.domain.words import say
from aurora_desk.payments.readers import StripeReaders
from aurora_desk.store.store import Store
from aurora_desk.store.unit_of_work import Work

LONGEST_LABEL = 40
_WRONG_CODE = (
    "Stripe does not take this code. Nothing was paired. Let the reader show a new code, and type it as it stands."
)


class Readers:
    """Pairing readers. Methods without `work` call Stripe and block."""

    def __init__(self, store: Store, at_stripe: StripeReaders | None, store_id: str) -> None:
        self._store, self._at_stripe, self._store_id = store, at_stripe, store_id

    def discover(self, tenant_id: TenantId) -> tuple[FoundReader, ...]:
        """Readers of the Stripe account that the shop doesn't use."""
        used = {reader.reader_id for reader in self._store.read(lambda work: work.payments.readers(tenant_id))}
        return tuple(found for found in self._stripe().everywhere() if found.reader_id not in used)

    def pair(self, tenant_id: TenantId, code: str, label: str) -> Reader:
        """Register a reader by the code it shows, and use it; raises `InvalidError`."""
        code, label = code.strip(), _label(label)
        if not code or not code.isprintable():
            raise InvalidError("code", "Type the code that the reader shows.")
        tenant = self._store.read(lambda work: work.tenants.get(tenant_id))
        mark = f"aurora:{self._store_id}:{tenant_id}"
        location = self._stripe().location(
            name=tenant.name,
            address=tenant.address,
            country=tenant.country,
            metadata={"app": "aurora-desk", "shop": mark},
            key=f"{mark}:location",
        )
        try:
            found = self._stripe().register(code, label, location, key=f"{mark}:reader:{code}")
        except StripeRefusedError as error:
            if error.reason == "key":
                raise
            raise InvalidError("code", _WRONG_CODE) from error
        return self._store.write(lambda work: _use(work, tenant_id, replace(found, label=found.label or label)))

    def use(self, tenant_id: TenantId, reader_id: str) -> Reader:
        """Use a reader that is registered at Stripe already; raises `StripeRefusedError` for an unknown one."""
        if not reader_id.strip():
            raise InvalidError("reader", "Name the reader by its id.")
        found = self._stripe().find(reader_id.strip())
        return self._store.write(lambda work: _use(work, tenant_id, found))

    def remove(self, work: Work, tenant_id: TenantId, reader_id: str) -> Reader:
        """A unit: use a reader no more; refused while a payment is on it."""
        reader = next((one for one in work.payments.readers(tenant_id) if one.reader_id == reader_id), None)
        if reader is None:
            raise NotFoundError("This shop uses no such reader.")
        if not work.payments.remove_reader(reader.reader_id, now=work.now):
            raise ConflictError("A payment is on this reader just now. Nothing was changed. Wait until it has ended.")
        work.log(Actor.program(tenant_id), "reader.removed", f"reader:{reader_id}", {"reader_id": reader_id})
        return reader

    def _stripe(self) -> StripeReaders:
        if self._at_stripe is None:
            raise CardNotSetUpError
        return self._at_stripe


def _label(label: str) -> str:
    label = label.strip()
    if not label or len(label) > LONGEST_LABEL or not label.isprintable():
        raise InvalidError("label", say("A reader's name has 1 to {most} characters.", most=LONGEST_LABEL))
    return label


def _use(work: Work, tenant_id: TenantId, found: FoundReader) -> Reader:
    owner = work.payments.reader_owner(found.reader_id)
    if owner is not None and owner != tenant_id:
        raise ConflictError("Another shop of this store uses this reader. Nothing was changed.")
    reader = Reader(found.reader_id, tenant_id, found.label or str(found.reader_id))
    work.payments.use_reader(reader, device_type=found.device_type)
    work.log(Actor.program(tenant_id), "reader.paired", f"reader:{reader.reader_id}", {"reader_id": reader.reader_id})
    return reader
