"""Keep the messages that are sent to those concerned by a campaign."""

import sqlalchemy as sa
from alembic import op

revision: str = "0053"
down_revision: str | None = "0052"
branch_labels: tuple[str, ...] | None = None
depends_on: str | None = None


message = sa.table(
    "message",
    sa.column("id", sa.Integer),
    sa.column("kind", sa.String),
    sa.column("state", sa.String),
    sa.column("bundle_id", sa.Integer),
    sa.column("settled_at", sa.DateTime(timezone=True)),
)
about_message = [
    sa.table(name, sa.column("message_id", sa.Integer)) for name in ("notification_read", "message_return")
]


def upgrade() -> None:
    op.create_table(
        "mailing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("groups", sa.JSON(), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("with_replies", sa.Boolean(), nullable=False),
        sa.Column("recipients", sa.Integer(), nullable=False),
        sa.Column("sender_id", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("form_id", sa.String(length=36), nullable=True),
        sa.Column("public_id", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_mailing_campaign_id_campaign"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["sender_id"], ["person.id"], name=op.f("fk_mailing_sender_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailing")),
        sa.UniqueConstraint("form_id", name=op.f("uq_mailing_form_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_mailing_public_id")),
    )
    op.create_index(op.f("ix_mailing_campaign_id"), "mailing", ["campaign_id"])
    op.create_index("ix_mailing_sender_sent", "mailing", ["sender_id", "sent_at"])
    op.create_table(
        "mailing_recipient",
        sa.Column("mailing_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mailing_id"], ["mailing.id"], name=op.f("fk_mailing_recipient_mailing_id_mailing"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mailing_recipient_person_id_person")),
        sa.PrimaryKeyConstraint("mailing_id", "person_id", name=op.f("pk_mailing_recipient")),
    )
    op.create_index(op.f("ix_mailing_recipient_person_id"), "mailing_recipient", ["person_id"])


def downgrade() -> None:
    # What a program of before cannot read; what would go along with it, and has not left, goes by itself.
    gone = sa.select(message.c.id).where(message.c.kind == "campaign_message")
    for state, unsent in (("ready", ("ready", "claimed")), ("held", ("held",))):
        carried = message.c.state == "bundled", message.c.bundle_id.in_(gone.where(message.c.state.in_(unsent)))
        op.execute(sa.update(message).where(*carried).values(state=state, bundle_id=None, settled_at=None))
    for known in about_message:
        op.execute(sa.delete(known).where(known.c.message_id.in_(gone)))
    op.execute(sa.delete(message).where(message.c.kind == "campaign_message"))
    op.drop_table("mailing_recipient")
    op.drop_table("mailing")
