"""Publishes facts to the agenda, so that features above hear of changes and mail can name them.

What is published stands in no calendar and no list: a fact has no day of its own.
"""

from sqlalchemy.orm import Session

from scheduler.agenda.domain.source_kinds import SourceKind
from scheduler.agenda.models import NO_DAY, Entry, EntryKind
from scheduler.agenda.services.changes import ChangeContext, collect
from scheduler.agenda.services.entry_drafts import AllDay, EntryDraft, Source
from scheduler.agenda.services.guards import coalition_guard
from scheduler.agenda.services.publishing import entry_of, publish_all
from scheduler.facts.models import Fact
from scheduler.facts.reading import fact_of


def publish_fact(session: Session, fact: Fact, context: ChangeContext) -> None:
    """Write what mail says of a fact, and collect the change for those who follow it."""
    session.flush()
    day = fact.created_at.date()
    draft = EntryDraft(
        source=_source(fact),
        kind=EntryKind.DEADLINE,
        when=AllDay(day, day),
        guard_id=coalition_guard(session).id,
        title=fact.statement,
        description="\n".join(
            part for part in (fact.source_name, fact.source_date, fact.source_url, fact.retired_reason) if part
        ),
        path=f"/facts/{fact.id}",
        listed=False,
        details={NO_DAY: 1},
    )
    collect(session, publish_all(session, [draft], context.now), context)


def republish_fact(session: Session, fact_id: int, context: ChangeContext) -> None:
    """Publish a fact again."""
    fact = fact_of(session, fact_id)
    if fact is not None:
        publish_fact(session, fact, context)


def entry_of_fact(session: Session, fact: Fact) -> Entry | None:
    """Return what the agenda keeps of a fact."""
    return entry_of(session, _source(fact))


def _source(fact: Fact) -> Source:
    return Source(SourceKind.FACT, fact.id, NO_DAY)
