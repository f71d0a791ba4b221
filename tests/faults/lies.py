"""What the mail server does to each message, by seed, and what must become of the message in the end."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from tests.outbox.servers import SILENCE

GREYLISTED_SECONDS = 40


class End(StrEnum):
    """What must become of a message."""

    DELIVERED = "delivered once"
    REFUSED = "refused, and recorded so"
    WAITING = "put off again and again, never sent"


class KillPoint(StrEnum):
    """When the worker that sends a message is killed."""

    AT_RECIPIENT = "at RCPT"
    BEFORE_ANSWER = "after the text, before the answer"
    AFTER_ANSWER = "after the answer"


@dataclass(frozen=True, slots=True)
class Lie:
    """The answer to one stage for the first `times`; None hangs up. `times` None is for ever.

    `taken` says that the text counts as delivered although the answer does not say so.
    """

    name: str
    stage: str = ""
    answer: str | None = ""
    times: int | None = 0
    end: End = End.DELIVERED
    seconds: float = 0
    taken: bool = False
    kill_point: KillPoint | None = None


HONEST = Lie("honest")
LIES = (
    Lie("hangs up at RCPT", "RCPT", None, 2),
    Lie("hangs up at RCPT for ever", "RCPT", None, None, End.WAITING),
    Lie("421 at RCPT", "RCPT", "421 4.3.2 closing", 2),
    Lie("421 at RCPT for ever", "RCPT", "421 4.3.2 closing", None, End.WAITING),
    Lie("silent at RCPT", "RCPT", SILENCE, 1),
    Lie("530 at RCPT", "RCPT", "530 5.7.0 log in first", 1),
    Lie("550 at RCPT", "RCPT", "550 5.1.1 no such user", None, End.REFUSED),
    Lie("greylists", "RCPT", "450 4.2.0 greylisted", None, seconds=GREYLISTED_SECONDS),
    Lie("hangs up at DATA", "DATA", None, 2),
    Lie("421 at DATA", "DATA", "421 4.3.2 closing", 2),
    Lie("451 at DATA", "DATA", "451 4.3.0 not now", 2),
    Lie("451 after DATA", "TEXT", "451 4.3.0 not now", 2),
    Lie("554 after DATA", "TEXT", "554 5.6.0 spam", None, End.REFUSED),
    Lie("hangs up after the text", "TEXT", None, 1, taken=True),
    Lie("withholds the answer", "TEXT", SILENCE, 1, taken=True),
    *(Lie(f"kills {moment}", kill_point=moment, times=1) for moment in KillPoint),
)
"""One of each stands in every plan; the rest of the messages are honest."""


def plan(seed: int, messages: int, share: float) -> Sequence[Lie]:
    """Return the lie for each message, in order; `share` of them are lied to, by the kinds in turn."""
    lied_to = max(len(LIES), round(messages * share))
    lies = [LIES[number % len(LIES)] for number in range(lied_to)] + [HONEST] * (messages - lied_to)
    random.Random(seed).shuffle(lies)
    return lies
