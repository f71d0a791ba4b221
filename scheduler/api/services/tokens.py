"""Tokens are made, used and revoked."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from scheduler.accounts.models import Person
from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.services.viewers import viewer_of
from scheduler.api.domain.scopes import Scope
from scheduler.api.domain.tokens import token_of
from scheduler.api.models import ApiToken
from scheduler.api.queries.tokens import token_row, tokens_of
from scheduler.audit.acts import AuditAct
from scheduler.audit.services import Detail, record
from scheduler.audit.subjects import SubjectKind
from scheduler.outbox.models import Stream
from scheduler.outbox.services import OutboxDraft, queue
from scheduler.rows import Sent, lock_row, lock_rows, once_by_form
from scheduler.secret_tokens import hash_of

MADE = "api.token_made"
NOTICE_LIFETIME = timedelta(days=2)
MAX_TOKENS_EACH = 10
"""How many tokens a person may have."""

SHOWN_FOR = timedelta(minutes=10)
"""How long its person can look at a token that they have made."""


@dataclass(frozen=True, slots=True)
class TokenDraft:
    """A token as asked for by a person for themselves; `days` says for how long."""

    person_id: int
    name: str
    scope: Scope
    kinds: Collection[str]
    days: int


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks with a token: through whose eyes, and for which kinds of entries (empty for all)."""

    token_id: int
    viewer: Viewer
    kinds: frozenset[str]


class TooManyTokensError(ValueError):
    """The person has `MAX_TOKENS_EACH` tokens."""


def make_token(session: Session, draft: TokenDraft, secret_key: str, *, form_id: str, now: datetime) -> ApiToken:
    """Add a token; the same form sent twice adds it once.

    Raises:
        TooManyTokensError: there are enough of them.
    """
    # Locked, so that many at once cannot slip past the limit.
    lock_row(session, Person, draft.person_id)
    sent = Sent(form_id, draft.person_id, draft)
    return once_by_form(session, ApiToken, sent, lambda key: _add(session, draft, secret_key, key, now))


def shown_token(row: ApiToken, secret_key: str, now: datetime) -> str | None:
    """Return a token that was made a moment ago, to be copied; None once `SHOWN_FOR` is over."""
    return token_of(secret_key, row.id, row.nonce) if now < row.created_at + SHOWN_FOR else None


def _add(session: Session, draft: TokenDraft, secret_key: str, form_id: str | None, now: datetime) -> ApiToken:
    if len(tokens_of(session, draft.person_id)) >= MAX_TOKENS_EACH:
        raise TooManyTokensError
    row = ApiToken(name=draft.name, scope=draft.scope, kinds=sorted(draft.kinds), form_id=form_id)
    row.person_id = draft.person_id
    row.created_at, row.expires_at = now, now + timedelta(days=draft.days)
    # The token holds the row's id, so the row comes first, under a hash that no token has.
    row.nonce, row.token_hash = secrets.token_hex(16), secrets.token_hex(32)
    session.add(row)
    session.flush()
    row.token_hash = hash_of(token_of(secret_key, row.id, row.nonce))
    details: dict[str, Detail] = {"scope": str(row.scope), "days": draft.days}
    subject, who = (SubjectKind.API_TOKEN, row.id), draft.person_id
    record(session, AuditAct.API_TOKEN_MADE, subject, actor_id=who, now=now, details=details)
    _notify(session, row, now)
    return row


def _notify(session: Session, row: ApiToken, now: datetime) -> None:
    """Queue the notice that a token was made: whoever uses a computer that was left open makes one in a minute."""
    draft = OutboxDraft(
        stream=Stream.ACCOUNT,
        kind=MADE,
        person_id=row.person_id,
        payload={"token_id": row.id},
        dedup_key=f"{MADE}:{row.nonce}",
        due_at=now,
        expires_at=now + NOTICE_LIFETIME,
    )
    queue(session, draft, now)


def revoke_token(session: Session, row: ApiToken, *, actor_id: int, now: datetime) -> None:
    """Delete a token: programs that use it are refused from now on.

    Raises:
        RowGoneError: it was revoked in the meantime.
    """
    session.delete(lock_row(session, ApiToken, row.id))
    record(session, AuditAct.API_TOKEN_REVOKED, (SubjectKind.API_TOKEN, row.id), actor_id=actor_id, now=now)


def revoke_all(session: Session, person_id: int, now: datetime) -> None:
    """Delete all tokens of a person who logs out everywhere; each is put on record."""
    # As `make_token` does, so that none is added meanwhile.
    lock_row(session, Person, person_id)
    for row in lock_rows(session, ApiToken, [row.id for row in tokens_of(session, person_id)]):
        session.delete(row)
        record(session, AuditAct.API_TOKEN_REVOKED, (SubjectKind.API_TOKEN, row.id), actor_id=person_id, now=now)


def forget_tokens_of(session: Session, person_id: int) -> None:
    """Delete all tokens of a person."""
    session.execute(delete(ApiToken).where(ApiToken.person_id == person_id))


def caller_with(session: Session, token: str, now: datetime) -> Caller | None:
    """Return who asks with a token, as they are now; None when it is unknown, has expired or its person has left."""
    row = token_row(session, token)
    if row is None or row.expires_at <= now:
        return None
    viewer = viewer_of(actor_roles(session, row.person_id))
    if not viewer.is_member:
        return None
    return Caller(row.id, viewer if row.scope == Scope.OWN else Viewer.anonymous(), frozenset(row.kinds))
