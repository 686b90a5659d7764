"""Alembic's entry: runs the migrations on the engine that the program hands over."""

from alembic import context
from sqlalchemy import Engine

from aurora_desk.store.rows import Base

engine: Engine = context.config.attributes["engine"]

with engine.connect() as connection:
    sqlite = connection.dialect.name == "sqlite"
    if sqlite:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
    if sqlite:
        connection.exec_driver_sql("COMMIT")
    else:
        connection.commit()
