"""What a feed holds: whose eyes, which entries, which days."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.accounts.models import Organisation
from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.filters.registry import FILTERS
from scheduler.agenda.models import EntryStatus
from scheduler.agenda.reading import Selection, Window
from scheduler.agenda.services.viewers import viewer_of
from scheduler.agenda.stored_events import EntryStamp, StoredEvent, entry_stamps, stamped_events, stored_events
from scheduler.feeds.domain.options import STANDARD, Cancelled, FeedOptions
from scheduler.web.translations import LOCALE

LANGUAGE = "language"
"""Where a feed's language is kept beside its filters, unless it is English."""

STATUS = "status"
"""The filter by which options and selection meet: what is removed once it is cancelled is not selected."""


@dataclass(frozen=True, slots=True)
class Contents:
    """Whose eyes a feed looks through, what is selected of what they see, and how it is shown."""

    viewer: Viewer
    selection: Selection
    options: FeedOptions = STANDARD

    @classmethod
    def chosen(cls, viewer: Viewer, raw: Mapping[str, Collection[str]]) -> "Contents":
        """Return what was chosen for a feed of somebody's own, stored or typed."""
        return cls(viewer, Selection.parse(raw, listed_only=False), FeedOptions.parse(raw))

    def people(self) -> frozenset[int]:
        """Return the people whose follows and memberships decide what is selected."""
        chosen = self.selection.values
        return frozenset(int(one) for name, values in chosen.items() if FILTERS[name].goes_by_people for one in values)

    def events(self, session: Session, now: datetime, among: frozenset[int] | None = None) -> list[StoredEvent]:
        """Return the entries, as iCalendar has them; of all entries, or of those with some ids."""
        return stored_events(session, self.viewer, self._window(now), self._selection(among), now)

    def stamped(
        self, session: Session, now: datetime, among: frozenset[int] | None = None
    ) -> list[tuple[EntryStamp, StoredEvent]]:
        """Return the entries with their stamps, not yet `told_apart`."""
        return stamped_events(session, self.viewer, self._window(now), self._selection(among), now)

    def stamps(self, session: Session, now: datetime) -> list[EntryStamp]:
        """Return the stamps of what `stamped` does of all entries."""
        return entry_stamps(session, self.viewer, self._window(now), self._selection(), now)

    def _window(self, now: datetime) -> Window:
        days = self.options.days(now)
        return Window(days.first_day, days.last_day)

    def _selection(self, among: frozenset[int] | None = None) -> Selection:
        shown = self.selection.values.get(STATUS, frozenset()) - {EntryStatus.CANCELLED}
        if self.options.cancelled is Cancelled.REMOVED:
            shown = shown or frozenset({EntryStatus.CONFIRMED, EntryStatus.TENTATIVE})
        elif shown:
            # What was in a feed says there that it is off, whichever status the feed is for.
            shown |= {EntryStatus.CANCELLED}
        return replace(self.selection, values={**self.selection.values, STATUS: shown}, among=among)


PUBLIC = Contents(Viewer.anonymous(), Selection())


def feed_language(raw: Mapping[str, Collection[str]]) -> str:
    """Return the language that was chosen for a feed, stored or typed; English where none was."""
    return next(iter(raw.get(LANGUAGE, ())), LOCALE)


def eyes_of(session: Session, person_id: int | None, organisation_id: int | None) -> Viewer | None:
    """Return who looks; nobody once the person is no member any more or the organisation is closed."""
    if person_id is not None:
        viewer = viewer_of(actor_roles(session, person_id))
        return viewer if viewer.is_member else None
    organisation = session.get(Organisation, organisation_id) if organisation_id is not None else None
    if organisation is None or organisation.closed_at is not None:
        return None
    return Viewer.staff_of(organisation.id)
