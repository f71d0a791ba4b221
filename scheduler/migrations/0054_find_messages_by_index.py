"""Find the messages that did not arrive, and those that wait though their time is over or the clock ran ahead."""

import sqlalchemy as sa
from alembic import op

revision: str = "0054"
down_revision: str | None = "0053"
branch_labels: tuple[str, ...] | None = None
depends_on: str | None = None

IS_READY = sa.text("state = 'ready'")
IS_UNDELIVERED = sa.text("state IN ('failed', 'expired', 'bounced')")
MAY_EXPIRE = sa.text("state = 'ready' AND expires_at IS NOT NULL")
IS_PUT_OFF = sa.text("state = 'ready' AND last_error != ''")


def upgrade() -> None:
    for name, columns, condition in (
        ("ix_message_undelivered", ["state"], IS_UNDELIVERED),
        ("ix_message_expires", ["expires_at"], MAY_EXPIRE),
        ("ix_message_put_off", ["due_at"], IS_PUT_OFF),
        ("ix_message_ready_created", ["created_at", "state"], IS_READY),
    ):
        op.create_index(name, "message", columns, sqlite_where=condition, postgresql_where=condition)


def downgrade() -> None:
    op.drop_index("ix_message_ready_created", "message")
    op.drop_index("ix_message_put_off", "message")
    op.drop_index("ix_message_expires", "message")
    op.drop_index("ix_message_undelivered", "message")
