"""Keep messages to those concerned by the date of an observance, and which external calendars staff feeds show."""

import sqlalchemy as sa
from alembic import op

revision: str = "0055"
down_revision: str | None = "0054"
branch_labels: tuple[str, ...] | None = None
depends_on: str | None = None

# SQLite rebuilds a table to change it; what it refers to need not be looked at.
NO_REFERRED = {"resolve_fks": False}


message = sa.table(
    "message",
    sa.column("id", sa.Integer),
    sa.column("kind", sa.String),
    sa.column("state", sa.String),
    sa.column("bundle_id", sa.Integer),
    sa.column("settled_at", sa.DateTime(timezone=True)),
)
about_message = [
    sa.table(name, sa.column("message_id", sa.Integer)) for name in ("notification_read", "message_return")
]


def upgrade() -> None:
    with op.batch_alter_table("mailing", reflect_kwargs=NO_REFERRED) as table:
        table.alter_column("campaign_id", existing_type=sa.Integer(), nullable=True)
        table.add_column(sa.Column("edition_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_mailing_edition_id_edition"), "edition", ["edition_id"], ["id"], ondelete="CASCADE"
        )
        table.create_index(op.f("ix_mailing_edition_id"), ["edition_id"])
    op.add_column("external_calendar", sa.Column("in_feeds_since", sa.DateTime(timezone=True), nullable=True))
    op.add_column("external_occurrence", sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("external_occurrence", "changed_at")
    op.drop_column("external_calendar", "in_feeds_since")
    # What a program of before cannot read; what would go along with it, and has not left, goes by itself.
    gone = sa.select(message.c.id).where(message.c.kind.in_(("edition_message", "chat.stopped")))
    for state, unsent in (("ready", ("ready", "claimed")), ("held", ("held",))):
        carried = message.c.state == "bundled", message.c.bundle_id.in_(gone.where(message.c.state.in_(unsent)))
        op.execute(sa.update(message).where(*carried).values(state=state, bundle_id=None, settled_at=None))
    for known in about_message:
        op.execute(sa.delete(known).where(known.c.message_id.in_(gone)))
    op.execute(sa.delete(message).where(message.c.kind.in_(("edition_message", "chat.stopped"))))
    op.execute("DELETE FROM mailing_recipient WHERE mailing_id IN (SELECT id FROM mailing WHERE campaign_id IS NULL)")
    op.execute("DELETE FROM mailing WHERE campaign_id IS NULL")
    with op.batch_alter_table("mailing", reflect_kwargs=NO_REFERRED) as table:
        table.drop_index(op.f("ix_mailing_edition_id"))
        table.drop_constraint(op.f("fk_mailing_edition_id_edition"), type_="foreignkey")
        table.drop_column("edition_id")
        table.alter_column("campaign_id", existing_type=sa.Integer(), nullable=False)
