"""An organisation and its people, in the database of the test."""

from dataclasses import dataclass

import pytest
from sqlalchemy.orm import Session

from scheduler.accounts.models import MemberRole, Organisation, Person
from tests import factories


@dataclass(frozen=True, slots=True)
class Bay:
    """Lantern Bay: one lead, one editor, one member."""

    organisation: Organisation
    lead: Person
    editor: Person
    member: Person


@pytest.fixture
def bay(session: Session) -> Bay:
    organisation = factories.organisation(session, "Lantern Bay")
    return Bay(
        organisation,
        lead=factories.person(session, "Lena Lead", (organisation, MemberRole.LEAD), zone="Asia/Manila"),
        editor=factories.person(session, "Edi Editor", (organisation, MemberRole.EDITOR)),
        member=factories.person(session, "Mo Member", (organisation, MemberRole.MEMBER)),
    )


class Listener:
    """A dependant that writes down what it is told."""

    def __init__(self) -> None:
        self.told: list[tuple[object, ...]] = []
        self.signed: set[int] = set()

    def organisation_closed(self, _session, organisation_id, actor_id, now) -> None:
        self.told.append(("organisation_closed", organisation_id, actor_id, now))

    def membership_ended(self, _session, person_id, organisation_id, actor_id, now) -> None:
        self.told.append(("membership_ended", person_id, organisation_id, actor_id, now))

    def standing_lowered(self, _session, person_id, organisation_id, actor_id, now) -> None:
        self.told.append(("standing_lowered", person_id, organisation_id, actor_id, now))

    def has_signed(self, _session, organisation_id) -> bool:
        return organisation_id in self.signed

    def person_anonymised(self, _session, person_id) -> None:
        self.told.append(("person_anonymised", person_id))


@pytest.fixture
def listener() -> Listener:
    return Listener()
