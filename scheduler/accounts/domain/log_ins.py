"""How long a log-in lasts, and what cookies carry of it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

from typing_extensions import override

IDLE_LIMIT = timedelta(hours=12)
REMEMBERED_FOR = timedelta(days=30)
RENEWED_AFTER = timedelta(days=1)
MAX_SECONDS_DIGITS = 11


@dataclass(frozen=True, slots=True)
class LogInToken:
    """The secret of one log-in, and when the cookie with it was made out (aware UTC, whole seconds).

    The date makes a copied cookie die of age, however long its owner goes on using the log-in. The signature of the
    cookie covers it.
    """

    secret: str
    made_out_at: datetime

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Read what `str` of a token has written; None for anything else."""
        secret, _, seconds = text.rpartition(".")
        if not (secret and seconds.isascii() and seconds.isdigit() and len(seconds) <= MAX_SECONDS_DIGITS):
            return None
        return cls(secret, datetime.fromtimestamp(int(seconds), UTC))

    @override
    def __str__(self) -> str:
        return f"{self.secret}.{int(self.made_out_at.timestamp())}"

    def is_dead(self, now: datetime) -> bool:
        """Is the cookie too old to be taken?"""
        return now - self.made_out_at >= REMEMBERED_FOR

    def is_old(self, now: datetime) -> bool:
        """Is it time to make out a new cookie?"""
        return now - self.made_out_at >= RENEWED_AFTER


def idle_limit(*, remembered: bool) -> timedelta:
    """Return how long a log-in may lie unused; once that is reached it is over."""
    return REMEMBERED_FOR if remembered else IDLE_LIMIT
