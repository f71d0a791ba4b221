"""Keep how an event recurs, and which of its dates an event is."""

import sqlalchemy as sa
from alembic import op

revision: str = "0042"
down_revision: str | None = "0039"
branch_labels: tuple[str, ...] | None = None
depends_on: str | None = None

# SQLite rebuilds a table to change it; what it refers to need not be looked at.
NO_REFERRED = {"resolve_fks": False}


def upgrade() -> None:
    op.create_table(
        "event_series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("frequency", sa.String(length=16), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("every", sa.Integer(), nullable=False),
        sa.Column("weekdays", sa.String(length=7), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("times", sa.Integer(), nullable=True),
        sa.Column("made_until", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_series")),
    )
    with op.batch_alter_table("event", reflect_kwargs=NO_REFERRED) as table:
        table.add_column(sa.Column("series_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("recurs_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("is_exception", sa.Boolean(), server_default=sa.false(), nullable=False))
        table.create_foreign_key(op.f("fk_event_series_id_event_series"), "event_series", ["series_id"], ["id"])
        table.create_unique_constraint(op.f("uq_event_series_id_recurs_on"), ["series_id", "recurs_on"])


def downgrade() -> None:
    with op.batch_alter_table("event", reflect_kwargs=NO_REFERRED) as table:
        table.drop_constraint(op.f("uq_event_series_id_recurs_on"), type_="unique")
        table.drop_constraint(op.f("fk_event_series_id_event_series"), type_="foreignkey")
        table.drop_column("is_exception")
        table.drop_column("recurs_on")
        table.drop_column("series_id")
    op.drop_table("event_series")
