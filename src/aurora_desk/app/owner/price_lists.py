"""`aurora-desk price-lists`: other prices for some products, for carts that are sold by the list."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from aurora_desk.app.options import StartError
from aurora_desk.app.owner.parsing import Commands, tenant_option

if TYPE_CHECKING:
    from aurora_desk.app.owner.owner import Owner


def add_price_lists(commands: Commands) -> None:
    """Add the command and those below it."""
    lists = commands.add("price-lists", _list, "the price lists of a shop")
    tenant_option(lists)
    below = commands.below(lists)
    tenant_option(below.add("list", _list, "the price lists of a shop"))
    put = below.add("set", _set, "makes a list of a file, or gives one of that name other prices")
    put.add_argument("name", metavar="NAME", help="what staff call it, like Staff")
    put.add_argument("file", type=Path, metavar="FILE.csv", help="a row a product: its SKU or barcode, and its price")
    tenant_option(put)
    remove = below.add("remove", _remove, "takes a list away; carts that are sold by it keep their prices")
    remove.add_argument("name", metavar="NAME", help="the list's name")
    tenant_option(remove)


def _list(owner: Owner, options: argparse.Namespace) -> None:
    tenant_id = owner.tenant(options).tenant_id
    known = owner.services.read(partial(owner.services.price_lists.everyone, tenant_id=tenant_id))
    for _, name in known:
        owner.say(name)
    if not known:
        owner.say("There is no price list. Everything has its usual price.")


def _set(owner: Owner, options: argparse.Namespace) -> None:
    from aurora_desk.domain.actor import Actor
    from aurora_desk.domain.price_lists import read_price_file

    try:
        text = options.file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not text in UTF-8"
        raise StartError(f"The file {options.file} cannot be read ({why}). Nothing was saved.") from None
    tenant = owner.tenant(options)
    rows = read_price_file(text, tenant.currency)
    keep = partial(
        owner.services.price_lists.keep, actor=Actor.program(tenant.tenant_id), name=options.name, prices=rows
    )
    price_list = owner.services.write(keep)
    count = len(price_list.prices)
    prices = "1 price" if count == 1 else f"{count} prices"
    owner.say(f"{price_list.name} has {prices}. The tills offer it from now on.")


def _remove(owner: Owner, options: argparse.Namespace) -> None:
    from aurora_desk.domain.actor import Actor

    actor = Actor.program(owner.tenant(options).tenant_id)
    owner.services.write(partial(owner.services.price_lists.remove, actor=actor, name=options.name))
    owner.say(f"{options.name} is gone. Carts that were sold by it keep their prices.")
