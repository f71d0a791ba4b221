"""Know which workers live."""

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0007"
branch_labels: tuple[str, ...] | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.create_table(
        "worker_process",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("machine", sa.String(length=255), nullable=False),
        sa.Column("beats", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_worker_process")),
    )


def downgrade() -> None:
    op.drop_table("worker_process")
