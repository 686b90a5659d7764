"""Making and upgrading a store's schema, and saying in words what can't be opened."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine, inspect, text

from aurora_desk.domain.errors import AuroraError

NEWEST = "0008"
"""The schema that this program works on; the last of `migrations/versions`."""


class NewerStoreError(AuroraError):
    """A newer Aurora Desk made this store."""

    code = "newer_store"

    def __init__(self) -> None:
        super().__init__(
            "This store was made by a newer Aurora Desk. Nothing was changed. Install that version or a later one."
        )


class NotAStoreError(AuroraError):
    """The file or database holds something else."""

    code = "not_a_store"

    def __init__(self) -> None:
        super().__init__("This database is not an Aurora Desk store. Nothing was changed. Choose another folder.")


def version_of(engine: Engine) -> str | None:
    """The schema's version; None for a database without any table."""
    with engine.connect() as connection:
        tables = set(inspect(connection).get_table_names())
        if "alembic_version" not in tables:
            if tables:
                raise NotAStoreError
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def make_schema(engine: Engine) -> None:
    """Bring an empty or older database to the newest schema."""
    bring_to(engine, "head")


def bring_to(engine: Engine, revision: str) -> None:
    """Bring an empty or older database to a schema."""
    # Alembic is slow to import and needed only when the schema changes.
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["engine"] = engine
    version = version_of(engine)
    if version is not None:
        try:
            ScriptDirectory.from_config(config).get_revision(version)
        except CommandError:
            raise NewerStoreError from None
    command.upgrade(config, revision)


def needs_upgrade(engine: Engine) -> bool:
    """Whether the schema is not the newest; raises for a newer store or a foreign database."""
    version = version_of(engine)
    if version is not None and version > NEWEST:
        raise NewerStoreError
    return version != NEWEST
