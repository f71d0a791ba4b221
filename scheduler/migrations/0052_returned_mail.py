"""Keep what became known of emails after they left, and the addresses that get none any more."""

import sqlalchemy as sa
from alembic import op

revision: str = "0052"
down_revision: str | None = "0051"
branch_labels: tuple[str, ...] | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.create_index("ix_message_due", "message", ["due_at"])
    op.create_table(
        "message_return",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name=op.f("fk_message_return_message_id_message"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_return")),
        sa.UniqueConstraint("message_id", "kind", name=op.f("uq_message_return_message_id_kind")),
    )
    op.create_table(
        "stopped_address",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("address_hash", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_stopped_address_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_stopped_address")),
    )


def downgrade() -> None:
    # What a program of before cannot read.
    op.execute("UPDATE message SET state = 'sent' WHERE state = 'bounced'")
    op.drop_table("stopped_address")
    op.drop_table("message_return")
    op.drop_index("ix_message_due", table_name="message")
