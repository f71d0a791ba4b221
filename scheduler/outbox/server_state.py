"""Whether the mail server can be used, as one sender of mail has found it."""

from datetime import timedelta

from scheduler.clock import Clock
from scheduler.outbox.domain.backoff import outage_pause

# So many messages in a row at which the server failed: it may be the server, not they.
STRIKES = 3


class ServerState:
    """Remembers failures that are the server's, and for how long to leave it alone.

    As in Postfix, what is wrong with the connection holds up all mail, and what a server says to one recipient holds up
    that message alone.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._failed_at: list[str] = []
        self._outages = 0
        self._resume_at = 0.0

    @property
    def is_usable(self) -> bool:
        """Whether the server could be used when last tried; True before the first try."""
        return self._outages == 0

    @property
    def is_left_alone(self) -> bool:
        """Whether the pause after the last outage still lasts."""
        return not self.is_usable and self._clock.monotonic() < self._resume_at

    def has_answered(self) -> None:
        """Note that it has taken or refused a message, so what went wrong before is over."""
        self._failed_at.clear()
        self._outages = 0

    def has_failed_at_message(self, domain: str) -> bool:
        """Note that it failed at a message to this domain; True if it has done so too often in a row to go on."""
        self._failed_at.append(domain)
        # It has taken the connection and the sender: a pause after this does not grow.
        self._outages = 0
        return len(self._failed_at) >= STRIKES

    def is_out(self) -> timedelta:
        """Note that it cannot be used, and return for how long it is left alone."""
        self._failed_at.clear()
        self._outages += 1
        pause = outage_pause(self._outages)
        self._resume_at = self._clock.monotonic() + pause.total_seconds()
        return pause

    def fails_at(self, domain: str) -> bool:
        """Say whether the last failures were at messages to this domain, among others."""
        return domain in self._failed_at
