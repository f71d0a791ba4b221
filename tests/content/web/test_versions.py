"""The versions of an item's copy on its page, and earlier copy that is used again."""

from dataclasses import replace

import pytest

from scheduler.content.domain.workflow import State
from scheduler.content.models import Item
from tests.content.stage import ITEM_TEXT, SECRECY, Stage
from tests.content.web.house import EVERYBODY, VISITOR, House


def written_twice(stage: Stage) -> Item:
    item = stage.ask(stage.item(secrecy=SECRECY), stage.port)
    stage.write(item, "Six answered.")
    return item


def restore(house: House, who: str, path: str, number: int = 1, revision: int | None = None) -> int:
    known = house.item(path).revision if revision is None else revision
    return house.post(who, f"{path}/versions/{number}/restore", revision=str(known)).status_code


def test_whoever_writes_the_copy_restores_a_version_as_a_new_one(house: House) -> None:
    path = house.make(written_twice)
    page = house.get("owner", f"{path}/versions").text
    assert "Restore version 1" in page
    assert "Restore version 2" not in page
    assert "Restore version" not in house.get("port_lead", f"{path}/versions").text

    statuses = {who: restore(house, who, path) for who in EVERYBODY if who not in {"owner", "lead", "editor"}}
    assert statuses == dict.fromkeys(statuses, 403) | {VISITOR: 302}
    assert restore(house, "editor", path) == 303

    assert house.item(path).version_number == 3
    shown = house.get("port_lead", path).text
    assert ITEM_TEXT.body in shown
    assert "Six answered." not in shown.split("<main")[1].split('id="comments"')[0]
    # The same again makes no new version.
    assert restore(house, "editor", path, number=3) == 303
    assert house.item(path).version_number == 3


@pytest.mark.parametrize("number", [0, 9, 99999])
def test_a_version_that_there_is_not_is_not_found(house: House, number: int) -> None:
    assert restore(house, "owner", house.make(written_twice), number) == 404


def test_a_stale_page_restores_nothing_and_says_so(house: House) -> None:
    path = house.make(written_twice)
    client = house.client("owner")

    answer = client.post(f"{path}/versions/1/restore", data={"revision": "0"}, follow_redirects=True)

    assert "Not restored: this was changed in the meantime." in answer.text
    assert house.item(path).version_number == 2


def test_what_is_out_is_not_changed(house: House) -> None:
    def out(stage: Stage) -> Item:
        item = written_twice(stage)
        item.state = State.PUBLISHED
        return item

    path = house.make(out)
    assert "Restore version" not in house.get("owner", f"{path}/versions").text
    assert restore(house, "owner", path) == 303
    assert house.item(path).version_number == 2


def test_a_title_that_the_placeholder_would_give_away_is_not_restored(house: House) -> None:
    def telling(stage: Stage) -> Item:
        item = stage.item(secrecy=SECRECY, text=replace(ITEM_TEXT, title="The harbour count"))
        stage.write(item, "Six answered.")
        item.guard.placeholder_title = "The harbour count"
        return item

    path = house.make(telling)
    revision = {"revision": str(house.item(path).revision)}

    answer = house.client("owner").post(f"{path}/versions/1/restore", data=revision, follow_redirects=True)

    assert "Not restored: the placeholder title would give its title away." in answer.text
    assert house.item(path).version_number == 2
