"""Bringing in accounts from an older system, with the hashes of their passwords: all of a file, or nothing of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.errors import AuroraError
from aurora_desk.domain.ids import TenantId
from aurora_desk.services.account_file import AccountFile, OldAccount, RowError
from aurora_desk.services.accounts import ReadyAccount, add_accounts
from aurora_desk.services.legacy_passwords import kind_of
from aurora_desk.store.customers import ready_row
from aurora_desk.store.unit_of_work import Work

MOST_TOLD = 50
"""Faults that are told one by one."""
_TAKEN = "This table has an account with the same address already."


class RowsRefusedError(AuroraError):
    """Rows of a file break rules, so nothing of it is brought in."""

    code = "rows_refused"

    def __init__(self, errors: Sequence[RowError]) -> None:
        self.errors = tuple(sorted(errors, key=lambda error: error.row))
        lines = [str(error) for error in self.errors[:MOST_TOLD]]
        if len(self.errors) > MOST_TOLD:
            lines.append(f"and {len(self.errors) - MOST_TOLD:,} more")
        super().__init__(
            "\n".join([*lines, "Nothing was brought in. Correct these rows, then bring in the file again."])
        )


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would bring in."""

    accounts: int
    hashes: Mapping[str, int]
    """How many accounts have a hash of each kind, the most frequent first."""
    without: int
    """Accounts without a hash: they set a password by mail."""
    first: tuple[str, ...]
    """The addresses of the first ones, each but for its first letter hidden."""


class Importing:
    """Units that bring in accounts. What takes time comes before the transaction: a till must not wait for it."""

    def check(self, work: Work, tenant_id: TenantId, table: str, file: AccountFile) -> None:
        """Raise `RowsRefusedError` with every fault of the file, addresses that the table has among them."""
        known = work.customers.known_emails(tenant_id, table, list(file.row_of_email))
        taken = [RowError(row, "email", _TAKEN) for key, row in file.row_of_email.items() if key in known]
        if file.errors or taken:
            raise RowsRefusedError([*file.errors, *taken])

    def ready(self, file: AccountFile) -> list[ReadyAccount]:
        """The accounts with everything worked out that can be before they are written."""
        return [
            ReadyAccount(
                ready_row(email=old.email, phone=old.phone, profile=old.profile, **old.names), old.password_hash
            )
            for old in file.accounts
        ]

    def bring_in(
        self, work: Work, actor: Actor, table: str, file: AccountFile, accounts: Sequence[ReadyAccount]
    ) -> range:
        """Write all accounts; their numbers. Raises `RowsRefusedError` for addresses that were taken meanwhile."""
        self.check(work, actor.tenant_id, table, file)
        return add_accounts(work, actor, table, accounts)


def preview(accounts: Sequence[OldAccount]) -> Preview:
    """What accounts would be brought in."""
    kinds = Counter(kind_of(account.password_hash or "") for account in accounts)
    without = kinds.pop(None, 0)
    hashes = {kind: count for kind, count in kinds.most_common() if kind is not None}
    return Preview(len(accounts), hashes, without, tuple(_masked(account.email) for account in accounts[:3]))


def _masked(email: str) -> str:
    return f"{email[0]}…@{email.rpartition('@')[2]}"
