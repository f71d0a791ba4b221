"""Keep which transaction was the last whose changes stand in no row's version."""

import sqlalchemy as sa
from alembic import op

revision: str = "0039"
down_revision: str | None = "0038"
branch_labels: tuple[str, ...] | None = None
depends_on: str | None = None


def upgrade() -> None:
    with op.batch_alter_table("version_counter") as table:
        table.add_column(sa.Column("unnumbered", sa.Integer(), server_default=sa.text("'0'"), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("version_counter") as table:
        table.drop_column("unnumbered")
