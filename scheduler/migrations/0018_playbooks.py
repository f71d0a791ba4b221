"""Keep countries of organisations, playbooks, and what moves along with a campaign."""

import sqlalchemy as sa
from alembic import op

revision: str = "0018"
down_revision: str | None = "0016"
branch_labels: tuple[str, ...] | None = None
depends_on: str | None = None

# SQLite rebuilds a table to change it; what it refers to need not be looked at, and has indexes that cannot be read back.
NO_REFERRED = {"resolve_fks": False}


def upgrade() -> None:
    # With defaults of the database, as a program of before adds rows without them.
    with op.batch_alter_table("organisation", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.add_column(sa.Column("country", sa.String(length=2), server_default=sa.text("''"), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("organisation", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.drop_column("country")
