"""What rooms are posted: what any member of the organisation sees in lists, and under embargo nothing but that."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.models import EntryKind, EntryStatus
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.guards import GuardDraft, create_guard
from scheduler.chat.domain.rooms import Rhythm, Topic
from scheduler.chat.services.listener import ChatListener
from tests.chat.entries import content, embargoed, entry
from tests.chat.rooms import room_at
from tests.costs import statements
from tests.factories import organisation

# A Thursday; the sessions' clock stands at noon.
TODAY, TOMORROW = date(2027, 7, 1), date(2027, 7, 2)
LIFT = datetime(2027, 7, 20, tzinfo=UTC)


@pytest.fixture
def bay(chat):
    with chat.sessions() as session:
        found = organisation(session, "Lantern Bay", zone="UTC").id
        session.commit()
        return found


@pytest.fixture
def port(chat):
    with chat.sessions() as session:
        found = organisation(session, "Old Port", zone="UTC").id
        session.commit()
        return found


def add(chat, act):
    with chat.sessions() as session:
        result = act(session, chat.clock.now())
        session.commit()
        return result


def room(chat, service, where, **values):
    add(chat, lambda session, _now: room_at(session, where, service.url, **values).id)


def publish(chat, number, guard, where, title="Real title", state="published"):
    """Write an item as content does when its state or its guard changes."""

    def act(session, now):
        context = ChangeContext((ChatListener(),), None, now)
        content(session, number, TODAY, title, now, where, state, guard=guard, context=context)

    add(chat, act)


def test_a_day_says_what_is_today_and_tomorrow(chat, service, bay, port):
    def plan(session, now):
        entry(session, 1, EntryKind.EDITION, TODAY, "World Day", now, path="/observances/day/2027")
        entry(session, 2, EntryKind.EVENT, TOMORROW, "Briefing", now)
        entry(session, 3, EntryKind.EVENT, TOMORROW, "Called off", now, status=EntryStatus.CANCELLED)
        entry(session, 4, EntryKind.EVENT, TOMORROW + timedelta(days=1), "Later", now)
        content(session, 5, TOMORROW, "Our release", now, bay)
        content(session, 6, TOMORROW, "Their release", now, port)

    add(chat, plan)
    room(chat, service, bay)
    chat.post()
    text = service.posted[0]["text"].replace("\\", "")
    assert text.startswith("**Today and tomorrow**\n\nToday, Thu 1 Jul 2027\n\n- [World Day](http")
    assert "/observances/day/2027) – Observance" in text
    assert [text.count(one) for one in ("Briefing – Event", "Our release", "/content/item-5")] == [1, 1, 1]
    assert not [one for one in ("Called off", "Later", "Their release") if one in text]


def test_a_week_is_posted_on_mondays(chat, service, bay):
    add(chat, lambda session, now: entry(session, 1, EntryKind.EDITION, date(2027, 7, 9), "World Day", now))
    room(chat, service, bay, rhythm=Rhythm.WEEKLY)
    chat.post()
    assert chat.log() == []
    chat.clock.moment = datetime(2027, 7, 5, 9, tzinfo=UTC)
    chat.post()
    assert "**The week ahead**\n\nFri 9 Jul 2027" in service.posted[0]["text"]


def test_a_room_gets_the_topics_that_were_chosen(chat, service, bay):
    add(chat, lambda session, now: entry(session, 1, EntryKind.EVENT, TODAY, "Briefing", now))
    add(chat, lambda session, now: entry(session, 2, EntryKind.EDITION, TODAY, "World Day", now))
    room(chat, service, bay, topics=[str(Topic.DAYS)])
    chat.post()
    assert "World Day" in service.text
    assert "Briefing" not in service.text


def test_what_is_more_than_a_message_holds_is_counted(chat, service, bay):
    def plan(session, now):
        for number in range(20):
            entry(session, number + 1, EntryKind.EVENT, TODAY, f"Event {number}", now)

    add(chat, plan)
    room(chat, service, bay)
    chat.post()
    assert service.posted[0]["text"].endswith("[5 more in the calendar](http://localhost/calendar)")


def test_published_content_is_told_once(chat, service, bay, port):
    room(chat, service, bay, topics=[str(Topic.PUBLISHED)])
    room(chat, service, port, topics=[str(Topic.PUBLISHED)])
    guard = add(chat, lambda session, _now: create_guard(session, GuardDraft(Audience.COALITION)).id)
    publish(chat, 1, guard, bay, state="scheduled")
    publish(chat, 1, guard, bay)
    publish(chat, 1, guard, bay, title="Typo mended")
    chat.post()
    assert service.posted == [
        {"text": "**Published**\n\n- [Typo mended](http://localhost/content/item-1) – Lantern Bay"}
    ]


def test_content_published_together_is_looked_up_at_once(chat, service, bay, port):
    for where in (bay, port):
        room(chat, service, where, topics=[str(Topic.PUBLISHED)])
    with chat.sessions() as session:
        now = chat.clock.now()
        context = ChangeContext((ChatListener(),), None, now)
        for number, where in enumerate((bay, bay, port), start=1):
            guard = create_guard(session, GuardDraft(Audience.COALITION)).id
            content(session, number, TODAY, f"Release {number}", now, where, "published", guard=guard, context=context)
        session.flush()
        with statements(session.get_bind().engine) as asked:
            session.commit()
    assert sum("FROM chat_room" in one for one in asked) == 1
    assert sum("FROM entry_organisation" in one for one in asked) == 1
    chat.post()
    owners = sorted(one["text"].rpartition(" – ")[2] for one in service.posted)
    assert owners == ["Lantern Bay", "Lantern Bay", "Old Port"]


def test_content_that_was_published_before_there_was_a_room_is_no_news(chat, service, bay):
    guard = add(chat, lambda session, _now: create_guard(session, GuardDraft(Audience.COALITION)).id)
    publish(chat, 1, guard, bay)
    room(chat, service, bay)
    publish(chat, 1, guard, bay, title="Another")
    assert chat.log() == []


def test_what_was_published_is_not_told_once_it_is_retracted(chat, service, bay):
    room(chat, service, bay, topics=[str(Topic.PUBLISHED)])
    guard = add(chat, lambda session, _now: create_guard(session, GuardDraft(Audience.COALITION)).id)
    publish(chat, 1, guard, bay)
    publish(chat, 1, guard, bay, state="withdrawn")
    chat.post()
    assert service.posted == []
    assert chat.log() == [("chat_published", "nothing_to_say", "nothing")]


def test_published_content_for_some_people_alone_is_not_told(chat, service, bay):
    room(chat, service, bay, topics=[str(Topic.PUBLISHED)])
    guard = add(chat, lambda session, _now: create_guard(session, GuardDraft(Audience.PEOPLE)).id)
    publish(chat, 1, guard, bay)
    chat.post()
    assert service.posted == []


def test_content_under_embargo_is_no_news_and_has_no_owner(chat, service, bay):
    room(chat, service, bay)
    guard = add(chat, lambda session, _now: embargoed(session, LIFT, embargo_group_organisations=[bay]))
    publish(chat, 1, guard, bay)
    chat.post()
    assert service.posted == []


def test_an_event_under_embargo_has_its_placeholder(chat, service, bay):
    def plan(session, now):
        guard = embargoed(session, LIFT, "An event", embargo_group_organisations=[bay])
        entry(session, 1, EntryKind.EVENT, TODAY, "Secret guest", now, guard=guard, organisation_id=bay)

    add(chat, plan)
    room(chat, service, bay)
    chat.post()
    assert "An event" in service.text
    assert "Secret" not in service.text


HIDDEN = st.lists(
    st.tuples(st.sampled_from([EntryKind.CONTENT, EntryKind.DEADLINE, EntryKind.CAMPAIGN]), st.booleans()), max_size=4
)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(hidden=HIDDEN)
@pytest.mark.engines("sqlite")
def test_rooms_are_the_same_whatever_is_under_embargo(chat, service, bay, hidden):
    """Two coalitions that differ behind embargoes alone are posted the same bytes; both have the same placeholders."""
    service.posted.clear()

    def plan(session, now):
        for number, (kind, is_tomorrow) in enumerate(hidden):
            guard = embargoed(session, LIFT, f"P{number}", embargo_group_organisations=[bay])
            day, title = TOMORROW if is_tomorrow else TODAY, f"Secret {number}"
            entry(session, 100 + number, kind, day, title, now, guard=guard, organisation_id=bay)
        entry(session, 1, EntryKind.EDITION, TODAY, "World Day", now)
        for topics in ([Topic.OWN], [Topic.OWN, Topic.DAYS]):
            room_at(session, bay, service.url, topics=[str(one) for one in topics])

    with chat.sessions() as session:
        plan(session, chat.clock.now())
        session.commit()
    chat.post()
    texts = [one["text"] for one in service.posted]
    assert len(set(texts)) == 1
    assert "Secret" not in texts[0]
    assert "P0" not in texts[0]
