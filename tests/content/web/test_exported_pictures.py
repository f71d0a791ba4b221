"""Pictures of an item in its files: only those that may be used, and whoever exports one holds a copy."""

from io import BytesIO
from typing import Any

import docx
import pytest
from pypdf import PdfReader
from sqlalchemy import select

from scheduler.content.picture_models import PictureCopy
from scheduler.content.views import picture_files
from tests.content.stage import NOW
from tests.content.web.gallery import AGREED, Gallery
from tests.content.web.house import House
from tests.fakes import FakeClock
from tests.pictures import samples


@pytest.fixture
def gallery(house: House, clock: FakeClock) -> Gallery:
    clock.moment = NOW
    return Gallery(house, house.make(lambda stage: stage.item()))


def export(gallery: Gallery, file_format: str, who: str = "port_lead") -> bytes:
    answer = gallery.house.get(who, f"{gallery.path}/export/{file_format}")
    assert answer.status_code == 200
    return bytes(answer.data)


def shapes(content: bytes) -> list[Any]:
    return list(docx.Document(BytesIO(content)).inline_shapes)


def images(pdf: bytes) -> int:
    return sum(len(page.images) for page in PdfReader(BytesIO(pdf)).pages)


def copies(gallery: Gallery) -> set[int]:
    session = gallery.house.stage.session
    found = set(session.scalars(select(PictureCopy.person_id)))
    session.commit()
    return found


def test_word_and_pages_hold_every_kind_and_are_copies(gallery: Gallery) -> None:
    # Of a GIF and a PNG with the same pixels the same file is kept.
    for number, make in enumerate((samples.jpeg, samples.gif, samples.webp)):
        gallery.added(make(), name=f"{number}.jpg", alt_text=f"Number {number}")

    word, page = export(gallery, "docx"), export(gallery, "html", "far_lead").decode()
    pdf = export(gallery, "pdf", "editor")

    alts = [shape._inline.docPr.get("descr") for shape in shapes(word)]
    assert alts == [f"Number {number}" for number in range(3)]
    assert page.count('<img src="data:image/') == 3
    assert samples.MARK not in page
    assert images(pdf) == 3
    assert copies(gallery) == {gallery.house.stage.id(who) for who in ("port_lead", "far_lead", "editor")}


def test_text_names_them_and_is_no_copy(gallery: Gallery) -> None:
    gallery.added(name="reader.jpg")
    assert "reader.jpg – Photo: Nia Okafor – Alt text: A girl reads" in export(gallery, "text").decode()
    assert "reader.jpg" in export(gallery, "ninjs").decode()
    assert copies(gallery) == set()


def test_without_consent_they_are_left_out(gallery: Gallery, clock: FakeClock) -> None:
    gone = gallery.added(name="gone.jpg", **AGREED)
    gallery.added(samples.png(), name="over.png", **AGREED, consent_until="2027-07-02")
    clock.moment = NOW.replace(day=5)
    gallery.house.post("editor", f"{gone}/withdraw-consent", reason="Asked")

    assert shapes(export(gallery, "docx")) == []
    assert images(export(gallery, "pdf")) == 0
    for file_format in ("text", "html", "ninjs"):
        text = export(gallery, file_format).decode()
        assert "gone.jpg" not in text
        assert "over.png" not in text
    assert copies(gallery) == set()


def test_what_does_not_fit_or_is_missing_is_named(gallery: Gallery, monkeypatch: pytest.MonkeyPatch) -> None:
    gallery.added(name="lost.jpg")
    gallery.added(samples.png(), name="second.png")
    first, _second = sorted(gallery.stored(), key=lambda row: row.media_type)
    gallery.store.remove(first.sha256)
    page = export(gallery, "html").decode()
    assert page.count("<img") == 1
    assert "lost.jpg – Photo: Nia Okafor" in page

    monkeypatch.setattr(picture_files, "MOST_EXPORTED_BYTES", 10)
    page = export(gallery, "html").decode()
    assert page.count("<img") == 0
    assert "second.png – Photo: Nia Okafor" in page


def test_the_media_list_says_which_pictures_to_attach(house: House, clock: FakeClock) -> None:
    clock.moment = NOW
    gallery = Gallery(house, house.make(lambda stage: stage.item(channels=("press_list", "website"))))
    gone = gallery.added(name="gone.jpg", **AGREED)
    gallery.added(samples.png(), name="second.png", credit="")
    gallery.house.post("editor", f"{gone}/withdraw-consent", reason="Asked")

    page = gallery.house.get("port_lead", f"{gallery.path}?channel=press_list").text

    assert page.count("Pictures to attach") == 1
    attached = page.partition("Pictures to attach")[2].partition("</article>")[0]
    assert "second.png" in attached
    assert "gone.jpg" not in attached
