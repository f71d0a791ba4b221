"""Name the bill of each milestone in the calendar, so that whoever follows the bill finds it among what concerns them."""

from alembic import op

revision: str = "0029"
down_revision: str | None = "0028"
branch_labels: tuple[str, ...] | None = None
depends_on: str | None = None

BILL = "SELECT bill_id FROM bill_milestone WHERE bill_milestone.id = entry.source_id"


def upgrade() -> None:
    op.execute(
        f"UPDATE entry SET series = 'bill:' || CAST(({BILL}) AS VARCHAR(20)) "  # noqa: S608 - no value from outside
        f"WHERE source_kind = 'milestone' AND EXISTS ({BILL})"
    )


def downgrade() -> None:
    op.execute("UPDATE entry SET series = '' WHERE source_kind = 'milestone'")
