"""Keep until when words were kept back and who could read them."""

import sqlalchemy as sa
from alembic import op

revision: str = "0009"
down_revision: str | None = "0001"
branch_labels: tuple[str, ...] | None = None
depends_on: str | None = None


def upgrade() -> None:
    _make_periods()
    _fill_periods()


def downgrade() -> None:
    op.drop_table("guard_period_reader")
    op.drop_table("guard_period")


def _make_periods() -> None:
    op.create_table(
        "guard_period",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("guard_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["guard_id"], ["guard.id"], name=op.f("fk_guard_period_guard_id_guard"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guard_period")),
    )
    with op.batch_alter_table("guard_period", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_guard_period_guard_id"), ["guard_id"], unique=False)
    op.create_table(
        "guard_period_reader",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("period_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_guard_period_reader_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["period_id"],
            ["guard_period.id"],
            name=op.f("fk_guard_period_reader_period_id_guard_period"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_guard_period_reader_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guard_period_reader")),
    )
    with op.batch_alter_table("guard_period_reader", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_guard_period_reader_period_id"), ["period_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_guard_period_reader_person_id"), ["person_id"], unique=False)


def _fill_periods() -> None:
    """What came out already was kept back from its beginning, and read by the circle that is still on record."""
    op.execute(
        "INSERT INTO guard_period (guard_id, until) SELECT id, revealed_at FROM guard WHERE revealed_at IS NOT NULL"
    )
    for table, column in (("guard_organisation", "organisation_id"), ("guard_person", "person_id")):
        op.execute(
            f"INSERT INTO guard_period_reader (period_id, {column}) "  # noqa: S608 - names of our own
            f"SELECT guard_period.id, {table}.{column} FROM guard_period "
            f"JOIN {table} ON {table}.guard_id = guard_period.guard_id WHERE {table}.part = 'circle'"
        )
