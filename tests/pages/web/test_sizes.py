"""Pages of a coalition ten times as big: as many queries, and no longer than somebody reads."""

import re
import shutil
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Executable, event, select, update
from sqlalchemy.orm import ORMExecuteState, Session

from bench.crowd import MARKED_ITEMS, MARKED_TASKS, NOW, Size, fill
from config import Config
from scheduler.accounts.models import Person
from scheduler.app import create_app
from scheduler.content.models import Item, ItemVersion
from scheduler.db import AppSession, db
from scheduler.pages.campaign_content import ITEMS_PER_PAGE
from tests.costs import rows_read, statements
from tests.fakes import FakeClock
from tests.logins import logged_in
from tests.plugins.compiled import keep_statements
from tests.plugins.databases import connected

SMALL, BIG = Size(30, 300), Size(300, 3000)
LEAD, COORDINATOR = 2, 1
# The longest of each, in KiB; each begins with 10 of frame.
PAGES = {
    "/": 150,
    "/calendar?month=2027-07": 100,
    "/campaigns": 60,
    "/campaigns/c1": 150,
    "/campaigns/c1/work": 500,
    "/campaigns/c1/content": 150,
    "/campaigns/c1/timeline": 300,
    "/campaigns/c1/table": 1000,
    "/campaigns/c1/people": 40,
    "/campaigns/c1/activity": 40,
    "/content": 80,
    "/content/i1": 60,
    "/content/i1/activity": 60,
    "/content/i1/details": 60,
    "/content/new": 200,
    "/events": 40,
    "/feeds": 30,
    "/observances": 90,
    "/observances/catalogue": 40,
    "/observances/observance-1": 40,
    "/organisations": 40,
    "/organisations/1": 40,
    "/people": 200,
    "/search?q=statement": 90,
    # A choice for each of forty kinds, and every time zone.
    "/reminders": 70,
    "/reminders/log": 60,
    "/notifications": 60,
}

MOST_QUERIES = {
    "/": 20,
    "/calendar?month=2027-07": 7,
    "/campaigns/c1": 12,
    "/campaigns/c1/work": 13,
    "/campaigns/c1/content": 17,
    "/campaigns/c1/timeline": 11,
    "/campaigns/c1/table": 20,
    "/campaigns/c1/people": 12,
    "/campaigns/c1/activity": 13,
    "/content": 10,
    "/content/i1": 15,
    "/content/i1/activity": 13,
    "/content/i1/details": 16,
}
"""What the pages that people live in may ask; lower a number when its page asks less.

One statement of each counts what is unread, for the bell in the header. The calendar asks once for saved views,
once for external calendars with what takes place in them. The dashboard asks once each for campaigns and their near
tasks (their near items are loaded with what waits), and four times for what changed since the last visit: when that
was, notifications, entries, and what these say now. In the first two months a coordinator is asked once, in all, what
the coalition lacks.

The activity of a campaign asks once for the messages about it that the reader may open.

The page of a campaign asks for people three times, each time for the few that it needs: to read everybody once
took longer.

A row that nothing holds may be loaded twice, so that one page may ask once or twice more than another time.
"""

TELLING_NAMESAKES_APART = 1
"""What a page may ask in addition because it names people who have a namesake, however many of them it names."""


LAST_USE = ("BEGIN IMMEDIATE", "UPDATE login_session")
"""How statements begin that keep when a log-in was last used: one request a minute sends them, whichever it is."""


@pytest.fixture(scope="module")
def coalitions(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Flask]:
    """Applications on a small and on a big coalition; nothing here changes them, but for versions of one item."""
    made = {}
    for name, size in (("small", SMALL), ("big", BIG)):
        folder = tmp_path_factory.mktemp(name)
        url = f"sqlite:///{shutil.copy(sqlite_template, folder / 'app.db')}"
        engine = connected(url)
        fill(engine, size)
        with Session(engine) as session:
            # Two of one name in every organisation: they are told apart wherever they are named.
            session.execute(update(Person).where(Person.id <= 2 * size.organisations).values(name="Noor Haddad"))
            session.commit()
        config = Config(
            secret_key="only for tests, and long enough for them",
            database_url=url,
            base_url="http://localhost",
            mail_from="Test Coalition <scheduler@coalition.example>",
            instance_dir=folder,
        )
        made[name] = create_app(config, clock=FakeClock(NOW))
        with made[name].app_context():
            keep_statements(db.engine)
    return made


def client(app: Flask, who: int) -> FlaskClient:
    with app.app_context(), Session(db.engine) as session:
        return logged_in(app, session.scalars(select(Person).where(Person.id == who)).one())


@pytest.mark.parametrize("who", [LEAD, COORDINATOR])
def test_pages_cost_as_many_queries_in_a_big_coalition(coalitions: dict[str, Flask], who: int) -> None:
    asked: dict[str, dict[str, int]] = {}
    for name, app in coalitions.items():
        reader = client(app, who)
        # Left at once: a request within an outer context would share its session with the one before.
        with app.app_context():
            engine = db.engine
        with statements(engine) as seen:
            for path, most_kib in PAGES.items():
                seen.clear()
                page = reader.get(path)
                assert page.status_code == 200, path
                assert len(page.data) < most_kib * 1024, path
                asked.setdefault(path, {})[name] = sum(not one.startswith(LAST_USE) for one in seen)

    grown = {path: counts for path, counts in asked.items() if counts["big"] > counts["small"] + 4}
    costly = {
        path: asked[path]
        for path, most in MOST_QUERIES.items()
        if max(asked[path].values()) > most + TELLING_NAMESAKES_APART
    }

    assert grown == {}
    assert costly == {}, asked


@pytest.mark.parametrize("path", ["/", "/campaigns/c1", "/content/i1", "/search?q=statement", "/search?q=world+day"])
def test_pages_that_are_open_all_day_build_their_statements_once(coalitions: dict[str, Flask], path: str) -> None:
    reader = client(coalitions["small"], LEAD)
    asked: list[Executable] = []

    def note(state: ORMExecuteState) -> None:
        asked.append(state.statement)

    event.listen(AppSession, "do_orm_execute", note)
    try:
        assert reader.get(path).status_code == 200
        known = list(asked)
        assert reader.get(path).status_code == 200
    finally:
        event.remove(AppSession, "do_orm_execute", note)

    assert known
    assert [str(one) for one in asked[len(known) :] if not any(one is other for other in known)] == []


def rows(page: str, section: str) -> int:
    found = re.search(rf'<section class="section" id="{section}".*?</section>', page, re.DOTALL)
    assert found is not None
    return found[0].count("<tr") - 1


def test_an_item_of_many_versions_costs_as_many_queries_and_reads_none_of_their_text(
    coalitions: dict[str, Flask],
) -> None:
    reader = client(coalitions["small"], LEAD)
    with coalitions["small"].app_context():
        engine = db.engine
    with statements(engine) as seen:
        reader.get("/content/i2")
        before = len(seen)
        with Session(engine) as session:
            session.add_all(later_versions(session, session.scalars(select(Item).where(Item.public_id == "i2")).one()))
            session.commit()
        seen.clear()
        with rows_read(engine) as rows:
            page = reader.get("/content/i2").text

    assert "Version 200" in page
    # Those who wrote the later versions have namesakes.
    assert len(seen) <= before + TELLING_NAMESAKES_APART
    assert sum("Kept for ever" in str(row) for row in rows) <= 1


def later_versions(session: Session, item: Item) -> list[ItemVersion]:
    first = session.scalars(select(ItemVersion).where(ItemVersion.item_id == item.id)).one()
    text = first.text.replace("The coalition asks.", "Kept for ever.")
    item.version_number = 200
    same = {"item_id": item.id, "title": first.title, "text": text, "text_hash": first.text_hash}
    return [ItemVersion(number=number, author_id=number % 30 + 1, created_at=NOW, **same) for number in range(2, 201)]


def test_a_long_campaign_shows_its_items_page_by_page(coalitions: dict[str, Flask]) -> None:
    reader = client(coalitions["big"], LEAD)
    first, second = reader.get("/campaigns/c1/content").text, reader.get("/campaigns/c1/content?items=2").text
    shown = [set(re.findall(r'<tr id="item-(\w+)"', page)) for page in (first, second)]

    assert [len(items) for items in shown] == [ITEMS_PER_PAGE] * 2
    assert not shown[0] & shown[1]
    assert f"1–40 of {MARKED_ITEMS}" in first
    assert 'href="/campaigns/c1/content?items=2#content-items"' in first
    last = reader.get(f"/campaigns/c1/content?items={-(-MARKED_ITEMS // ITEMS_PER_PAGE)}").text
    assert rows(last, "content-items") == MARKED_ITEMS % ITEMS_PER_PAGE
    # A change on a page leads back to that page.
    assert 'name="next" value="/campaigns/c1/content?items=2#content-items"' in second


@pytest.mark.parametrize("odd", ["0", "-1", "x", "99", "9" * 30])
def test_a_page_of_items_that_there_is_not_is_no_error(coalitions: dict[str, Flask], odd: str) -> None:
    assert client(coalitions["small"], LEAD).get(f"/campaigns/c1/content?items={odd}").status_code == 200


def test_the_first_page_shows_the_most_urgent_and_every_task_and_the_rest_is_a_link_away(
    coalitions: dict[str, Flask],
) -> None:
    reader = client(coalitions["big"], LEAD)
    page, whole = reader.get("/campaigns/c1").text, reader.get("/campaigns/c1/work?waits=all").text
    left_out = re.findall(r'href="/campaigns/c1/work[^"]*">Show (\d+) more', page.split('id="waiting-on"')[0])

    open_tasks = set(re.findall(r'<tr id="(task-\d+)"', whole))
    assert 0 < len(open_tasks) <= MARKED_TASKS
    assert open_tasks == set(re.findall(r'<li id="(task-\d+)"', page))
    lists = re.findall(r'<ul class="lines">.*?</ul>', page.split('id="waiting-on"')[0], re.DOTALL)
    shown = sum(len(re.findall(r"<li[ >]", part)) for part in lists)
    assert re.search(r">Show \d+ more", whole) is None
    assert rows(whole, "tasks") == shown + sum(map(int, left_out))


def test_organisations_and_people_are_listed_page_by_page(coalitions: dict[str, Flask]) -> None:
    reader = client(coalitions["big"], COORDINATOR)

    def names(path: str, pattern: str) -> list[str]:
        return re.findall(pattern, reader.get(path).text)

    everybody = [name for number in (1, 2) for name in names(f"/people?page={number}", r'id="organisation-(\d+)"')]
    assert sorted(map(int, everybody)) == list(range(1, BIG.organisations + 1))
    assert len(names("/organisations", r'href="/organisations/\d+"')) == BIG.organisations
    assert "No one is listed here" in reader.get("/people?page=9").text
