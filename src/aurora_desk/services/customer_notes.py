"""Notes of staff on customers."""

from __future__ import annotations

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.card_numbers import refuse_card_number
from aurora_desk.domain.customers import CustomerNote, CustomerRef
from aurora_desk.domain.errors import InvalidError
from aurora_desk.domain.ids import CustomerId, TenantId
from aurora_desk.domain.texts import can_be_kept
from aurora_desk.domain.words import say
from aurora_desk.services.customers import log_customer, numbers_of, row_of
from aurora_desk.store.unit_of_work import Work

LONGEST_NOTE = 1_000
MOST_NOTES = 200
"""The newest that are shown; nobody reads on behind them at a counter."""


class CustomerNotes:
    """Units on notes; those of merged duplicates are read with the customer's own."""

    def of(self, work: Work, tenant_id: TenantId, ref: CustomerRef) -> tuple[CustomerNote, ...]:
        """The notes, newest first."""
        number = CustomerId(row_of(work, tenant_id, ref).customer_id)
        return work.customer_file.notes(tenant_id, numbers_of(work, tenant_id, number), limit=MOST_NOTES)

    def add(self, work: Work, actor: Actor, ref: CustomerRef, words: str) -> None:
        """Write a note down; raises `InvalidError`."""
        words = words.strip()
        if not words:
            raise InvalidError("note", "Write something first.")
        if len(words) > LONGEST_NOTE:
            raise InvalidError("note", say("A note has at most {most} characters.", most=LONGEST_NOTE))
        if not can_be_kept(words):
            raise InvalidError("note", "This holds characters that cannot be kept. Type it again.")
        refuse_card_number("note", words)
        number = CustomerId(row_of(work, actor.tenant_id, ref, lock=True).customer_id)
        note_id = work.new_id()
        work.customer_file.add_note(actor.tenant_id, number, note_id, words, person_id=actor.person_id, at=work.now)
        log_customer(work, actor, "customer.note_added", number, note_id=note_id)
