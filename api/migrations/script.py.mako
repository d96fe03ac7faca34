"""${message}."""

from alembic import op
import sqlalchemy as sa
from api.stores.tables import Moment

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the tables one step on."""
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    """Take the tables one step back."""
    ${downgrades if downgrades else "pass"}
