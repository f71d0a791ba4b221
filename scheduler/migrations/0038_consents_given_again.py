"""Keep consents that were withdrawn beside the ones given after them, and how these were given."""

import sqlalchemy as sa
from alembic import op

revision: str = "0038"
down_revision: str | None = "0036"
branch_labels: tuple[str, ...] | None = None
depends_on: str | None = None

# SQLite rebuilds a table to change it; what it refers to need not be looked at.
NO_REFERRED = {"resolve_fks": False}


def upgrade() -> None:
    with op.batch_alter_table("picture", reflect_kwargs=NO_REFERRED) as table:
        table.add_column(sa.Column("consent_how", sa.Text(), server_default=sa.text("''"), nullable=False))
        table.add_column(sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("item_quote_consent", reflect_kwargs=NO_REFERRED) as table:
        table.add_column(sa.Column("how", sa.Text(), server_default=sa.text("''"), nullable=False))
    op.create_table(
        "withdrawn_consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("picture_id", sa.Integer(), nullable=True),
        sa.Column("quote_key", sa.String(length=64), nullable=False),
        sa.Column("given_by", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_withdrawn_consent_item_id_item"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["picture_id"], ["picture.id"], name=op.f("fk_withdrawn_consent_picture_id_picture"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["person.id"], name=op.f("fk_withdrawn_consent_withdrawn_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_withdrawn_consent")),
    )
    op.create_index(op.f("ix_withdrawn_consent_item_id"), "withdrawn_consent", ["item_id"])


def downgrade() -> None:
    op.drop_table("withdrawn_consent")
    with op.batch_alter_table("item_quote_consent", reflect_kwargs=NO_REFERRED) as table:
        table.drop_column("how")
    with op.batch_alter_table("picture", reflect_kwargs=NO_REFERRED) as table:
        table.drop_column("withdrawn_at")
        table.drop_column("consent_how")
