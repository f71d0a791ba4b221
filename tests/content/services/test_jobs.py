"""The worker's job tells of facts that are out of date once, and one that fails keeps no other from its turn."""

import uuid
from datetime import date, datetime

from sqlalchemy import select

from scheduler.accounts.domain.roles import MemberRole
from scheduler.agenda.models import Entry
from scheduler.agenda.services.changes import ChangeContext
from scheduler.content.jobs import notify_of_expired_facts
from scheduler.facts.services.facts import FactDraft, add_fact
from scheduler.outbox.models import Message
from tests import factories
from tests.fakes import FakeClock
from tests.together import Sessions

FACTS = {"Passed": date(2027, 6, 30), "Today": date(2027, 7, 1), "Later": date(2027, 7, 9), "Always": None}


def seat(sessions: Sessions, now: datetime) -> None:
    with sessions() as session:
        keeper = factories.person(session, "Kim", (factories.organisation(session, "Bay"), MemberRole.EDITOR)).id
        for statement, until in FACTS.items():
            draft = FactDraft(
                statement=statement, source_name="ILO", source_date="2022", owner_id=keeper, true_until=until
            )
            add_fact(session, draft, form_id=str(uuid.uuid4()), context=ChangeContext((), keeper, now))
        session.commit()


def told(sessions: Sessions) -> list[str]:
    with sessions() as session:
        query = select(Entry.own_title).join(Message, Message.payload["entry_id"].as_integer() == Entry.id)
        return sorted(session.scalars(query))


def test_each_day_is_told_of_once(sessions: Sessions, clock: FakeClock, now: datetime) -> None:
    seat(sessions, now)

    assert [notify_of_expired_facts(sessions, clock) for _ in range(2)] == [2, 0]
    assert told(sessions) == ["Passed", "Today"]

    clock.moment = datetime(2027, 7, 2, 0, 0, tzinfo=now.tzinfo)
    assert [notify_of_expired_facts(sessions, clock) for _ in range(2)] == [2, 0]
    assert told(sessions) == ["Later", "Passed", "Today", "Today"]
