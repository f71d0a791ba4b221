"""Answers polls of unchanged feeds in front of the application, which would spend its time on a session nobody has."""

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from scheduler.clock import Clock
from scheduler.feeds.domain.answers import Poll, answer
from scheduler.feeds.services.cache import FeedCache
from scheduler.feeds.services.fetches import FetchLog

PREFIX, SUFFIX = "/feeds/", ".ics"
PUBLIC_KEY = "public"
STATUS_LINES = {200: "200 OK", 304: "304 Not Modified"}


class FeedDoor:
    """Lets everything through but polls of feeds that are in memory and unchanged."""

    def __init__(self, application: WSGIApplication, cache: FeedCache, log: FetchLog, clock: Clock) -> None:
        self._application = application
        self._cache = cache
        self._log = log
        self._clock = clock

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer, or hand on."""
        path = environ.get("PATH_INFO", "")
        if environ["REQUEST_METHOD"] == "GET" and path.startswith(PREFIX) and path.endswith(SUFFIX):
            said = self._answer(path[len(PREFIX) : -len(SUFFIX)], environ, start_response)
            if said is not None:
                return said
        return self._application(environ, start_response)

    def _answer(self, key: str, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes] | None:
        now = self._clock.now()
        served = self._cache.kept(key, now)
        if served is None or served.file is None:
            return None
        if served.feed_id is not None:
            # Writing what was counted is the application's work.
            if self._log.is_due():
                return None
            self._log.note(served.feed_id, environ.get("HTTP_USER_AGENT", ""), now)
        is_secure = environ["wsgi.url_scheme"] == "https"
        poll = Poll(environ.get("HTTP_ACCEPT_ENCODING", ""), environ.get("HTTP_IF_NONE_MATCH", ""), is_secure)
        said = answer(served.file, poll, is_public=key == PUBLIC_KEY)
        start_response(STATUS_LINES[said.status], said.headers)
        return [said.body]
