"""An organisation and its people, in the database of the test."""

import pytest
from sqlalchemy.orm import Session

from tests.coalition import Team, team


@pytest.fixture
def bay(session: Session) -> Team:
    return team(session, people=("Lena Lead", "Edi Editor", "Mo Member"), lead_zone="Asia/Manila")


class Listener:
    """A dependant that writes down what it is told."""

    def __init__(self) -> None:
        self.calls: list[tuple[object, ...]] = []
        self.signed: set[int] = set()

    def organisation_closed(self, _session, organisation_id, actor_id, now) -> None:
        self.calls.append(("organisation_closed", organisation_id, actor_id, now))

    def membership_ended(self, _session, person_id, organisation_id, actor_id, now) -> None:
        self.calls.append(("membership_ended", person_id, organisation_id, actor_id, now))

    def role_lowered(self, _session, person_id, organisation_id, actor_id, now) -> None:
        self.calls.append(("role_lowered", person_id, organisation_id, actor_id, now))

    def has_signed(self, _session, organisation_id) -> bool:
        return organisation_id in self.signed

    def person_anonymised(self, _session, person_id) -> None:
        self.calls.append(("person_anonymised", person_id))


@pytest.fixture
def listener() -> Listener:
    return Listener()
