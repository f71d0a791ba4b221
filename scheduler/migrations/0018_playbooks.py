"""Keep countries of organisations, playbooks, and what moves along with a campaign."""

import sqlalchemy as sa
from alembic import op

revision: str = "0018"
down_revision: str | None = "0017"
branch_labels: tuple[str, ...] | None = None
depends_on: str | None = None

# SQLite rebuilds a table to change it; what it refers to need not be looked at, and has indexes that cannot be read back.
NO_REFERRED = {"resolve_fks": False}


def upgrade() -> None:
    # With defaults of the database, as a program of before adds rows without them.
    with op.batch_alter_table("organisation", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.add_column(sa.Column("country", sa.String(length=2), server_default=sa.text("''"), nullable=False))
    with op.batch_alter_table("task", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.add_column(sa.Column("on_working_days", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("made_from", sa.String(length=80), server_default=sa.text("''"), nullable=False))
    with op.batch_alter_table("item", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.add_column(sa.Column("offset_days", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("offset_time", sa.Time(), nullable=True))
        batch_op.add_column(sa.Column("offset_zone", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("proposed_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("made_from", sa.String(length=80), server_default=sa.text("''"), nullable=False))
    op.create_table(
        "organisation_channel_zone",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=24), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_channel_zone_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "channel", name=op.f("pk_organisation_channel_zone")),
    )
    op.create_table(
        "playbook",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("form_id", sa.String(length=36), nullable=True),
        sa.Column("public_id", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_playbook_created_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_playbook")),
        sa.UniqueConstraint("form_id", name=op.f("uq_playbook_form_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_playbook_public_id")),
    )
    op.create_table(
        "playbook_slot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("playbook_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("offset_days", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(length=16), nullable=False),
        sa.Column("at_time", sa.Time(), nullable=True),
        sa.Column("zone_rule", sa.String(length=16), nullable=False),
        sa.Column("item_kind", sa.String(length=16), nullable=False),
        sa.Column("channels", sa.JSON(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("form_id", sa.String(length=36), nullable=True),
        sa.Column("public_id", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(
            ["playbook_id"], ["playbook.id"], name=op.f("fk_playbook_slot_playbook_id_playbook"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_playbook_slot")),
        sa.UniqueConstraint("form_id", name=op.f("uq_playbook_slot_form_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_playbook_slot_public_id")),
    )
    op.create_index(op.f("ix_playbook_slot_playbook_id"), "playbook_slot", ["playbook_id"], unique=False)
    op.create_table(
        "playbook_use",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tasks", sa.Integer(), nullable=False),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.Column("form_id", sa.String(length=36), nullable=True),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_playbook_use_campaign_id_campaign"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_playbook_use_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_playbook_use")),
        sa.UniqueConstraint("form_id", name=op.f("uq_playbook_use_form_id")),
    )
    op.create_index(op.f("ix_playbook_use_campaign_id"), "playbook_use", ["campaign_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_playbook_use_campaign_id"), table_name="playbook_use")
    op.drop_table("playbook_use")
    op.drop_index(op.f("ix_playbook_slot_playbook_id"), table_name="playbook_slot")
    op.drop_table("playbook_slot")
    op.drop_table("playbook")
    op.drop_table("organisation_channel_zone")
    with op.batch_alter_table("item", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.drop_column("made_from")
        batch_op.drop_column("proposed_on")
        batch_op.drop_column("offset_zone")
        batch_op.drop_column("offset_time")
        batch_op.drop_column("offset_days")
    with op.batch_alter_table("task", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.drop_column("made_from")
        batch_op.drop_column("on_working_days")
    with op.batch_alter_table("organisation", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.drop_column("country")
