"""Changing an edition in the browser: nothing typed is lost, nothing happens twice."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from scheduler.agenda.models import Entry
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.entry_drafts import Source
from scheduler.agenda.services.publishing import entry_of
from scheduler.db import AppSession
from scheduler.observances.models import Edition, Observance
from scheduler.observances.services.catalogue import import_catalogue
from scheduler.observances.services.registration import register
from tests.observances.catalogues import ANNOUNCED, DAY, EID, csv_of
from tests.observances.web.conftest import People

As = Callable[[str], FlaskClient]
Catalogue = dict[str, Observance]
Find = Callable[[Observance, str], Edition]

EDIT = f"/observances/{DAY['slug']}/2027/edit"
DATES = f"/observances/{DAY['slug']}/2027/dates"
CANCEL = f"/observances/{DAY['slug']}/2027/cancel"
PAGE = f"/observances/{DAY['slug']}"
SUMMIT = {"first_day": "2027-07-29", "last_day": "2027-07-31", "reason": "Summit", "revision": "1"}


@pytest.fixture
def day(catalogue: Catalogue) -> Observance:
    return catalogue[DAY["slug"]]


def test_theme_link_and_hashtags_are_saved_and_shown(as_: As, day: Observance, edition: Find):
    data = {
        "theme": "No child left behind",
        "official_url": "unodc.example/2027",
        "hashtags": "#NoChild, #2027Day",
        "revision": "1",
    }

    answer = as_("lead").post(EDIT, data=data)

    assert (answer.status_code, answer.location) == (303, f"{PAGE}#2027")
    row = edition(day, "2027")
    assert (row.theme, row.official_url) == ("No child left behind", "https://unodc.example/2027")
    assert row.hashtags == ["#NoChild", "#2027Day"]
    assert "No child left behind" in as_("anonymous").get(PAGE).text


WRONG_WORDS = [
    ("theme", "A" * 301, "1 character too long"),
    ("theme", "Two\r\nlines", "One line only"),
    ("theme", "A\x00B", "hidden character"),
    ("official_url", "javascript:alert(1)", "Enter a full link"),
    ("hashtags", "#ok no-tag", "no-tag"),
    ("hashtags", "#Same #same", "twice"),
]


def test_what_cannot_be_saved_is_shown_beside_its_field(as_: As, day: Observance, edition: Find):
    editor = as_("editor")
    for field, typed, message in WRONG_WORDS:
        answer = editor.post(EDIT, data={field: typed, "revision": "1"})

        assert answer.status_code == 422, typed
        assert message in answer.text
    assert edition(day, "2027").revision == 1


def test_a_stale_save_shows_both_and_loses_nothing(as_: As, day: Observance, edition: Find):
    as_("editor").post(EDIT, data={"theme": "Hers", "revision": "1"})

    answer = as_("lead").post(EDIT, data={"theme": "His", "revision": "1"})

    assert answer.status_code == 409
    assert "Hers" in answer.text
    assert 'value="His"' in answer.text
    assert 'value="2"' in answer.text
    assert edition(day, "2027").theme == "Hers"


def test_moving_an_edition_moves_its_entry(as_: As, store: AppSession, day: Observance, edition: Find):
    answer = as_("editor").post(DATES, data=SUMMIT)

    assert answer.status_code == 303
    row = edition(day, "2027")
    assert (row.override_starts_on, row.override_ends_on) == (date(2027, 7, 29), date(2027, 7, 31))
    entry = published(store, row)
    assert (entry.starts_on, entry.sequence) == (date(2027, 7, 29), 1)
    page = as_("anonymous").get(PAGE).text
    assert "29–31 Jul 2027" in page
    assert "Summit" in page


def test_sending_the_move_twice_moves_once(as_: As, day: Observance, edition: Find):
    editor = as_("editor")

    answers = [editor.post(DATES, data=SUMMIT).status_code for _ in range(2)]

    assert answers == [303, 303]
    assert edition(day, "2027").revision == 2


WRONG_DAYS = [
    ({"first_day": "2027-02-29", "last_day": ""}, "There is no 29 February in 2027"),
    ({"last_day": "2027-07-28"}, "The last day is before the first day"),
    ({"first_day": ""}, "Required"),
    ({"first_day": "2072-07-29", "last_day": ""}, "too far from 2027"),
    ({"last_day": "2028-12-31"}, "lasts 366 days at most"),
    ({"reason": ""}, "why the date differs"),
    ({"reason": "A" * 301}, "too long"),
    ({"first_day": "tomorrow"}, "year-month-day"),
]


def test_days_that_cannot_be_are_shown_beside_their_field(as_: As, day: Observance, edition: Find):
    editor = as_("editor")
    for changes, message in WRONG_DAYS:
        answer = editor.post(DATES, data=SUMMIT | changes)

        assert answer.status_code == 422, changes
        assert message in answer.text
    assert edition(day, "2027").override_starts_on is None


def test_a_stale_move_shows_both_dates(as_: As, day: Observance, edition: Find):
    as_("editor").post(DATES, data=SUMMIT)

    answer = as_("coordinator").post(DATES, data=SUMMIT | {"first_day": "2027-07-28"})

    assert answer.status_code == 409
    assert "28–31 Jul 2027" in answer.text
    assert "29–31 Jul 2027" in answer.text
    assert edition(day, "2027").override_starts_on == date(2027, 7, 29)


def test_going_back_to_the_rule(as_: As, day: Observance, edition: Find):
    editor = as_("editor")
    editor.post(DATES, data=SUMMIT)
    assert "By the rule:" in editor.get(DATES).text

    answer = editor.post(f"/observances/{DAY['slug']}/2027/use-rule")

    assert answer.status_code == 303
    assert edition(day, "2027").starts_on == date(2027, 7, 30)


def test_announcing_needs_no_reason_and_keeps_the_link(as_: As, store: AppSession, catalogue: Catalogue, edition: Find):
    data = {"first_day": "2028-02-08", "official_url": "https://sid.example/2028", "revision": "1"}

    answer = as_("editor").post(f"/observances/{ANNOUNCED['slug']}/2028/dates", data=data)

    assert answer.status_code == 303
    row = edition(catalogue[ANNOUNCED["slug"]], "2028")
    assert (row.starts_on, row.ends_on, row.official_url) == (
        date(2028, 2, 8),
        date(2028, 2, 8),
        "https://sid.example/2028",
    )
    assert published(store, row).starts_on == date(2028, 2, 8)


def test_the_day_of_asking_is_offered_while_there_is_no_date(as_: As, catalogue: Catalogue, edition: Find):
    editor = as_("editor")
    open_edition = f"/observances/{ANNOUNCED['slug']}/2028/edit"
    assert 'name="ask_on"' not in editor.get(EDIT).text
    assert 'name="ask_on"' in editor.get(open_edition).text

    editor.post(open_edition, data={"ask_on": "2027-09-01", "revision": "1"})

    assert edition(catalogue[ANNOUNCED["slug"]], "2028").ask_on == date(2027, 9, 1)


def test_cancel_wants_a_reason_and_restore_takes_it_back(as_: As, day: Observance, edition: Find):
    editor = as_("editor")
    assert editor.post(CANCEL, data={"reason": ""}).status_code == 422

    assert editor.post(CANCEL, data={"reason": "Called off"}).status_code == 303
    assert "Cancelled: Called off" in as_("anonymous").get(PAGE).text
    assert "Reinstate" in editor.get(CANCEL).text

    editor.post(f"/observances/{DAY['slug']}/2027/restore")
    assert edition(day, "2027").cancelled_at is None


def published(store: AppSession, row: Edition) -> Entry:
    entry = entry_of(store, Source("edition", row.id))
    store.commit()
    assert entry is not None
    return entry


def test_an_expected_date_is_confirmed_by_any_editor_without_a_reason(
    as_: As, store: AppSession, people: People, edition: Find, now: datetime
):
    context = ChangeContext((), people.coordinator.id, now)
    import_catalogue(store, csv_of(EID), context)
    eid = store.scalars(select(Observance).where(Observance.slug == EID["slug"])).one()
    register(store, eid, context)
    store.commit()
    page, dates = f"/observances/{EID['slug']}", f"/observances/{EID['slug']}/2028/dates"
    editor = as_("editor")
    assert "Depends on the sighting of the moon" in as_("anonymous").get(page).text
    assert "This date is an estimate" in editor.get(dates).text

    answer = editor.post(dates, data={"first_day": "2028-02-27", "revision": str(edition(eid, "2028").revision)})

    assert answer.status_code == 303
    assert edition(eid, "2028").starts_on == date(2028, 2, 27)
    assert editor.get(dates).status_code == 403
