"""A memory of feeds that looks, each time it keeps a file, whether one that is built from nothing is the same."""

from collections.abc import Callable
from datetime import datetime

from typing_extensions import override

from scheduler.feeds.services.cache import FeedCache
from scheduler.feeds.services.kept_events import KeptEvents
from scheduler.feeds.services.serving import Built, FeedResult


class CheckedFeedCache(FeedCache):
    """Fails a request that would get a file which is out of date."""

    @override
    def get(self, key: str, now: datetime, build: Callable[[Built | None], Built]) -> FeedResult:
        def checked(before: Built | None) -> Built:
            built = build(before)
            if built.served.broken is None:
                assert self._from_nothing(build) == built.served
            return built

        return super().get(key, now, checked)

    def _from_nothing(self, build: Callable[[Built | None], Built]) -> FeedResult:
        kept, self.events = self.events, KeptEvents(0)
        try:
            return build(None).served
        finally:
            self.events = kept
