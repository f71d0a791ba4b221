"""What is known of a feed that could not be written, by a fault of ours or by data that we did not foresee."""

import logging
import traceback
from dataclasses import dataclass
from datetime import datetime, timedelta

from scheduler.web.outages import outage_of

logger = logging.getLogger(__name__)

RETRY = timedelta(minutes=1)
"""How long after a failure the feed is not written anew: each try costs as much as a feed that works."""


@dataclass(frozen=True, slots=True)
class Broken:
    """Since when a feed cannot be written, when that was tried last, and where it failed (no text of the feed)."""

    since: datetime
    tried_at: datetime
    place: str

    def is_to_be_tried(self, now: datetime) -> bool:
        """Say whether it is time to try again."""
        return not self.tried_at <= now < self.tried_at + RETRY


def is_outage(error: Exception) -> bool:
    """Say whether the server or its database is at fault: pages say so, and nothing is wrong with the feed."""
    return outage_of(error) is not None


def note_broken(error: Exception, suffix: str, now: datetime, before: Broken | None) -> Broken:
    """Return what became of a try, and log it unless the last one failed in the same way.

    Like every crash: kind and place, never the error's own text, which may quote what it could not write.
    """
    last = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{type(error).__name__} at {last.name}:{last.lineno}"
    if before is None or before.place != place:
        frames = "".join(traceback.format_tb(error.__traceback__))
        logger.error("a feed could not be written as %s: %s\n%s", suffix, type(error).__name__, frames)
    return Broken(before.since if before is not None else now, now, place)
