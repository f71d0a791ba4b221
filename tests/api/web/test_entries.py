"""What programs get with a token: the entries that its person sees, an ETag, pages, and problems in words."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.models import NO_DAY, Entry, EntryKind, EntryStatus
from scheduler.agenda.services.entry_drafts import AllDay, EntryDraft, Source, Timed
from scheduler.agenda.services.guards import Embargo, GuardDraft, public_guard
from scheduler.agenda.services.publishing import publish, remove
from scheduler.api.domain.scopes import Scope
from scheduler.db import db
from tests.api.web.programs import JULY, Makers
from tests.costs import statements
from tests.fakes import FakeClock


def test_an_entry_says_when_what_and_where_to_read_more(programs: Makers) -> None:
    when = Timed(datetime(2027, 7, 30, 9, 0), "Asia/Manila", datetime(2027, 7, 30, 10, 0))
    row = programs.entry(when=when, topics=["trafficking"], description="All day long", location="Manila", label="Post")

    (entry,) = programs.program().get().get_json()

    assert entry == {
        "uid": row.uid,
        "title": "World Day",
        "kind": "content",
        "status": "confirmed",
        "first_day": "2027-07-30",
        "last_day": "2027-07-30",
        "starts_at": "2027-07-30T01:00:00+00:00",
        "ends_at": "2027-07-30T02:00:00+00:00",
        "zone": "Asia/Manila",
        "description": "All day long",
        "location": "Manila",
        "label": "Post",
        "topics": ["trafficking"],
        "link": "http://localhost/content/1",
    }
    assert programs.program().get(f"/api/v1/entries/{row.uid}").get_json() == entry


def test_an_all_day_entry_has_no_times(programs: Makers) -> None:
    programs.entry()
    (entry,) = programs.program().get().get_json()
    assert (entry["starts_at"], entry["ends_at"], entry["zone"], entry["last_day"]) == (None, None, None, "2027-07-30")


def test_a_token_sees_what_its_person_sees_or_what_everyone_does(programs: Makers) -> None:
    bay, port = programs.town.bay.id, programs.town.port.id
    programs.entry(1, "Public")
    programs.entry(2, "Bay alone", GuardDraft(Audience.ORGANISATIONS, [bay]))
    programs.entry(3, "Port alone", GuardDraft(Audience.ORGANISATIONS, [port]))

    assert programs.program("member").titles() == ["Public", "Bay alone"]
    assert programs.program("other_lead").titles() == ["Public", "Port alone"]
    assert programs.program("member", Scope.PUBLIC).titles() == ["Public"]


def test_under_embargo_there_is_a_placeholder_even_for_the_embargo_group(programs: Makers) -> None:
    lift = Embargo(datetime(2027, 7, 30, 9, 0), "Asia/Manila", datetime(2027, 7, 30, 1, 0, tzinfo=programs.now.tzinfo))
    guard = GuardDraft(
        Audience.COALITION,
        embargo=lift,
        embargo_group_organisations=[programs.town.bay.id],
        placeholder_title="30 July",
    )
    row = programs.entry(1, "Secret words", guard, topics=["trafficking"], label="Post", description="Secret, too")

    (entry,) = programs.program("lead").get().get_json()

    assert (entry["title"], entry["topics"]) == ("30 July", [])
    assert "secret" not in programs.program("lead").get(f"/api/v1/entries/{row.uid}").text.casefold()
    assert programs.program("lead").titles(f"{JULY}&text=secret") == []
    assert programs.program("lead").titles(f"{JULY}&topic=trafficking") == []
    assert programs.program("lead", Scope.PUBLIC).titles() == []


def test_what_one_may_not_see_is_not_there(programs: Makers) -> None:
    hidden = programs.entry(1, "Port alone", GuardDraft(Audience.ORGANISATIONS, [programs.town.port.id]))
    gone = programs.entry(2)
    remove(programs.store, Source("content", 2), programs.now)
    programs.store.commit()
    program = programs.program("member")

    answers = [program.get(f"/api/v1/entries/{uid}") for uid in (hidden.uid, gone.uid, "made-up", "é" * 90)]

    assert {answer.status_code for answer in answers} == {404}
    assert {answer.data for answer in answers} == {answers[2].data}
    assert answers[0].content_type == "application/problem+json"


def test_what_one_may_not_see_costs_what_is_not_there_costs(programs: Makers) -> None:
    hidden = programs.entry(1, "Port alone", GuardDraft(Audience.ORGANISATIONS, [programs.town.port.id]))
    program, asked = programs.program("member"), []
    for uid in (hidden.uid, "made-up"):
        with programs.app.app_context(), statements(db.engine) as seen:
            program.get(f"/api/v1/entries/{uid}")
        asked.append(seen)
    assert len(asked[0]) == len(asked[1]) > 0


def test_what_has_no_day_is_not_there(programs: Makers) -> None:
    when = AllDay(programs.now.date(), programs.now.date())
    draft = EntryDraft(Source("fact", 1, NO_DAY), EntryKind.DEADLINE, when, public_guard(programs.store).id, "A fact")
    publish(programs.store, draft, programs.now)
    programs.store.commit()
    row = programs.store.scalars(select(Entry)).one()
    program = programs.program()
    assert program.titles("/api/v1/entries") == []
    assert program.get(f"/api/v1/entries/{row.uid}").status_code == 404


def test_a_token_for_some_kinds_reads_no_others(programs: Makers) -> None:
    programs.entry(1, "An article")
    task = programs.entry(2, "A task", kind=EntryKind.TASK, listed=False)
    program = programs.program(kinds=("content", "event"))

    assert program.titles() == ["An article"]
    assert program.titles(f"{JULY}&kind=task,content") == ["An article"]
    assert program.titles(f"{JULY}&kind=task") == []
    assert program.get(f"/api/v1/entries/{task.uid}").status_code == 404
    assert programs.program().titles() == ["An article", "A task"]


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ("&kind=task", ["A task"]),
        ("&status=cancelled,tentative", ["Off"]),
        ("&topic=gender", ["Off"]),
        ("&text=task%20a", ["A task"]),
        ("&organisation=999", []),
        ("&from=2027-07-31", []),
        ("&unknown=1", ["Plain", "A task", "Off"]),
    ],
)
def test_entries_can_be_narrowed(programs: Makers, asked: str, titles: list[str]) -> None:
    programs.entry(1, "Plain")
    programs.entry(2, "A task", kind=EntryKind.TASK, listed=False)
    programs.entry(3, "Off", status=EntryStatus.CANCELLED, topics=["gender"])

    path = JULY.replace("from=2027-07-01&", "") + asked if "from" in asked else JULY + asked

    assert programs.program().titles(path) == titles


def test_without_days_a_year_from_today_is_meant(programs: Makers, clock: FakeClock) -> None:
    today = clock.now().date()
    for number, day in enumerate((today - timedelta(days=1), today, today + timedelta(days=364)), start=1):
        programs.entry(number, str(number), when=AllDay(day, day))
    assert programs.program().titles("/api/v1/entries") == ["2", "3"]


def test_entries_come_in_pages(programs: Makers) -> None:
    for number in range(1, 6):
        programs.entry(number, str(number))
    program = programs.program()

    pages = [program.titles(f"{JULY}&page_size=2&page={page}") for page in (1, 2, 3, 4)]

    assert pages == [["1", "2"], ["3", "4"], ["5"], []]
    first, second, last = (program.get(f"{JULY}&page_size=2&page={page}").headers for page in (1, 2, 3))
    assert [one["X-Total-Count"] for one in (first, second, last)] == ["5"] * 3
    assert first["Link"] == f'<http://localhost{JULY}&page_size=2&page=2>; rel="next"'
    assert second["Link"].endswith('&page=3>; rel="next"')
    assert "Link" not in last
    assert program.titles(first["Link"].partition("localhost")[2].partition(">")[0]) == ["3", "4"]


def test_an_answer_that_is_known_is_not_sent_again(programs: Makers) -> None:
    programs.entry()
    program = programs.program()
    first = program.get()

    again = program.get(JULY, **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert "Set-Cookie" not in first.headers

    programs.entry(2, "More")
    assert program.get(JULY, **{"If-None-Match": first.headers["ETag"]}).status_code == 200
