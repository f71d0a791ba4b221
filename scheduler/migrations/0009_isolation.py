"""Keep until when words were kept back and who could read them; call rows by random names."""

import secrets

import sqlalchemy as sa
from alembic import op

revision: str = "0009"
down_revision: str | None = "0003"
branch_labels: tuple[str, ...] | None = None
depends_on: str | None = None

# SQLite rebuilds a table to change it; what it refers to need not be looked at, and has indexes that cannot be read back.
NO_REFERRED = {"resolve_fks": False}

CALLED_BY_NAME = ("campaign_undo", "item_comment", "item_undo", "review_request", "task")


def upgrade() -> None:
    _make_periods()
    _fill_periods()
    for table in CALLED_BY_NAME:
        _name_rows(table)
    _make_join_requests()


def downgrade() -> None:
    op.drop_table("join_request")
    with op.batch_alter_table("campaign", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.drop_column("joining")
    # Written out, so that `flask db downgrade` can read what goes.
    with op.batch_alter_table("campaign_undo", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_campaign_undo_public_id"), type_="unique")
        batch_op.drop_column("public_id")
    with op.batch_alter_table("item_comment", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_item_comment_public_id"), type_="unique")
        batch_op.drop_column("public_id")
    with op.batch_alter_table("item_undo", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_item_undo_public_id"), type_="unique")
        batch_op.drop_column("public_id")
    with op.batch_alter_table("review_request", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_review_request_public_id"), type_="unique")
        batch_op.drop_column("public_id")
    with op.batch_alter_table("task", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_task_public_id"), type_="unique")
        batch_op.drop_column("public_id")
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
    with op.batch_alter_table("guard_period", reflect_kwargs=NO_REFERRED) as batch_op:
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
    with op.batch_alter_table("guard_period_reader", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.create_index(batch_op.f("ix_guard_period_reader_period_id"), ["period_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_guard_period_reader_person_id"), ["person_id"], unique=False)


def _make_join_requests() -> None:
    with op.batch_alter_table("campaign", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.add_column(sa.Column("joining", sa.String(length=8), server_default="ask", nullable=False))
    op.create_table(
        "join_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(length=10), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("public_id", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_join_request_answered_by_person")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_join_request_asked_by_person")),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_join_request_campaign_id_campaign"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_join_request_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_join_request")),
        sa.UniqueConstraint("public_id", name=op.f("uq_join_request_public_id")),
    )
    with op.batch_alter_table("join_request", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.create_index(batch_op.f("ix_join_request_campaign_id"), ["campaign_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_join_request_organisation_id"), ["organisation_id"], unique=False)
        is_open = sa.text("answered_at IS NULL")
        batch_op.create_index(
            "uq_join_request_open",
            ["campaign_id", "organisation_id"],
            unique=True,
            sqlite_where=is_open,
            postgresql_where=is_open,
        )


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


def _name_rows(table: str) -> None:
    # NULL is allowed: the old code, which knows of no name, may add rows until the new one is there.
    with op.batch_alter_table(table, reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.add_column(sa.Column("public_id", sa.String(length=16), nullable=True))
    rows = sa.table(table, sa.column("id", sa.Integer), sa.column("public_id", sa.String))
    connection = op.get_bind()
    for ident in connection.scalars(sa.select(rows.c.id)).all():
        named = sa.update(rows).where(rows.c.id == ident).values(public_id=secrets.token_urlsafe(9))
        connection.execute(named)
    with op.batch_alter_table(table, reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.create_unique_constraint(batch_op.f(f"uq_{table}_public_id"), ["public_id"])
