"""Uploads that are for some groups from the first moment."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let a job name the groups of its reports."""
    op.add_column("jobs", sa.Column("groups", sa.JSON()))


def downgrade() -> None:
    """Forget the groups."""
    with op.batch_alter_table("jobs") as table:
        table.drop_column("groups")
