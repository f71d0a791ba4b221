"""The first page of visitors, and what it offers them."""

import re
from datetime import date

from scheduler.agenda.models import EntryKind
from scheduler.agenda.services.entry_drafts import EntryDraft, Source
from scheduler.agenda.services.guards import coalition_guard, public_guard
from scheduler.agenda.services.publishing import publish_all
from scheduler.content.domain.workflow import State
from scheduler.content.entry_texts import details
from scheduler.content.services.calendar_entries import status_of
from scheduler.version import VERSION
from tests.pages.scenes import SAFE_TITLE, SECRET, all_day


def text_of(client, address="/"):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_visitor_sees_public_days_and_ways_to_subscribe(visit):
    text = text_of(visit("visitor"))

    assert "Coalition Against Trafficking" in text
    assert "World Day Against Trafficking" in text
    assert "webcal://localhost/feeds/public.ics" in text
    assert 'href="/login' in text


def test_visitor_sees_what_was_published_latest_first_and_nothing_else_of_content(visit, store, now):
    everybody, members = public_guard(store).id, coalition_guard(store).id
    drafts = [
        EntryDraft(
            source=Source("content", number),
            kind=EntryKind.CONTENT,
            when=all_day(day),
            guard_id=guard,
            title=title,
            description=details("release", "Lantern Bay", [], state),
            status=status_of(state),
        )
        for number, (day, guard, title, state) in enumerate(
            [
                (date(2027, 6, 1), everybody, "First statement", State.PUBLISHED),
                (date(2027, 6, 20), everybody, "Second statement", State.CORRECTED),
                (date(2027, 6, 21), everybody, "Retracted statement", State.WITHDRAWN),
                (date(2027, 6, 21), everybody, "Late statement", State.SCHEDULED),
                (date(2027, 6, 22), members, "Inner statement", State.PUBLISHED),
                (date(2027, 12, 1), everybody, "Later statement", State.PUBLISHED),
            ],
            start=50,
        )
    ]
    publish_all(store, drafts, now)
    store.commit()

    told = text_of(visit("visitor")).partition('id="published"')[2].partition("</main>")[0]

    assert re.findall(r"\w+ statement", told) == ["Second statement", "First statement"]


def test_steps_of_each_device_stand_beside_the_address(visit):
    text = text_of(visit("visitor"), "/subscribe")

    assert [name in text for name in ("iPhone", "Google Calendar and Android", "Outlook", "Thunderbird")] == [True] * 4
    assert 'href="/subscribe#devices"' in text_of(visit("visitor"))


def test_visitor_sees_nothing_of_members(visit):
    text = text_of(visit("visitor"))

    assert not [
        each for each in (SAFE_TITLE, SECRET, "Vigil", "Kaagapay", "Lantern", "Ana", "Your to-dos") if each in text
    ]


def test_person_without_an_organisation_is_told_why_there_is_little(visit):
    text = text_of(visit("dan"))

    assert "You don't belong to an organisation yet" in text
    assert "Vigil" not in text
    assert "Your to-dos" not in text


def test_public_feed_has_a_page_of_its_own(visit):
    assert "webcal://localhost/feeds/public.ics" in text_of(visit("visitor"), "/subscribe")


def test_front_page_works_before_anything_is_set_up(client):
    text = text_of(client)

    assert "Coalition Scheduler" in text
    assert "No public dates in the next three months" in text


def test_empty_server_says_how_the_first_person_gets_in(client):
    assert ".venv/bin/flask create-admin you@example.org" in text_of(client)


def test_once_there_are_people_visitors_are_not_told_of_commands(visit):
    assert "create-admin" not in text_of(visit("visitor"))


def test_version_stands_in_the_footer_for_coordinators_alone(visit):
    assert {who: f"Coalition Scheduler {VERSION}" in text_of(visit(who)) for who in ("cleo", "ana", "visitor")} == {
        "cleo": True,
        "ana": False,
        "visitor": False,
    }


def test_visitor_gets_no_cookie(visit):
    for address in ("/", "/calendar", "/search?q=day", "/subscribe"):
        assert "Set-Cookie" not in visit("visitor").get(address).headers
