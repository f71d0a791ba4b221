"""What a partner gets by their link: open content alone, from the first moment to the last."""

import csv
import html
import io
import re
import zipfile
from datetime import UTC, datetime, timedelta

import pytest

from scheduler.content.domain.item_text import ItemText, Variant
from scheduler.content.domain.kinds import Kind
from scheduler.guidance.models import CheckRule
from scheduler.kits.presenters import partner
from tests.content.stage import LIFT, SECRECY
from tests.content.web.gallery import AGREED, Gallery
from tests.kits.web.desk import Desk

CLOSED = "Opens on Friday 30 July 2027, 09:00 (Manila, UTC+8)."


def shown(page: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", page))


def test_a_partner_copies_the_exact_text_with_its_count_and_time_in_their_zone(desk: Desk) -> None:
    text = ItemText(
        title="Launch", body="=Five & twelve.", hashtags=("EndIt",), variants=(Variant("", "ar", "خمسة من اثني عشر"),)
    )
    item = desk.item("Launch", text=text)
    desk.put(item, publish_at=datetime(2027, 7, 30, 13, 0, tzinfo=UTC), publish_zone="America/New_York")
    link = desk.links(desk.kit(item))[0]

    answer = desk.open(f"{link}?zone=Asia/Manila")

    assert answer.status_code == 200
    fields = re.findall(r"<textarea[^>]* readonly[^>]*>\n(.*?)</textarea>", answer.text, re.DOTALL)
    assert [html.unescape(one) for one in fields] == ["=Five & twelve.\n\n#EndIt", "خمسة من اثني عشر"]
    assert 'lang="ar"' in answer.text
    page = shown(answer.text)
    assert "Friday 30 July 2027, 21:00 (Manila, UTC+8)" in page
    assert "Friday 30 July 2027, 09:00 (New York, UTC−4)" in page
    assert "of 280" in page
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert "Set-Cookie" not in answer.headers


def test_a_text_that_is_too_long_is_left_out_where_another_fits(desk: Desk) -> None:
    long, short = "x" * 300, Variant("x", "en", "Short")
    text = ItemText(title="Long", body=long, variants=(short,))
    page = desk.open(desk.links(desk.kit(desk.item("Long", text=text, channels=("x", "bluesky"))))[0]).text

    headings = re.findall(r'<h3 class="sheet-title"[^>]*>(.*?)</h3>', page)
    assert headings == ["Bluesky", "X · en"]


def test_an_exclusive_offer_to_an_outlet_closes_an_item(desk: Desk) -> None:
    op_ed = desk.item("Our view", kind=Kind.OP_ED, channels=("website",))
    link = desk.links(desk.kit(op_ed))[0]
    assert "Text of Our view" in desk.open(link).text
    ends = {"exclusive-day": "2027-07-30", "exclusive-time": "09:00", "exclusive-zone": "Asia/Manila"}
    offer = {"outlet": "The Courier", "pitched_on": "2027-06-01", "answer": "none"} | ends
    assert desk.house.post("lead", f"{op_ed}/pitches/new", **offer).status_code == 303

    page = desk.open(link).text

    assert "Our view" not in page
    assert "The Courier" not in page
    assert CLOSED in shown(page)


def test_partners_get_different_posts_unless_the_kit_gives_all(desk: Desk) -> None:
    items = [desk.item("One"), desk.item("Two")]
    release = desk.item("Release", kind=Kind.PRESS_RELEASE, channels=())
    pages = [shown(desk.open(link).text) for link in desk.links(desk.kit(*items, release))]

    assert [("Text of One" in page, "Text of Two" in page) for page in pages] == [(True, False), (False, True)]
    assert all("Text of Release" in page for page in pages)
    assert "For Partner A" in pages[0]
    assert "Partner A" not in pages[1]
    everything = shown(desk.open(desk.links(desk.kit(*items, sharing="all"))[0]).text)
    assert "Text of One" in everything
    assert "Text of Two" in everything


def test_an_embargo_shows_when_it_opens_and_nothing_else_until_the_lift(desk: Desk) -> None:
    items = [desk.item(name, secrecy=SECRECY) for name in ("Hidden", "Hidden too")]
    link = desk.links(desk.kit(*items))[0]
    page = shown(desk.open(link).text)
    with zipfile.ZipFile(io.BytesIO(desk.open(f"{link}/kit.zip").data)) as archive:
        assert archive.namelist() == ["README.txt"]
        readme = archive.read("README.txt").decode()
    for text in (page, readme):
        # One line, however many there are, and nothing that names the campaign.
        assert text.count(CLOSED) == 1
        for secret in ("Hidden", "Our kit", "Welcome", "Partner A", "Joint statement", "Post"):
            assert secret not in text

    desk.lift(LIFT.at + timedelta(minutes=1))

    page = shown(desk.open(link).text)
    assert "Text of Hidden" in page
    assert "Our kit" in page
    assert CLOSED not in page


def test_a_later_embargo_closes_again_and_a_hold_has_no_time(desk: Desk) -> None:
    item = desk.item("Seen")
    link = desk.links(desk.kit(item))[0]
    assert "Text of Seen" in desk.open(link).text
    answer = desk.house.post(
        "lead",
        f"{item}/embargo",
        **{"embargo-day": "2027-07-30", "embargo-time": "09:00", "embargo-zone": "Asia/Manila"},
        placeholder_title="Later",
        with_whom="coalition",
        revision=str(desk.house.item(item).revision),
        confirmed="1",
    )
    assert answer.status_code == 303, answer.text
    assert CLOSED in shown(desk.open(link).text)

    assert desk.house.post("lead", f"{item}/embargo/hold", reason="Leak").status_code == 303
    page = shown(desk.open(link).text)
    assert "No date is set yet" in page
    assert "Seen" not in page


def test_what_is_not_approved_any_more_or_cancelled_does_not_go_out(desk: Desk) -> None:
    revised, cancelled = desk.item("Revised"), desk.item("Cancelled")
    link = desk.links(desk.kit(revised, cancelled))[0]
    desk.put(cancelled, state="cancelled")
    # A change that makes the sign-off void, through the service.
    desk.house.write(revised, "Not signed")

    page = shown(desk.open(link).text)

    assert desk.house.item(revised).state == "in_review"
    assert "is being revised" in page
    assert "cancelled or retracted" in page
    assert "Not signed" not in page
    assert "Text of" not in page


def test_pictures_come_with_alt_text_and_credit_while_consent_holds(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = desk.item("Pictured", state="draft")
    gallery = Gallery(desk.house, item)
    picture = gallery.added(name="=a.jpg", alt_text="+A girl reads", **AGREED, consent_until="2027-07-02")
    desk.put(item, state="approved")
    link = desk.links(desk.kit(item))[0]
    address = picture.rsplit("/", 1)[1]

    page = desk.open(link).text
    assert ["+A girl reads" in page, "Nia Okafor" in page, "Delete pictures" in page] == [True, True, False]
    file = desk.open(f"{link}/pictures/{address}")
    assert (file.status_code, "sandbox" in file.headers["Content-Security-Policy"]) == (200, True)
    with zipfile.ZipFile(io.BytesIO(desk.open(f"{link}/kit.zip").data)) as archive:
        assert archive.namelist() == ["README.txt", "01-Pictured.txt", "pictures.csv", "pictures/01-01-=a.jpg"]
        assert archive.read("pictures/01-01-=a.jpg") == file.data
        rows = list(csv.reader(io.StringIO(archive.read("pictures.csv").decode())))
        assert rows[1][2:4] == ["'+A girl reads", "Nia Okafor"]
        assert "Text of Pictured" in archive.read("01-Pictured.txt").decode()

    monkeypatch.setattr(partner, "MOST_ZIP_BYTES", 10)
    with zipfile.ZipFile(io.BytesIO(desk.open(f"{link}/kit.zip").data)) as archive:
        assert archive.namelist() == ["README.txt", "01-Pictured.txt", "pictures.csv"]
        assert "too large for one ZIP" in archive.read("README.txt").decode()
    assert "too large for one ZIP" in desk.open(link).text

    desk.clock.moment = desk.clock.moment.replace(day=5)

    page = desk.open(link).text
    assert ["A girl reads" in page, "Delete pictures from this kit" in page] == [False, True]
    assert desk.open(f"{link}/pictures/{address}").status_code == 404
    with zipfile.ZipFile(io.BytesIO(desk.open(f"{link}/kit.zip").data)) as archive:
        assert archive.namelist() == ["README.txt", "01-Pictured.txt"]
        assert "consent for a picture has ended" in archive.read("README.txt").decode()

    # A withdrawal changes the copy, which has to be signed off anew.
    desk.house.post("editor", f"{picture}/withdraw-consent", reason="Asked")
    assert "is being revised" in desk.open(link).text


def test_a_kit_opens_until_the_end_of_its_last_day_where_its_organisation_works(desk: Desk) -> None:
    link = desk.links(desk.kit(desk.item("One"), expires_on="2027-07-02"))[0]
    desk.clock.moment = datetime(2027, 7, 3, 3, 59, tzinfo=UTC)
    assert desk.open(link).status_code == 200

    # Midnight in New York.
    desk.clock.moment = datetime(2027, 7, 3, 4, 0, tzinfo=UTC)

    for path in (link, f"{link}/kit.zip"):
        answer = desk.open(path)
        assert answer.status_code == 410
        assert "Friday 2 July 2027" in answer.text
        assert "Lantern Bay" in answer.text
        assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert desk.open("/kit/unknown").status_code == 404


def test_what_a_required_check_keeps_back_does_not_go_out_either(desk: Desk) -> None:
    approved, out = desk.item("child prostitutes"), desk.item("Child prostitutes, published", "published")
    link = desk.links(desk.kit(approved, out, sharing="all"))[0]
    assert "being revised" not in desk.open(link).text
    desk.house.stage.session.add(CheckRule(slug="terminology", level="required"))
    desk.house.stage.session.commit()

    page = shown(desk.open(link).text)

    assert ("Text of child prostitutes" in page, "Text of Child prostitutes, published" in page) == (False, True)
    assert "being revised" in page
