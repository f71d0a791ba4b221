"""Keep for each kind of reminder and notification how it is delivered, with quiet hours and days of the week."""

import sqlalchemy as sa
from alembic import op

revision: str = "0031"
down_revision: str | None = "0030"
branch_labels: tuple[str, ...] | None = None
depends_on: str | None = None

# SQLite rebuilds a table to change it; what it refers to need not be looked at, and has indexes that cannot be read back.
NO_REFERRED = {"resolve_fks": False}

DEFAULT_DAYS = [7, 1, 0]

person = sa.table("person", sa.column("id", sa.Integer))
preference = sa.table(
    "reminder_preference",
    sa.column("person_id", sa.Integer),
    sa.column("lead_days", sa.JSON),
    sa.column("hour", sa.Integer),
    sa.column("revision", sa.Integer),
)


def upgrade() -> None:
    # Everybody who is here goes on as before: other defaults are for those who come. A row without kinds says so.
    connection = op.get_bind()
    chosen = sa.select(preference.c.person_id)
    missing = connection.scalars(sa.select(person.c.id).where(person.c.id.not_in(chosen))).all()
    rows = [{"person_id": ident, "lead_days": DEFAULT_DAYS, "hour": 8, "revision": 0} for ident in missing]
    if rows:
        connection.execute(preference.insert(), rows)
    with op.batch_alter_table("reminder_preference", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.add_column(sa.Column("kinds", sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column("notices", sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column("weekdays", sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column("weekly_day", sa.Integer(), server_default=sa.text("0"), nullable=False))
        batch_op.add_column(sa.Column("quiet_from", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("quiet_until", sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("reminder_preference", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.drop_column("quiet_until")
        batch_op.drop_column("quiet_from")
        batch_op.drop_column("weekly_day")
        batch_op.drop_column("weekdays")
        batch_op.drop_column("notices")
        batch_op.drop_column("kinds")
