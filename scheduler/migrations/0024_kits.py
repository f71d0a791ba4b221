"""Keep kits for partners without accounts."""

import sqlalchemy as sa
from alembic import op

revision: str = "0024"
down_revision: str | None = "0023"
branch_labels: tuple[str, ...] | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.create_table(
        "kit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("introduction", sa.Text(), nullable=False),
        sa.Column("is_dealt", sa.Boolean(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("form_id", sa.String(length=36), nullable=True),
        sa.Column("public_id", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_kit_campaign_id_campaign"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_kit_created_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kit")),
        sa.UniqueConstraint("form_id", name=op.f("uq_kit_form_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_kit_public_id")),
    )
    op.create_index(op.f("ix_kit_campaign_id"), "kit", ["campaign_id"], unique=False)
    op.create_table(
        "kit_item",
        sa.Column("kit_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("audience", sa.String(length=16), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["added_by_id"], ["person.id"], name=op.f("fk_kit_item_added_by_id_person")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_kit_item_item_id_item"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["kit_id"], ["kit.id"], name=op.f("fk_kit_item_kit_id_kit"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("kit_id", "item_id", name=op.f("pk_kit_item")),
    )
    op.create_index(op.f("ix_kit_item_item_id"), "kit_item", ["item_id"], unique=False)
    op.create_table(
        "kit_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kit_id", sa.Integer(), nullable=False),
        sa.Column("partner", sa.String(length=120), nullable=False),
        sa.Column("nonce", sa.String(length=32), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("public_id", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(["kit_id"], ["kit.id"], name=op.f("fk_kit_link_kit_id_kit"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kit_link")),
        sa.UniqueConstraint("public_id", name=op.f("uq_kit_link_public_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_kit_link_token_hash")),
    )
    op.create_index(op.f("ix_kit_link_kit_id"), "kit_link", ["kit_id"], unique=False)
    op.create_table(
        "kit_opening",
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["link_id"], ["kit_link.id"], name=op.f("fk_kit_opening_link_id_kit_link"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("link_id", "day", name=op.f("pk_kit_opening")),
    )


def downgrade() -> None:
    op.drop_table("kit_opening")
    op.drop_index(op.f("ix_kit_link_kit_id"), table_name="kit_link")
    op.drop_table("kit_link")
    op.drop_index(op.f("ix_kit_item_item_id"), table_name="kit_item")
    op.drop_table("kit_item")
    op.drop_index(op.f("ix_kit_campaign_id"), table_name="kit")
    op.drop_table("kit")
