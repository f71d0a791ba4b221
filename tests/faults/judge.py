"""Says of every message whether it came to its right end."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from scheduler.outbox.models import Message, MessageState
from tests.faults.lies import End, Lie
from tests.faults.server import Copy

Cause = tuple[str, int]
"""A worker, and which of its interruptions."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is known at the end; `interrupted` counts how often each worker was killed, held or taken for dead."""

    lies: Sequence[Lie]
    messages: Sequence[Message]
    copies: Mapping[int, Sequence[Copy]]
    interrupted: Mapping[str, int]


def has_ended(lie: Lie, message: Message) -> bool:
    """Say whether a message has come to the end that it should come to."""
    return {
        End.DELIVERED: message.state == MessageState.SENT,
        End.REFUSED: message.state == MessageState.FAILED and message.last_error[:2] == "55",
        End.WAITING: message.state == MessageState.READY and message.attempts >= 2,
    }[lie.end]


def faults(evidence: Evidence) -> list[str]:
    """Return everything that is wrong, in words; nothing if all is as it should be."""
    several_names = [
        f"message {number} was sent under several names"
        for number, copies in sorted(evidence.copies.items())
        if len({copy.message_id for copy in copies}) > 1
    ]
    return [*_wrong_ends(evidence), *several_names, *_unexplained_copies(evidence)]


def extra(evidence: Evidence) -> int:
    """Return how many copies there are beyond one for each message."""
    return sum(len(copies) - 1 for copies in evidence.copies.values())


def _wrong_ends(evidence: Evidence) -> Iterable[str]:
    for number, (lie, message) in enumerate(zip(evidence.lies, evidence.messages, strict=True)):
        copies = len(evidence.copies.get(number, ()))
        if not has_ended(lie, message):
            state = f"{message.state} after {message.attempts} attempts ({message.last_error})"
            yield f"message {number} ({lie.name}) should be {lie.end}, and is {state}"
        if bool(copies) != (lie.end == End.DELIVERED):
            yield f"message {number} ({lie.name}) should be {lie.end}, and was taken {copies} times"


def _unexplained_copies(evidence: Evidence) -> Iterable[str]:
    """Every copy beyond the first needs an answer that was not given, or a kill or sleep of a worker that sent one.

    One of those explains one copy: a worker has one message in hand.
    """
    answered = {
        number: [copy.sender for copy in copies if not copy.is_excused]
        for number, copies in sorted(evidence.copies.items())
    }
    for number in unmatched(
        [
            (number, [(name, nth) for name in senders for nth in range(evidence.interrupted.get(name, 0))])
            for number, senders in answered.items()
            for _extra in senders[1:]
        ]
    ):
        senders = ", ".join(answered[number])
        yield f"message {number} was taken {len(answered[number])} times without a kill for each extra copy ({senders})"


def unmatched(needs: Sequence[tuple[int, Sequence[Cause]]]) -> list[int]:
    """Return what is left without a cause of its own, when as much as possible gets one (augmenting paths)."""
    taken: dict[Cause, int] = {}

    def match(need: int, tried: set[Cause]) -> bool:
        for cause in needs[need][1]:
            if cause not in tried:
                tried.add(cause)
                if cause not in taken or match(taken[cause], tried):
                    taken[cause] = need
                    return True
        return False

    return [number for need, (number, _causes) in enumerate(needs) if not match(need, set())]
