"""What a feature knows of a notice beyond the text of its entry: who answered what, why, and what was said."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, Self

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from scheduler.accounts.services.actor_roles import names
from scheduler.accounts.services.naming import names_with_organisations
from scheduler.agenda.domain.source_kinds import SourceKind
from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.models import Entry
from scheduler.agenda.services.notifications import NotificationKind
from scheduler.outbox.models import Message
from scheduler.outbox.rendering import NotSent
from scheduler.shortening import up_to_last

QUOTED_CHARS = 600
"""A longer comment or reason is cut: the rest is a click away."""


@dataclass(frozen=True, slots=True)
class PeopleNamed:
    """Names of people as mail may show them: with their organisations, but for what is under embargo."""

    with_organisations: Mapping[int, str]
    alone: Mapping[int, str]

    @classmethod
    def load(cls, session: Session, person_ids: Collection[int]) -> Self:
        """Load these names; unknown ids are left out."""
        return cls(names_with_organisations(session, person_ids), names(session, person_ids))

    def about(self, entry: Entry, person_id: int) -> str:
        """Return a name for mail about an entry, which names no organisation under embargo; "" if unknown."""
        return (self.alone if entry.concealed else self.with_organisations).get(person_id, "")


@dataclass(frozen=True, slots=True)
class Asked:
    """A notice that is being written, to a reader who may read the text behind its entry."""

    message: Message
    viewer: Viewer
    zone: str
    entry: Entry
    actor: str

    @property
    def kind(self) -> NotificationKind:
        """Return what happened."""
        return NotificationKind(self.message.kind)

    @property
    def payload(self) -> Mapping[str, Any]:
        """Return the ids and numbers that were stored with the notice."""
        return self.message.payload

    @property
    def title(self) -> str:
        """Return the title that mail may show."""
        return self.entry.title


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What to say in place of the texts that the kind has of its own; "" leaves those as they are.

    `rows` are label and value, in the order in which they count; `quote` is said in somebody's own words, and
    `quote_label` says whose or what. `path` is where the button leads, within the site, `reply_to` an address for
    answers. Nothing here may hold text that is under embargo: mail is neutral for everybody before the lift.
    """

    heading: str = ""
    sentence: str = ""
    rows: tuple[tuple[str, str], ...] = ()
    quote: str = ""
    quote_label: str = ""
    action: str = ""
    path: str = ""
    reply_to: str = ""


NO_DETAILS = Details()

Found = Mapping[int, Details | NotSent]
"""By the id of the message; one that is left out is told with the texts of its kind."""


class DetailSource(Protocol):
    """Knows the details of notices about the entries of some writers."""

    source_kinds: frozenset[SourceKind]

    def details(self, session: Session, asked: Sequence[Asked], now: datetime) -> Found:
        """Return what can be said of these notices; the number of queries does not grow with them."""


def details_of(session: Session, sources: Sequence[DetailSource], asked: Sequence[Asked], now: datetime) -> Found:
    """Ask each source for the notices about its own entries."""
    found: dict[int, Details | NotSent] = {}
    for source in sources:
        own = [one for one in asked if one.entry.source_kind in source.source_kinds]
        if own:
            found |= source.details(session, own, now)
    return found


def why(reason: str) -> Details:
    """Quote a reason, if there is one."""
    return Details(quote=shortened(reason), quote_label=_("Why:")) if reason.strip() else NO_DETAILS


def embargo_removed(asked: Asked) -> Details:
    """Say that an embargo is removed, if that is what the notice tells of."""
    if not asked.payload.get("removed"):
        return NO_DETAILS
    sentence = _("%(actor)s removed the embargo. It is now visible to its audience.", actor=asked.actor)
    return Details(heading=_("Embargo removed: %(title)s", title=asked.title), sentence=sentence)


def organisation_closed(asked: Asked, name: str) -> Details:
    """Name the organisation that has closed; nothing more is known where it may not be named."""
    if not name:
        return NO_DETAILS
    return Details(
        heading=_("%(organisation)s has closed: %(title)s", organisation=name, title=asked.title),
        sentence=_(
            "%(organisation)s has closed, and this depends on it. Choose who takes its place.", organisation=name
        ),
    )


def shortened(text: str) -> str:
    """Return text to quote, cut when it is too long: at a space if one is near; some scripts part no words."""
    text = text.strip()
    if len(text) <= QUOTED_CHARS:
        return text
    cut = text[:QUOTED_CHARS]
    return f"{up_to_last(cut)} …"
