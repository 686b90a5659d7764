"""The owner signs in at a till by email and password as well."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add an address and a password's hash to people, for those who have one."""
    for name in ("email", "email_key", "password_hash"):
        op.add_column("person", sa.Column(name, sa.String(), nullable=True))
    has_email = sa.text("email_key IS NOT NULL")
    op.create_index(
        "uq_person_email",
        "person",
        ["tenant_id", "email_key"],
        unique=True,
        sqlite_where=has_email,
        postgresql_where=has_email,
    )
