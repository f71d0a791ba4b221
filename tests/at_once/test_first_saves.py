"""What makes a row the first time it is saved, at the same moment by several: one row, and never a crash."""

from functools import partial
from typing import Protocol

import pytest
from sqlalchemy import func, select

from scheduler.accounts.domain.errors import AlreadyInvitedError, NameTakenError
from scheduler.accounts.models import Coalition, Invitation, Organisation
from scheduler.accounts.services.invitations import InvitationDraft, invite
from scheduler.accounts.services.organisations import OrganisationDraft, add_organisation, name_coalition
from scheduler.agenda.models import Guard
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.guards import coalition_guard, public_guard
from scheduler.db import AppSession
from scheduler.feeds.models import Feed
from scheduler.feeds.services.addresses import MAX_FEEDS_EACH, FeedDraft, TooManyFeedsError, make_feed
from scheduler.legislation.models import Bill
from scheduler.legislation.services.bills import BillDraft, BillExistsError, add_bill
from scheduler.observances.models import Edition, Observance
from scheduler.observances.services.catalogue import import_catalogue
from scheduler.observances.services.registration import register_topics
from scheduler.reminders.domain.choices import AT_ONCE, Delivery
from scheduler.reminders.domain.schedules import Times
from scheduler.reminders.models import ReminderPreference
from scheduler.reminders.services.preferences import Choice, Offer, choose
from scheduler.rows import StaleEditError
from tests import factories
from tests.bad_input.built import NOW
from tests.observances.catalogues import DAY, csv_of
from tests.together import Outcome, Sessions, all_at_once

pytestmark = pytest.mark.engines("sqlite", "postgresql")

TIMES = 4


class Do(Protocol):
    """What is done by each of four; `number` tells them apart."""

    def __call__(self, session: AppSession, *, number: int) -> object: ...


def four(sessions: Sessions, do: Do) -> list[Outcome]:
    """Do the same four times at once; what is done is told which of the four it is."""
    return all_at_once(sessions, [partial(do, number=number) for number in range(TIMES)])


def count(sessions: Sessions, model: type) -> int:
    with sessions() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def kinds(outcomes: list[Outcome]) -> list[str]:
    """Return how many succeeded, and the names of the errors."""
    errors = sorted(type(one).__name__ for one in outcomes if isinstance(one, Exception))
    return [*errors, str(len(outcomes) - len(errors))]


@pytest.fixture
def ana(sessions: Sessions) -> int:
    with sessions() as session:
        ident = factories.person(session).id
        session.commit()
    return ident


@pytest.fixture
def bay(sessions: Sessions) -> int:
    with sessions() as session:
        ident = factories.organisation(session).id
        session.commit()
    return ident


def test_the_coalition_is_named_once(sessions: Sessions) -> None:
    assert kinds(four(sessions, lambda session, number: name_coalition(session, "Tides", "UTC").id)) == ["4"]
    assert count(sessions, Coalition) == 1


def test_of_several_names_of_the_coalition_one_is_kept(sessions: Sessions) -> None:
    outcomes = four(sessions, lambda session, number: name_coalition(session, f"Tides {number}", "UTC").name)

    assert kinds(outcomes) == [StaleEditError.__name__] * 3 + ["1"]
    with sessions() as session:
        assert session.scalars(select(Coalition.name)).all() == [one for one in outcomes if isinstance(one, str)]


def test_a_guard_that_many_things_share_is_made_once(sessions: Sessions) -> None:
    for shared in (public_guard, coalition_guard):
        outcomes = four(sessions, lambda session, number, shared=shared: shared(session).id)
        assert len(set(outcomes)) == 1
    assert count(sessions, Guard) == 2


def choice(hour: int) -> Choice:
    return Choice(times=Times("UTC", hour), kinds={"day": AT_ONCE}, notices={"moved": Delivery.OFF})


OFFER = Offer(reminders=("day",), notices=("moved",))


def test_the_same_first_reminders_are_kept_once(sessions: Sessions, ana: int) -> None:
    def keep(session: AppSession, number: int) -> None:
        choose(session, ana, choice(7), OFFER, revision=0, now=NOW)

    assert kinds(four(sessions, keep)) == ["4"]
    with sessions() as session:
        assert session.scalars(select(ReminderPreference.revision)).all() == [1]


def test_of_different_first_reminders_one_is_kept_whole(sessions: Sessions, ana: int) -> None:
    def keep(session: AppSession, number: int) -> int:
        choose(session, ana, choice(number), OFFER, revision=0, now=NOW)
        return number

    outcomes = four(sessions, keep)

    assert kinds(outcomes) == [StaleEditError.__name__] * 3 + ["1"]
    with sessions() as session:
        assert session.scalars(select(ReminderPreference.hour)).all() == [
            one for one in outcomes if isinstance(one, int)
        ]


def test_one_address_is_invited_once_whoever_asks(sessions: Sessions, bay: int) -> None:
    def ask(session: AppSession, number: int) -> int:
        draft = InvitationDraft(email="nia@people.example", organisation_id=bay, form_id=str(number))
        return invite(session, draft, None, NOW).id

    assert kinds(four(sessions, ask)) == [AlreadyInvitedError.__name__] * 3 + ["1"]
    assert count(sessions, Invitation) == 1


def test_one_name_is_given_to_one_organisation(sessions: Sessions) -> None:
    def add(session: AppSession, number: int) -> int:
        name = "Far Hills" if number % 2 else "FAR HILLS"
        return add_organisation(session, OrganisationDraft(name, "UTC", form_id=str(number)), None, NOW).id

    assert kinds(four(sessions, add)) == [NameTakenError.__name__] * 3 + ["1"]
    assert count(sessions, Organisation) == 1


def test_one_number_is_given_to_one_bill(sessions: Sessions) -> None:
    def add(session: AppSession, number: int) -> int:
        draft = BillDraft("EU", "2027/1", f"Act {number}")
        return add_bill(session, draft, actor_id=None, now=NOW, form_id=str(number)).id

    assert kinds(four(sessions, add)) == [BillExistsError.__name__] * 3 + ["1"]
    assert count(sessions, Bill) == 1


def test_many_at_once_do_not_slip_past_the_most_feeds(sessions: Sessions, ana: int) -> None:
    with sessions() as session:
        for number in range(MAX_FEEDS_EACH - 1):
            make_feed(session, FeedDraft(str(number), {}, person_id=ana), "key", actor_id=ana, now=NOW)
        session.commit()

    def make(session: AppSession, number: int) -> int:
        draft = FeedDraft(f"More {number}", {}, person_id=ana, form_id=str(number))
        return make_feed(session, draft, "key", actor_id=ana, now=NOW).id

    assert kinds(four(sessions, make)) == [TooManyFeedsError.__name__] * 3 + ["1"]
    assert count(sessions, Feed) == MAX_FEEDS_EACH


def test_a_topic_is_registered_once(sessions: Sessions) -> None:
    with sessions() as session:
        import_catalogue(session, csv_of(DAY), ChangeContext((), None, NOW))
        session.commit()

    outcomes = four(sessions, lambda session, number: register_topics(session, ["trafficking"], None, NOW))

    assert sorted(map(str, outcomes)) == ["0", "0", "0", "1"]
    with sessions() as session:
        assert session.scalars(select(Observance.revision)).all() == [2]
        periods = session.scalars(select(Edition.period)).all()
        assert len(periods) == len(set(periods))


def test_a_catalogue_is_imported_once(sessions: Sessions) -> None:
    outcomes = four(
        sessions, lambda session, number: import_catalogue(session, csv_of(DAY), ChangeContext((), None, NOW))
    )

    assert kinds(outcomes) == ["4"]
    assert count(sessions, Observance) == 1
