"""Tokens go with whoever leaves the coalition, and stay while somebody belongs to anything."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.accounts.models import MemberRole, Person
from scheduler.accounts.services.memberships import Ending, end_coordinator, end_membership
from scheduler.accounts.services.organisations import close_organisation
from scheduler.accounts.services.people import anonymise
from scheduler.api.domain.scopes import Scope
from scheduler.api.domain.tokens import token_of
from scheduler.api.models import ApiToken
from scheduler.api.services.listener import ApiListener
from scheduler.api.services.tokens import TokenDraft, caller_with, make_token
from tests.factories import organisation, person

LISTENERS = (ApiListener(),)
KEY = "a key for tests"


def token(session: Session, who: Person, now: datetime) -> str:
    draft = TokenDraft(who.id, who.name, Scope.OWN, (), 30)
    row = make_token(session, draft, KEY, form_id=f"form of {who.id}", now=now)
    return token_of(KEY, row.id, row.nonce)


def left(session: Session) -> list[str]:
    return sorted(session.scalars(select(ApiToken.name)))


def test_tokens_go_with_the_last_membership(session: Session, now: datetime) -> None:
    bay, port = organisation(session, "Lantern Bay"), organisation(session, "Old Port")
    lead = person(session, "Lena", (bay, MemberRole.LEAD), (port, MemberRole.EDITOR))
    other = person(session, "Olga", (bay, MemberRole.LEAD))
    tokens = [token(session, who, now) for who in (lead, other)]

    first, second = lead.memberships
    end_membership(session, first, Ending(other.id, LISTENERS), now)
    assert left(session) == ["Lena", "Olga"]
    end_membership(session, second, Ending(other.id, LISTENERS), now)

    assert left(session) == ["Olga"]
    assert [caller_with(session, one, now) is None for one in tokens] == [True, False]


def test_tokens_go_with_an_organisation_that_closes(session: Session, now: datetime) -> None:
    bay = organisation(session, "Lantern Bay")
    lead = person(session, "Lena", (bay, MemberRole.LEAD))
    token(session, lead, now)

    close_organisation(session, bay, LISTENERS, lead.id, now)

    assert left(session) == []


def test_tokens_go_with_a_coordinator_who_was_only_that_and_with_who_is_anonymised(
    session: Session, now: datetime
) -> None:
    first, second = (person(session, name, coordinator=True) for name in ("Cora", "Cleo"))
    gone = person(session, "Ana", (organisation(session), MemberRole.EDITOR))
    for who in (first, second, gone):
        token(session, who, now)

    end_coordinator(session, first, Ending(second.id, LISTENERS), now)
    end_membership(session, gone.memberships[0], Ending(second.id, ()), now)
    assert left(session) == ["Ana", "Cleo"]
    anonymise(session, gone, LISTENERS, actor_id=second.id, now=now)

    assert left(session) == ["Cleo"]
