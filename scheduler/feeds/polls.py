"""Answers polls of unchanged feeds in the server's event loop: a thread and a session would cost more than that."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from werkzeug.http import parse_list_header

from scheduler.clock import Clock
from scheduler.feeds.domain.http_reply import HttpReply, Poll, answer, not_modified
from scheduler.feeds.services.cache import FeedCache
from scheduler.feeds.services.fetches import FetchLog
from scheduler.feeds.services.version_watch import LOOK_SECONDS, VersionWatch
from scheduler.web.asgi import Application, Headers, Receive, Scope, Send, header, respond

PREFIX, PUBLIC_PREFIX = "/feeds/", "public."

EARLY_SECONDS = LOOK_SECONDS / 2
"""From this age on a look is renewed while polls are still answered by it, so that a busy server waits for none."""

PATIENCE_SECONDS = 0.25
"""How long polls wait for a database that does not answer; then they get what is in memory."""


class FeedPolls:
    """Hands everything on but polls of feeds that are in memory, or of which the tag is, and unchanged.

    It reads no database in the event loop: one thread of its own looks at the version, for all polls at once.
    """

    def __init__(
        self,
        application: Application,
        cache: FeedCache,
        watch: VersionWatch,
        log: FetchLog,
        clock: Clock,
        *,
        proxies: int,
    ) -> None:
        self._application = application
        self._cache = cache
        self._watch = watch
        self._log = log
        self._clock = clock
        self._proxies = proxies
        self._looker = ThreadPoolExecutor(1, thread_name_prefix="version")
        self._look: asyncio.Future[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or hand on."""
        reply = await self._answer(scope) if scope["type"] == "http" and scope["method"] == "GET" else None
        if reply is None:
            await self._application(scope, receive, send)
        else:
            await respond(send, reply.status, reply.headers, reply.body)

    async def _answer(self, scope: Scope) -> HttpReply | None:
        path: str = scope["path"]
        if not path.startswith(PREFIX):
            return None
        key = path[len(PREFIX) :]
        is_public = key.startswith(PUBLIC_PREFIX)
        # Writing what was counted is the application's work; what leads nowhere need not wait for a look.
        if key not in self._cache or (not is_public and self._log.is_due()):
            return None
        await self._look_in_time()
        now = self._clock.now()
        if not self._watch.is_trusted:
            return None
        headers: Headers = scope["headers"]
        poll = _poll(headers, self._is_secure(scope))
        served, left = self._cache.kept(key, now), self._cache.kept_tag(key, now)
        if served is not None and served.file is not None:
            reply, feed_id = answer(served.file, poll, is_public=is_public), served.feed_id
        elif left is not None and (unchanged := not_modified(left.tag, poll, is_public=is_public)) is not None:
            reply, feed_id = unchanged, left.feed_id
        else:
            return None
        if feed_id is not None:
            self._log.note(feed_id, header(headers, b"user-agent"), reply.status, now)
        return reply

    async def _look_in_time(self) -> None:
        """Have the version looked at; wait for it only when the last look is too old to answer by."""
        age = self._watch.age()
        if age < EARLY_SECONDS:
            return
        if self._look is None or self._look.done():
            self._look = asyncio.get_running_loop().run_in_executor(self._looker, self._watch.look)
        if age >= LOOK_SECONDS:
            await asyncio.wait((self._look,), timeout=PATIENCE_SECONDS)

    def _is_secure(self, scope: Scope) -> bool:
        """Say whether the client asked over https: what our own proxies say counts, read as `ProxyFix` reads it."""
        scheme: str = scope["scheme"]
        if self._proxies:
            schemes = parse_list_header(header(scope["headers"], b"x-forwarded-proto"))
            scheme = schemes[-self._proxies] if len(schemes) >= self._proxies else scheme
        return scheme == "https"


def _poll(headers: Headers, is_secure: bool) -> Poll:  # noqa: FBT001
    return Poll(header(headers, b"accept-encoding"), header(headers, b"if-none-match"), is_secure=is_secure)
