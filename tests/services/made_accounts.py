"""Accounts as an import leaves them, for tests that need a certain hash or profile."""

from collections.abc import Mapping

from aurora_desk.domain.accounts import Profile
from aurora_desk.domain.actor import Actor
from aurora_desk.services.accounts import ReadyAccount, add_accounts
from aurora_desk.services.facade import Work
from aurora_desk.store.customers import ready_row


def add_account(
    work: Work,
    actor: Actor,
    table: str,
    *,
    email: str,
    password_hash: str | None,
    names: Mapping[str, str] | None = None,
    phone: str = "",
    profile: Profile | None = None,
) -> None:
    """Write an account with this hash."""
    nobody = {"firstname": "", "lastname": "", "displayname": ""}
    row = ready_row(email=email, phone=phone, profile=profile or Profile(), **(nobody | dict(names or {})))
    add_accounts(work, actor, table, [ReadyAccount(row, password_hash)])
