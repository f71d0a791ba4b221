"""What was chosen for an import, and what the person who imports may choose from."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from scheduler.content.domain.import_columns import Target
from scheduler.content.domain.kinds import Kind
from scheduler.content.domain.sharing import ShareScope, Sharing
from scheduler.dates.written import DayOrder
from scheduler.normal_forms import normal_form

LEFT_OUT = "-"
"""Chosen for a value that is to be left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportSettings:
    """What was chosen once for a file; ids and `campaign` stand for rows in which the column says nothing.

    `columns` are counted from 0. `values` says by `value_key` what a text in a column means: the value of a form.
    """

    sheet: int = 0
    columns: Mapping[Target, int] = field(default_factory=dict)
    order: DayOrder | None = None
    zone: str = "UTC"
    organisation_id: int = 0
    kind: Kind = Kind.POST
    campaign: str = ""
    sharing: Sharing = field(default_factory=Sharing)
    public_when_published: bool = False
    values: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return the settings as JSON can hold them."""
        sharing = {"with_whom": self.sharing.with_whom, "people": sorted(self.sharing.people)}
        return {**{name: value for name, value in asdict(self).items() if name != "sharing"}, **sharing}


def settings_from(known: Mapping[str, Any]) -> ImportSettings:
    """Return the settings that `as_json` wrote."""
    rest = {name: value for name, value in known.items() if name not in {"with_whom", "people"}}
    rest["columns"] = {Target(name): number for name, number in known["columns"].items()}
    rest["order"] = DayOrder(known["order"]) if known["order"] else None
    rest["kind"] = Kind(known["kind"])
    return ImportSettings(**rest, sharing=Sharing(ShareScope(known["with_whom"]), frozenset(known["people"])))


@dataclass(frozen=True, slots=True)
class Offers:
    """What a person may choose from: by the value of the form, the names that mean it.

    `own` and `staff` are as in `presenters.choices`; `organisations` are all that are open.
    """

    own: Mapping[int, str]
    organisations: Mapping[int, str]
    staff: Mapping[int, frozenset[int]]
    names: Mapping[Target, Mapping[str, tuple[str, ...]]]
    labels: Mapping[Target, Mapping[str, str]]
    campaign_ids: Mapping[str, int]

    def meant(self, target: Target, text: str) -> str | None:
        """Return the one value whose name is exactly this, but for capitals and spaces; None for none or several."""
        wanted = same_text(text)
        found = [value for value, names in self.names[target].items() if wanted in map(same_text, names)]
        return found[0] if len(found) == 1 else None


def same_text(text: str) -> str:
    """Return a text without capitals and double spaces; accents and alphabets stay, so no look-alike is the same."""
    return " ".join(normal_form("NFC", text).casefold().split())


def value_key(target: Target, text: str) -> str:
    """Return what names a text of a column among the chosen values."""
    return f"{target}:{same_text(text)}"
