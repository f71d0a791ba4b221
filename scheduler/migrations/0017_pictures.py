"""Keep pictures of items, who has copies of them, and whether the coalition asks for alt text and credit."""

import sqlalchemy as sa
from alembic import op

revision: str = "0017"
down_revision: str | None = "0016"
branch_labels: tuple[str, ...] | None = None
depends_on: str | None = None

# SQLite rebuilds a table to change it; what it refers to need not be looked at, and has indexes that cannot be read back.
NO_REFERRED = {"resolve_fks": False}


def upgrade() -> None:
    op.create_table(
        "stored_picture",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=16), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("thumbnail_sha256", sa.String(length=64), nullable=True),
        sa.Column("thumbnail_tries", sa.Integer(), nullable=False),
        sa.Column("thumbnail_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("consent_withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_stored_picture")),
    )
    with op.batch_alter_table("stored_picture", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.create_index(batch_op.f("ix_stored_picture_thumbnail_due_at"), ["thumbnail_due_at"], unique=False)
    op.create_table(
        "picture",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("source_sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("licence", sa.String(length=200), nullable=False),
        sa.Column("shows_people", sa.Boolean(), nullable=False),
        sa.Column("people", sa.Text(), nullable=False),
        sa.Column("consent_scope", sa.Text(), nullable=False),
        sa.Column("consent_until", sa.Date(), nullable=True),
        sa.Column("focus_x", sa.Integer(), nullable=False),
        sa.Column("focus_y", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=False),
        sa.Column("end_told_of", sa.Date(), nullable=True),
        sa.Column("form_id", sa.String(length=36), nullable=True),
        sa.Column("public_id", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(["added_by_id"], ["person.id"], name=op.f("fk_picture_added_by_id_person")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_picture_item_id_item"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["sha256"], ["stored_picture.sha256"], name=op.f("fk_picture_sha256_stored_picture")),
        sa.ForeignKeyConstraint(["withdrawn_by_id"], ["person.id"], name=op.f("fk_picture_withdrawn_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_picture")),
        sa.UniqueConstraint("form_id", name=op.f("uq_picture_form_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_picture_public_id")),
    )
    with op.batch_alter_table("picture", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.create_index(batch_op.f("ix_picture_consent_until"), ["consent_until"], unique=False)
        batch_op.create_index(batch_op.f("ix_picture_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_picture_sha256"), ["sha256"], unique=False)
        batch_op.create_index(batch_op.f("ix_picture_source_sha256"), ["source_sha256"], unique=False)
    op.create_table(
        "picture_copy",
        sa.Column("picture_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_picture_copy_person_id_person")),
        sa.ForeignKeyConstraint(
            ["picture_id"], ["picture.id"], name=op.f("fk_picture_copy_picture_id_picture"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("picture_id", "person_id", name=op.f("pk_picture_copy")),
    )
    with op.batch_alter_table("picture_copy", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.create_index(batch_op.f("ix_picture_copy_person_id"), ["person_id"], unique=False)
    # With a default of the database, as a program of before names a coalition without it.
    with op.batch_alter_table("coalition", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.add_column(sa.Column("needs_picture_texts", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("coalition", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.drop_column("needs_picture_texts")
    op.drop_table("picture_copy")
    op.drop_table("picture")
    op.drop_table("stored_picture")
