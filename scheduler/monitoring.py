"""What monitors learn of the worker: which jobs came to their end when, and an address of theirs that is called."""

import http.client
import logging
import urllib.error
import urllib.request
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

# A job that sends thousands of messages may take minutes.
LONGEST_SILENCE = timedelta(minutes=15)
TIMEOUT_SECONDS = 10

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class JobLog:
    """Which jobs of this process have come to a good end, when they last did, and which failed since."""

    _done: dict[str, datetime] = field(default_factory=dict)
    _recorded: dict[str, datetime] = field(default_factory=dict)
    _failing: set[str] = field(default_factory=set)

    def has_ended(self, name: str, at: datetime) -> None:
        """Note that a job came to a good end."""
        self._done[name] = at
        self._failing.discard(name)

    def has_failed(self, name: str) -> None:
        """Note that a job failed; it counts until it comes to a good end."""
        self._failing.add(name)

    def unrecorded(self) -> dict[str, datetime]:
        """Return when jobs ended that did so since `have_recorded`."""
        return {name: at for name, at in tuple(self._done.items()) if self._recorded.get(name) != at}

    def have_recorded(self, ended: Mapping[str, datetime]) -> None:
        """Note that this is in the database."""
        self._recorded.update(ended)

    def is_well(self, needed: Collection[str], now: datetime) -> bool:
        """Whether no job fails, and those that are needed ended not long ago."""
        recent = {name for name, at in tuple(self._done.items()) if now - at < LONGEST_SILENCE}
        return not self._failing and recent >= set(needed)


@dataclass(frozen=True, slots=True)
class Monitor:
    """An address that expects to be called; it may hold a secret, so no log shows it.

    Who runs the site sets it, nobody else, so it is not one of those that `http_client` guards against: monitors often
    have inner addresses, and stand behind the proxy that the environment names.
    """

    url: str = field(repr=False)
    timeout_seconds: float = TIMEOUT_SECONDS

    def call(self) -> None:
        """Ask for the address; a failure is logged and has no other consequence."""
        request = urllib.request.Request(self.url, headers={"User-Agent": "coalition-scheduler"})  # noqa: S310 - http and https alone, see Config
        try:
            urllib.request.urlopen(request, timeout=self.timeout_seconds).close()  # noqa: S310 - the same
        except urllib.error.HTTPError as error:
            error.close()
            logger.warning("the monitor answered %s", error.code)
        except (OSError, http.client.HTTPException, ValueError) as error:
            logger.warning("the monitor could not be called: %s", type(error).__name__)
