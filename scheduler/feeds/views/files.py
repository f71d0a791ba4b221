"""The addresses that calendar programs, news readers and spreadsheets poll."""

import time
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import cast

from flask import Flask, Response, abort, current_app, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import ServiceUnavailable

from scheduler.accounts.access import by_token, public
from scheduler.accounts.reading import coalition
from scheduler.db import db, present_version
from scheduler.feeds.domain.http_reply import FeedFile, Poll, answer
from scheduler.feeds.formats.registry import FORMATS
from scheduler.feeds.polls import FeedPolls
from scheduler.feeds.presenters import broken_formats
from scheduler.feeds.services.broken import RETRY
from scheduler.feeds.services.cache import FeedCache
from scheduler.feeds.services.fetches import BROKEN, GONE, FetchLog
from scheduler.feeds.services.serving import ICALENDAR, Built, FeedStatus, Site, serve_public, serve_token
from scheduler.feeds.services.version_watch import VersionWatch
from scheduler.feeds.views.blueprint import blueprint
from scheduler.web.additions import additions
from scheduler.web.asgi import Application
from scheduler.web.metrics import Metric
from scheduler.web.request import flush, flush_if_due, now, session, settings
from scheduler.web.security_headers import impersonal
from scheduler.web.translations import LOCALE, in_language

PUBLIC = "public."
SUFFIX = f"<any(ics,{','.join(FORMATS)}):suffix>"


def init_feeds(app: Flask, memory_mb: int) -> None:
    """Give the application its memory of feed files, of so many million bytes, and of fetches, one for all threads."""
    with app.app_context():
        watch = VersionWatch(db.engine.connect, time.monotonic)
    app.extensions["scheduler.version_watch"] = watch
    app.extensions["scheduler.feed_cache"] = FeedCache(watch, memory_mb * 1_000_000)
    app.extensions["scheduler.fetch_log"] = FetchLog(time.monotonic)


def answer_polls(app: Flask, application: Application, proxies: int) -> FeedPolls:
    """Put the answers to polls of unchanged feeds in front of the application, as the server sees it."""
    extensions = app.extensions
    cache, watch, log = (
        extensions["scheduler.feed_cache"],
        extensions["scheduler.version_watch"],
        extensions["scheduler.fetch_log"],
    )
    return FeedPolls(application, cache, watch, log, extensions["scheduler.clock"], proxies=proxies)


def write_fetches(app: Flask) -> None:
    """Write the fetches that are counted in memory, when the process ends."""
    with app.app_context():
        flush(_fetch_log())


@blueprint.get(f"/public.{SUFFIX}")
@public
def public_file(suffix: str) -> ResponseReturnValue:
    """The feed of what everybody may see."""
    served = _cache().get(f"{PUBLIC}{suffix}", now(), lambda before: _public_now(suffix, before))
    if served.fate is FeedStatus.BROKEN:
        raise _broken()
    return _file_response(served.file, is_public=True)


@blueprint.get(f"/<token>.{SUFFIX}")
@by_token
def token_file(token: str, suffix: str) -> ResponseReturnValue:
    """A feed under its secret address."""
    served = _cache().get(f"{token}.{suffix}", now(), lambda before: _token_now(token, suffix, before))
    if served.fate is FeedStatus.UNKNOWN:
        abort(404)
    if served.fate is FeedStatus.GONE:
        if served.feed_id is not None:
            _note_fetch(served.feed_id, GONE)
        abort(GONE)
    if served.fate is FeedStatus.BROKEN:
        if served.feed_id is not None:
            _note_fetch(served.feed_id, BROKEN)
        raise _broken()
    response = _file_response(served.file, is_public=False)
    if served.feed_id is not None:
        _note_fetch(served.feed_id, response.status_code)
    return response


def broken_feeds() -> Mapping[str, object]:
    """Return what this process could not write when it was asked for last, for the coordinators' page."""
    return {"formats": broken_formats(_cache().broken(), PUBLIC)}


def broken_metrics() -> Iterator[Metric]:
    """Yield how many feeds this process could not write, by format."""
    counted = Counter(one.suffix for one in _cache().broken())
    yield Metric(
        "scheduler_broken_feeds",
        "Feeds that could not be written when they were last asked for, by format; of the process that answers.",
        {suffix: counted[suffix] for suffix in (ICALENDAR, *FORMATS)},
        "format",
    )


def coalition_name() -> str:
    """Return what the public feed is called."""
    row = coalition(session())
    with in_language(LOCALE):
        return row.name if row else _("Coalition calendar")


def _public_now(suffix: str, before: Built | None) -> Built:
    version = present_version(session())
    return Built(version, serve_public(session(), _site(), suffix, now(), before=before, memory=_cache().events))


def _token_now(token: str, suffix: str, before: Built | None) -> Built:
    version = present_version(session())
    sources = [one.in_staff_feeds for one in additions() if one.in_staff_feeds is not None]
    served = serve_token(
        session(), token, _site(), suffix, now(), before=before, memory=_cache().events, staff_events=sources
    )
    return Built(version, served)


def _broken() -> ServiceUnavailable:
    """No file can be served; programs keep the one that they have, and ask again."""
    return ServiceUnavailable(retry_after=int(RETRY.total_seconds()))


def _site() -> Site:
    return Site(settings().base_url, coalition_name())


def _note_fetch(feed_id: int, status: int) -> None:
    log = _fetch_log()
    log.note(feed_id, request.headers.get("User-Agent", ""), status, now())
    flush_if_due(log)


def _fetch_log() -> FetchLog:
    return cast("FetchLog", current_app.extensions["scheduler.fetch_log"])


def _cache() -> FeedCache:
    return cast("FeedCache", current_app.extensions["scheduler.feed_cache"])


def _file_response(file: FeedFile | None, *, is_public: bool) -> Response:
    if file is None:
        abort(404)
    asked = request.headers
    poll = Poll(asked.get("Accept-Encoding", ""), asked.get("If-None-Match", ""), is_secure=request.is_secure)
    reply = answer(file, poll, is_public=is_public)
    return impersonal(Response(reply.body, reply.status, reply.headers))
