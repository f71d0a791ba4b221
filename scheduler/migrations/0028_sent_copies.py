"""Keep who outside was sent the copy of an item."""

import sqlalchemy as sa
from alembic import op

revision: str = "0028"
down_revision: str | None = "0027"
branch_labels: tuple[str, ...] | None = None
depends_on: str | None = None

# SQLite rebuilds a table to change it; what it refers to need not be looked at, and has indexes that cannot be read back.
NO_REFERRED = {"resolve_fks": False}


def upgrade() -> None:
    op.create_table(
        "sent_copy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("recipient", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version_number", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("had_embargo", sa.Boolean(), nullable=False),
        sa.Column("embargo_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("embargo_zone", sa.String(length=64), nullable=True),
        sa.Column("known_hash", sa.String(length=64), nullable=False),
        sa.Column("known_embargo", sa.String(length=32), nullable=False),
        sa.Column("known_off", sa.Boolean(), nullable=False),
        sa.Column("informed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("informed_by", sa.Integer(), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_by", sa.Integer(), nullable=True),
        sa.Column("is_corrected", sa.Boolean(), nullable=False),
        sa.Column("form_id", sa.String(length=36), nullable=True),
        sa.Column("public_id", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(["informed_by"], ["person.id"], name=op.f("fk_sent_copy_informed_by_person")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_sent_copy_item_id_item"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sent_copy_person_id_person")),
        sa.ForeignKeyConstraint(["removed_by"], ["person.id"], name=op.f("fk_sent_copy_removed_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sent_copy")),
        sa.UniqueConstraint("form_id", name=op.f("uq_sent_copy_form_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_sent_copy_public_id")),
    )
    op.create_index(op.f("ix_sent_copy_item_id"), "sent_copy", ["item_id"], unique=False)
    with op.batch_alter_table("item", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.add_column(sa.Column("was_sent", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("item", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.drop_column("was_sent")
    op.drop_table("sent_copy")
