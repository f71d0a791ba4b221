"""Find people of one name by an index: pages ask of everybody whom they name whether a namesake is in the organisation."""

import sqlalchemy as sa
from alembic import op

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: tuple[str, ...] | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.create_index("ix_person_lower_name", "person", [sa.text("lower(name)")])


def downgrade() -> None:
    op.drop_index("ix_person_lower_name", table_name="person")
