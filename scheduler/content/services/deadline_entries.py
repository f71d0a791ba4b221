"""Publishes until when something waits on somebody: sign-offs, reviews and the lift of the embargo.

All are entries like any other, so that reminders, calendars and feeds need to know nothing of content. Under embargo
they are there for those alone who may read the text.
"""

from collections.abc import Collection, Iterator

from sqlalchemy.orm import Session

from scheduler.agenda.domain.phrases import Phrase, Text
from scheduler.agenda.domain.source_kinds import SourceKind
from scheduler.agenda.models import NO_DAY, Entry, EntryKind, Guard, Involvement
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.entry_drafts import AllDay, EntryDraft, Source, Timed, When
from scheduler.agenda.services.publishing import entry_of, publish_all
from scheduler.content.domain.deadline_parts import LIFT, review_part, signoff_part
from scheduler.content.domain.workflow import SETTLED, UNPUBLISHED, State
from scheduler.content.entry_texts import ContentText
from scheduler.content.models import Item
from scheduler.content.queries.feedback import open_reviews
from scheduler.content.services.involved import informed_of_item
from scheduler.content.services.signers import who_can_answer
from scheduler.content.services.signoff_status import LoadedItem

Draft = tuple[str, When, str, list[tuple[int, Involvement]], list[tuple[int, Involvement]], dict[str, int]]


def deadlines_of(
    session: Session, loaded: LoadedItem, source: Source, live: Collection[str], context: ChangeContext
) -> list[EntryDraft]:
    """Draft until when each answer and the lift are waited for; an item that is deleted waits for nothing.

    Args:
        session: the database session.
        loaded: the item.
        source: what the agenda knows it by.
        live: the parts of its entries that are listed.
        context: says when it is.
    """
    if loaded.item.deleted_at is not None:
        return []
    return list(_drafts(session, loaded, source, context, NO_DAY in live))


def placeholder_entry(session: Session, item: Item, source: Source, context: ChangeContext) -> Entry:
    """Return the entry that stands for an item without a day; it is made when first needed."""
    own = Source(source.kind, source.id, NO_DAY)
    entry = entry_of(session, own)
    if entry is None or entry.removed_at is not None:
        frame = _DeadlineDrafts(session, LoadedItem(session, item, context.now), source)
        entry = next(change.entry for change in publish_all(session, [frame.no_day(context)], context.now) if change)
    return entry


def _drafts(
    session: Session,
    loaded: LoadedItem,
    source: Source,
    context: ChangeContext,
    keeps_stand_in: bool,  # noqa: FBT001
) -> Iterator[EntryDraft]:
    item, frame = loaded.item, _DeadlineDrafts(session, loaded, source)
    if keeps_stand_in:
        yield frame.no_day(context)
    if item.state in SETTLED:
        return
    yield from frame.lift()
    if item.state == State.IN_REVIEW:
        yield from frame.sign_offs()
    if item.state in UNPUBLISHED:
        yield from frame.reviews()


class _DeadlineDrafts:
    """Drafts the deadlines of one item."""

    def __init__(self, session: Session, loaded: LoadedItem, source: Source) -> None:
        self._session = session
        self._item = loaded.item
        self._loaded = loaded
        self._source = source

    def sign_offs(self) -> Iterator[EntryDraft]:
        """Draft the day by which each organisation that has not answered is asked to."""
        if self._item.signoff_due_on is None:
            return
        day = AllDay(self._item.signoff_due_on, self._item.signoff_due_on)
        for organisation_id, people in who_can_answer(self._session, self._loaded).items():
            yield self._draft(
                signoff_part(organisation_id),
                day,
                self._phrase(ContentText.SIGN_OFF_DUE),
                people=[(person, Involvement.REVIEWER) for person in people],
                organisations=[(organisation_id, Involvement.TO_SIGN)],
                details={"organisation_id": organisation_id},
            )

    def reviews(self) -> Iterator[EntryDraft]:
        """Draft the day by which each reviewer who has not answered is asked to."""
        for request in open_reviews(self._session, self._item):
            if request.due_on is not None:
                yield self._draft(
                    review_part(request.id),
                    AllDay(request.due_on, request.due_on),
                    self._phrase(ContentText.REVIEW_DUE),
                    people=[(request.reviewer_id, Involvement.REVIEWER)],
                    details={"review_id": request.id},
                )

    def lift(self) -> Iterator[EntryDraft]:
        """Draft the moment of the lift, for whoever in the embargo group has heard of it; a hold leaves none."""
        guard = self._session.get_one(Guard, self._item.guard_id)
        if guard.embargo_local is None or guard.embargo_zone is None or guard.revealed_at is not None or guard.held:
            return
        embargo_group = informed_of_item(self._session, self._item)
        owner = {(self._item.owner_id, Involvement.OWNER)} if self._item.owner_id is not None else set()
        others = {(person, Involvement.PARTICIPATES) for person in embargo_group - {self._item.owner_id}}
        when = Timed(guard.embargo_local, guard.embargo_zone, at=guard.embargo_at)
        yield self._draft(LIFT, when, self._phrase(ContentText.EMBARGO_LIFTS), people=sorted(owner | others))

    def no_day(self, context: ChangeContext) -> EntryDraft:
        """Draft what stands in for an item without a day; its own day means nothing."""
        day = AllDay(context.now.date(), context.now.date())
        entry = entry_of(self._session, Source(self._source.kind, self._source.id, NO_DAY))
        if entry is not None and entry.starts_on is not None:
            day = AllDay(entry.starts_on, entry.starts_on)
        return self._draft(NO_DAY, day, self._loaded.version.title, details={NO_DAY: 1})

    def _phrase(self, code: ContentText) -> Phrase:
        return Phrase(code, own=self._loaded.version.title)

    def _draft(
        self,
        part: str,
        when: When,
        title: Text,
        *,
        people: list[tuple[int, Involvement]] | None = None,
        organisations: list[tuple[int, Involvement]] | None = None,
        details: dict[str, int] | None = None,
    ) -> EntryDraft:
        campaign = self._item.campaign_id
        return EntryDraft(
            source=Source(self._source.kind, self._source.id, part),
            kind=EntryKind.DEADLINE,
            when=when,
            guard_id=self._item.guard_id,
            title=title,
            path=f"/content/{self._item.public_id}",
            organisation_id=self._item.organisation_id,
            parent=Source(SourceKind.CAMPAIGN, campaign) if campaign is not None and part != NO_DAY else None,
            listed=False,
            people=people or [],
            organisations=organisations or [],
            details={"item_id": self._item.id, **(details or {})},
        )
