"""How Alembic reaches the doors' tables: over the connection that the caller holds."""

from alembic import context

from api.stores.database import VERSION_TABLE
from api.stores.tables import metadata

connection = context.config.attributes.get("connection")
context.configure(
    connection=connection,
    url=None if connection is not None else "postgresql://",
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    render_as_batch=connection is not None and connection.dialect.name == "sqlite",
)
with context.begin_transaction():
    context.run_migrations()
