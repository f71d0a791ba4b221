"""Keep in which language a person reads pages and emails."""

import sqlalchemy as sa
from alembic import op

revision: str = "0033"
down_revision: str | None = "0032"
branch_labels: tuple[str, ...] | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.add_column("person", sa.Column("language", sa.String(16), server_default=sa.text("'en'"), nullable=False))


def downgrade() -> None:
    # Not in a batch, which rebuilds the table on SQLite and loses its indexes of expressions.
    op.drop_column("person", "language")
