"""Publishes editions: those with dates as entries, those without as the deadline by which their date is asked for."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from scheduler.accounts.services.actor_roles import actor_roles, coordinators
from scheduler.agenda.domain.phrases import Phrase
from scheduler.agenda.domain.source_kinds import SourceKind
from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.models import EntryKind, EntryStatus, Involvement
from scheduler.agenda.services.changes import Change, ChangeContext, ChangeKind, collect
from scheduler.agenda.services.entry_drafts import AllDay, EntryDraft, Source
from scheduler.agenda.services.guards import shared_guard_ids
from scheduler.agenda.services.publishing import publish_all, remove
from scheduler.observances.entry_texts import EditionText, details, place, title
from scheduler.observances.models import Edition, Observance
from scheduler.observances.queries.observances import listed_sources, registered_names
from scheduler.observances.services.estimates import is_expected

SOURCE_KIND = SourceKind.EDITION
ASK = "ask"
"""The part of an edition's entries that asks for its date."""


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """What the entries of several editions have in common."""

    public_guard_id: int
    coalition_guard_id: int
    names: Counter[str]
    asked: Mapping[int, Collection[int]]


def publish_editions(session: Session, editions: Sequence[Edition], context: ChangeContext) -> None:
    """Write what readers see of these editions, and collect the changes for those who depend on them.

    Nobody is notified of an entry that is new, as nothing can depend on it yet. Editions that are retired, or whose
    observance is not registered, leave everybody's lists.
    """
    session.flush()
    around = _surroundings(session, {edition.observance for edition in editions})
    drafts = [draft for edition in editions for draft in _drafts(edition, around)]
    changes = publish_all(session, drafts, context.now)
    wanted = {draft.source for draft in drafts}
    shown = listed_sources(session, SOURCE_KIND, [edition.id for edition in editions])
    gone = [Source(SOURCE_KIND, ident, part) for ident, part in shown if Source(SOURCE_KIND, ident, part) not in wanted]
    removed = [remove(session, source, context.now) for source in gone]
    answered = {source.id for source in gone if source.part == ASK}
    _collect(session, [*(_announced(change, answered) for change in changes), *removed], context)


def _announced(change: Change | None, answered: Collection[int]) -> Change | None:
    """Return a change as the announcement that it is, if the edition had no date and somebody was asked for it."""
    if change is None or change.kind is not ChangeKind.CREATED or change.entry.source_id not in answered:
        return change
    return replace(change, kind=ChangeKind.DATE_ANNOUNCED)


def _collect(session: Session, changes: Sequence[Change | None], context: ChangeContext) -> None:
    for change in changes:
        if change is not None and change.kind is not ChangeKind.CREATED:
            # Each edition is a day of its own: who was told of one must still be told of the next.
            collect(session, [change], replace(context, origin=change.entry.id))


def series_of(observance: Observance) -> str:
    """Return the key under which an observance is followed and its editions are selected."""
    return f"observance:{observance.id}"


def _surroundings(session: Session, observances: Collection[Observance]) -> _Surroundings:
    names = Counter(name.casefold() for name in registered_names(session))
    guards = shared_guard_ids(session)
    return _Surroundings(guards[Audience.PUBLIC], guards[Audience.COALITION], names, _asked(session, observances))


def _asked(session: Session, observances: Collection[Observance]) -> dict[int, Collection[int]]:
    """Return who is asked for the dates of each observance: its steward, or the coordinators if that one has left."""
    stewards = {observance.steward_id for observance in observances} - {None}
    present = {person for person in stewards if person is not None and actor_roles(session, person).is_member}
    others = coordinators(session)
    return {row.id: [row.steward_id] if row.steward_id in present else others for row in observances}


def _drafts(edition: Edition, around: _Surroundings) -> Iterator[EntryDraft]:
    if edition.retired_at is not None or edition.observance.registered_at is None:
        return
    if edition.starts_on is not None and edition.ends_on is not None:
        yield _held_draft(edition, AllDay(edition.starts_on, edition.ends_on), around)
    is_asked = edition.starts_on is None or is_expected(edition)
    if is_asked and edition.cancelled_at is None and edition.ask_on is not None:
        yield _asking(edition, AllDay(edition.ask_on, edition.ask_on), around)


def _held_draft(edition: Edition, when: AllDay, around: _Surroundings) -> EntryDraft:
    observance = edition.observance
    expected = edition.cancelled_at is None and is_expected(edition)
    has_namesake = around.names[observance.name.casefold()] > 1
    return EntryDraft(
        source=Source(SOURCE_KIND, edition.id),
        kind=EntryKind.EDITION,
        when=when,
        guard_id=around.public_guard_id,
        title=title(observance, has_namesake=has_namesake, is_expected=expected),
        description=details(edition, is_expected=expected),
        path=f"/observances/{observance.slug}#{edition.period}",
        label=place(observance.scope, observance.country),
        topics=observance.topics,
        tags=list(dict.fromkeys([*edition.hashtags, *observance.hashtags])),
        series=series_of(observance),
        status=_status(edition),
        details=_details(edition),
    )


def _status(edition: Edition) -> EntryStatus:
    if edition.cancelled_at is not None:
        return EntryStatus.CANCELLED
    return EntryStatus.TENTATIVE if is_expected(edition) else EntryStatus.CONFIRMED


def _asking(edition: Edition, when: AllDay, around: _Surroundings) -> EntryDraft:
    observance = edition.observance
    return EntryDraft(
        source=Source(SOURCE_KIND, edition.id, ASK),
        kind=EntryKind.DEADLINE,
        when=when,
        guard_id=around.coalition_guard_id,
        title=Phrase(EditionText.DATE_WANTED, {"period": edition.period}, own=observance.name),
        description=Phrase(EditionText.HOW_TO_FIND if edition.starts_on is None else EditionText.HOW_TO_CONFIRM),
        path=f"/observances/{observance.slug}/{edition.period}/dates",
        listed=False,
        people=[(person, Involvement.STEWARD) for person in around.asked[observance.id]],
        details=_details(edition),
    )


def _details(edition: Edition) -> dict[str, str | int]:
    return {"observance_id": edition.observance_id, "slug": edition.observance.slug, "period": edition.period}
