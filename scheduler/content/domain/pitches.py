"""Offers of a piece to outlets: which of them may have it alone until when, and what they answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

MAX_PITCHES = 50
"""How many one item may have."""

MAX_OUTLET_CHARS, MAX_LINK_CHARS = 160, 500


class PitchAnswer(StrEnum):
    """What an outlet said; `published` where the piece has come out there before."""

    NONE = "none"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class Offer:
    """When an outlet alone could have a piece: from a moment to another, exclusive; both aware."""

    outlet: str
    begins: datetime
    ends: datetime


def is_open(answer: PitchAnswer) -> bool:
    """Say whether an offer binds: until it is declined, and not where the piece came out before."""
    return answer in (PitchAnswer.NONE, PitchAnswer.ACCEPTED)


def overlapping(offer: Offer, others: Iterable[Offer]) -> Offer | None:
    """Return the first of the others that promises the same time to somebody else."""
    return next((one for one in others if offer.begins < one.ends and one.begins < offer.ends), None)


def answer_day_fits(pitched_on: date | None, answered_on: date | None) -> bool:
    """Say whether an answer does not come before the question; what is not known fits."""
    return pitched_on is None or answered_on is None or pitched_on <= answered_on
