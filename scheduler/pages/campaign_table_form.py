"""The rows of a campaign's table as they are sent: what was shown, what was typed, and what of it was touched."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import Field, Form, ValidationError

from scheduler.content.domain.kinds import MAX_CHARS
from scheduler.content.domain.kinds import Field as WordField
from scheduler.content.forms.choices import channels
from scheduler.web.fields import ChoiceField, DayField, LineField

TASK, ITEM = "task", "item"
NO_ONE = ""
MAX_ROWS = 100
CELLS = ("title", "who", "day", "status", "channels")

Choices = Sequence[tuple[str, str]]


def _id_or_none(value: Any) -> int | None:
    return int(value) if value not in {None, NO_ONE, "None"} else None


class TaskRow(Form):
    """A task in the table."""

    title = LineField(_l("Title"), max_chars=120, required=True)
    who = ChoiceField(_l("Assignee or owner"), coerce=_id_or_none)
    day = DayField(_l("Due or publishes"))
    status = ChoiceField(_l("Status"))


class ItemRow(Form):
    """An item in the table; channels are typed by name, with commas between them."""

    title = LineField(_l("Title"), max_chars=MAX_CHARS[WordField.TITLE])
    who = ChoiceField(_l("Assignee or owner"), coerce=_id_or_none)
    day = DayField(_l("Due or publishes"))
    status = ChoiceField(_l("Status"))
    channels = LineField(_l("Channels"), max_chars=400)

    def validate_channels(self, field: Field) -> None:
        """Refuse what is no channel, by name."""
        unknown = [name for name in _names(field.data) if slug_of(name) is None]
        if unknown:
            known = ", ".join(label for _slug, label in channels())
            raise ValidationError(
                _("Unknown channel: %(names)s. Known are: %(known)s", names=", ".join(unknown), known=known)
            )

    def slugs(self) -> tuple[str, ...]:
        """Return the channels that were typed, each once."""
        return tuple(dict.fromkeys(slug for name in _names(self.channels.data) if (slug := slug_of(name)) is not None))


RowForm = TaskRow | ItemRow


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be chosen in a row, as pairs of value and label."""

    people: Choices
    statuses: Choices


@dataclass(frozen=True, slots=True)
class SentRow:
    """A row as it was sent; `shown` is what its cells held when the page was made, less what was not sent with it."""

    kind: str
    address: str
    revision: int
    shown: Mapping[str, str]
    typed: Mapping[str, str]

    @property
    def key(self) -> str:
        """What the page calls the row."""
        return row_key(self.kind, self.address)

    @property
    def touched(self) -> frozenset[str]:
        """The cells in which something else stands than was shown."""
        return frozenset(name for name, value in self.typed.items() if value != self.shown.get(name))


def row_key(kind: str, address: str) -> str:
    """Return what the page calls a row."""
    return f"{kind}.{address}"


def sent_rows(sent: MultiDict[str, str]) -> list[SentRow]:
    """Return the rows of the form in their order; what is no row is left out."""
    rows = []
    for key in dict.fromkeys(sent.getlist("row")[:MAX_ROWS]):
        kind, _dot, address = key.partition(".")
        revision = sent.get(f"{key}-revision", "")
        if kind in (TASK, ITEM) and address and revision.isascii() and revision.isdigit() and len(revision) < 10:
            typed = {name: sent[f"{key}-{name}"] for name in CELLS if f"{key}-{name}" in sent}
            rows.append(SentRow(kind, address, int(revision), _shown(sent.get(f"{key}-shown", "")), typed))
    return rows


def _shown(text: str) -> dict[str, str]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return {name: found[name] for name in CELLS if isinstance(found.get(name), str)} if isinstance(found, dict) else {}


def form_of(kind: str, key: str, values: Mapping[str, str], offer: Offer) -> RowForm:
    """Return a row's form, filled with what its cells hold."""
    form = (TaskRow if kind == TASK else ItemRow)(
        MultiDict({f"{key}-{name}": value for name, value in values.items()}), prefix=f"{key}-"
    )
    form.who.choices = list(offer.people)
    form.status.choices = list(offer.statuses)
    for field in list(form):
        if field.short_name not in values:
            del form[field.short_name]
    return form


def slug_of(name: str) -> str | None:
    """Return the channel of a name as somebody types it."""
    wanted = name.casefold()
    return next((slug for slug, label in channels() if wanted in (slug.casefold(), str(label).casefold())), None)


def _names(text: str | None) -> list[str]:
    return [name for part in (text or "").split(",") if (name := part.strip())]
