"""Keep what was read of uploaded releases until they are imported, for a day at most."""

import sqlalchemy as sa
from alembic import op

revision: str = "0027"
down_revision: str | None = "0026"
branch_labels: tuple[str, ...] | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.create_table(
        "release_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("form_id", sa.String(length=36), nullable=True),
        sa.Column("public_id", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_release_import_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release_import")),
        sa.UniqueConstraint("form_id", name=op.f("uq_release_import_form_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_release_import_public_id")),
    )
    op.create_index(op.f("ix_release_import_person_id"), "release_import", ["person_id"], unique=False)
    op.create_index(op.f("ix_release_import_uploaded_at"), "release_import", ["uploaded_at"], unique=False)


def downgrade() -> None:
    op.drop_table("release_import")
