"""Consent given again after a withdrawal: for one item, kept beside the withdrawn one, told to the same people."""

import io
from collections.abc import Callable

import pytest
from sqlalchemy import select

from scheduler.content.picture_models import WithdrawnConsent
from scheduler.outbox.models import Message
from tests.content.stage import NOW, SECRECY
from tests.content.web.gallery import AGREED, FIELDS, Gallery, error_of
from tests.content.web.house import House
from tests.content.web.test_consents import approve, mail_to, withdraw
from tests.fakes import FakeClock
from tests.pictures import samples

AGAIN = {"people": "Amara O., her mother", "consent_scope": "Annual report", "how": "Signed form of 3 July"}


@pytest.fixture
def gallery(house: House, clock: FakeClock) -> Gallery:
    clock.moment = NOW
    return Gallery(house, house.make(lambda stage: stage.item()))


def renew(gallery: Gallery, path: str, who: str = "editor", **changes: object) -> tuple[int, str]:
    answer = gallery.house.post(who, f"{path}/new-consent", **AGAIN | {"revision": "1"} | changes)
    return answer.status_code, answer.text


def told_again(gallery: Gallery) -> set[str]:
    stage = gallery.house.stage
    names = {person.id: name for name, person in stage.people.items()}
    query = select(Message.person_id).where(Message.kind == "picture_consent_again")
    found = {names[person or 0] for person in stage.session.scalars(query)}
    stage.session.commit()
    return found


def kept(gallery: Gallery) -> list[tuple[str, str, str]]:
    rows = gallery.house.stage.session.scalars(select(WithdrawnConsent).order_by(WithdrawnConsent.id))
    found = [(row.given_by, row.scope, row.reason) for row in rows]
    gallery.house.stage.session.commit()
    return found


def test_who_may_withdraw_records_a_new_consent_and_both_are_kept(gallery: Gallery) -> None:
    house, path = gallery.house, gallery.added(**AGREED)
    withdraw(gallery, path)
    statuses = house.statuses(f"{path}/new-consent")
    assert {who for who, status in statuses.items() if status == 200} == {"owner", "lead", "editor", "coordinator"}
    assert house.post("port_lead", f"{path}/new-consent", **AGAIN).status_code == 403
    assert f"{path}/new-consent" in house.get("lead", path).text
    approve(gallery, "in_review")

    assert renew(gallery, path, "coordinator") == (303, renew(gallery, path, "coordinator", revision="2")[1])

    assert kept(gallery) == [("Amara O.", "Social media, this campaign", "She wrote to us on 2 July")]
    (row,) = gallery.rows()
    assert (row.people, row.consent_scope, row.consent_how) == tuple(AGAIN.values())
    assert house.get("editor", f"{path}/file").status_code == 200
    page = house.read("lead", path)
    assert "Signed form of 3 July" in page
    assert "She wrote to us on 2 July" in page.partition('id="earlier-consents"')[2]
    assert "She wrote to us" not in house.read("port_lead", path)
    assert "recorded a new consent" in house.get("lead", f"{gallery.path}/activity").text
    withdraw(gallery, path)
    assert renew(gallery, path, revision="2")[0] == 303
    assert [scope for _who, scope, _why in kept(gallery)] == ["Social media, this campaign", "Annual report"]


def test_it_is_for_one_item_and_a_new_upload_says_who_agreed(gallery: Gallery) -> None:
    house = gallery.house
    other, third = (Gallery(house, house.make(lambda stage: stage.item())) for _place in range(2))
    path, elsewhere = gallery.added(**AGREED), other.added(**AGREED)
    withdraw(gallery, path)

    assert renew(gallery, path)[0] == 303

    assert house.get("editor", f"{path}/file").status_code == 200
    assert house.get("editor", f"{elsewhere}/file").status_code == 404
    assert "Consent withdrawn: do not use" in house.read("port_lead", other.path)
    assert third.add(**AGREED).status_code == 303
    assert renew(other, elsewhere)[0] == 303
    assert house.get("editor", f"{elsewhere}/file").status_code == 200
    withdraw(other, elsewhere)
    assert [house.get("editor", f"{one}/file").status_code for one in (path, elsewhere)] == [404, 404]


def test_who_was_told_of_the_withdrawal_is_told_of_the_new_consent(gallery: Gallery, tick: Callable[[], None]) -> None:
    house = gallery.house
    other = Gallery(house, house.make(lambda stage: stage.item()))
    path, _elsewhere = gallery.added(**AGREED), other.added(**AGREED)
    assert house.get("far_lead", f"{path}/file").status_code == 200
    approve(gallery, "scheduled")
    withdraw(gallery, path)

    assert renew(gallery, path, "lead")[0] == 303

    assert told_again(gallery) == {"far_lead", "owner", "editor"}
    tick()
    people = house.stage.people
    holder, owner = (mail_to(gallery, people[who].email).replace("=\n", "") for who in ("far_lead", "owner"))
    house.stage.session.commit()
    assert "Earlier copies stay deleted" in holder
    assert "What was returned to review needs approval again" in owner
    assert "record a new consent there" in owner
    assert "Annual report" not in holder + owner


def test_a_file_that_was_deleted_is_chosen_again_and_has_to_be_the_same(gallery: Gallery) -> None:
    house, path = gallery.house, gallery.added(**AGREED)
    withdraw(gallery, path)
    name = gallery.stored()[0].sha256
    gallery.store.remove(name)

    status, text = renew(gallery, path)
    assert (status, "its file was deleted" in text) == (422, True)
    for content, expected in ((samples.png(), 422), (b"no picture", 422), (samples.jpeg(), 303)):
        sent = AGAIN | {"revision": "1", "file": (io.BytesIO(content), "girl.jpg")}
        answer = house.client("editor").post(f"{path}/new-consent", data=sent)
        answer.request.environ["wsgi.input"].close()
        assert answer.status_code == expected
        if expected == 422:
            assert error_of(answer, "file")
            assert "Signed form of 3 July" in answer.text
    assert gallery.store.holds(name)
    assert gallery.stored()[0].thumbnail_due_at is not None


def test_a_picture_that_was_removed_is_agreed_to_from_the_page_that_adds_pictures(gallery: Gallery) -> None:
    house, path = gallery.house, gallery.added(**AGREED, name="girl.jpg")
    withdraw(gallery, path)
    assert house.post("editor", f"{path}/remove").status_code == 303
    assert f"{path}/new-consent" in gallery.add(**AGREED).text
    assert f"{path}/new-consent" in house.get("lead", gallery.pages).text
    assert f"{path}/new-consent" not in house.get("port_lead", gallery.pages).text

    assert renew(gallery, path)[0] == 303

    assert gallery.add(**AGREED).status_code == 303
    assert house.get("editor", f"{gallery.pages}/{gallery.rows()[-1].address}/file").status_code == 200


def test_bad_input_and_a_consent_that_came_first_lose_nothing_that_was_typed(gallery: Gallery) -> None:
    path = gallery.added(**AGREED)
    withdraw(gallery, path)
    for field in AGAIN:
        assert renew(gallery, path, **{field: " "})[0] == 422
    status, text = renew(gallery, path, consent_until="2027-06-30")
    assert (status, "This date has passed" in text, "Signed form of 3 July" in text) == (422, True, True)

    assert renew(gallery, path)[0] == 303
    assert renew(gallery, path)[0] == 303
    status, text = renew(gallery, path, consent_scope="Everything, everywhere")

    assert (status, "Everything, everywhere" in text) == (409, True)
    assert len(kept(gallery)) == 1


def test_somebody_elses_change_is_said_before_a_consent_is_recorded(gallery: Gallery) -> None:
    path = gallery.added(**AGREED)
    withdraw(gallery, path)
    changed = FIELDS | AGREED | {"licence": "CC BY-SA 4.0"}
    assert gallery.house.post("lead", path, **changed, revision=str(gallery.rows()[0].revision)).status_code == 303

    status, text = renew(gallery, path)

    assert (status, "Someone else has changed this picture" in text, kept(gallery)) == (409, True, [])


def test_mail_about_a_new_consent_names_no_title_under_embargo(
    house: House, clock: FakeClock, tick: Callable[[], None]
) -> None:
    clock.moment = NOW
    gallery = Gallery(house, house.make(lambda stage: stage.item(secrecy=SECRECY)))
    path = gallery.added(**AGREED)
    withdraw(gallery, path)
    assert renew(gallery, path)[0] == 303
    tick()

    letter = mail_to(gallery, house.stage.people["owner"].email).replace("=\n", "")
    house.stage.session.commit()
    assert letter.count("Content under embargo") >= 2
    assert "Five of twelve" not in letter
