"""What a payment by a tender of the shop's own was called when it was taken."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the name of a tender to payments."""
    op.add_column("payment", sa.Column("tender_name", sa.String(), server_default="", nullable=False))
