"""What SQLite takes for granted of how large a shop's tables are."""

from alembic import op

from aurora_desk.store.statistics import assume_large

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Have SQLite choose its ways as for a large store; PostgreSQL counts by itself."""
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        assume_large(connection)
