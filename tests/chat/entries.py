"""Entries as writers publish them, for tests of what rooms are posted."""

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.models import EntryKind, Involvement
from scheduler.agenda.services.changes import ChangeContext, collect
from scheduler.agenda.services.entry_drafts import AllDay, EntryDraft, Source
from scheduler.agenda.services.guards import Embargo, GuardDraft, create_guard
from scheduler.agenda.services.publishing import publish
from scheduler.content.entry_texts import details


def entry(session: Session, number: int, kind: EntryKind, day: date, title: str, now: datetime, **changes: Any) -> int:
    """Publish an entry that the whole coalition may see, and return its guard."""
    guard = changes.pop("guard", None) or create_guard(session, GuardDraft(Audience.COALITION)).id
    context = changes.pop("context", ChangeContext((), None, now))
    draft = EntryDraft(
        source=Source(str(kind), number), kind=kind, when=AllDay(day, day), guard_id=guard, title=title, **changes
    )
    collect(session, [publish(session, draft, now)], context)
    return guard


def content(
    session: Session,
    number: int,
    day: date,
    title: str,
    now: datetime,
    owner: int,
    state: str = "draft",
    **changes: Any,
) -> int:
    """Publish a press release of an organisation, and return its guard."""
    changes |= {
        "description": details("release", "Ana", (), state),
        "organisation_id": owner,
        "organisations": [(owner, Involvement.OWNER)],
        "path": f"/content/item-{number}",
    }
    return entry(session, number, EntryKind.CONTENT, day, title, now, **changes)


def embargoed(session: Session, lift: datetime, placeholder: str = "Placeholder", **changes: Any) -> int:
    """Add a guard that keeps text back until then, and return it."""
    embargo = Embargo(lift.replace(tzinfo=None), "UTC", lift)
    draft = GuardDraft(Audience.COALITION, embargo=embargo, placeholder_title=placeholder, **changes)
    return create_guard(session, draft).id
