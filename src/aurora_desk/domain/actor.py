"""Who does something, for whom and where: the journal's «who», the same for a person, a program and the back room."""

from dataclasses import dataclass

from aurora_desk.domain.ids import PersonId, TenantId, TillId


@dataclass(frozen=True, slots=True)
class Actor:
    """The doer of one act: a person at a till, a network client, or the program itself."""

    tenant_id: TenantId
    who: str
    """`person:1`, `client:loopback`, `program`: an id, never a name."""
    person_id: PersonId | None = None
    till_id: TillId | None = None

    @classmethod
    def person(cls, tenant_id: TenantId, person_id: PersonId, till_id: TillId) -> "Actor":
        """A signed-in person at a till."""
        return cls(tenant_id, f"person:{person_id}", person_id, till_id)

    @classmethod
    def client(cls, tenant_id: TenantId, client_id: str) -> "Actor":
        """A program: the prefix of its key where it is paired, `loopback` for all callers on this computer."""
        return cls(tenant_id, f"client:{client_id}")

    @classmethod
    def program(cls, tenant_id: TenantId) -> "Actor":
        """Aurora Desk itself, in its back room."""
        return cls(tenant_id, "program")

    @property
    def client_id(self) -> str:
        """The network client's id, empty for people and the program."""
        return self.who.removeprefix("client:") if self.who.startswith("client:") else ""
