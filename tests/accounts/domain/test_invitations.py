"""Tokens and states of invitations."""

from datetime import UTC, datetime, timedelta

import pytest

from scheduler.accounts.domain.invitations import InvitationState, new_token, state_of
from scheduler.secret_tokens import hash_of

NOON = datetime(2027, 7, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_token_is_the_same_for_the_same_row_and_different_otherwise():
    token = new_token("key", 1, "ana@lantern.example", NOON)

    assert token == new_token("key", 1, "ana@lantern.example", NOON)
    assert len(token) == 43
    others = {
        new_token("other key", 1, "ana@lantern.example", NOON),
        new_token("key", 2, "ana@lantern.example", NOON),
        new_token("key", 1, "bo@lantern.example", NOON),
        new_token("key", 1, "ana@lantern.example", NOON + HOUR),
    }
    assert len(others | {token}) == 5
    assert hash_of(token) not in {hash_of(other) for other in others}


@pytest.mark.parametrize(
    ("used_at", "revoked_at", "expires_at", "state"),
    [
        (None, None, NOON + HOUR, InvitationState.OPEN),
        (None, None, NOON, InvitationState.EXPIRED),
        (NOON, None, NOON - HOUR, InvitationState.USED),
        (None, NOON, NOON - HOUR, InvitationState.REVOKED),
        (NOON, NOON, NOON + HOUR, InvitationState.USED),
    ],
)
def test_state(used_at: datetime | None, revoked_at: datetime | None, expires_at: datetime, state: InvitationState):
    assert state_of(used_at=used_at, revoked_at=revoked_at, expires_at=expires_at, now=NOON) == state
