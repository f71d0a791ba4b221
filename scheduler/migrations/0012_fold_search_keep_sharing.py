"""Keep whom items are shared with and which bills belong together; fold the keys of bills.

What is searched is folded by the worker's jobs, a row or some at a time: nobody who saves has to wait for all of it.

What was chosen for older items stays NULL: it is told from the guard, as before.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: tuple[str, ...] | None = None
depends_on: str | None = None

# SQLite rebuilds a table to change it; what it refers to need not be looked at, and has indexes that cannot be read back.
NO_REFERRED = {"resolve_fks": False}

ROWS_AT_ONCE = 500
SEARCHED = {
    "entry": ("title", "description", "location", "tags"),
    "observance": ("name", "organiser", "established_by", "hashtags"),
    "bill": ("jurisdiction", "number", "title"),
}


def upgrade() -> None:
    # First, as it locks rows alone: from a change of its columns on, nobody else can even read a table on PostgreSQL.
    _write_bill_keys(_bill_key)
    with op.batch_alter_table("item", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.add_column(sa.Column("shared_with", sa.String(length=16), nullable=True))
    with op.batch_alter_table("bill", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.add_column(sa.Column("companion_of_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_bill_companion_of_id_bill"), "bill", ["companion_of_id"], ["id"])
        batch_op.create_index(batch_op.f("ix_bill_companion_of_id"), ["companion_of_id"], unique=False)


def downgrade() -> None:
    # The older release searches by words that are not folded, and has no job that writes them.
    _write_search_texts(str.casefold)
    _write_bill_keys(_former_bill_key)
    with op.batch_alter_table("bill", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bill_companion_of_id"))
        batch_op.drop_constraint(batch_op.f("fk_bill_companion_of_id_bill"), type_="foreignkey")
        batch_op.drop_column("companion_of_id")
    with op.batch_alter_table("item", reflect_kwargs=NO_REFERRED) as batch_op:
        batch_op.drop_column("shared_with")


def _write_search_texts(form: Callable[[str], str]) -> None:
    for table, names in SEARCHED.items():
        lists = {"tags", "hashtags"} & set(names)
        columns = [sa.column(name, sa.JSON if name in lists else sa.Text) for name in names]
        rows = sa.table(table, sa.column("id", sa.Integer), sa.column("search_text", sa.Text), *columns)
        after = 0
        while some := _some_after(rows, after):
            for row in some:
                lines = (" ".join(getattr(row, name)) if name in lists else getattr(row, name) for name in names)
                written = rows.update().where(rows.c.id == row.id).values(search_text="\n".join(map(form, lines)))
                op.get_bind().execute(written)
            after = some[-1].id


def _write_bill_keys(key_of: Callable[[str, str], str]) -> None:
    """Let the oldest of several bills that are the same now have the key; the others keep theirs, told apart by id."""
    bills = sa.table("bill", *(sa.column(name, sa.Text) for name in ("jurisdiction", "number", "key")), sa.column("id"))
    connection = op.get_bind()
    rows = connection.execute(sa.select(bills.c.id, bills.c.jurisdiction, bills.c.number).order_by(bills.c.id)).all()
    # First out of each other's way: a new key may be an old one of another bill.
    connection.execute(bills.update().values(key=sa.literal("#") + sa.cast(bills.c.id, sa.Text)))
    taken: set[str] = set()
    for ident, jurisdiction, number in rows:
        key = key_of(jurisdiction, number)
        own = f"{key}#{ident}" if key in taken else key
        taken.add(own)
        connection.execute(bills.update().where(bills.c.id == ident).values(key=own))


# As scheduler/legislation/domain/naming.py was when this was written, and before.
_NUMBER_SIGN = re.compile(r"\b(?:no|nr)\.? ?(?=\d)")
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*(?![.,]?\d)")
_APART = re.compile(r"(?<=\d)[^\w]+(?=\d)")
_WORD = re.compile(r"[^\W_]+")


def _bill_key(jurisdiction: str, number: str) -> str:
    bare = _NUMBER_SIGN.sub("", _folded(number))
    whole = _APART.sub("/", _THOUSANDS.sub(lambda found: re.sub(r"[.,]", "", found.group()), bare))
    return f"{_kept(_folded(jurisdiction), jurisdiction)}|{_kept(whole, number)}"


def _kept(folded: str, typed: str) -> str:
    kept = (char for place, char in enumerate(folded) if _is_kept(folded, place))
    return "".join(kept) or typed.casefold().strip()


def _is_kept(folded: str, place: int) -> bool:
    if folded[place] == "/":
        return folded[place - 1 : place].isdigit() and folded[place + 1 : place + 2].isdigit()
    return unicodedata.category(folded[place])[0] in "LMN"


def _former_bill_key(jurisdiction: str, number: str) -> str:
    return "|".join(
        "".join(_WORD.findall(text.casefold())) or text.casefold().strip() for text in (jurisdiction, number)
    )


def _some_after(rows: sa.TableClause, ident: int) -> Sequence[sa.Row[Any]]:
    """Return the next rows by id: a large table is not held in memory as a whole."""
    query = sa.select(rows).where(rows.c.id > ident).order_by(rows.c.id).limit(ROWS_AT_ONCE)
    return op.get_bind().execute(query).all()


# As scheduler/folding.py was when this was written; what is stored has to match it.
_LEFT_OUT = frozenset("'\"`\u00b4\u00b7\u02b9\u02ba\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\u02ee\u055a\u05f3\u05f4\u0640")
_LEFT_OUT |= frozenset("\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u2032\u2033\u2035\u2036\ua78b\ua78c\u30fb")
_QUOTES = frozenset({"Pi", "Pf"})
_HYPHENS = frozenset("\u2043\u2212\u02d7")

_LETTERS = str.maketrans(
    {
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "ı": "i",
        "ĸ": "q",
        "ł": "l",
        "ŋ": "n",
        "þ": "th",
        "ŧ": "t",
        "ƀ": "b",
        "ɓ": "b",
        "ɗ": "d",
        "ƙ": "k",
        "ƴ": "y",
        "ɨ": "i",
        "ʉ": "u",
        "°": "o",
        "\u0649": "\u064a",
        "\u06cc": "\u064a",
        "\u06a9": "\u0643",
        "\u0671": "\u0627",
        "\u0629": "\u0647",
        "\u06c1": "\u0647",
        "\u06c3": "\u0647",
        "\u06d5": "\u0647",
    }
)

_SPACED_ACCENT = re.compile(" [\u0300-\u036f\u064b-\u0652\u0670\u3099\u309a]+")
_WITHIN = re.compile(r"(?<=\S)-+(?=\S)")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)-+(?=\d)")
_DOTS = re.compile(r"(?<=[^\W\d_])\.+")


def _folded(text: str) -> str:
    return " ".join(_WITHIN.sub("", _fold(text)).replace("-", " ").split())


def _fold(text: str) -> str:
    bare = unicodedata.normalize("NFC", _bare(_bare(text)))
    joined = _BETWEEN_DIGITS.sub(" ", _DOTS.sub("", bare))
    return " ".join(joined.split())


def _bare(text: str) -> str:
    taken_apart = _SPACED_ACCENT.sub("", unicodedata.normalize("NFKD", text))
    kept = "".join(map(_char, taken_apart))
    return kept.casefold().translate(_LETTERS)


def _char(char: str) -> str:
    if char.isascii():
        return "" if char in _LEFT_OUT else " " if char < " " or char == "\x7f" else char
    category = unicodedata.category(char)
    if category == "Mn":
        return "" if _is_left_out(char) else char
    if category == "Pd" or char in _HYPHENS:
        return "-"
    if category == "Nd":
        return str(unicodedata.decimal(char))
    if char in _LEFT_OUT or category in _QUOTES or category == "Cf":
        return ""
    return " " if category == "Cc" else char


def _is_left_out(mark: str) -> bool:
    group = unicodedata.combining(mark)
    return group == 1 or 10 <= group <= 36 or group >= 200 or "\ufe00" <= mark <= "\ufe0f"
