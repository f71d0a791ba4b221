"""What an invitation's link is made of, and what state an invitation is in."""

import hmac
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from enum import StrEnum

from scheduler.accounts.domain.actor_roles import ActorRoles

LIFETIME = timedelta(days=14)
FIRST_COMMAND = ".venv/bin/flask create-admin you@example.org"
"""What makes the first coordinator of an empty installation."""


class InvitationState(StrEnum):
    """Whether an invitation can still be accepted."""

    OPEN = "open"
    USED = "used"
    REVOKED = "revoked"
    EXPIRED = "expired"


def state_of(
    *, used_at: datetime | None, revoked_at: datetime | None, expires_at: datetime, now: datetime
) -> InvitationState:
    """Return the state of an invitation; `expires_at` itself is already too late."""
    if used_at is not None:
        return InvitationState.USED
    if revoked_at is not None:
        return InvitationState.REVOKED
    return InvitationState.EXPIRED if expires_at <= now else InvitationState.OPEN


def may_offer(sender: ActorRoles, organisation_id: int | None, *, coordinator: bool) -> bool:
    """Say whether a person may give what an invitation offers: a place in an organisation, the coordinator's work."""
    if coordinator and not sender.is_coordinator:
        return False
    return organisation_id is None or sender.may_manage_members_of(organisation_id)


def new_token(secret_key: str, invitation_id: int, email: str, created_at: datetime) -> str:
    """Return the secret of an invitation's link (43 characters that fit an address).

    It follows from the secret key and the row, so that a mail which is sent again, or printed and mailed,
    carries the same link, while a copy of the database alone opens nothing.
    """
    signed = f"invitation\n{invitation_id}\n{email}\n{created_at.isoformat()}"
    return urlsafe_b64encode(hmac.digest(secret_key.encode(), signed.encode(), "sha256")).rstrip(b"=").decode()
