"""Every form that was made from a revision, saved by two people in the same moment: one of them is told."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pytest

from scheduler.content.models import Item
from tests.at_once.conftest import Town
from tests.at_once.form import own_observance
from tests.bad_input.built import Built, public_ids
from tests.bad_input.page_forms import Page, PageForm, post_forms, read
from tests.bad_input.walk import Found, endpoint_of
from tests.logins import logged_in
from tests.together import Reply

pytestmark = [pytest.mark.engines("sqlite", "postgresql"), pytest.mark.timeout(300)]

Values = dict[str, object]
SAVED, STALE = range(300, 400), 409


@dataclass(frozen=True)
class Vary:
    """What differs between two saves of a form: a field and its values; `also` is what else has to be typed."""

    name: str
    values: tuple[str, str, str] = ("First text", "Second text", "Third text")
    also: Values = field(default_factory=dict)


LIFT = {"embargo-day": "2027-07-29", "embargo-time": "09:00", "embargo-zone": "UTC"}
PRIYA = "7"
"""The last one of the demo's people, who is asked to review what is put under embargo."""

VARIED = {
    "account.save": Vary("name"),
    "account.save_absence": Vary("away_until", ("2027-07-05", "2027-07-06", "2027-07-07")),
    "bill_milestones.edit": Vary("note"),
    "campaign_sharing.audience": Vary("placeholder_title"),
    "campaign_tasks.edit": Vary("title"),
    "campaigns.edit": Vary("title"),
    "content.correct": Vary("title", also={"note": "A wrong name"}),
    "content.edit": Vary("outlet"),
    "content.edit_text": Vary("title"),
    "content.save_channels": Vary("bluesky", ("Asia/Tokyo", "Asia/Manila", "Europe/Paris")),
    "content.save_press": Vary("boilerplate"),
    "content_review.ask": Vary("due_on", ("2027-07-12", "2027-07-13", "2027-07-14")),
    "content_review.set_embargo": Vary("placeholder_title", also={**LIFT, "embargo_group_people": PRIYA}),
    "editions.dates": Vary(
        "first_day", ("2027-07-27", "2027-07-28", "2027-07-29"), {"reason": "Summit", "last_day": ""}
    ),
    "editions.edit": Vary("theme"),
    "chat.edit": Vary("name"),
    "events.edit": Vary("title"),
    "external_calendars.edit": Vary("name"),
    "facts.edit": Vary("note"),
    "feeds.edit": Vary("name"),
    "first_run.name": Vary("name"),
    "kits.edit": Vary("title"),
    "guidance.edit_helpline": Vary("hours"),
    "guidance.edit_term": Vary("prefer"),
    "legislation.edit": Vary("title"),
    "organisations.edit": Vary("name", ("North Pier", "South Pier", "West Pier")),
    "own_observances.edit": Vary("name", also={"save": "1"}),
    "playbooks.edit": Vary("name"),
    "playbooks.edit_slot": Vary("title"),
    "saved_views.edit": Vary("name"),
    "reminders.save": Vary("hour", ("9", "10", "11")),
}
"""How each form is typed in; a new form with a revision has to be put here, or below."""

ELSEWHERE = {
    "campaign_table.table": "has fields for each row; tests/at_once/test_table_rows.py",
    "content_review.accept": "is answered once; tests/content/services/test_suggestions_race.py",
    "content_review.remove": "has one button and no field; tests/at_once/test_embargoes.py",
    "content_review.remove_embargo": "has one button and no field; tests/at_once/test_embargoes.py",
    "bill_milestones.retract": "is done once; tests/legislation/services/test_milestone_race.py",
    "content.check_rules": "has a choice for each check; tests/content/web/test_check_rules.py",
    "content.published": "has fields for each channel; tests/content/web/test_published.py",
    "facts.retire": "is done once; tests/facts/services/test_race.py",
    "saved_views.change": "has one button for each view; tests/pages/web/test_changed_views.py",
    "people.role": "takes rights away; tests/at_once/test_roles.py",
}


GUIDANCE: tuple[tuple[str, Values], ...] = (
    ("terms", {"language": "en", "phrases": "deck hand", "prefer": "crew member"}),
    (
        "helplines",
        {"country": "PH", "name": "Actionline", "contact": "1343", "source": "A", "checked_on": "2027-06-01"},
    ),
)
"""What a coordinator enters first, so that it can be changed."""


@pytest.fixture
def found(town: Town, built: Built) -> list[Found]:
    """Every form that was made from a revision, one of each kind."""
    town.post("lena", "/observances/new?kind=fixed_date", **own_observance(town))
    newsletter = f"/content/{town.rows(Item)[3].public_id}/correct"
    pages = [("odile", newsletter), ("lena", "/observances/day-of-the-harbour/edit")]
    for what, typed in GUIDANCE:
        town.post("cora", f"/{what}/new", **typed)
        pages.append(("cora", f"/{what}/1/edit"))
    forms = [_here(town, built, form) for form in built.seen.forms.values()]
    forms += [form for who, address in pages for form in _on(town, who, address)]
    by_endpoint = {form.endpoint: form for form in forms if revision_of(form.form)}
    return list(by_endpoint.values())


def _here(town: Town, built: Built, form: Found) -> Found:
    """Return a form of the walk through the demo at its address in this town, where ids were drawn anew."""
    address = form.address
    for there, here in zip(built.public_ids, public_ids(town.sessions), strict=True):
        address = address.replace(there, here)
    return replace(form, address=address)


def _on(town: Town, who: str, address: str) -> Iterator[Found]:
    """Yield the forms of a page that the walk has not seen."""
    page = read(logged_in(town.app, town.people[who]).get(address).text)
    for form in post_forms(page, address):
        yield Found(who, address, endpoint_of(town.app, form.action, "POST"), form)


def revision_of(form: PageForm) -> str:
    """Return the revision that a form was made from; of a form with a row for each of several, those of its rows."""
    revisions = (control for control in form.controls if re.search(r"(^|-)revision$", control.name))
    return "".join(value for control in revisions for value in control.values)


def page_of(town: Town, found: Found) -> Page:
    return read(logged_in(town.app, town.people[found.who]).get(found.address).text)


def form_on(town: Town, found: Found) -> PageForm:
    """Return a form as its page shows it now."""
    forms = post_forms(page_of(town, found), found.address)
    return next(form for form in forms if endpoint_of(town.app, form.action, "POST") == found.endpoint)


def typed(form: PageForm, vary: Vary, value: str) -> Values:
    return {**form.sent(), **vary.also, vary.name: value}


def shown(town: Town, found: Found, vary: Vary) -> list[str]:
    return [value for control in form_on(town, found).of(vary.name) for value in control.values]


def wrongs(town: Town, found: Found) -> Iterator[str]:
    """Save a form twice at once, with other content and with the same; yield what is wrong with the outcome."""
    vary, form = VARIED[found.endpoint], form_on(town, found)
    first, second, third = vary.values
    replies = town.together(*((found.who, form.action, typed(form, vary, value)) for value in (first, second)))
    yield from _judged(found, replies)
    saved = [value for value, reply in zip((first, second), replies, strict=True) if reply.status in SAVED]
    if len(saved) == 1 and shown(town, found, vary) != saved:
        yield f"{found}: {saved} was saved, and the page shows {shown(town, found, vary)}"
    for reply in replies:
        if reply.status == STALE and not all(_stands_in(value, reply.text) for value in (first, second)):
            yield f"{found}: the stale page does not show both texts"
    form = form_on(town, found)
    replies = town.together(*((found.who, form.action, typed(form, vary, third)) for _ in range(2)))
    yield from [f"{found}: the same save twice gave {reply.status}" for reply in replies if reply.status not in SAVED]


def _judged(found: Found, replies: list[Reply]) -> Iterator[str]:
    statuses = sorted(reply.status for reply in replies)
    if statuses[0] not in SAVED or statuses[1] != STALE:
        yield f"{found}: gave {statuses} {[reply.text for reply in replies if reply.status >= 500]}"


def _stands_in(value: str, text: str) -> bool:
    """Say whether a text, or a day as people read it, stands on a page."""
    return value in text or (value[:2] == "20" and f"{int(value[-2:])} Jul" in text)


def test_of_two_saves_one_is_kept_and_the_other_is_told(town: Town, found: list[Found]) -> None:
    assert {form.endpoint for form in found} == VARIED.keys() | ELSEWHERE.keys()
    complaints = [wrong for form in found if form.endpoint in VARIED for wrong in wrongs(town, form)]

    assert not complaints, "\n".join(complaints)
