"""Fetches external calendars, each by itself."""

import logging
from collections.abc import Callable
from time import monotonic

from sqlalchemy.orm import Session

from scheduler.clock import Clock
from scheduler.external_calendars.domain.calendar_text import MAX_BYTES, UnusableFileError
from scheduler.external_calendars.domain.problems import Problem, problem_of
from scheduler.external_calendars.domain.reading import Window, read_calendar
from scheduler.external_calendars.models import MARK_CHARS
from scheduler.external_calendars.reading import due_calendars
from scheduler.external_calendars.services.fetching import Fetch, Fetched, begin_fetch, end_fetch
from scheduler.http_client import HttpClient, RequestFailedError

logger = logging.getLogger(__name__)

AT_ONCE = 20
NOT_MODIFIED = 304


def fetch_calendars(sessions: Callable[[], Session], clock: Clock, http: HttpClient) -> int:
    """Fetch the calendars that are due, a few at a time; returns how many. No transaction is open meanwhile."""
    with sessions() as session:
        due = due_calendars(session, clock.now(), AT_ONCE)
    return sum(_fetch_one(sessions, clock, http, calendar_id) for calendar_id in due)


def _fetch_one(sessions: Callable[[], Session], clock: Clock, http: HttpClient, calendar_id: int) -> bool:
    with sessions() as session:
        fetch = begin_fetch(session, calendar_id, clock.now())
        session.commit()
    if fetch is None:
        return False
    fetched = _fetched(http, fetch, clock)
    with sessions() as session:
        is_stored = end_fetch(session, fetch, fetched, clock.now())
        session.commit()
    if fetched.problem is not None:
        # The address may be a secret.
        logger.info("external calendar %s was not fetched: %s", calendar_id, fetched.problem)
    return is_stored


def _fetched(http: HttpClient, fetch: Fetch, clock: Clock) -> Fetched:
    try:
        answer = http.get(fetch.url, headers=fetch.headers, max_bytes=MAX_BYTES)
        if answer.status == NOT_MODIFIED:
            return Fetched()
        problem = problem_of(answer.status)
        if problem is not None:
            return Fetched(problem=problem)
        contents = read_calendar(answer.body, Window.around(clock.now().date()), fetch.zone, monotonic)
    except (RequestFailedError, UnusableFileError) as error:
        return Fetched(problem=Problem(error.reason.value))
    etag, changed = answer.headers.get("ETag", ""), answer.headers.get("Last-Modified", "")
    # A mark that was cut would be another one; PostgreSQL keeps no NUL.
    marks = [mark if len(mark) <= MARK_CHARS and mark.isprintable() else "" for mark in (etag, changed)]
    return Fetched(contents, etag=marks[0], last_modified=marks[1], urls=answer.urls)
