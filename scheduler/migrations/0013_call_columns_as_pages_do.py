"""Call columns as pages and code do: the placeholder title of a guard, the hash of an item's text.

Renamed in place, so that every row and index stays as it is; both databases can do that without a copy of the table.
"""

from alembic import op

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels: tuple[str, ...] | None = None
depends_on: str | None = None

RENAMED = (
    ("guard", "safe_title", "placeholder_title"),
    ("item_version", "words_hash", "text_hash"),
    ("sign_off", "words_hash", "text_hash"),
)


def upgrade() -> None:
    for table, before, after in RENAMED:
        op.execute(f"ALTER TABLE {table} RENAME COLUMN {before} TO {after}")


def downgrade() -> None:
    for table, before, after in RENAMED:
        op.execute(f"ALTER TABLE {table} RENAME COLUMN {after} TO {before}")
