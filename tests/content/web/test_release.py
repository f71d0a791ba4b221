"""A press release with every fact in a field of its own: what the page, the channels and the files show of it."""

import re

import pytest

from scheduler.content.domain.kinds import Kind
from tests.content.web.newsroom import Newsroom

PARTS = {
    "title": "Forty-one organisations ask platforms to publish what they find",
    "subhead": "First joint scorecard shows that seven of twelve services report abuse not at all",
    "dateline": "MANILA / WASHINGTON / BRUSSELS",
    "body": "Forty-one organisations on four continents published the first scorecard.",
    "quote_rows": "2",
    "quote-0-text": "Families should not have to search for this.",
    "quote-0-speaker": "Ana Cruz",
    "quote-0-role": "director",
    "quote-1-text": "« Publiez-le. »",
    "quote-1-speaker": "Luc Petit",
    "call_to_action": "See the scorecard:",
    "call_to_action_link": "https://example.org/scorecard",
    "hashtags": "#EndTraffickingTogether",
    "notes_to_editors": "Method and dissent: https://example.org/scorecard/method",
    "boilerplate": "**Kaagapay Network** joins 63 community groups.",
    "media_contact": "press@lanternbay.example, +1 202 555 0142, 09:00 to 17:00 in Washington",
}
IN_ORDER = (
    "FOR RELEASE ON",
    PARTS["title"],
    PARTS["subhead"],
    "MANILA / WASHINGTON / BRUSSELS — Forty-one organisations on four",
    "Families should not have to search for this",
    "Ana Cruz, director",
    "« Publiez-le. » — Luc Petit",
    "See the scorecard: https://example.org/scorecard",
    "#EndTraffickingTogether",
    "###",
    "Notes to editors",
    "Kaagapay Network",
    "Media contact",
    "+1 202 555 0142",
)


@pytest.fixture
def path(newsroom: Newsroom) -> str:
    path = newsroom.item(kind=Kind.PRESS_RELEASE, channels=("press_list", "x"))
    assert newsroom.post("lead", f"{path}/words", **newsroom.text(path, **PARTS)).status_code == 303
    return path


def plain(markup: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", markup).replace("&amp;", "&").split())


def test_every_part_stands_on_the_page_in_the_order_of_the_press(newsroom: Newsroom, path: str) -> None:
    page = newsroom.get("lead", path).text
    copy = plain(page[page.index('<article class="reading"') : page.index("</article>")])

    # The title is the heading of the page, and the notice is of the file that leaves the house.
    places = [copy.index(part) for part in IN_ORDER[2:]]
    assert places == sorted(places)


def test_the_media_list_gets_all_of_it_and_a_post_what_fits_there(newsroom: Newsroom, path: str) -> None:
    page = newsroom.read("lead", path)
    pasted = re.findall(
        r'<div class="paste-text"[^>]*>(.*?)</div>|<pre[^>]*class="paste-text"[^>]*>(.*?)</pre>', page, re.DOTALL
    )
    texts = [plain("".join(one)) for one in pasted]

    release = next(text for text in texts if "Media contact" in text)
    post = next(text for text in texts if "Media contact" not in text)
    assert "MANILA / WASHINGTON / BRUSSELS — Forty-one" in release
    assert post.endswith("See the scorecard: https://example.org/scorecard #EndTraffickingTogether")
    assert "MANILA" not in post


@pytest.mark.parametrize("file_format", ["text", "html"])
def test_files_have_every_part_in_the_order_of_the_press(newsroom: Newsroom, path: str, file_format: str) -> None:
    answer = newsroom.get("lead", f"{path}/export/{file_format}").get_data(as_text=True)
    written = plain(answer.partition("<body>")[2] or answer)

    places = [written.index(part) for part in IN_ORDER[1:]]
    assert places == sorted(places)


def test_a_part_is_typed_again_where_it_was_and_a_bad_link_is_said_beside_it(newsroom: Newsroom, path: str) -> None:
    editor = newsroom.get("lead", f"{path}/words").text
    assert all(value.replace("&", "&amp;") in editor for value in PARTS.values())

    refused = newsroom.post(
        "lead", f"{path}/words", **newsroom.text(path, **PARTS | {"call_to_action_link": "not a link"})
    )

    assert refused.status_code == 422
    assert "not a link" in refused.text
    assert newsroom.version(path).number == 2


def test_other_types_ask_for_what_is_theirs(newsroom: Newsroom) -> None:
    asked = {
        kind: set(re.findall(r'name="(\w+)"', newsroom.get("lead", f"{newsroom.item(kind=kind)}/words").text))
        for kind in (Kind.POST, Kind.OP_ED, Kind.VIDEO)
    }

    assert not asked[Kind.POST] & {"dateline", "boilerplate", "subhead", "captions", "first_published"}
    assert {"subhead", "editors_note", "first_published"} <= asked[Kind.OP_ED]
    assert "captions" in asked[Kind.VIDEO]


def test_parts_of_another_type_can_be_taken_out_again(newsroom: Newsroom, path: str) -> None:
    newsroom.put(path, kind=Kind.ARTICLE)
    assert "+1 202 555 0142" in newsroom.get("lead", path).text
    editor = newsroom.get("lead", f"{path}/words").text
    assert 'name="media_contact"' in editor

    emptied = PARTS | {"media_contact": "", "dateline": "", "notes_to_editors": "", "boilerplate": ""}
    newsroom.post("lead", f"{path}/words", **newsroom.text(path, **emptied))

    assert "+1 202 555 0142" not in newsroom.get("lead", path).text
    assert 'name="media_contact"' not in newsroom.get("lead", f"{path}/words").text


def test_captions_alone_are_copy_that_can_be_read_copied_and_sent(newsroom: Newsroom) -> None:
    path = newsroom.item(kind=Kind.VIDEO, channels=("instagram",))
    typed = newsroom.text(path, body="", captions="[A door closes.]\nWho carried the signal?")

    assert newsroom.post("lead", f"{path}/words", **typed).status_code == 303

    page = newsroom.read("lead", path)
    assert 'id="paste-captions" dir="auto">[A door closes.]' in page
    assert "No copy yet" not in page
    assert 'id="checks"' in page
    assert "Captions: [A door closes.]" in newsroom.get("lead", f"{path}/export/text").get_data(as_text=True)


def test_a_newsroom_system_is_told_the_place_without_its_dash(newsroom: Newsroom, path: str) -> None:
    newsroom.post("lead", f"{path}/words", **newsroom.text(path, **PARTS | {"dateline": "MANILA —"}))

    sent = newsroom.get("lead", f"{path}/export/ninjs").get_json()

    assert sent["located"] == "MANILA"
    assert "MANILA — Forty-one" in sent["bodies"][0]["value"]


@pytest.mark.parametrize(
    "typed", ["# MANILA", "MANILA [x](https://example.org)", "1. MANILA", "*MANILA*", "- MANILA", "<b>"]
)
def test_a_dateline_is_plain_text(newsroom: Newsroom, path: str, typed: str) -> None:
    refused = newsroom.post("lead", f"{path}/words", **newsroom.text(path, **PARTS | {"dateline": typed}))

    assert refused.status_code == 422
    assert 'id="dateline-error"' in refused.text
    assert PARTS["boilerplate"] in refused.text


@pytest.mark.parametrize("typed", ["MANILA / WASHINGTON", "ST. JOHN'S (30 July)", "مانيلا", "SÃO PAULO – RIO"])
def test_places_are_datelines(newsroom: Newsroom, path: str, typed: str) -> None:
    saved = newsroom.post("lead", f"{path}/words", **newsroom.text(path, **PARTS | {"dateline": typed}))

    assert saved.status_code == 303
