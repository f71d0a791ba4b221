"""Keep the product's own texts of calendar entries, and beside the names of signers, as codes.

What is there has words in English, and `parts_form` says so: until the worker has published it again, a row at a time,
these are shown as they are. Processes of the release before read and write the words beside, as they always did.
"""

import sqlalchemy as sa
from alembic import op

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels: tuple[str, ...] | None = None
depends_on: str | None = None

# SQLite rebuilds a table to change it; what it refers to need not be looked at, and has indexes that cannot be read back.
NO_REFERRED = {"resolve_fks": False}

TITLES = {
    "content_sign_off_due": "Sign-off due: ",
    "content_review_due": "Review due: ",
    "content_embargo_lifts": "Embargo lifts: ",
    "edition_date_wanted": "Confirm the date: ",
}
TITLE_CHARS = 300
WITH_PHRASES = 3


def upgrade() -> None:
    with op.batch_alter_table("entry", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.add_column(sa.Column("phrases", sa.Text(), server_default="{}", nullable=False))
    with op.batch_alter_table("sign_off", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.add_column(sa.Column("person_acts_for", sa.Text(), nullable=True))


def downgrade() -> None:
    # The older release shows titles as they are stored. It renders the parts of feeds anew where they say that they are
    # of an older form; what else it would have stored comes back with the next change of each thing.
    _write_titles()
    with op.batch_alter_table("sign_off", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.drop_column("person_acts_for")
    with op.batch_alter_table("entry", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.drop_column("phrases")


def _write_titles() -> None:
    columns = (sa.column("title", sa.Text), sa.column("phrases", sa.Text), sa.column("parts_form", sa.Integer))
    entry = sa.table("entry", *columns, sa.column("concealed", sa.Boolean))
    coded = entry.update().where(entry.c.parts_form >= WITH_PHRASES)
    untitled = sa.case((entry.c.concealed, "Embargoed"), else_="Untitled")
    op.execute(coded.where(entry.c.title == "").values(title=untitled))
    for code, words in TITLES.items():
        named = coded.where(entry.c.phrases.contains(f'"title":["{code}"', autoescape=True))
        op.execute(named.values(title=sa.func.substr(sa.literal(words) + entry.c.title, 1, TITLE_CHARS)))
    op.execute(coded.values(parts_form=0))
