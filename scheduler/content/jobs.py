"""Jobs of content, each row by itself: consents that end, pictures, files, old facts, links, overdue responses."""

import logging
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy.orm import Session

from scheduler.agenda.services.changes import ChangeContext, ChangeListener
from scheduler.clock import Clock
from scheduler.content.domain.unanswered import WITHIN
from scheduler.content.queries.found import outdated_items
from scheduler.content.queries.open_items import overdue_until, scheduled_until
from scheduler.content.queries.pictures import due_thumbnails, ended_consents, needed_files
from scheduler.content.services.consents import end_consent
from scheduler.content.services.fact_news import notify_of_expiry
from scheduler.content.services.published_questions import ASKED_WITHIN, ask_where_published
from scheduler.content.services.search_texts import refold_item
from scheduler.content.services.thumbnails import SWEPT_AFTER, keep_thumbnail, sweep_file
from scheduler.content.services.unanswered import ask_others
from scheduler.facts.reading import fact_of, to_be_notified
from scheduler.facts.services.expiry import ADVISED_BEFORE
from scheduler.pictures.formats import UnusablePictureError
from scheduler.pictures.store import CannotStoreError, MissingFileError, PictureStore
from scheduler.rows import one_by_one

logger = logging.getLogger(__name__)

AT_ONCE = 20
# As far as clocks anywhere are ahead of UTC.
EARLIEST_DAY = timedelta(hours=14)


def end_consents(sessions: Callable[[], Session], clock: Clock, listeners: tuple[ChangeListener, ...]) -> int:
    """Follow every consent whose last day is over; returns how many. Twice is once."""
    context = ChangeContext(listeners, None, clock.now())
    with sessions() as session:
        ended = ended_consents(session, (clock.now() + EARLIEST_DAY).date())

    def end(session: Session, picture_id: int) -> bool:
        return end_consent(session, picture_id, context)

    return sum(one_by_one(sessions, ended, end, "the end of the consent for picture %s was not followed"))


def make_thumbnails(sessions: Callable[[], Session], clock: Clock, store: PictureStore, max_pixels: int) -> int:
    """Make the small pictures that are due, a few at a time; returns how many. One that fails is tried later."""
    with sessions() as session:
        due = due_thumbnails(session, clock.now(), AT_ONCE)
    return sum(_make(sessions, clock, store, name, max_pixels) for name in due)


def _make(sessions: Callable[[], Session], clock: Clock, store: PictureStore, name: str, max_pixels: int) -> bool:
    # Here, as few need it: with it comes the library for pictures.
    from scheduler.pictures.cleaning import make_thumbnail  # noqa: PLC0415

    # Made before a transaction begins, as it takes a while.
    try:
        made = store.keep(make_thumbnail(store.read(name), max_pixels))
    except (UnusablePictureError, MissingFileError, CannotStoreError) as error:
        logger.warning("no small picture of %s…: %s", name[:12], type(error).__name__)
        made = None
    with sessions() as session:
        keep_thumbnail(session, store, name, made, clock.now())
        session.commit()
    return made is not None


def sweep_pictures(sessions: Callable[[], Session], clock: Clock, store: PictureStore) -> int:
    """Remove files that no row needs, and what was only begun, once they are a day old; returns how many files."""
    before = clock.now() - SWEPT_AFTER
    store.remove_drafts(before)
    with sessions() as session:
        needed = needed_files(session)
    swept = 0
    # What somebody needs since then is looked at again, one at a time.
    for name in [name for name in store.older_than(before) if name not in needed]:
        with sessions() as session:
            swept += sweep_file(session, store, name)
            session.commit()
    return swept


def notify_of_expired_facts(
    sessions: Callable[[], Session], clock: Clock, listeners: tuple[ChangeListener, ...] = ()
) -> int:
    """Notify those concerned of facts whose last day, in UTC, is near or has passed; returns of how many.

    Twice is once.
    """
    today = clock.now().date()
    with sessions() as session:
        due = to_be_notified(session, today, today + ADVISED_BEFORE)

    def follow(session: Session, fact_id: int) -> bool:
        fact = fact_of(session, fact_id)
        context = ChangeContext(listeners, None, clock.now())
        return fact is not None and notify_of_expiry(session, fact, today, context)

    return sum(one_by_one(sessions, due, follow, "the last day of fact %s was not followed"))


def ask_for_links(sessions: Callable[[], Session], clock: Clock, listeners: tuple[ChangeListener, ...] = ()) -> int:
    """Ask where scheduled items were published whose moment has come; returns about how many. Twice is once."""
    context = ChangeContext(listeners, None, clock.now())
    with sessions() as session:
        due = scheduled_until(session, context.now - ASKED_WITHIN, context.now)

    def ask(session: Session, item_id: int) -> bool:
        return ask_where_published(session, item_id, context)

    return sum(one_by_one(sessions, due, ask, "the owner of item %s was not asked where it was published"))


def ask_others_about_overdue(
    sessions: Callable[[], Session], clock: Clock, listeners: tuple[ChangeListener, ...] = ()
) -> int:
    """Ask whoever is next where a sign-off or review is overdue; returns about how many items. Twice is once."""
    context = ChangeContext(listeners, None, clock.now())
    today = (context.now + EARLIEST_DAY).date()
    with sessions() as session:
        due = overdue_until(session, today - WITHIN - timedelta(days=2), today)

    def ask(session: Session, item_id: int) -> bool:
        return ask_others(session, item_id, context)

    return sum(one_by_one(sessions, due, ask, "nobody else was asked about what is overdue of item %s"))


def refold_items(sessions: Callable[[], Session]) -> int:
    """Fold copy anew that an older release has saved, so that it is found; returns how many items. Twice is once."""
    with sessions() as session:
        outdated = outdated_items(session)

    def refold(session: Session, item_id: int) -> bool:
        refold_item(session, item_id)
        return True

    return sum(one_by_one(sessions, outdated, refold, "the copy of item %s was not folded anew"))
