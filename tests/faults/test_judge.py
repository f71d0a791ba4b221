"""The judge finds what the program must never do."""

from collections.abc import Mapping, Sequence

import pytest

from scheduler.outbox.models import Message, MessageState
from tests.faults.judge import Evidence, extra, faults, unmatched
from tests.faults.lies import HONEST, LIES, End, Lie
from tests.faults.server import Copy

REFUSED = next(lie for lie in LIES if lie.end == End.REFUSED)
WAITING = next(lie for lie in LIES if lie.end == End.WAITING)
COPY = Copy("w1", "<one@coalition.test>", is_excused=False)
BY_ANOTHER = Copy("w2", "<one@coalition.test>", is_excused=False)
WITHHELD = Copy("w1", "<one@coalition.test>", is_excused=True)
OTHER_NAME = Copy("w1", "<two@coalition.test>", is_excused=False)


def evidence(
    lie: Lie, state: tuple[MessageState, int, str], copies: Sequence[Copy], interrupted: Mapping[str, int] | None = None
) -> Evidence:
    name, attempts, error = state
    message = Message(state=name, attempts=attempts, last_error=error)
    return Evidence([lie], [message], {0: copies} if copies else {}, interrupted or {})


SENT = (MessageState.SENT, 1, "")
FAILED = (MessageState.FAILED, 1, "550 5.1.1 no such user")
READY = (MessageState.READY, 2, "connection_lost")


@pytest.mark.parametrize(
    "found",
    [
        evidence(HONEST, SENT, [COPY]),
        evidence(HONEST, SENT, [WITHHELD, COPY]),
        evidence(HONEST, SENT, [COPY, BY_ANOTHER], {"w1": 1}),
        evidence(HONEST, SENT, [COPY, BY_ANOTHER], {"w2": 1}),
        evidence(HONEST, SENT, [COPY, COPY, BY_ANOTHER], {"w1": 2}),
        evidence(REFUSED, FAILED, []),
        evidence(WAITING, READY, []),
    ],
)
def test_a_right_end_is_no_fault(found: Evidence):
    assert faults(found) == []


@pytest.mark.parametrize(
    ("found", "fault"),
    [
        (
            evidence(HONEST, (MessageState.READY, 0, ""), []),
            "message 0 (honest) should be delivered once, and is ready",
        ),
        (evidence(HONEST, (MessageState.CLAIMED, 0, ""), [COPY]), "and is claimed after 0 attempts"),
        (evidence(HONEST, SENT, []), "was taken 0 times"),
        (evidence(HONEST, FAILED, [COPY]), "and is failed after 1 attempts (550 5.1.1 no such user)"),
        (evidence(HONEST, SENT, [COPY, BY_ANOTHER], {"w3": 1}), "message 0 was taken 2 times without a kill"),
        (evidence(HONEST, SENT, [COPY, COPY, BY_ANOTHER], {"w1": 1}), "message 0 was taken 3 times without a kill"),
        (evidence(HONEST, SENT, [WITHHELD, OTHER_NAME]), "message 0 was sent under several names"),
        (evidence(REFUSED, SENT, [COPY]), "should be refused, and recorded so, and is sent"),
        (evidence(REFUSED, FAILED, [COPY]), "should be refused, and recorded so, and was taken 1 times"),
        (evidence(WAITING, (MessageState.READY, 0, ""), []), "should be put off again and again, never sent"),
    ],
)
def test_a_wrong_end_is_found(found: Evidence, fault: str):
    assert any(fault in message for message in faults(found))


def test_a_kill_explains_one_copy_of_one_message():
    first, second = ("w1", 0), ("w2", 0)

    assert unmatched([(1, [first, second]), (2, [first])]) == []
    assert unmatched([(1, [first, second]), (2, [first]), (3, [second])]) == [3]


def test_copies_beyond_the_first_are_counted():
    assert extra(evidence(HONEST, SENT, [COPY, WITHHELD, COPY])) == 2
