"""Keep when a milestone of a bill was changed last, and when copy was last compared with its bills."""

import sqlalchemy as sa
from alembic import op

revision: str = "0019"
down_revision: str | None = "0018"
branch_labels: tuple[str, ...] | None = None
depends_on: str | None = None

# SQLite rebuilds a table to change it; what it refers to need not be looked at, and has indexes that cannot be read back.
NO_REFERRED = {"resolve_fks": False}


def upgrade() -> None:
    with op.batch_alter_table("bill_milestone", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.add_column(sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("item", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.add_column(sa.Column("bills_checked_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("item", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.drop_column("bills_checked_at")
    with op.batch_alter_table("bill_milestone", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.drop_column("changed_at")
