"""Keep what the search counts entries by, and number deadlines that are alike."""

import sqlalchemy as sa
from alembic import op

revision: str = "0057"
down_revision: str | None = "0056"
branch_labels: tuple[str, ...] | None = None
depends_on: str | None = None

# Negative numbers: those that the program gives never are. The state needs none, as the search works out what is missing.
NUMBER = """
UPDATE entry SET alike = -first.id FROM (
    SELECT entry.id AS entry_id, min(entry.id) OVER (
        PARTITION BY entry.path, entry.title, entry.phrases, entry.status,
            occurrence.first_day, occurrence.last_day, occurrence.starts_at
    ) AS id FROM entry JOIN occurrence ON occurrence.entry_id = entry.id WHERE entry.kind = 'deadline'
) AS first WHERE first.entry_id = entry.id
"""


def upgrade() -> None:
    op.add_column("entry", sa.Column("search_state", sa.String(48), nullable=True))
    op.add_column("entry", sa.Column("alike", sa.BigInteger(), nullable=True))
    op.execute(NUMBER)


def downgrade() -> None:
    op.drop_column("entry", "alike")
    op.drop_column("entry", "search_state")
