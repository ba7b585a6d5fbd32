"""Owns how alembic meets an open connection; ``migrations.steps`` hands it in."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    version_table="revision",
    version_table_schema="migrations",
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
