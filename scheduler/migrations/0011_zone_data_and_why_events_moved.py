"""Keep with which zone data instants were derived, and of an event its topics and why it moved."""

import sqlalchemy as sa
from alembic import op

revision: str = "0011"
down_revision: str | None = "0009"
branch_labels: tuple[str, ...] | None = None
depends_on: str | None = None

# SQLite rebuilds a table to change it; what it refers to need not be looked at, and has indexes that cannot be read back.
NO_REFERRED = {"resolve_fks": False}


def upgrade() -> None:
    op.create_table(
        "zone_data",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.Column("derived_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_zone_data")),
    )
    # So that events that are there can be followed. First, as it locks rows alone: from a change of its columns on,
    # nobody else can even read a table on PostgreSQL.
    op.execute("UPDATE entry SET series = 'event:' || CAST(source_id AS VARCHAR(20)) WHERE source_kind = 'event'")
    with op.batch_alter_table("event", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.add_column(sa.Column("topics", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("move_reason", sa.String(length=300), nullable=True))


def downgrade() -> None:
    op.execute("UPDATE entry SET series = '' WHERE source_kind = 'event'")
    with op.batch_alter_table("event", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.drop_column("move_reason")
        batch_op.drop_column("topics")
    op.drop_table("zone_data")
