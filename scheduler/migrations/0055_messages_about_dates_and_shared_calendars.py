"""Keep messages to those concerned by the date of an observance, and which external calendars staff feeds show."""

import sqlalchemy as sa
from alembic import op

revision: str = "0055"
down_revision: str | None = "0054"
branch_labels: tuple[str, ...] | None = None
depends_on: str | None = None

# SQLite rebuilds a table to change it; what it refers to need not be looked at.
NO_REFERRED = {"resolve_fks": False}


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
    # What a program of before cannot read.
    op.execute("DELETE FROM message WHERE kind IN ('edition_message', 'chat.stopped')")
    op.execute("DELETE FROM mailing_recipient WHERE mailing_id IN (SELECT id FROM mailing WHERE campaign_id IS NULL)")
    op.execute("DELETE FROM mailing WHERE campaign_id IS NULL")
    with op.batch_alter_table("mailing", reflect_kwargs=NO_REFERRED) as table:
        table.drop_index(op.f("ix_mailing_edition_id"))
        table.drop_constraint(op.f("fk_mailing_edition_id_edition"), type_="foreignkey")
        table.drop_column("edition_id")
        table.alter_column("campaign_id", existing_type=sa.Integer(), nullable=False)
