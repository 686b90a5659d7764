"""`aurora-desk outbox`: the newest mails, and why those wait that do. No address is shown."""

from __future__ import annotations

import argparse
from functools import partial
from typing import TYPE_CHECKING

from aurora_desk.app.owner.parsing import Commands, tenant_option
from aurora_desk.domain.outbox import MailState, OutgoingMail

if TYPE_CHECKING:
    from aurora_desk.app.owner.owner import Owner
    from aurora_desk.domain.ids import TenantId
    from aurora_desk.domain.tenants import Tenant
    from aurora_desk.services.facade import Services, Work


def add_outbox(commands: Commands) -> None:
    """Add the command."""
    tenant_option(commands.add("outbox", _list, "the newest mails and what became of them"), "only this shop's mails")


def _list(owner: Owner, options: argparse.Namespace) -> None:
    tenant_id = owner.tenant(options).tenant_id if hasattr(options, "tenant") else None
    tenants = owner.tenants()
    mails = owner.services.read(partial(_newest, services=owner.services, tenant_id=tenant_id))
    for mail, subject in mails:
        owner.say(_line(tenants[mail.tenant_id], mail, subject))
    if not mails:
        owner.say("There are no mails.")


def _newest(work: Work, services: Services, tenant_id: TenantId | None) -> list[tuple[OutgoingMail, str]]:
    mails = services.outbox.newest(work, tenant_id)
    return [(mail, services.outbox.subject_of(work, mail).replace(":", " ")) for mail in mails]


def _line(tenant: Tenant, mail: OutgoingMail, subject: str) -> str:
    from aurora_desk.app.owner.owner import clock

    words = [
        clock(tenant, mail.created_at),
        f"shop {mail.tenant_id}",
        subject,
        mail.state.value,
        "1 try" if mail.tries == 1 else f"{mail.tries} tries",
    ]
    if mail.state is MailState.WAITING:
        words.append(f"next try {clock(tenant, mail.next_try_at)}")
    if mail.last_error:
        words.append(" ".join(mail.last_error.split()))
    return "  ".join(words)
