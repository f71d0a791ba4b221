"""The pages of an item of which there is much: each shows a part, asks the database no more, and leads to the rest."""

import re

import pytest

from bench.big_items import SMALL, Parts, enlarge, written
from scheduler.accounts.domain.roles import MemberRole
from scheduler.content.domain.marked_copy import FOLDED_FROM, SHOWN_OF_LONG
from scheduler.content.exports.registry import EXPORTERS
from scheduler.content.presenters.next_act import WAITING_SHOWN
from scheduler.content.presenters.signoff import LINES_SHOWN
from scheduler.content.presenters.versions import VERSIONS_OFFERED
from scheduler.db import db
from tests import factories
from tests.content.stage import NOW, Stage
from tests.content.web.gallery import Gallery
from tests.content.web.house import House
from tests.costs import statements

MUCH = Parts(characters=FOLDED_FROM + 1000, comments=120, versions=60, signatories=20, pictures=30)
PAGES = (
    "",
    "/activity",
    "/details",
    "/words",
    "/edit",
    "/versions",
    "/pictures",
    "/quotes/1/consent",
    "/sign-off/ask",
    "/as/public",
)


def made(house: House, parts: Parts) -> str:
    path = house.make(Stage.item)
    item = house.item(path)
    item.state = "in_review"
    enlarge(house.stage.session, item, parts, Gallery(house, path).store, NOW)
    house.stage.session.commit()
    return path


@pytest.fixture
def many(house: House) -> str:
    session = house.stage.session
    for number in range(MUCH.signatories):
        factories.person(
            session, f"Signer {number}", (factories.organisation(session, f"Signatory {number}"), MemberRole.LEAD)
        )
    return made(house, MUCH)


def test_no_page_of_a_large_item_asks_more_than_that_of_a_small_one(house: House, many: str) -> None:
    small = made(house, SMALL)
    client = house.client("lead")
    with house.app.app_context():
        engine = db.engine
    asked: dict[str, list[int]] = {}
    own = f"/sign-off/{house.stage.bay.id}"
    with statements(engine) as seen:
        for page in (*PAGES, own, *(f"/export/{slug}" for slug in EXPORTERS)):
            for path in (small, many, many):
                seen.clear()
                assert client.get(path + page).status_code == 200, page
                asked.setdefault(page, []).append(len(seen))

    assert {page: counts for page, counts in asked.items() if counts[2] > counts[0]} == {}


def test_long_copy_is_folded_and_all_of_it_is_a_link_away(house: House, many: str) -> None:
    body = written(MUCH.characters)
    first, last = body[:60], "not for secrets."
    house.post("member", f"{many}/comments", body="Here", passage="Platform 5 was asked in March")
    house.post("member", f"{many}/comments", body="There", passage="Platform 300 was asked in March")

    page = house.get("member", many).text
    talk = house.get("member", f"{many}/activity").text
    (whole,) = set(re.findall(r'<a href="([^"]+)">Show all of the copy</a>', page))
    copy = re.search(r"<article.*?</article>", page, re.DOTALL)

    assert copy is not None
    assert first[:40] in copy[0]
    assert last in copy[0]
    assert len(re.sub(r"<[^>]+>", "", copy[0])) < SHOWN_OF_LONG + 1000
    assert "A number that is not published" in copy[0]
    assert f"the beginning of the copy.</strong> All of it: <bdi>http://localhost{whole}</bdi>" in copy[0]
    links = re.findall(r'<a href="([^"]*)">Show in the copy</a>', talk)
    assert ["all=text" in link for link in links] == [True, False]
    unfolded = house.get("member", whole.replace("&amp;", "&")).text
    assert "Show all of the copy" not in unfolded
    # Whoever signs reads all of it where they do.
    assert "Read all copy and respond" in house.get("lead", many).text
    assert len(unfolded) > len(page) + MUCH.characters - SHOWN_OF_LONG
    assert all(f'id="{link.partition("#")[2]}"' in unfolded for link in links)


def test_many_signatories_are_folded_those_that_are_awaited_first(house: House, many: str) -> None:
    page = house.get("lead", many).text
    link = re.search(rf'<a href="([^"]+)">Show all {MUCH.signatories + 1} organisations</a>', page)
    assert link is not None
    assert (lines(page), lines(house.get("lead", link[1]).text)) == (LINES_SHOWN, MUCH.signatories + 1)
    assert page.count("signoffs") == 1

    stage = house.stage
    stage.say(house.item(many), "manila_lead", stage.kaagapay)
    stage.session.commit()

    page = house.get("lead", many).text
    assert "Kai Kaagapay" not in signoffs(page)
    assert "Kai Kaagapay" in signoffs(house.get("lead", link[1]).text)


def test_much_open_work_is_folded(house: House, many: str) -> None:
    page = house.get("lead", many).text
    link = re.search(r'<a href="([^"]+)">Show all (\d+)</a>', page)
    assert link is not None
    assert (waiting(page), waiting(house.get("lead", link[1]).text)) == (WAITING_SHOWN, int(link[2]))
    assert link[1].endswith("#waiting")
    assert 'id="waiting"' in page


def waiting(page: str) -> int:
    return sum(part.split("</ul>")[0].count("<li") for part in page.split('<ul class="rows waiting">')[1:])


def signoffs(page: str) -> str:
    found = re.search(r'<ul class="rows signoffs">.*?</ul>', page, re.DOTALL)
    assert found is not None
    return found[0]


def lines(page: str) -> int:
    return signoffs(page).count("<li>")


def test_versions_are_offered_by_the_fifty(house: House, many: str) -> None:
    page = house.get("member", f"{many}/versions").text
    assert page.count("<option") == 2 * VERSIONS_OFFERED
    link = re.search(r'<a href="([^"]+)">Show earlier versions \(10\)</a>', page)
    assert link is not None

    earlier = house.get("member", link[1].replace("&amp;", "&")).text

    assert re.findall(r'<option value="(\d+)"', earlier)[:12] == ["60", "59", *map(str, range(10, 0, -1))]
    assert "Show earlier versions" not in earlier
    assert "Show the newest versions" in earlier
