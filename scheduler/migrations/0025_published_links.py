"""Keep who recorded where an item was published, and whose owner was asked for it."""

import sqlalchemy as sa
from alembic import op

revision: str = "0025"
down_revision: str | None = "0024"
branch_labels: tuple[str, ...] | None = None
depends_on: str | None = None

# SQLite rebuilds a table to change it; what it refers to need not be looked at, and has indexes that cannot be read back.
NO_REFERRED = {"resolve_fks": False}


def upgrade() -> None:
    with op.batch_alter_table("item", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.add_column(sa.Column("link_asked_for", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("item_channel", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.add_column(sa.Column("published_by", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_foreign_key(op.f("fk_item_channel_published_by_person"), "person", ["published_by"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("item_channel", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.drop_constraint(op.f("fk_item_channel_published_by_person"), type_="foreignkey")
        batch_op.drop_column("recorded_at")
        batch_op.drop_column("published_by")
    with op.batch_alter_table("item", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.drop_column("link_asked_for")
