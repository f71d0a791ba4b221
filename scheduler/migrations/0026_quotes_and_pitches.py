"""Keep who agreed to be quoted, and to which outlets a piece was offered."""

import sqlalchemy as sa
from alembic import op

revision: str = "0026"
down_revision: str | None = "0025"
branch_labels: tuple[str, ...] | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.create_table(
        "item_quote_consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("quote_key", sa.String(length=64), nullable=False),
        sa.Column("basis", sa.String(length=16), nullable=False),
        sa.Column("given_by", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_item_quote_consent_item_id_item"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_item_quote_consent_recorded_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_quote_consent")),
        sa.UniqueConstraint("item_id", "quote_key", name=op.f("uq_item_quote_consent_item_id_quote_key")),
    )
    op.create_table(
        "pitch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("outlet", sa.String(length=160), nullable=False),
        sa.Column("pitched_on", sa.Date(), nullable=True),
        sa.Column("exclusive_local", sa.DateTime(), nullable=True),
        sa.Column("exclusive_zone", sa.String(length=64), nullable=True),
        sa.Column("exclusive_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(length=16), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("form_id", sa.String(length=36), nullable=True),
        sa.Column("public_id", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(["added_by_id"], ["person.id"], name=op.f("fk_pitch_added_by_id_person")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_pitch_item_id_item"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pitch")),
        sa.UniqueConstraint("form_id", name=op.f("uq_pitch_form_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_pitch_public_id")),
    )
    op.create_index(op.f("ix_pitch_exclusive_at"), "pitch", ["exclusive_at"], unique=False)
    op.create_index(op.f("ix_pitch_item_id"), "pitch", ["item_id"], unique=False)


def downgrade() -> None:
    op.drop_table("pitch")
    op.drop_table("item_quote_consent")
