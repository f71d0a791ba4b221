"""List the versions of an item without their texts, and its comments in their order."""

from alembic import op

revision: str = "0030"
down_revision: str | None = "0029"
branch_labels: str | tuple[str, ...] | None = None
depends_on: str | tuple[str, ...] | None = None


def upgrade() -> None:
    op.create_index("ix_item_version_saves", "item_version", ["item_id", "number", "created_at", "author_id"])
    op.create_index("ix_item_comment_place", "item_comment", ["item_id", "at", "id"])


def downgrade() -> None:
    op.drop_index("ix_item_comment_place", "item_comment")
    op.drop_index("ix_item_version_saves", "item_version")
