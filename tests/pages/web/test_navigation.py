"""Where the header leads, by who is looking."""

import re

import pytest


def links(client, address="/calendar") -> list[str]:
    text = client.get(address).get_data(as_text=True)
    bar = re.search(r'<nav class="nav-bar".*?</nav>', text, re.DOTALL)
    assert bar is not None
    return re.findall(r'href="([^"]+)"', bar[0])


def test_visitor_is_led_to_public_pages(visit):
    found = links(visit("visitor"))

    assert found == ["/calendar", "/observances", "/subscribe"]
    assert 'href="/login' in visit("visitor").get("/calendar").get_data(as_text=True)


def test_member_is_led_to_all_work(visit):
    found = links(visit("ana"))

    places = ["", "calendar", "observances", "campaigns", "content", "events", "bills", "facts", "feeds", "reminders"]
    assert found == [f"/{place}" for place in places]


def test_coordinator_is_also_led_to_people_and_delivery(visit):
    assert {"/people", "/delivery"} <= set(links(visit("cleo")))


def test_only_coordinators_are_led_to_the_audit_log(visit):
    link = 'href="/audit"'
    assert link in visit("cleo").get("/calendar").get_data(as_text=True)
    assert link not in visit("ana").get("/calendar").get_data(as_text=True)


def test_person_without_an_organisation_is_led_to_nothing_internal(visit):
    assert links(visit("dan")) == links(visit("visitor"))


@pytest.mark.parametrize("who", ["visitor", "dan", "ana", "bo", "cleo"])
def test_everything_that_is_linked_opens(visit, who):
    client = visit(who)

    assert {address: client.get(address).status_code for address in links(client)} == dict.fromkeys(links(client), 200)


@pytest.mark.parametrize(
    ("address", "current"), [("/", "/"), ("/calendar/2027-07-30", "/calendar"), ("/delivery", "/delivery")]
)
def test_present_place_is_marked(visit, address, current):
    text = visit("cleo").get(address).get_data(as_text=True)

    assert set(re.findall(r'href="([^"]+)" aria-current="page">\s*<svg', text)) == {current}
