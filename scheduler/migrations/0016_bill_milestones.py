"""Keep of a bill its chamber, its sponsors and its milestones."""

import sqlalchemy as sa
from alembic import op

revision: str = "0016"
down_revision: str | None = "0015"
branch_labels: tuple[str, ...] | None = None
depends_on: str | None = None

# SQLite rebuilds a table to change it; what it refers to need not be looked at, and has indexes that cannot be read back.
NO_REFERRED = {"resolve_fks": False}


def upgrade() -> None:
    op.create_table(
        "bill_milestone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bill_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("votes_for", sa.Integer(), nullable=True),
        sa.Column("votes_against", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("source_url", sa.String(length=2000), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_back_by_id", sa.Integer(), nullable=True),
        sa.Column("taken_back_reason", sa.String(length=500), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("form_id", sa.String(length=36), nullable=True),
        sa.ForeignKeyConstraint(["bill_id"], ["bill.id"], name=op.f("fk_bill_milestone_bill_id_bill")),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_bill_milestone_created_by_id_person")),
        sa.ForeignKeyConstraint(
            ["taken_back_by_id"], ["person.id"], name=op.f("fk_bill_milestone_taken_back_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bill_milestone")),
        sa.UniqueConstraint("form_id", name=op.f("uq_bill_milestone_form_id")),
    )
    with op.batch_alter_table("bill_milestone", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.create_index(batch_op.f("ix_bill_milestone_bill_id"), ["bill_id"], unique=False)
    # With a default of the database, as a program of before adds bills without them.
    with op.batch_alter_table("bill", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.add_column(sa.Column("chamber", sa.String(length=80), server_default=sa.text("''"), nullable=False))
        batch_op.add_column(sa.Column("sponsors", sa.String(length=300), server_default=sa.text("''"), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("bill", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.drop_column("sponsors")
        batch_op.drop_column("chamber")
    # What a program of before cannot publish leaves its calendar.
    op.execute("DELETE FROM occurrence WHERE entry_id IN (SELECT id FROM entry WHERE source_kind = 'milestone')")
    op.execute("DELETE FROM entry WHERE source_kind = 'milestone'")
    op.drop_table("bill_milestone")
