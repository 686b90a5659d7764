"""Accounts with passwords and profiles, the outbox, paired clients, and who may call from the network."""

import sqlalchemy as sa
from alembic import op

from aurora_desk.store.refusals import Refusal, statements

revision = "0002"
down_revision = "0001"

PROFILE = (
    "description",
    "photourl",
    "address",
    "city",
    "state",
    "zip",
    "country",
    "company",
    "birthday",
    "language",
    "notes",
)
REFUSALS = [
    Refusal(
        "customer_stays",
        "customer",
        "UPDATE",
        "NEW.tenant_id <> OLD.tenant_id OR NEW.customer_id <> OLD.customer_id OR NEW.auth_table <> OLD.auth_table",
        "a customer keeps its number and table",
    ),
    Refusal(
        "client_stays",
        "client",
        "UPDATE",
        "NEW.tenant_id <> OLD.tenant_id OR NEW.key_hash <> OLD.key_hash OR OLD.revoked_at IS NOT NULL",
        "a key that was revoked stays revoked",
    ),
    Refusal(
        "mail_end_is_final",
        "mail",
        "UPDATE",
        "OLD.state <> 'waiting'",
        "a mail that was sent or given up is not changed",
    ),
]


def upgrade() -> None:
    """Add what accounts need."""
    _make_tables()
    _widen_customers()
    op.add_column("store", sa.Column("lan_access", sa.String(), server_default="off", nullable=False))
    op.add_column("store", sa.Column("public_address", sa.String(), server_default="", nullable=False))
    for statement in statements(op.get_bind().dialect.name, REFUSALS):
        op.execute(sa.text(statement.replace(":", "\\:")))


def _widen_customers() -> None:
    op.add_column("customer", sa.Column("auth_table", sa.String(), server_default="aurora_customers", nullable=False))
    for name in PROFILE:
        op.add_column("customer", sa.Column(name, sa.String(), server_default="", nullable=False))
    op.add_column("customer", sa.Column("custom", sa.JSON(), server_default="{}", nullable=False))
    op.drop_index("uq_customer_email", table_name="customer")
    op.create_index(
        "uq_customer_email",
        "customer",
        ["tenant_id", "auth_table", "email_key"],
        unique=True,
        sqlite_where=sa.text("email_key <> ''"),
        postgresql_where=sa.text("email_key <> ''"),
    )
    op.drop_index("ix_customer_newest", table_name="customer")
    op.create_index("ix_customer_newest", "customer", ["tenant_id", "auth_table", "row_id"], unique=False)


def _make_tables() -> None:
    for name in ("account_table", "custom_field"):
        op.create_table(
            name,
            sa.Column("tenant_id", sa.Integer(), nullable=False),
            sa.Column("name", sa.String(), nullable=False),
            sa.Column("created_at", sa.BigInteger(), nullable=False),
            sa.ForeignKeyConstraint(["tenant_id"], ["tenant.tenant_id"], name=op.f(f"fk_{name}_tenant_id")),
            sa.PrimaryKeyConstraint("tenant_id", "name", name=op.f(f"pk_{name}")),
        )
    op.create_table(
        "credential",
        sa.Column("account_row", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account_row"], ["customer.row_id"], name=op.f("fk_credential_account_row")),
        sa.PrimaryKeyConstraint("account_row", name=op.f("pk_credential")),
    )
    op.create_table(
        "login_try",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("auth_table", sa.String(), nullable=False),
        sa.Column("email_hash", sa.String(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("wait_until", sa.BigInteger(), nullable=True),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.Column("known", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "auth_table", "email_hash", name=op.f("pk_login_try")),
    )
    op.create_index(
        "ix_login_try_unknown",
        "login_try",
        ["last_at"],
        unique=False,
        sqlite_where=sa.text("NOT known"),
        postgresql_where=sa.text("NOT known"),
    )
    op.create_table(
        "reset_token",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("account_row", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account_row"], ["customer.row_id"], name=op.f("fk_reset_token_account_row")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_reset_token")),
    )
    op.create_index("ix_reset_token_account", "reset_token", ["account_row"], unique=False)
    op.create_table(
        "mail",
        sa.Column("mail_id", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("account_row", sa.BigInteger(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.BigInteger(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("claimed_by", sa.String(), nullable=False),
        sa.Column("claimed_until", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["account_row"], ["customer.row_id"], name=op.f("fk_mail_account_row")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.tenant_id"], name=op.f("fk_mail_tenant_id")),
        sa.PrimaryKeyConstraint("mail_id", name=op.f("pk_mail")),
    )
    op.create_index("ix_mail_account", "mail", ["account_row", "created_at"], unique=False)
    op.create_index("ix_mail_newest", "mail", ["tenant_id", "created_at"], unique=False)
    op.create_index(
        "ix_mail_waiting",
        "mail",
        ["next_try_at"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "client",
        sa.Column("prefix", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("key_hash", sa.String(), nullable=False),
        sa.Column("paired_at", sa.BigInteger(), nullable=False),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.tenant_id"], name=op.f("fk_client_tenant_id")),
        sa.PrimaryKeyConstraint("prefix", name=op.f("pk_client")),
    )
    op.create_index(
        "uq_client_name",
        "client",
        ["tenant_id", "name"],
        unique=True,
        sqlite_where=sa.text("revoked_at IS NULL"),
        postgresql_where=sa.text("revoked_at IS NULL"),
    )
    op.create_table(
        "host_name",
        sa.Column("host", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("host", name=op.f("pk_host_name")),
    )
