"""The press details of an organisation: who reads and changes them, versions, stale saves, and what cannot be saved."""

import re
from typing import Any

import pytest
from werkzeug.test import TestResponse

from scheduler.accounts.models import Organisation
from tests.content.web.house import EVERYBODY, VISITOR, House

BOILERPLATE = "**Kaagapay** joins 63 community groups."
CONTACT = "Kai, press@kaagapay.example, +63 2 5550 0163, 08:00 to 16:00 in Manila"


@pytest.fixture
def path(house: House) -> str:
    ident = house.stage.kaagapay.id
    house.stage.session.commit()
    return f"/organisations/{ident}/press"


def save(house: House, path: str, boilerplate: str, contact: str = "", **more: Any) -> TestResponse:
    values = {"boilerplate": boilerplate, "media_contact": contact, "revision": "0", **more}
    return house.post("manila_lead", path, **values)


def typed(page: str, name: str) -> str:
    found = re.search(rf'<textarea[^>]* name="{name}"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    assert found is not None
    return found[1].strip()


def test_members_read_and_editors_and_leads_of_the_organisation_change(house: House, path: str) -> None:
    save(house, path, BOILERPLATE, CONTACT)
    statuses = house.statuses(path)
    assert statuses == dict.fromkeys(EVERYBODY, 200) | {VISITOR: 302}

    texts = {"boilerplate": "Taken over", "media_contact": "", "revision": "2"}
    statuses = house.statuses(path, "POST", **texts)
    assert statuses == dict.fromkeys(EVERYBODY, 403) | {VISITOR: 401, "manila_lead": 303}


def test_editors_of_the_owning_organisation_change_its_own(house: House) -> None:
    own = f"/organisations/{house.stage.bay.id}/press"
    house.stage.session.commit()

    statuses = house.statuses(own, "POST", boilerplate="Bay works.", media_contact="", revision="0")

    may = {"owner", "lead", "editor"}
    assert {who for who, status in statuses.items() if status == 303} == may
    assert statuses["member"] == 403


def test_the_page_shows_markdown_to_all_and_a_form_to_those_who_may(house: House, path: str) -> None:
    assert save(house, path, BOILERPLATE, CONTACT).headers["Location"] == path

    reader, editor = house.get("far_lead", path).text, house.get("manila_lead", path).text

    assert "<strong>Kaagapay</strong> joins 63" in reader
    assert "<textarea" not in reader
    assert (typed(editor, "boilerplate"), typed(editor, "media_contact")) == (BOILERPLATE, CONTACT)
    assert 'name="revision" type="hidden" value="2"' in editor
    assert path in house.get("far_lead", path.removesuffix("/press")).text


def test_every_version_stays_with_who_saved_it(house: House, path: str) -> None:
    save(house, path, BOILERPLATE, CONTACT)
    save(house, path, BOILERPLATE.replace("63", "71"), "", revision="2")

    versions = house.get("member", path).text.partition('id="versions"')[2]

    assert versions.count("Kai Kaagapay") == 4
    assert [versions.index(text) for text in ("Emptied", "joins 71", "press@kaagapay", "joins 63")] == sorted(
        versions.index(text) for text in ("Emptied", "joins 71", "press@kaagapay", "joins 63")
    )
    assert versions.count("current ·") == 2


def test_many_versions_are_shown_page_by_page(house: House, path: str) -> None:
    for number in range(12):
        save(house, path, f"Version number {number}.", revision=str(number))

    first, second = house.get("member", path).text, house.get("member", f"{path}?page=2").text

    assert "1–10 of 12" in first
    assert "Version number 11." in first
    assert "Version number 0." not in first
    assert "Version number 0." in second
    beyond = house.get("member", f"{path}?page=99").text
    assert "No version is on this page." in beyond
    assert "Nothing saved yet" not in beyond


def test_a_language_is_kept_beside_the_text_for_any(house: House, path: str) -> None:
    save(house, path, BOILERPLATE)
    answer = save(house, f"{path}?language=fr", "Kaagapay rassemble.")

    assert answer.headers["Location"] == f"{path}?language=fr"
    assert "rassemble" in house.get("member", f"{path}?language=FR").text
    page = house.get("member", path).text
    assert "rassemble" not in page
    assert f'href="{path}?language=fr"' in page


@pytest.mark.parametrize("tag", ["français", "x" * 40, "<b>", "%00", "fr_FR_"])
def test_what_is_no_language_is_said_beside_the_field_and_there_is_nothing_to_fill_in(
    house: House, path: str, tag: str
) -> None:
    for who in ("manila_lead", "member"):
        page = house.get(who, f"{path}?language={tag}")
        assert page.status_code == 200
        assert 'id="language-error"' in page.text
        assert 'name="boilerplate"' not in page.text

    refused = save(house, f"{path}?language={tag}", BOILERPLATE)
    assert refused.status_code == 422
    assert 'id="language-error"' in refused.text
    assert "Nothing saved yet" in house.get("member", path).text


def test_two_people_who_change_another_part_each_both_keep_theirs(house: House, path: str) -> None:
    save(house, path, BOILERPLATE, "Ana, ana@kaagapay.example")

    first = save(house, path, "Kaagapay joins 71 groups.", "Ana, ana@kaagapay.example", revision="2")
    second = save(house, path, BOILERPLATE, "Ben, ben@kaagapay.example", revision="2")

    assert (first.status_code, second.status_code) == (303, 303)
    editor = house.get("manila_lead", path).text
    assert typed(editor, "boilerplate") == "Kaagapay joins 71 groups."
    assert typed(editor, "media_contact") == "Ben, ben@kaagapay.example"


def test_a_tab_that_was_left_open_shows_both_texts_and_saves_the_second_time(house: House, path: str) -> None:
    save(house, path, BOILERPLATE)

    stale = save(house, path, "Kaagapay stands by survivors.")

    assert stale.status_code == 409
    assert BOILERPLATE in stale.text
    assert typed(stale.text, "boilerplate") == "Kaagapay stands by survivors."
    assert 'name="revision" type="hidden" value="1"' in stale.text
    assert save(house, path, "Kaagapay stands by survivors.", revision="1").status_code == 303


def test_a_double_click_saves_once(house: House, path: str) -> None:
    assert [save(house, path, BOILERPLATE).status_code for _ in range(2)] == [303, 303]

    assert "joins 63" in house.get("member", path).text
    assert house.get("member", path).text.partition('id="versions"')[2].count("joins 63") == 1


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("boilerplate", "x" * 3001, "1 character too long: the limit is 3000"),
        ("media_contact", "x" * 1001, "1 character too long: the limit is 1000"),
        ("boilerplate", "Bay\x08works", "boilerplate-error"),
        ("media_contact", "a\u202eb", "media_contact-error"),
    ],
)
def test_what_cannot_be_saved_is_kept_and_said_beside_the_field(
    house: House, path: str, name: str, text: str, message: str
) -> None:
    other = {"boilerplate": "media_contact", "media_contact": "boilerplate"}[name]

    answer = house.post("manila_lead", path, revision="0", **{name: text, other: "Kept as typed"})

    assert answer.status_code == 422
    assert message in answer.text
    assert typed(answer.text, other) == "Kept as typed"
    assert typed(answer.text, name) == text
    assert "Nothing saved yet" in answer.text


def test_the_longest_text_and_html_are_text(house: House, path: str) -> None:
    save(house, path, "é" * 3000, "<script>alert(1)</script> [x](javascript:alert(1))")

    page = house.get("member", path).text

    assert "é" * 3000 in page
    assert "<script>alert" not in page
    assert 'href="javascript' not in page


def test_of_a_closed_organisation_only_a_coordinator_reads(house: House, path: str) -> None:
    save(house, path, BOILERPLATE)
    closing = house.stage.session.get_one(Organisation, house.stage.kaagapay.id)
    closing.closed_at = house.stage.now
    house.stage.session.commit()

    assert house.get("member", path).status_code == 404
    assert "joins 63" in house.get("coordinator", path).text
    assert house.post("coordinator", path, boilerplate="x", revision="1").status_code == 403
    assert house.get("coordinator", "/organisations/999999/press").status_code == 404
