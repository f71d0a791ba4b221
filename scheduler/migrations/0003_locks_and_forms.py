"""Tell shared guards apart, keep why somebody had emergency access, and let more forms be sent twice."""

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0008"
branch_labels: tuple[str, ...] | None = None
depends_on: str | None = None

# SQLite rebuilds a table to change it; what it refers to need not be looked at, and has indexes that cannot be read back.
NO_REFERRED = {"resolve_fks": False}

_GUARD = sa.table("guard", sa.column("id"), sa.column("audience"), sa.column("safe_title"), sa.column("shared"))


def upgrade() -> None:
    op.create_table(
        "emergency_access",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("guard_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("form_id", sa.String(length=36), nullable=True),
        sa.ForeignKeyConstraint(
            ["guard_id"], ["guard.id"], name=op.f("fk_emergency_access_guard_id_guard"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_emergency_access_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_emergency_access")),
        sa.UniqueConstraint("form_id", name=op.f("uq_emergency_access_form_id")),
    )
    with op.batch_alter_table("emergency_access", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.create_index(batch_op.f("ix_emergency_access_guard_id"), ["guard_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_emergency_access_person_id"), ["person_id"], unique=False)

    with op.batch_alter_table("coalition", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.add_column(sa.Column("revision", sa.Integer(), server_default="1", nullable=False))

    with op.batch_alter_table("catalogue_upload", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.add_column(sa.Column("form_id", sa.String(length=36), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_catalogue_upload_form_id"), ["form_id"])

    with op.batch_alter_table("guard", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.add_column(sa.Column("shared", sa.String(length=16), nullable=True))
    for audience in ("public", "coalition"):
        # Of several, the first is the one that has been used: it was looked for in the order of ids.
        marked = sa.and_(_GUARD.c.audience == audience, _GUARD.c.safe_title == f"shared:{audience}")
        first = sa.select(sa.func.min(_GUARD.c.id)).where(marked).scalar_subquery()
        op.execute(_GUARD.update().where(_GUARD.c.id == first).values(shared=audience))
    with op.batch_alter_table("guard", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.create_index("uq_guard_shared", ["shared"], unique=True)


def downgrade() -> None:
    with op.batch_alter_table("guard", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.drop_index("uq_guard_shared")
        batch_op.drop_column("shared")
    with op.batch_alter_table("catalogue_upload", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_catalogue_upload_form_id"), type_="unique")
        batch_op.drop_column("form_id")
    with op.batch_alter_table("coalition", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.drop_column("revision")
    op.drop_table("emergency_access")
