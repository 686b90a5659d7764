"""What every screen is built with."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.ids import TenantId
from aurora_desk.domain.people import Person
from aurora_desk.domain.tenants import Tenant, Till
from aurora_desk.gui.events import Events
from aurora_desk.gui.jobs import Jobs
from aurora_desk.gui.prints import Prints
from aurora_desk.gui.reach import Reach
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.sounds import Sounds
from aurora_desk.services.facade import Services


class Session(QObject):
    """Who is at the till now; nobody while it is locked."""

    changed = Signal()

    def __init__(self, tenant: Tenant, till: Till, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tenant, self.till = tenant, till
        self.person: Person | None = None

    def enter(self, person: Person) -> None:
        """A person has signed in."""
        self.person = person
        self.changed.emit()

    def leave(self) -> None:
        """The till is locked; carts and fields stay as they are."""
        self.person = None
        self.changed.emit()

    @property
    def tenant_id(self) -> TenantId:
        """The shop this till belongs to."""
        return self.tenant.tenant_id

    def actor(self) -> Actor:
        """Who does what is done now; only while somebody is signed in."""
        assert self.person is not None
        return Actor.person(self.tenant.tenant_id, self.person.person_id, self.till.till_id)


@dataclass(frozen=True, slots=True)
class Context:
    """The services and tools that screens share."""

    look: Look
    services: Services
    jobs: Jobs
    events: Events
    session: Session
    sounds: Sounds = field(default_factory=Sounds)
    reach: Reach = field(default_factory=Reach)
    prints: Prints = field(default_factory=Prints)
    photos: Path | None = None
    """The folder with the photos of products, each by its file name; None where the store keeps none."""
