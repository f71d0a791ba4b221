"""Consent that is withdrawn or over: no later use by anybody, and whoever has a copy hears of it."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from scheduler.audit.models import AuditRow
from scheduler.content.picture_models import PictureCopy
from scheduler.outbox.models import Message
from tests.content.stage import NOW, SECRECY
from tests.content.web.gallery import AGREED, FIELDS, Gallery, error_of
from tests.content.web.house import House
from tests.fakes import FakeClock
from tests.pictures import samples

REASON = "She wrote to us on 2 July"


@pytest.fixture
def gallery(house: House, clock: FakeClock) -> Gallery:
    clock.moment = NOW
    return Gallery(house, house.make(lambda stage: stage.item()))


def withdraw(gallery: Gallery, path: str, who: str = "editor") -> int:
    return gallery.house.post(who, f"{path}/withdraw-consent", reason=REASON).status_code


def told(gallery: Gallery) -> dict[str, Message]:
    """Return the mail about consents that are over, by the name of the person."""
    stage = gallery.house.stage
    names = {person.id: name for name, person in stage.people.items()}
    query = select(Message).where(Message.kind == "picture_consent_over")
    found = {names[row.person_id or 0]: row for row in stage.session.scalars(query)}
    stage.session.commit()
    return found


def mail_to(app_folder: Gallery, address: str) -> str:
    folder = app_folder.house.app.extensions["scheduler.settings"].instance_dir / "mail"
    texts = [path.read_text(encoding="utf-8") for path in folder.rglob("*.eml")]
    return "\n".join(text for text in texts if address in text)


def approve(gallery: Gallery, state: str) -> None:
    item = gallery.house.item(gallery.path)
    item.state, item.publish_at = state, datetime(2027, 7, 30, 9, tzinfo=UTC)
    item.publish_local, item.publish_zone = datetime(2027, 7, 30, 9), "UTC"
    gallery.house.stage.session.commit()


def test_writers_and_coordinators_withdraw_with_a_reason(gallery: Gallery) -> None:
    path = gallery.added(**AGREED)
    statuses = gallery.house.statuses(f"{path}/withdraw-consent")
    assert {who for who, status in statuses.items() if status == 200} == {"owner", "lead", "editor", "coordinator"}
    assert gallery.house.post("port_lead", f"{path}/withdraw-consent", reason=REASON).status_code == 403
    empty = gallery.house.post("coordinator", f"{path}/withdraw-consent", reason=" ")
    assert (empty.status_code, error_of(empty, "reason")) == (422, "Required.")

    assert withdraw(gallery, path, "coordinator") == 303
    (row,) = gallery.rows()
    assert (row.withdrawn_reason, row.withdrawn_by_id) == (REASON, gallery.house.stage.id("coordinator"))


def test_a_withdrawn_picture_is_used_nowhere_any_more(gallery: Gallery, tick: Callable[[], None]) -> None:
    house = gallery.house
    other = Gallery(house, house.make(lambda stage: stage.item()))
    path, elsewhere = gallery.added(**AGREED), other.added(**AGREED)
    tick()
    assert house.get("far_lead", f"{elsewhere}/file").status_code == 200
    assert house.get("far_lead", f"{elsewhere}/thumbnail").status_code == 200

    withdraw(gallery, path)
    withdraw(gallery, path)

    for page in (path, elsewhere):
        for rest in ("file", "thumbnail"):
            assert house.get("editor", f"{page}/{rest}").status_code == 404
    page = house.read("port_lead", other.path)
    assert "Consent withdrawn: do not use" in page
    assert "<img" not in page.partition('id="pictures"')[2].partition("</section>")[0]
    assert REASON not in house.get("editor", elsewhere).text
    assert REASON in house.read("editor", path)
    assert REASON not in house.read("port_lead", path)
    for upload in (None, samples.jpeg() + b"tail"):
        third = Gallery(house, house.make(lambda stage: stage.item()))
        refused = third.add(upload)
        assert refused.status_code == 422
        assert "cannot be used again" in error_of(refused, "file")
    session = house.stage.session
    acts = session.scalars(select(AuditRow.act).where(AuditRow.act == "content.consent_withdrawn")).all()
    session.commit()
    assert len(acts) == 1


def test_everybody_with_a_copy_and_every_owner_is_told_once(gallery: Gallery, tick: Callable[[], None]) -> None:
    house = gallery.house
    path = gallery.added(**AGREED)
    for who in ("far_lead", "far_lead", "port_editor", "coordinator", "editor"):
        assert house.get(who, f"{path}/file").status_code == 200
    session = house.stage.session
    copies = {(row.person_id, row.times) for row in session.scalars(select(PictureCopy))}
    session.commit()
    assert copies == {
        (house.stage.id(who), times)
        for who, times in (("far_lead", 2), ("port_editor", 1), ("coordinator", 1), ("editor", 1))
    }
    copies_shown = house.read("lead", path).partition('id="copies"')[2]
    assert "Fay Far" in copies_shown
    assert 'id="copies"' not in house.read("port_lead", path)

    withdraw(gallery, path)
    withdraw(gallery, path, "lead")

    assert set(told(gallery)) == {"far_lead", "port_editor", "coordinator", "owner", "lead"}
    # Who else has a copy is nobody's to know from the log.
    assert house.get("coordinator", "/delivery").text.count("Consent for a picture is over") == 1
    tick()
    people = house.stage.people
    holder, owner = mail_to(gallery, people["far_lead"].email), mail_to(gallery, people["owner"].email)
    house.stage.session.commit()
    assert "You downloaded a picture" in holder
    assert "Five of twelve answered" in holder
    assert "responsible for" not in holder.partition("Content-Type: text/html")[0].partition("You received this")[0]
    assert "carries a picture whose consent was withdrawn" in owner.replace("=\n", "")
    assert REASON not in holder + owner


def test_whoever_left_is_told_and_gets_nothing_more(gallery: Gallery, tick: Callable[[], None]) -> None:
    house, stage = gallery.house, gallery.house.stage
    path = gallery.added(**AGREED)
    client = house.client("far_lead")
    assert client.get(f"{path}/file").status_code == 200
    for membership in stage.people["far_lead"].memberships:
        membership.ended_at = NOW
    stage.session.commit()

    assert client.get(f"{path}/file").status_code in {403, 404}
    assert client.get(f"{path}/thumbnail").status_code in {403, 404}
    withdraw(gallery, path)
    tick()

    letter = mail_to(gallery, stage.people["far_lead"].email)
    stage.session.commit()
    assert "You downloaded a picture" in letter
    assert "Five of twelve" not in letter
    assert gallery.path not in letter


def test_what_was_scheduled_is_back_in_review_and_cannot_be_scheduled(gallery: Gallery) -> None:
    house = gallery.house
    path = gallery.added(**AGREED, name="girl.jpg")
    approve(gallery, "scheduled")

    withdraw(gallery, path)
    assert house.item(gallery.path).state == "in_review"
    assert "because the consent for a picture was withdrawn" in house.read("editor", gallery.path)

    message = "Consent for the picture “girl.jpg” was withdrawn. Remove it, or record a new consent."
    approve(gallery, "approved")
    assert message in house.read("editor", gallery.path)
    house.post("editor", f"{gallery.path}/to/schedule")
    refused = house.post("editor", f"{gallery.path}/published", **{"on-none-link": "https://example.org/a"})
    assert message in refused.text
    assert house.item(gallery.path).state == "approved"
    assert house.post("editor", f"{path}/remove").status_code == 303
    assert message not in house.read("editor", gallery.path)


def test_consent_ends_with_its_day_where_the_organisation_works(
    gallery: Gallery, clock: FakeClock, tick: Callable[[], None]
) -> None:
    house = gallery.house
    path = gallery.added(**AGREED, consent_until="2027-07-10", name="boy.jpg")
    house.get("far_lead", f"{path}/file")
    # The same picture elsewhere has a consent of its own.
    other = Gallery(house, house.make(lambda stage: stage.item())).added(**AGREED)
    house.get("port_lead", f"{other}/file")
    approve(gallery, "scheduled")

    # New York is four hours behind UTC in July.
    clock.moment = datetime(2027, 7, 11, 3, 59, tzinfo=UTC)
    tick()
    assert house.get("editor", f"{path}/file").status_code == 200
    assert told(gallery) == {}
    clock.moment = datetime(2027, 7, 11, 4, 0, tzinfo=UTC)
    assert house.get("editor", f"{path}/file").status_code == 404
    assert house.item(gallery.path).state == "scheduled"

    tick()
    tick()

    assert set(told(gallery)) == {"far_lead", "owner", "lead", "editor"}
    assert house.get("port_lead", f"{other}/file").status_code == 200
    assert house.item(gallery.path).state == "in_review"
    page = house.read("editor", gallery.path)
    assert "Consent ended on Saturday 10 July 2027: do not use" in page
    approve(gallery, "approved")
    house.post("editor", f"{gallery.path}/to/schedule")
    assert house.item(gallery.path).state == "approved"
    # Other words may be saved, another day that is over may not.
    over = FIELDS | AGREED | {"consent_until": "2027-07-10", "alt_text": "A boy reads"}
    assert house.post("editor", path, **over, revision="1").status_code == 303
    refused = house.post("editor", path, **over | {"consent_until": "2027-07-09"}, revision="2")
    assert "has passed" in error_of(refused, "consent_until")
    # A new consent is entered, and it may be used again.
    renewed = FIELDS | AGREED | {"consent_until": "2027-12-31", "alt_text": "A girl reads"}
    assert house.post("editor", path, **renewed, revision="2").status_code == 303
    assert house.get("editor", f"{path}/file").status_code == 200


def test_mail_under_embargo_names_no_title(house: House, clock: FakeClock, tick: Callable[[], None]) -> None:
    clock.moment = NOW
    gallery = Gallery(house, house.make(lambda stage: stage.item(secrecy=SECRECY)))
    path = gallery.added(**AGREED)
    withdraw(gallery, path)
    tick()

    letter = mail_to(gallery, house.stage.people["owner"].email).replace("=\n", "")
    house.stage.session.commit()
    assert "Content under embargo" in letter
    assert "Five of twelve" not in letter
    assert "Consent for a picture is over" not in house.get("coordinator", "/delivery").text
