"""Choosing one of a product's variants: what goes with what is chosen already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aurora_desk.domain.catalogue import Product

Chosen = Mapping[int, str]
"""Values by the place of their option."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A value of an option beside what else is chosen."""

    value: str
    variants: tuple[Product, ...]
    """Those that have it and all else that is chosen; none: it is not made so."""

    @property
    def sold_out(self) -> bool:
        """Whether there are such variants, but none of them is left."""
        return bool(self.variants) and all(one.sold_out for one in self.variants)


def offers(variants: Sequence[Product], option: int, chosen: Chosen) -> tuple[Offer, ...]:
    """The values of an option in the order they first come up, each with what it leaves to choose from."""
    others = {place: value for place, value in chosen.items() if place != option}
    values = dict.fromkeys(one.options[option] for one in variants)
    return tuple(Offer(value, fitting(variants, {**others, option: value})) for value in values)


def fitting(variants: Sequence[Product], chosen: Chosen) -> tuple[Product, ...]:
    """The variants that have all that is chosen."""
    return tuple(one for one in variants if all(one.options[place] == value for place, value in chosen.items()))


def missing(options: Sequence[str], chosen: Chosen) -> str | None:
    """The first option that nothing is chosen for."""
    return next((name for place, name in enumerate(options) if place not in chosen), None)
