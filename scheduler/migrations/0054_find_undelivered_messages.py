"""Find the messages that did not arrive."""

import sqlalchemy as sa
from alembic import op

revision: str = "0054"
down_revision: str | None = "0053"
branch_labels: tuple[str, ...] | None = None
depends_on: str | None = None

IS_UNDELIVERED = sa.text("state IN ('failed', 'expired', 'bounced')")


def upgrade() -> None:
    op.create_index(
        "ix_message_undelivered",
        "message",
        ["state"],
        sqlite_where=IS_UNDELIVERED,
        postgresql_where=IS_UNDELIVERED,
    )


def downgrade() -> None:
    op.drop_index("ix_message_undelivered", "message")
