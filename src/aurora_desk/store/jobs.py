"""Back-room jobs as rows that a process claims for a while, so that any number of processes may run them."""

from datetime import datetime

from sqlalchemy import Connection, insert, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from aurora_desk.store.base import Base, Moment


class JobRow(Base):
    """A job that comes round again, with who has it and until when."""

    __tablename__ = "job"
    name: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str]
    claimed_until: Mapped[datetime] = mapped_column(Moment)


class Jobs:
    """The repository of claims."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def claim(self, name: str, owner: str, *, now: datetime, until: datetime) -> bool:
        """Claim a job in one statement; False while another process has it."""
        taken = self._connection.execute(
            update(JobRow)
            .where(JobRow.name == name, or_(JobRow.owner == owner, JobRow.claimed_until < now))
            .values(owner=owner, claimed_until=until)
        )
        if taken.rowcount:
            return True
        known = self._connection.execute(select(JobRow.name).where(JobRow.name == name)).one_or_none()
        if known is None:
            self._connection.execute(insert(JobRow), {"name": name, "owner": owner, "claimed_until": until})
        return known is None
