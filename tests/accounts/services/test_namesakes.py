"""People of one name in one organisation are told apart wherever somebody decides by a name."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from scheduler.accounts.domain.roles import MemberRole
from scheduler.accounts.models import Organisation
from scheduler.accounts.services.namesakes import details_of_namesakes
from scheduler.accounts.services.naming import names_with_organisations
from scheduler.campaigns.services.candidates import everybody
from tests.factories import organisation, person

LEAD, EDITOR, MEMBER = MemberRole.LEAD, MemberRole.EDITOR, MemberRole.MEMBER


@pytest.fixture
def lantern(session: Session) -> Organisation:
    return organisation(session, "Le Phare")


@pytest.mark.parametrize("name", ["Ana María", "محمد", "김민준"])
def test_roles_tell_people_of_one_name_apart(session: Session, lantern: Organisation, name: str) -> None:
    first, second = person(session, name, (lantern, LEAD)), person(session, name, (lantern, MEMBER))

    assert names_with_organisations(session, [first.id, second.id]) == {
        first.id: f"{name} (Le Phare, lead)",
        second.id: f"{name} (Le Phare, member)",
    }


def test_one_of_them_alone_is_told_apart_as_well(session: Session, lantern: Organisation) -> None:
    first, _second = person(session, "Ana", (lantern, LEAD)), person(session, "ANA", (lantern, EDITOR))

    assert names_with_organisations(session, [first.id]) == {first.id: "Ana (Le Phare, lead)"}
    assert {one.label for one in everybody(session)} == {"Ana (Le Phare, lead)", "ANA (Le Phare, editor)"}


def test_the_day_and_then_a_number_tells_those_of_one_role_apart(
    session: Session, lantern: Organisation, now: datetime
) -> None:
    people = [person(session, "Ana", (lantern, EDITOR)) for _ in range(3)]
    for one, days in zip(people, (40, 3, 3), strict=True):
        one.memberships[0].started_at = now - timedelta(days=days)
    session.flush()

    assert list(details_of_namesakes(session, [one.id for one in people]).values()) == [
        "editor since Sat 22 May 2027",
        "editor since Mon 28 Jun 2027, no. 1",
        "editor since Mon 28 Jun 2027, no. 2",
    ]


def test_namesakes_elsewhere_or_gone_need_no_detail(session: Session, lantern: Organisation, now: datetime) -> None:
    own = person(session, "Ana", (lantern, LEAD))
    person(session, "Ana", (organisation(session, "Kaagapay"), LEAD))
    gone = person(session, "Ana", (lantern, LEAD))
    gone.memberships[0].ended_at = now
    session.flush()

    assert names_with_organisations(session, [own.id]) == {own.id: "Ana (Le Phare)"}
    assert details_of_namesakes(session, []) == {}
