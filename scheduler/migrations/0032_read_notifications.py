"""Keep which notifications people have read; what was emailed before there was a page of them counts as read."""

import sqlalchemy as sa
from alembic import op

revision: str = "0032"
down_revision: str | None = "0031"
branch_labels: tuple[str, ...] | None = None
depends_on: str | None = None

person = sa.table("person", sa.column("id", sa.Integer))
message = sa.table(
    "message", sa.column("id", sa.Integer), sa.column("person_id", sa.Integer), sa.column("stream", sa.String)
)
read = sa.table("notification_read", sa.column("person_id", sa.Integer), sa.column("message_id", sa.Integer))


def upgrade() -> None:
    op.create_table(
        "notification_read",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name=op.f("fk_notification_read_message_id_message"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_notification_read_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "message_id", name=op.f("pk_notification_read")),
    )
    op.create_index(op.f("ix_notification_read_message_id"), "notification_read", ["message_id"])
    told = sa.select(message.c.person_id, message.c.id).join(person, person.c.id == message.c.person_id)
    told = told.where(message.c.stream.in_(["notice", "reminder"]))
    op.execute(read.insert().from_select(["person_id", "message_id"], told))


def downgrade() -> None:
    op.drop_table("notification_read")
