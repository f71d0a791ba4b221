"""Keep the passages that comments are on, and what is suggested in their place."""

import sqlalchemy as sa
from alembic import op

revision: str = "0022"
down_revision: str | None = "0021"
branch_labels: tuple[str, ...] | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.create_table(
        "comment_passage",
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=120), nullable=False),
        sa.Column("passage", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("proof", sa.Integer(), nullable=False),
        sa.Column("replacement", sa.Text(), nullable=True),
        sa.Column("answer", sa.String(length=16), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("accepted_version", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["item_comment.id"],
            name=op.f("fk_comment_passage_comment_id_item_comment"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_comment_passage_item_id_item"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_comment_passage_answered_by_person")),
        sa.PrimaryKeyConstraint("comment_id", name=op.f("pk_comment_passage")),
    )
    op.create_index(op.f("ix_comment_passage_item_id"), "comment_passage", ["item_id", "answer"], unique=False)


def downgrade() -> None:
    op.drop_table("comment_passage")
