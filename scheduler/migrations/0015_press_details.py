"""Keep boilerplates and media contacts of organisations, version by version."""

import sqlalchemy as sa
from alembic import op

revision: str = "0015"
down_revision: str | None = "0014"
branch_labels: tuple[str, ...] | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.create_table(
        "organisation_press_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=16), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_press_text_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_organisation_press_text_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_press_text")),
    )
    op.create_index(
        "ix_organisation_press_text_organisation_id",
        "organisation_press_text",
        ["organisation_id", "language", "part"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index("ix_organisation_press_text_organisation_id", table_name="organisation_press_text")
    op.drop_table("organisation_press_text")
