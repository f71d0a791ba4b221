"""Find what changed last by an index: every first page asks for it."""

from alembic import op

revision: str = "0056"
down_revision: str | None = "0055"
branch_labels: tuple[str, ...] | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.create_index("ix_entry_changed_at", "entry", ["changed_at"])


def downgrade() -> None:
    op.drop_index("ix_entry_changed_at", table_name="entry")
