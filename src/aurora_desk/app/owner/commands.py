"""All commands of the owner."""

from __future__ import annotations

from aurora_desk.app.owner.clients import add_clients
from aurora_desk.app.owner.importing import add_import
from aurora_desk.app.owner.lan import add_lan
from aurora_desk.app.owner.outbox import add_outbox
from aurora_desk.app.owner.parsing import Commands
from aurora_desk.app.owner.people import add_people
from aurora_desk.app.owner.price_lists import add_price_lists
from aurora_desk.app.owner.readers import add_readers
from aurora_desk.app.owner.registered import add_fields, add_tables
from aurora_desk.app.owner.rules import add_rules
from aurora_desk.app.owner.stripe_key import add_stripe_key
from aurora_desk.app.owner.tenants import add_tenants
from aurora_desk.app.owner.tenders import add_tenders


def add_owner_commands(commands: Commands) -> None:
    """Add them to the program's."""
    for add in (
        add_tenants,
        add_people,
        add_tables,
        add_fields,
        add_clients,
        add_lan,
        add_outbox,
        add_import,
        add_price_lists,
        add_readers,
        add_rules,
        add_stripe_key,
        add_tenders,
    ):
        add(commands)
