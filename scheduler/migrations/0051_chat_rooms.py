"""Keep the chat rooms of organisations, and let a message be for one of them."""

import sqlalchemy as sa
from alembic import op

revision: str = "0051"
down_revision: str | None = "0050"
branch_labels: tuple[str, ...] | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.create_table(
        "chat_room",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("secret_address", sa.Text(), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("rhythm", sa.String(length=8), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("posted_for", sa.Date(), nullable=True),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refusals", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("form_id", sa.String(length=36), nullable=True),
        sa.Column("public_id", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_chat_room_organisation_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chat_room")),
        sa.UniqueConstraint("form_id", name=op.f("uq_chat_room_form_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_chat_room_public_id")),
    )
    op.create_index(op.f("ix_chat_room_organisation_id"), "chat_room", ["organisation_id"])
    op.add_column("message", sa.Column("room_id", sa.Integer(), nullable=True))
    op.create_index("ix_message_room_created", "message", ["room_id", "created_at"])


def downgrade() -> None:
    # What a program of before cannot read.
    op.execute("DELETE FROM message WHERE stream = 'chat'")
    op.drop_index("ix_message_room_created", "message")
    op.drop_column("message", "room_id")
    op.drop_table("chat_room")
