"""What the program hands to the desk once it has opened a store, or found none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from aurora_desk.domain.people import Person
from aurora_desk.domain.shifts import Shift
from aurora_desk.domain.tenants import Tenant, Till
from aurora_desk.gui.shell.health import ApiState
from aurora_desk.services.facade import Services, Work
from aurora_desk.services.preferences import Preferences
from aurora_desk.services.shop import NewShop


@dataclass(frozen=True, slots=True)
class Opened:
    """An open store and this till of it. `close` lets go of it; it is called once, after the window is gone."""

    services: Services
    tenant: Tenant
    till: Till
    ask_api: Callable[[], ApiState]
    """How the API child is; called in a job, may block for some seconds."""
    close: Callable[[], None]
    hint: str = ""
    """A quiet line on the sign-in screen: the PINs of the demo."""
    receipts: Path | None = None
    """Where receipts are saved while there is no printer; None: among the person's documents."""
    photos: Path | None = None
    """The folder with the photos of products."""
    simulator: str = ""
    """Training: where the simulated Stripe is, at which simulated customers and banks act."""


@dataclass(frozen=True, slots=True)
class NoStore:
    """Nothing is there yet. The set-up page calls one of these in a job; `InvalidError` names the field at fault."""

    make_shop: Callable[[NewShop], Opened]
    open_demo: Callable[[], Opened]


@dataclass(frozen=True, slots=True)
class AtTheDoor:
    """What the sign-in screen shows."""

    people: tuple[Person, ...]
    shift: Shift | None
    preferences: Preferences


def at_the_door(opened: Opened) -> AtTheDoor:
    """Read who may sign in, whose shift is open and how the till is set; blocks."""
    services, tenant_id, till_id = opened.services, opened.tenant.tenant_id, opened.till.till_id

    def read(work: Work) -> AtTheDoor:
        return AtTheDoor(
            services.people.everyone(work, tenant_id),
            services.shifts.current(work, till_id),
            services.settings.of_till(work, tenant_id, till_id),
        )

    return services.read(read)
