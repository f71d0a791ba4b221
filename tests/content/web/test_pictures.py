"""Pictures of an item: who adds them, what is kept of them, and that they are part of what is signed."""

import re
import uuid
from pathlib import Path

import pytest

from scheduler.content.domain.item_text import text_from_json
from scheduler.content.models import ItemVersion
from scheduler.content.queries.unguarded import current_version
from tests.content.web.gallery import AGREED, FIELDS, Gallery, error_of
from tests.content.web.house import VISITOR, House
from tests.pictures import samples
from tests.pictures.samples import MARK


@pytest.fixture
def gallery(house: House) -> Gallery:
    return Gallery(house, house.make(lambda stage: stage.item()))


def version(gallery: Gallery) -> ItemVersion:
    session = gallery.house.stage.session
    found = current_version(session, gallery.house.item(gallery.path))
    session.commit()
    return found


def test_a_picture_is_added_with_its_words_as_a_version(gallery: Gallery) -> None:
    before = version(gallery).number
    gallery.added(name="Reader at the school.jpg", **AGREED, consent_until="2027-12-31", focus="17-83")

    (row,), (stored,) = gallery.rows(), gallery.stored()
    saved = version(gallery)
    (file,) = text_from_json(saved.text).attachments
    assert saved.number == before + 1
    assert (file.name, file.sha256) == ("Reader at the school.jpg", stored.sha256)
    assert (file.alt_text, file.credit) == ("A girl reads", "Nia Okafor")
    assert (row.people, row.consent_until.isoformat()) == ("Amara O.", "2027-12-31")  # type: ignore[union-attr]
    assert (row.focus_x, row.focus_y, row.licence) == (17, 83, "CC BY 4.0")
    page = gallery.house.read("port_lead", gallery.path)
    assert "Reader at the school.jpg" in page
    assert "The people shown have agreed until Friday 31 December 2027." in page
    assert "Amara" not in page


def test_neither_place_nor_name_is_kept_or_served(gallery: Gallery) -> None:
    upload = samples.jpeg()
    assert MARK.encode() in upload
    path = gallery.added(upload)

    files = [file.read_bytes() for file in gallery.store.folder.rglob("*") if file.is_file()]
    served = gallery.house.get("editor", f"{path}/file").data
    assert len(files) == 1
    for content in (*files, served):
        assert MARK.encode() not in content
        assert b"Exif" not in content
    assert served == files[0]


def test_who_may_add_change_and_see(gallery: Gallery) -> None:
    writers = {"owner", "lead", "editor"}
    for path in (f"{gallery.pages}/new", f"{gallery.added()}/remove"):
        statuses = gallery.house.statuses(path)
        assert {who for who, status in statuses.items() if status == 200} == writers
        assert statuses[VISITOR] == 302
    statuses = gallery.house.statuses(gallery.pages)
    assert {who for who, status in statuses.items() if status != 200} == {VISITOR}
    one = f"{gallery.pages}/{gallery.rows()[0].address}"
    for path in (one, f"{one}/move/up", f"{one}/remove", f"{gallery.pages}/new"):
        answers = {who: gallery.house.post(who, path).status_code for who in ("member", "port_lead", "coordinator")}
        assert set(answers.values()) == {403}
        assert gallery.house.post(VISITOR, path).status_code in {302, 401}


def test_another_items_picture_is_not_found(gallery: Gallery, house: House) -> None:
    address = gallery.added().rpartition("/")[2]
    other = house.make(lambda stage: stage.item())
    for rest in ("", "/file", "/thumbnail", "/remove"):
        assert house.get("editor", f"{other}/pictures/{address}{rest}").status_code == 404


def test_words_and_order_and_pictures_void_a_sign_off(gallery: Gallery) -> None:
    path = gallery.added(name="one.jpg")
    signed = gallery.house.text_hash(gallery.path)
    gallery.added(samples.png(), name="two.png")
    hashes = [signed, gallery.house.text_hash(gallery.path)]

    gallery.house.post("editor", f"{gallery.pages}/{gallery.rows()[1].address}/move/up")
    hashes.append(gallery.house.text_hash(gallery.path))
    assert gallery.names() == ["two.png", "one.jpg"]
    gallery.house.post("editor", path, **FIELDS | {"alt_text": "Another"}, revision="1")
    hashes.append(gallery.house.text_hash(gallery.path))
    gallery.house.post("editor", path, **FIELDS | {"alt_text": "Another", "credit": "Other"}, revision="2")
    hashes.append(gallery.house.text_hash(gallery.path))
    gallery.house.post("editor", f"{gallery.pages}/{gallery.rows()[1].address}/remove")
    hashes.append(gallery.house.text_hash(gallery.path))

    assert len(set(hashes)) == len(hashes)
    # Licence, consent and focal point are not published.
    gallery.house.post("editor", path, **FIELDS | AGREED | {"alt_text": "Another", "credit": "Other"}, revision="3")
    assert gallery.house.text_hash(gallery.path) == hashes[-1]
    assert gallery.rows()[0].people == "Amara O."


def test_a_new_picture_asks_for_sign_off_again(gallery: Gallery) -> None:
    house, stage = gallery.house, gallery.house.stage
    item = house.item(gallery.path)
    stage.ask(item, stage.port)
    stage.say(item, "port_lead", stage.port)
    stage.session.commit()
    path = f"{gallery.path}/sign-off/{stage.port.id}"

    gallery.added(name="new.jpg")

    page = house.read("port_lead", path)
    assert "new.jpg" in page
    assert "A girl reads" in page
    assert stage.notified("text_changed") == ["port_lead"]
    stage.session.commit()
    assert house.get("port_lead", f"{gallery.path}/versions").text.count("new.jpg") >= 1


def test_a_form_sent_twice_adds_one_picture(gallery: Gallery) -> None:
    form_id = str(uuid.uuid4())
    assert [gallery.add(form_id=form_id).status_code for _ in range(2)] == [303, 303]
    assert len(gallery.rows()) == 1

    again = gallery.add(form_id=str(uuid.uuid4()))
    assert again.status_code == 422
    assert error_of(again, "file") == "This item has this picture already."


def test_the_same_picture_lies_there_once_for_two_items(gallery: Gallery, house: House) -> None:
    other = Gallery(house, house.make(lambda stage: stage.item()))
    gallery.added()
    other.added()
    assert (len(gallery.rows()), len(gallery.stored()), len(list(gallery.store.names()))) == (2, 1, 1)


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"", "empty.jpg", "This file is empty."),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "drawing.png", "SVG and HTML files can hold programs"),
        (b"<!doctype html><p>", "page.jpg", "SVG and HTML files can hold programs"),
        (b"%PDF-1.7", "report.jpg", "documents keep hidden names and places"),
        (b"plain text", "photo.jpg", "not a JPEG, PNG, WebP or GIF"),
        (samples.jpeg()[:300], "cut.jpg", "damaged or not complete"),
        (samples.png_of(10_000, 10_000), "huge.png", "more than 40 million pixels"),
        (samples.animated("GIF"), "moving.gif", "Animated pictures cannot be uploaded"),
        (samples.jpeg() + b"0" * 20_000_000, "large.jpg", "larger than 20 MB"),
    ],
    ids=["empty", "svg", "html", "pdf", "text", "truncated", "bomb", "animated", "large"],
)
def test_what_is_no_picture_is_refused_beside_the_field(
    gallery: Gallery, content: bytes, name: str, message: str
) -> None:
    answer = gallery.add(content, name=name, alt_text="Typed before", **AGREED | {"consent_until": "2028-01-01"})

    assert answer.status_code == 422
    assert message in error_of(answer, "file")
    for typed in ("Typed before", "Nia Okafor", "Amara O.", 'value="2028-01-01"'):
        assert typed in answer.text
    assert (gallery.rows(), list(gallery.store.names())) == ([], [])


def test_a_name_that_lies_changes_nothing(gallery: Gallery) -> None:
    path = gallery.added(samples.png(), name="../../etc/passwd.html")
    answer = gallery.house.get("editor", f"{path}/file")
    assert gallery.names() == ["passwd.html"]
    assert answer.mimetype == "image/png"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="passwd.png"'


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("photos/2027/école.jpg", "école.jpg"),
        ("\u202egpj.exe", "gpj.exe"),
        ("a\tb.jpg", "a b.jpg"),
        ("صورة طويلة.jpg", "صورة طويلة.jpg"),
        ("x" * 400 + ".jpg", "x" * 200),
        (".", "."),
        ("   ", "Picture"),
    ],
)
def test_odd_names_are_made_plain(gallery: Gallery, sent: str, shown: str) -> None:
    path = gallery.added(name=sent)
    assert gallery.rows()[0].name == shown
    assert gallery.house.get("editor", f"{path}/file").headers["Content-Disposition"].startswith("attachment; ")


def test_consent_has_to_be_complete(gallery: Gallery) -> None:
    answer = gallery.add(shown="agreed", people="", consent_scope="", consent_until="2026-01-01")
    assert answer.status_code == 422
    assert "can be found" in error_of(answer, "people")
    assert "what they agreed to" in error_of(answer, "consent_scope")
    assert "has passed" in error_of(answer, "consent_until")
    assert "Choose whether" in error_of(gallery.add(shown=""), "shown")
    assert "Choose a picture." in error_of(gallery.house.post("editor", f"{gallery.pages}/new", **FIELDS), "file")


def test_a_late_save_shows_both_and_loses_nothing(gallery: Gallery) -> None:
    path = gallery.added()
    gallery.house.post("owner", path, **FIELDS | {"alt_text": "Theirs"}, revision="1")
    answer = gallery.house.post("editor", path, **FIELDS | {"alt_text": "Mine"}, revision="1")

    assert answer.status_code == 409
    assert "Mine" in answer.text
    assert "Theirs" in answer.text
    again = re.search(r'name="revision" type="hidden" value="(\d+)"', answer.text)
    assert again is not None
    assert gallery.house.post("editor", path, **FIELDS | {"alt_text": "Mine"}, revision=again[1]).status_code == 303


def test_an_item_that_is_out_is_changed_by_a_correction(gallery: Gallery) -> None:
    house = gallery.house
    path = gallery.added()
    item = house.item(gallery.path)
    item.state = "published"
    item.published_url = "https://example.org/1"
    house.stage.session.commit()

    assert house.post("editor", f"{path}/move/up").status_code == 403
    words = FIELDS | {"alt_text": "Another"}
    assert "Say what was wrong" in error_of(house.post("editor", path, **words, revision="1"), "note")
    # Consent and licence are not published, so they are no correction.
    assert house.post("editor", path, **FIELDS | AGREED, revision="1").status_code == 303
    assert house.item(gallery.path).state == "published"
    assert house.post("editor", path, **words, revision="2", note="Wrong words").status_code == 303
    assert (house.item(gallery.path).state, house.item(gallery.path).state_note) == ("corrected", "Wrong words")
    refused = house.post("editor", f"{path}/remove")
    assert refused.status_code == 422
    assert house.post("editor", f"{path}/remove", note="Wrong picture").status_code == 303
    assert (house.item(gallery.path).state, house.item(gallery.path).state_note) == ("corrected", "Wrong picture")
    assert gallery.names() == []


def test_joint_copy_that_is_out_is_a_leads_to_correct_and_nothing_typed_is_lost(gallery: Gallery) -> None:
    house, stage = gallery.house, gallery.house.stage
    path = gallery.added()
    item = stage.ask(house.item(gallery.path), stage.port)
    item.state, item.published_url = "published", "https://example.org/1"
    stage.session.commit()
    typed = FIELDS | {"alt_text": "Typed before", "note": "Wrong words"}

    for answer in (
        house.post("editor", path, **typed, revision="1"),
        gallery.add(samples.png(), alt_text="Typed before", note="Wrong words"),
    ):
        assert answer.status_code == 422
        assert "a lead of the owning organisation corrects it" in answer.text
        assert "Typed before" in answer.text
    assert house.post("lead", path, **typed, revision="1").status_code == 303


def test_a_folder_that_cannot_be_written_is_said_and_nothing_is_half_saved(gallery: Gallery) -> None:
    folder: Path = gallery.store.folder
    folder.write_text("in the way", encoding="utf-8")
    answer = gallery.add(alt_text="Typed before")

    assert answer.status_code == 422
    assert "cannot store pictures now" in error_of(answer, "file")
    assert "Typed before" in answer.text
    assert (gallery.rows(), gallery.stored()) == ([], [])
