"""Keep why a feed's address was renewed, what organisations look like, and what signers were called."""

import hashlib
import unicodedata

import disarm
import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: str | None = "0005"
branch_labels: tuple[str, ...] | None = None
depends_on: str | None = None

# SQLite rebuilds a table to change it; what it refers to need not be looked at, and has indexes that cannot be read back.
NO_REFERRED = {"resolve_fks": False}


def upgrade() -> None:
    with op.batch_alter_table("feed_former_address", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.add_column(sa.Column("left_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("last_fetch_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("last_agent", sa.String(length=120), nullable=True))
        batch_op.add_column(sa.Column("fetches", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_feed_former_address_left_id_person"), "person", ["left_id"], ["id"])

    with op.batch_alter_table("sign_off", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.add_column(sa.Column("person_name", sa.String(length=120), nullable=True))
        batch_op.add_column(sa.Column("person_places", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("on_behalf_name", sa.String(length=120), nullable=True))
        batch_op.add_column(sa.Column("organisation_name", sa.String(length=160), nullable=True))
    _keep_names_of_signers()

    op.create_table(
        "organisation_name_key",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_name_key_organisation_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_organisation_name_key")),
    )
    with op.batch_alter_table("organisation_name_key", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisation_name_key_organisation_id"), ["organisation_id"], unique=False)
    _claim_names()

    op.create_table(
        "limit_use",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_limit_use_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_limit_use")),
    )
    with op.batch_alter_table("limit_use", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.create_index(batch_op.f("ix_limit_use_at"), ["at"], unique=False)
        batch_op.create_index("ix_limit_use_person_act", ["person_id", "act", "at"], unique=False)

    with op.batch_alter_table("message", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.add_column(sa.Column("bundle_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_message_bundle_id"), ["bundle_id"], unique=False)
        batch_op.create_index(
            "ix_message_ready_person",
            ["person_id"],
            unique=False,
            sqlite_where=sa.text("state = 'ready'"),
            postgresql_where=sa.text("state = 'ready'"),
        )

    with op.batch_alter_table("audit", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.add_column(sa.Column("person_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("organisation_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_audit_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_organisation_id"), ["organisation_id"], unique=False)
    _look_up_whom_acts_are_about()


def downgrade() -> None:
    with op.batch_alter_table("audit", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_organisation_id"))
        batch_op.drop_column("organisation_id")
        batch_op.drop_index(batch_op.f("ix_audit_person_id"))
        batch_op.drop_column("person_id")

    _part_from_carriers()
    with op.batch_alter_table("message", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.drop_index("ix_message_ready_person")
        batch_op.drop_index(batch_op.f("ix_message_bundle_id"))
        batch_op.drop_column("bundle_id")

    op.drop_table("limit_use")

    op.drop_table("organisation_name_key")

    with op.batch_alter_table("sign_off", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.drop_column("organisation_name")
        batch_op.drop_column("on_behalf_name")
        batch_op.drop_column("person_places")
        batch_op.drop_column("person_name")

    with op.batch_alter_table("feed_former_address", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_feed_former_address_left_id_person"), type_="foreignkey")
        batch_op.drop_column("fetches")
        batch_op.drop_column("last_agent")
        batch_op.drop_column("last_fetch_at")
        batch_op.drop_column("left_id")


def _part_from_carriers() -> None:
    """Let what goes along with another message share its fate: the program before this has no such state.

    What a carrier has not brought yet leaves by itself; what it has brought, or need not bring any more, is sent.
    """
    along = "state = 'bundled' AND bundle_id IN (SELECT id FROM message WHERE state IN ({}))"
    error = "last_error = (SELECT carrier.last_error FROM message AS carrier WHERE carrier.id = message.bundle_id)"
    for state, values, carriers in (
        ("ready", "settled_at = NULL", "'ready', 'claimed'"),
        ("held", f"settled_at = NULL, {error}", "'held'"),
        ("failed", error, "'failed'"),
    ):
        op.execute(f"UPDATE message SET state = '{state}', {values} WHERE {along.format(carriers)}")  # noqa: S608
    op.execute("UPDATE message SET state = 'sent' WHERE state = 'bundled'")


def _keep_names_of_signers() -> None:
    """What people and organisations are called now is the nearest to what they were called when they signed."""
    op.execute(
        "UPDATE sign_off SET person_name = (SELECT name FROM person WHERE person.id = sign_off.person_id), "
        "on_behalf_name = (SELECT name FROM person WHERE person.id = sign_off.on_behalf_of), "
        "organisation_name = (SELECT name FROM organisation WHERE organisation.id = sign_off.organisation_id)"
    )


def _look_up_whom_acts_are_about() -> None:
    facts, kind, ident = (
        sa.column("facts", sa.JSON),
        sa.column("subject_kind", sa.String),
        sa.column("subject_id", sa.Integer),
    )
    audit = sa.table(
        "audit", facts, kind, ident, sa.column("person_id", sa.Integer), sa.column("organisation_id", sa.Integer)
    )
    for whom in ("person", "organisation"):
        about = sa.func.coalesce(facts[f"{whom}_id"].as_integer(), sa.case((kind == whom, ident)))
        op.execute(sa.update(audit).values({f"{whom}_id": about}))


def _claim_names() -> None:
    """Let the oldest of several organisations that look alike have the name; the others keep theirs unclaimed."""
    connection = op.get_bind()
    organisations = connection.execute(sa.text("SELECT id, name, short_name FROM organisation ORDER BY id")).all()
    keys = sa.table("organisation_name_key", sa.column("key", sa.String), sa.column("organisation_id", sa.Integer))
    taken: dict[str, int] = {}
    for ident, name, short_name in organisations:
        for key in _keys_of(name) | _keys_of(short_name):
            taken.setdefault(key, ident)
    rows = [{"key": key, "organisation_id": ident} for key, ident in sorted(taken.items())]
    if rows:
        op.bulk_insert(keys, rows)


# As scheduler/accounts/domain/skeletons.py was when this was written; what is stored has to match it.
_BEFORE = str.maketrans({"\u2122": None, "\u2120": None, "\u03b2": "\u00df"})
_SAME_LETTER = str.maketrans(
    {
        **dict.fromkeys("\u06a9\u06aa\u06ac", "\u0643"),
        **dict.fromkeys("\u0649\u06cc\u06cd\u06d0\u06d2", "\u064a"),
        **dict.fromkeys("\u06be\u06c0\u06c1\u06c3\u06d5\u0629\u0647", "o"),
        **dict.fromkeys("\u0622\u0623\u0625\u0627\u0671", "l"),
        **dict(
            zip(
                "\u30a8\u30ab\u30bf\u30c8\u30cb\u30cf\u30ed\u30fc",
                "\u5de5\u529b\u5915\u535c\u4e8c\u516b\u53e3\u4e00",
                strict=True,
            )
        ),
        "\u00e6": "ae",
        "\u0153": "oe",
        "i": "l",
        "1": "l",
        "|": "l",
        "0": "o",
    }
)
_DROPPED_LETTERS = frozenset("\u0640\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\ua78b\ua78c")


def _skeleton(name: str) -> str:
    digits = "".join(str(unicodedata.decimal(one)) if one.isdecimal() else one for one in name)
    key = disarm.skeleton_key(digits, digit_policy="tr39").translate(_SAME_LETTER)
    key = "".join(one for one in key if unicodedata.category(one)[0] not in "PSZC" and one not in _DROPPED_LETTERS)
    for written, read in (("l\u0307", "l"), ("rn", "m"), ("vv", "w"), ("cl", "d")):
        key = key.replace(written, read)
    return key


def _keys_of(name: str) -> frozenset[str]:
    composed = unicodedata.normalize("NFKC", name.translate(_BEFORE))
    readings = {_skeleton(one) for one in (composed, composed.casefold(), composed.upper())} - {""}
    return frozenset(hashlib.sha256(one.encode()).hexdigest() for one in readings or {composed.casefold()})
