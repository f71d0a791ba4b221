"""An item with as many pictures as it may have: its pages stay short, and ask the database one thing more."""

import re
import secrets
from dataclasses import replace

import pytest

from scheduler.content.domain.item_text import Attachment, canonical_json, text_from_json
from scheduler.content.domain.pictures import MAX_PICTURES
from scheduler.content.models import Item
from scheduler.content.picture_models import Picture, StoredPicture
from scheduler.content.queries.unguarded import current_version
from scheduler.db import db
from tests.content.stage import NOW
from tests.content.web.gallery import Gallery, error_of
from tests.content.web.house import House
from tests.costs import statements


def filled(house: House, count: int) -> str:
    """Return the address of an item with so many pictures, with long words."""
    session = house.stage.session
    item = house.stage.item()
    files = tuple(
        Attachment(f"{'name' * 20}-{number}.jpg", secrets.token_hex(32), "Long words. " * 100, "Somebody " * 15)
        for number in range(count)
    )
    for file in files:
        session.add(
            StoredPicture(sha256=file.sha256, media_type="image/jpeg", width=1, height=1, size=1, stored_at=NOW)
        )
        session.flush()
        row = Picture(item_id=item.id, sha256=file.sha256, source_sha256=file.sha256, name=file.name, added_at=NOW)
        session.add(row)
    _set(house, item, files)
    return f"/content/{item.public_id}"


def _set(house: House, item: Item, files: tuple[Attachment, ...]) -> None:
    version = current_version(house.stage.session, item)
    version.text = canonical_json(replace(text_from_json(version.text), attachments=files))
    house.stage.session.commit()


@pytest.fixture
def many(house: House) -> str:
    return filled(house, MAX_PICTURES)


def cost(house: House, path: str) -> tuple[int, int]:
    """Return how long a page is, and how many statements it asks."""
    client = house.client("editor")
    client.get(path)
    with house.app.app_context():
        engine = db.engine
    with statements(engine) as seen:
        page = client.get(path)
    assert page.status_code == 200
    return len(page.data), len(seen)


def test_the_page_of_an_item_stays_short(house: House, many: str) -> None:
    none, few = cost(house, filled(house, 0)), cost(house, filled(house, 1))
    length, asked = cost(house, many)

    assert length < 3 * few[0]
    assert asked <= few[1] <= none[1] + 1
    page = house.get("editor", many).text
    assert page.count('class="picture-name"') == 6
    assert f'href="{many}/pictures">200 pictures</a>' in page


def test_all_are_listed_page_by_page_in_their_order(house: House, many: str) -> None:
    pages = [house.get("member", f"{many}/pictures?page={number}").text for number in range(1, 10)]
    numbers = [int(number) for page in pages for number in re.findall(r"<bdi>(?:name){20}-(\d+)\.jpg", page)]
    assert numbers == list(range(MAX_PICTURES))
    assert "1–24 of 200" in pages[0]
    assert cost(house, f"{many}/pictures")[0] < 6 * cost(house, f"{filled(house, 1)}/pictures")[0]
    beyond = house.get("member", f"{many}/pictures?page=99")
    assert "No picture is on this page." in beyond.text


def test_whoever_signs_sees_all(house: House, many: str) -> None:
    stage = house.stage
    item = house.item(many)
    stage.ask(item, stage.port)
    stage.session.commit()
    page = house.get("port_lead", f"{many}/sign-off/{stage.port.id}").text
    assert page.count('class="picture-name"') == MAX_PICTURES


def test_one_more_is_refused(house: House, many: str) -> None:
    gallery = Gallery(house, many)
    refused = gallery.add()
    assert refused.status_code == 422
    assert "as many pictures as it can have" in error_of(refused, "file")
