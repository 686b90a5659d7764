"""`aurora-desk tables` and `aurora-desk fields`: the tables of accounts and the custom fields of a shop."""

from __future__ import annotations

import argparse
from functools import partial
from typing import TYPE_CHECKING

from aurora_desk.app.owner.parsing import Commands, tenant_option

if TYPE_CHECKING:
    from aurora_desk.app.owner.owner import Owner


def add_tables(commands: Commands) -> None:
    """Add `tables` and what is below it."""
    tables = commands.add("tables", _list_tables, "the tables of accounts of a shop")
    tenant_option(tables)
    below = commands.below(tables)
    tenant_option(below.add("list", _list_tables, "the tables of accounts of a shop"))
    _name_arguments(below.add("add", _add_table, "registers a table that the API's authTable may name"))


def add_fields(commands: Commands) -> None:
    """Add `fields` and what is below it."""
    fields = commands.add("fields", _list_fields, "the custom fields of a shop's accounts")
    tenant_option(fields)
    below = commands.below(fields)
    tenant_option(below.add("list", _list_fields, "the custom fields of a shop's accounts"))
    _name_arguments(below.add("add", _add_field, "declares a field that the API's extraFields may name"))


def _name_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="letters, digits and underscores")
    tenant_option(parser)


def _list_tables(owner: Owner, options: argparse.Namespace) -> None:
    tenant_id = owner.tenant(options).tenant_id
    for name in owner.services.read(partial(owner.services.tenants.tables, tenant_id=tenant_id)):
        owner.say(name)


def _add_table(owner: Owner, options: argparse.Namespace) -> None:
    tenant_id = owner.tenant(options).tenant_id
    owner.services.write(partial(owner.services.tenants.add_table, tenant_id=tenant_id, name=options.name))
    owner.say(f"Shop {tenant_id} has a table {options.name}. Programs name it as authTable.")


def _list_fields(owner: Owner, options: argparse.Namespace) -> None:
    tenant_id = owner.tenant(options).tenant_id
    for name in owner.services.read(partial(owner.services.tenants.fields, tenant_id=tenant_id)):
        owner.say(name)


def _add_field(owner: Owner, options: argparse.Namespace) -> None:
    tenant_id = owner.tenant(options).tenant_id
    owner.services.write(partial(owner.services.tenants.add_field, tenant_id=tenant_id, name=options.name))
    owner.say(f"Accounts of shop {tenant_id} have a field {options.name}. Programs name it in extraFields.")
