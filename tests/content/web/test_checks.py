"""What pages say of copy: beside the saved text, and in the editor of what is typed."""

import re

from scheduler.content.checks.running import MOST_FINDINGS
from scheduler.content.domain.workflow import State
from tests.content.builders import ITEM_TEXT
from tests.content.web.newsroom import Newsroom

CARELESS = "Earlier today a child prostitute was found. “We saw it yesterday,” he said."


def panel(page: str) -> str:
    found = re.search(r'<section class="section" id="checks".*?</section>', page, re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", found[0])) if found else ""


def saved(newsroom: Newsroom, body: str, **item: object) -> str:
    path = newsroom.item(**item)
    answer = newsroom.post("lead", f"{path}/words", **newsroom.text(path, body=body))
    assert answer.status_code == 303
    return path


def test_the_page_of_an_item_says_what_to_look_at_and_where(newsroom: Newsroom) -> None:
    path = saved(newsroom, CARELESS)

    page = newsroom.read("lead", path)

    shown = panel(page)
    assert "2 things to look at" in shown
    assert re.search(r"Terminology child prostitute Text Instead: child victim of sexual exploitation\. Reason:", shown)
    assert re.search(r"goes out of date Earlier today Text .* Give the date: Friday 30 July 2027", shown)
    assert "13 words, 1 min read" in page


def test_clean_copy_is_said_to_be_so(newsroom: Newsroom) -> None:
    path = saved(newsroom, "Forty-one organisations ask for a count.")

    assert "Nothing to point out." in panel(newsroom.read("lead", path))


def test_an_item_without_copy_has_no_checks(newsroom: Newsroom) -> None:
    path = saved(newsroom, "")

    assert panel(newsroom.read("lead", path)) == ""


def test_the_editor_checks_what_is_typed_and_saves_it_all_the_same(newsroom: Newsroom) -> None:
    path = newsroom.item()
    typed = newsroom.text(path, body=CARELESS, hashtags="#endtrafficking")

    page = newsroom.post("lead", f"{path}/words", **typed, preview="1")

    shown = panel(page.text)
    assert "Write #EndTrafficking" in shown
    assert "child prostitute" in shown
    assert newsroom.post("lead", f"{path}/words", **typed).status_code == 303


def test_a_version_for_a_channel_is_named(newsroom: Newsroom) -> None:
    path = newsroom.item()
    row = {"variant-0-channel": "x", "variant-0-language": "", "variant-0-organisation_id": "0"}
    typed = newsroom.text(path, body="Clean.", rows="1", **row, **{"variant-0-text": "A voiceless child"})

    page = newsroom.post("lead", f"{path}/words", **typed, preview="1")

    assert re.search(r"voiceless X Instead: unheard", panel(page.text))


def test_the_same_many_times_is_one_line_and_the_rest_is_named(newsroom: Newsroom) -> None:
    path = saved(newsroom, "voiceless " * (MOST_FINDINGS + 5))

    shown = panel(newsroom.read("lead", path))

    assert f"{MOST_FINDINGS} times" in shown
    assert "There is more of the same." in shown


def test_what_was_typed_is_text_in_what_is_said(newsroom: Newsroom) -> None:
    path = saved(newsroom, 'See http://example.org/?utm_source="><script>alert(1)</script>')

    assert "<script>alert" not in newsroom.read("lead", path)


def test_what_is_out_is_not_said_to_go_out_of_date(newsroom: Newsroom) -> None:
    path = saved(newsroom, CARELESS)
    newsroom.put(path, state=State.PUBLISHED)

    shown = panel(newsroom.read("lead", path))

    assert "child prostitute" in shown
    assert "Earlier today" not in shown


def test_who_may_not_read_the_copy_reads_nothing_of_what_was_found(newsroom: Newsroom) -> None:
    path = saved(newsroom, CARELESS, signatories=frozenset())

    for who in ("far_lead", "loner", "visitor"):
        assert "child prostitute" not in newsroom.read(who, path)
    assert ITEM_TEXT.body not in newsroom.read("visitor", path)


def test_copy_that_a_channel_does_not_take_is_named_with_its_channel(newsroom: Newsroom) -> None:
    path = saved(newsroom, "word " * 70, channels=("bluesky", "website"))

    shown = panel(newsroom.read("lead", path))

    assert re.search(r"Length Bluesky Too long by \d+\. Shorten it", shown)
    assert shown.count("Too long by") == 1
