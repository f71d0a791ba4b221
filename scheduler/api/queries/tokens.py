"""Finds tokens."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.api.models import ApiToken
from scheduler.secret_tokens import hash_of


def tokens_of(session: Session, person_id: int) -> Sequence[ApiToken]:
    """Return a person's tokens, latest first; those that have expired are among them."""
    return session.scalars(select(ApiToken).where(ApiToken.person_id == person_id).order_by(ApiToken.id.desc())).all()


def own_token(session: Session, person_id: int, address: str) -> ApiToken | None:
    """Return a token of the person's by the name that pages call it."""
    return session.scalar(select(ApiToken).where(ApiToken.person_id == person_id, ApiToken.addressed(address)))


def token_row(session: Session, token: str) -> ApiToken | None:
    """Return the row of a token, expired or not."""
    return session.scalar(select(ApiToken).where(ApiToken.token_hash == hash_of(token)))
