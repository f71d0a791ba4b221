"""All names, loaded as one text."""

import pytest
from sqlalchemy.orm import Session

from scheduler.accounts.queries.people import all_names, names_in_one
from tests.factories import person

pytestmark = pytest.mark.engines("sqlite", "postgresql")


def test_every_name_is_there_whatever_is_in_it_but_of_the_anonymised(session: Session) -> None:
    people = [person(session, name) for name in ("Ana  María", "Line\n7 Break", "زینب")]
    gone = person(session, "Gone")
    gone.anonymised_at = gone.created_at
    session.flush()

    found = all_names(session)

    assert [found[one.id] for one in people] == ["Ana  María", "Line 7 Break", "زینب"]
    assert gone.id not in found


def test_names_are_read_anew_when_somebody_is_renamed(session: Session) -> None:
    somebody = person(session, "Before")
    session.flush()
    assert all_names(session)[somebody.id] == "Before"

    before, somebody.name = names_in_one(session), "After"
    session.flush()

    assert names_in_one(session) != before
    assert all_names(session)[somebody.id] == "After"
