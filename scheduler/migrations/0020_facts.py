"""Keep facts, what they said before, and which passages of copy say them."""

import sqlalchemy as sa
from alembic import op

revision: str = "0020"
down_revision: str | None = "0019"
branch_labels: tuple[str, ...] | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.create_table(
        "fact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("statement", sa.String(length=300), nullable=False),
        sa.Column("source_name", sa.String(length=200), nullable=False),
        sa.Column("source_url", sa.String(length=2000), nullable=False),
        sa.Column("source_date", sa.String(length=10), nullable=False),
        sa.Column("true_until", sa.Date(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("advised_until", sa.Date(), nullable=True),
        sa.Column("expired_until", sa.Date(), nullable=True),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retired_by_id", sa.Integer(), nullable=True),
        sa.Column("retired_reason", sa.String(length=500), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("form_id", sa.String(length=36), nullable=True),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_fact_owner_id_person")),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_fact_created_by_id_person")),
        sa.ForeignKeyConstraint(["retired_by_id"], ["person.id"], name=op.f("fk_fact_retired_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fact")),
        sa.UniqueConstraint("form_id", name=op.f("uq_fact_form_id")),
    )
    op.create_index(op.f("ix_fact_owner_id"), "fact", ["owner_id"], unique=False)
    op.create_index(op.f("ix_fact_true_until"), "fact", ["true_until"], unique=False)
    op.create_table(
        "fact_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fact_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("statement", sa.String(length=300), nullable=False),
        sa.Column("source_name", sa.String(length=200), nullable=False),
        sa.Column("source_url", sa.String(length=2000), nullable=False),
        sa.Column("source_date", sa.String(length=10), nullable=False),
        sa.Column("true_until", sa.Date(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("retired_reason", sa.String(length=500), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["fact_id"], ["fact.id"], name=op.f("fk_fact_version_fact_id_fact"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_fact_version_owner_id_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_fact_version_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fact_version")),
        sa.UniqueConstraint("fact_id", "number", name=op.f("uq_fact_version_fact_id_number")),
    )
    op.create_index(op.f("ix_fact_version_fact_id"), "fact_version", ["fact_id"], unique=False)
    op.create_table(
        "item_fact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("fact_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=120), nullable=False),
        sa.Column("passage", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("proof", sa.Integer(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_until", sa.Date(), nullable=True),
        sa.Column("linked_by", sa.Integer(), nullable=True),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_item_fact_item_id_item"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["fact_id"], ["fact.id"], name=op.f("fk_item_fact_fact_id_fact")),
        sa.ForeignKeyConstraint(["linked_by"], ["person.id"], name=op.f("fk_item_fact_linked_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_fact")),
        sa.UniqueConstraint("public_id", name=op.f("uq_item_fact_public_id")),
    )
    op.create_index(op.f("ix_item_fact_item_id"), "item_fact", ["item_id"], unique=False)
    op.create_index(op.f("ix_item_fact_fact_id"), "item_fact", ["fact_id"], unique=False)


def downgrade() -> None:
    # What a program of before cannot publish leaves its agenda.
    op.execute("DELETE FROM occurrence WHERE entry_id IN (SELECT id FROM entry WHERE source_kind = 'fact')")
    op.execute("DELETE FROM entry WHERE source_kind = 'fact'")
    op.drop_table("item_fact")
    op.drop_table("fact_version")
    op.drop_table("fact")
