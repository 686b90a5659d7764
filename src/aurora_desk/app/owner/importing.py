"""`aurora-desk import-accounts`: accounts with their old password hashes from a file, all of them or none."""

from __future__ import annotations

import argparse
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from aurora_desk.app.options import StartError
from aurora_desk.app.owner.parsing import Commands, tenant_option

if TYPE_CHECKING:
    from aurora_desk.app.owner.owner import Owner
    from aurora_desk.services.importing import Preview

_LONG = 10_000
"""So many accounts take seconds to write, and nobody else can write meanwhile."""


def add_import(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add("import-accounts", _bring_in, "brings in accounts of an older system with their hashes")
    parser.add_argument("file", type=Path, metavar="FILE.csv", help="CSV in UTF-8, its first row naming the columns")
    parser.add_argument("--table", required=True, help="the table of accounts, like aurora_customers")
    tenant_option(parser)
    parser.add_argument("--preview", action="store_true", help="only show what would be brought in")


def _bring_in(owner: Owner, options: argparse.Namespace) -> None:
    from aurora_desk.domain.actor import Actor
    from aurora_desk.services.account_file import read_accounts
    from aurora_desk.services.importing import preview

    services, tenant = owner.services, owner.tenant(options)
    table = services.read(partial(services.accounts.table, tenant_id=tenant.tenant_id, name=options.table))
    own_fields = services.read(partial(services.tenants.fields, tenant_id=tenant.tenant_id))
    file = read_accounts(_content(options.file), own_fields)
    services.read(partial(services.importing.check, tenant_id=tenant.tenant_id, table=table, file=file))
    count = _accounts(len(file.accounts))
    owner.say(f"{count} for the table {table} of shop {tenant.tenant_id} ({tenant.name})")
    _show(owner, preview(file.accounts))
    if options.preview:
        owner.say("Nothing was brought in: this was a preview.")
        return
    _ask(count)
    ready = services.importing.ready(file)
    began = time.monotonic()
    bring_in = partial(
        services.importing.bring_in, actor=Actor.program(tenant.tenant_id), table=table, file=file, accounts=ready
    )
    numbers = services.write(bring_in)
    took_s = time.monotonic() - began
    owner.say(f"{count} brought in within {took_s:.1f} s, numbered {numbers[0]} to {numbers[-1]}.")


def _content(path: Path) -> bytes:
    from aurora_desk.services.account_file import LARGEST_FILE

    try:
        with path.open("rb") as file:
            return file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise StartError(f"The file {path} cannot be read ({error.strerror}). Nothing was brought in.") from None


def _show(owner: Owner, seen: Preview) -> None:
    for kind, how_many in seen.hashes.items():
        owner.say(f"{how_many} with a hash by {kind}")
    if seen.without:
        owner.say(f"{seen.without} without a hash: they set a password by mail")
    owner.say(f"The first: {', '.join(seen.first)}")
    if seen.accounts > _LONG:
        owner.say("Writing so many takes a while in which no till can save. Do it while the shop is closed.")


def _ask(count: str) -> None:
    if sys.stdin is None or not sys.stdin.isatty():
        return
    try:
        answer = input(f"Bring in {count}? [y/N] ")
    except EOFError:
        answer = ""
    if answer.strip().lower() not in ("y", "yes"):
        raise StartError("Nothing was brought in.")


def _accounts(how_many: int) -> str:
    return "1 account" if how_many == 1 else f"{how_many:,} accounts"
