"""What whoever was sent copy knows of it, and what of that has changed since."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from scheduler.content.domain.kinds import Kind

SENT_KINDS = frozenset({Kind.PRESS_RELEASE, Kind.STATEMENT, Kind.OP_ED})
"""Kinds that go to outlets and journalists before they are published."""

NO_EMBARGO, NO_END = "", "no end"
UNKNOWN = "unknown"
"""Stands for the embargo known to somebody whose copy went out under one that nobody recorded; it equals none."""


class Outdated(StrEnum):
    """What has changed since copy was sent, so that whoever got it has to be informed."""

    EMBARGO = "embargo"
    TEXT = "text"
    STATUS = "status"


@dataclass(frozen=True, slots=True)
class Known:
    """What somebody who got copy knows.

    `embargo` is what `embargo_known` says, `is_off` that it was retracted, cancelled or deleted.
    """

    text_hash: str
    embargo: str = NO_EMBARGO
    is_off: bool = False

    def mark(self, entry_ids: Iterable[int]) -> str:
        """Return what tells it, with whom it was shown to be unknown or known to, from anything else, for a form."""
        entries = ",".join(str(ident) for ident in sorted(entry_ids))
        parts = (self.text_hash, self.embargo, "off" if self.is_off else "", entries)
        return sha256("|".join(parts).encode()).hexdigest()


def embargo_known(at: datetime | None, *, is_concealed: bool, is_held: bool) -> str:
    """Return until when copy must not be published: a moment, no end, or no embargo."""
    if not is_concealed:
        return NO_EMBARGO
    return NO_END if is_held or at is None else at.isoformat()


def moment_of(embargo: str) -> datetime | None:
    """Return the moment of what `embargo_known` returned, None for no end, no embargo and an unknown one."""
    return None if embargo in {NO_EMBARGO, NO_END, UNKNOWN} else datetime.fromisoformat(embargo)


def outdated(known: Known, holds: Known, now: datetime) -> tuple[Outdated, ...]:
    """Return what somebody does not know yet of what holds now."""
    differs = {
        Outdated.EMBARGO: _waits_wrongly(known.embargo, now) if not holds.embargo else known.embargo != holds.embargo,
        Outdated.TEXT: known.text_hash != holds.text_hash,
        Outdated.STATUS: known.is_off != holds.is_off,
    }
    return tuple(what for what, is_new in differs.items() if is_new)


def _waits_wrongly(known: str, now: datetime) -> bool:
    """Say whether somebody would still wait with copy that is under no embargo: not once they know it to be over."""
    moment = moment_of(known)
    return known in {NO_END, UNKNOWN} or (moment is not None and moment > now)
