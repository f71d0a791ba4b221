"""Keep by what copy is found, which the worker fills in, and where an event was before its last move."""

import sqlalchemy as sa
from alembic import op

revision: str = "0036"
down_revision: str | None = "0035"
branch_labels: tuple[str, ...] | None = None
depends_on: str | None = None

# SQLite rebuilds a table to change it; what it refers to need not be looked at, and has indexes that cannot be read back.
NO_REFERRED = {"resolve_fks": False}


def upgrade() -> None:
    with op.batch_alter_table("item", reflect_kwargs=NO_REFERRED) as table:
        table.add_column(sa.Column("search_text", sa.Text(), server_default=sa.text("''"), nullable=False))
        table.add_column(sa.Column("search_mark", sa.String(24), server_default=sa.text("''"), nullable=False))
    with op.batch_alter_table("event", reflect_kwargs=NO_REFERRED) as table:
        table.add_column(sa.Column("moved_from_day", sa.Date(), nullable=True))
        table.add_column(sa.Column("moved_from_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("event", reflect_kwargs=NO_REFERRED) as table:
        table.drop_column("moved_from_at")
        table.drop_column("moved_from_day")
    with op.batch_alter_table("item", reflect_kwargs=NO_REFERRED) as table:
        table.drop_column("search_mark")
        table.drop_column("search_text")
