"""Keep why a feed's address was renewed, and who fetched the old one."""

import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: str | None = "0001"
branch_labels: tuple[str, ...] | None = None
depends_on: str | None = None


def upgrade() -> None:
    with op.batch_alter_table("feed_former_address", schema=None) as batch_op:
        batch_op.add_column(sa.Column("left_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("last_fetch_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("last_agent", sa.String(length=120), nullable=True))
        batch_op.add_column(sa.Column("fetches", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_feed_former_address_left_id_person"), "person", ["left_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("feed_former_address", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_feed_former_address_left_id_person"), type_="foreignkey")
        for name in ("fetches", "last_agent", "last_fetch_at", "left_id"):
            batch_op.drop_column(name)
