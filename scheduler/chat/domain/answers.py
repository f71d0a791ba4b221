"""What the answer of a chat service means for the message that it was handed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

MAX_REFUSALS = 3
"""Messages in a row to which an address says that it is no more; after that it is given up."""

_GONE = frozenset({401, 403, 404, 410})
"""Slack says 403 or 404 of a webhook that was removed and 410 of a room that is archived (docs.slack.dev, "Sending
messages using incoming webhooks", read 27 November 2026), Teams 401, 403 or 404 of a workflow that is gone."""

_BUSY = frozenset({408, 425, 429})
_LONGEST_WAIT = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a message: `code` is one of `REASON_LABELS`, "" for posted; `may_retry` says whether it helps."""

    code: str = ""
    may_retry: bool = False
    wait: timedelta | None = None

    @property
    def is_gone(self) -> bool:
        """Whether the address is no more."""
        return self.code.startswith("gone:")


def verdict_on(status: int, headers: Mapping[str, str]) -> Verdict:
    """Return what an HTTP status means; `wait` is what the service asks for, at most an hour."""
    if 200 <= status < 300:
        return Verdict()
    if status in _GONE:
        return Verdict(f"gone:{status}", may_retry=True)
    if status in _BUSY or status >= 500:
        return Verdict(f"busy:{status}", may_retry=True, wait=_asked(headers.get("Retry-After", "")))
    return Verdict(f"refused:{status}")


def _asked(seconds: str) -> timedelta | None:
    """Read a delay in seconds (RFC 9110, section 10.2.3); a date is left aside."""
    is_number = seconds.isascii() and seconds.isdigit() and len(seconds) < 10
    return min(timedelta(seconds=int(seconds)), _LONGEST_WAIT) if is_number else None
