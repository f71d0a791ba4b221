"""Keep the DESCRIPTION of a VEVENT apart, so that a feed can end it with the entry's link.

Old rows stay as they are, and old code may go on writing them: without a description of their own they are served as
before. The worker writes them anew, which no reader notices.
"""

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0002"
branch_labels: tuple[str, ...] | None = None
depends_on: str | None = None

# SQLite rebuilds a table to change it; what it refers to need not be looked at, and has indexes that cannot be read back.
NO_REFERRED = {"resolve_fks": False}


def upgrade() -> None:
    with op.batch_alter_table("entry", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.add_column(sa.Column("vevent_description", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("parts_form", sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    # What stood apart goes back to where older code looks for it.
    entry = sa.table(
        "entry",
        sa.column("id", sa.Integer()),
        sa.column("vevent_description", sa.LargeBinary()),
        sa.column("vevent_tail", sa.LargeBinary()),
    )
    connection = op.get_bind()
    query = sa.select(entry.c.id, entry.c.vevent_description, entry.c.vevent_tail)
    for ident, description, tail in connection.execute(query.where(entry.c.vevent_description.is_not(None))).all():
        connection.execute(entry.update().where(entry.c.id == ident).values(vevent_tail=description + tail))
    with op.batch_alter_table("entry", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.drop_column("parts_form")
        batch_op.drop_column("vevent_description")
