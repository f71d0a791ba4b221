"""Find the messages that are held since a restore."""

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | None = "0004"
branch_labels: tuple[str, ...] | None = None
depends_on: str | None = None

# SQLite rebuilds a table to change it; what it refers to need not be looked at, and has indexes that cannot be read back.
NO_REFERRED = {"resolve_fks": False}

IS_HELD = sa.text("state = 'held'")


def upgrade() -> None:
    with op.batch_alter_table("message", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.create_index("ix_message_held", ["id"], sqlite_where=IS_HELD, postgresql_where=IS_HELD)


def downgrade() -> None:
    # The program before this has no such state; a message that nobody decided on is one that was not sent.
    op.execute("UPDATE message SET state = 'failed', settled_at = due_at WHERE state = 'held'")
    with op.batch_alter_table("message", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.drop_index("ix_message_held", sqlite_where=IS_HELD, postgresql_where=IS_HELD)
