"""The editor of the text: what is saved, previewed, counted, and what a late save does."""

import pytest

from scheduler.content.domain.item_text import ItemText, text_from_json
from scheduler.content.domain.kinds import Kind
from scheduler.content.domain.workflow import State
from tests.content.builders import ITEM_TEXT
from tests.content.web.newsroom import Newsroom

LATE = "Somebody else's last line."


def saved(newsroom: Newsroom, path: str) -> ItemText:
    return text_from_json(newsroom.version(path).text)


def test_text_is_saved_as_a_version(newsroom: Newsroom) -> None:
    path = newsroom.item()
    typed = newsroom.text(path, body="First.\r\n\r\nSecond <b>line</b>.", hashtags="#NoOneIsForSale, bill")

    answer = newsroom.post("lead", f"{path}/words", **typed)

    text = saved(newsroom, path)
    assert answer.status_code == 303
    assert (text.body, text.hashtags) == ("First.\n\nSecond <b>line</b>.", ("NoOneIsForSale", "bill"))
    page = newsroom.get("lead", path).text
    assert "Second &lt;b&gt;line&lt;/b&gt;." in page
    assert "<b>line</b>" not in page
    assert newsroom.version(path).number == 2


def test_the_same_save_sent_twice_is_one_version(newsroom: Newsroom) -> None:
    path = newsroom.item()
    typed = newsroom.text(path, body="Other words.")

    codes = [newsroom.post("lead", f"{path}/words", **typed).status_code for _ in range(2)]

    assert (codes, newsroom.version(path).number) == ([303, 303], 2)


def test_a_preview_shows_the_text_and_counts_and_saves_nothing(newsroom: Newsroom) -> None:
    path = newsroom.item()

    page = newsroom.post("lead", f"{path}/words", **newsroom.text(path, body="**Long** " + "word " * 70, preview="1"))

    assert page.status_code == 200
    assert "<strong>Long</strong>" in page.text
    assert "characters over" in page.text
    assert newsroom.version(path).number == 1


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"title": ""}, "Required"),
        ({"title": "two\nlines"}, "One line only"),
        ({"body": "nul\x00l"}, "hidden character U+0000"),
        ({"body": "x" * 100_001}, "too long"),
        ({"hashtags": "#123"}, "needs a letter"),
        ({"hashtags": "#no!way"}, "contains a character that hashtags cannot have"),
        (
            {"rows": "1", "variant-0-channel": "pigeon", "variant-0-organisation_id": "0", "variant-0-text": "x"},
            "Check the channel and language versions below",
        ),
        (
            {
                "rows": "1",
                "variant-0-channel": "x",
                "variant-0-language": "!",
                "variant-0-organisation_id": "0",
                "variant-0-text": "x",
            },
            "Enter a language code",
        ),
    ],
)
def test_what_cannot_be_saved_is_answered_and_kept(newsroom: Newsroom, changes: dict[str, str], says: str) -> None:
    path = newsroom.item()

    answer = newsroom.post("lead", f"{path}/words", **newsroom.text(path, call_to_action="Keep me", **changes))

    assert answer.status_code == 422
    assert says in answer.text
    assert "Keep me" in answer.text
    assert newsroom.version(path).number == 1


def test_text_of_any_kind_goes_in_and_comes_out(newsroom: Newsroom) -> None:
    path = newsroom.item()
    body = '=HYPERLINK("https://x.example")\n\nمرحبا 🇵🇭 日本語\n\n<script>alert(1)</script>'

    newsroom.post("lead", f"{path}/words", **newsroom.text(path, body=body))

    assert saved(newsroom, path).body == body
    assert "<script>alert" not in newsroom.get("lead", path).text


def test_texts_for_channels_are_added_row_by_row(newsroom: Newsroom) -> None:
    path = newsroom.item()
    row = {
        "variant-0-channel": "x",
        "variant-0-language": "FR",
        "variant-0-organisation_id": "0",
        "variant-0-text": "Non.",
    }

    one_more = newsroom.post("lead", f"{path}/words", **newsroom.text(path, add="1"))
    answer = newsroom.post("lead", f"{path}/words", **newsroom.text(path, **{**row, "rows": "1"}))

    assert 'name="variant-0-text"' in one_more.text
    assert 'name="rows" type="hidden" value="1"' in one_more.text
    assert answer.status_code == 303
    assert [(v.channel, v.language, v.text) for v in saved(newsroom, path).variants] == [("x", "fr", "Non.")]
    assert "X · fr" in newsroom.get("lead", path).text


def test_a_text_too_long_for_a_channel_is_told_before_it_goes_out(newsroom: Newsroom) -> None:
    path = newsroom.item(channels=("x", "website"))
    assert "Copy too long for some channels" not in newsroom.get("lead", path).text

    newsroom.post("lead", f"{path}/words", **newsroom.text(path, body="word " * 70))

    page = newsroom.get("other_lead", path).text
    assert "Copy too long for some channels" in page
    assert "Over the limit for: X." in page


def test_two_texts_for_one_place_are_refused(newsroom: Newsroom) -> None:
    path = newsroom.item()
    rows = {
        f"variant-{n}-{part}": value
        for n in (0, 1)
        for part, value in (("channel", "x"), ("organisation_id", "0"), ("text", f"T{n}"))
    }

    answer = newsroom.post("lead", f"{path}/words", **newsroom.text(path, **{**rows, "rows": "2"}))

    assert answer.status_code == 422
    assert "already a version for the same channel" in answer.text
    assert answer.text.count("Check the channel and language versions below") == 1


def test_whose_yes_is_at_stake_is_said_before_saving(newsroom: Newsroom) -> None:
    path = newsroom.item()
    newsroom.put(path, state=State.IN_REVIEW)
    newsroom.signed(path, newsroom.bay, newsroom.harbour)

    before = newsroom.get("editor", f"{path}/words").text
    typed = newsroom.post("editor", f"{path}/words", **newsroom.text(path, body="Other.", preview="1")).text

    assert "2 organisations have signed off this version" in before
    assert "Harbour Trust" in before
    assert "Saving these changes resets existing sign-offs and notifies signatories" in typed


def test_a_late_save_keeps_both_texts(newsroom: Newsroom) -> None:
    path = newsroom.item()
    late = newsroom.text(path, body=LATE, title="My title")
    newsroom.post("lead", f"{path}/words", **newsroom.text(path, body="The lead's words."))

    answer = newsroom.post("editor", f"{path}/words", **late)

    assert answer.status_code == 409
    assert "Lantern Bay Lead (Lantern Bay) saved version 2" in answer.text
    assert "You both changed this" in answer.text
    for text in ("The lead&#39;s words.", "Somebody else&#39;s last line.", 'value="My title"'):
        assert text in answer.text
    assert newsroom.version(path).number == 2
    again = newsroom.text(path, body=LATE, title="My title")
    assert newsroom.post("editor", f"{path}/words", **again).status_code == 303
    assert saved(newsroom, path).body == LATE


def test_a_late_save_of_another_field_holds_both_changes(newsroom: Newsroom) -> None:
    path = newsroom.item()
    late = newsroom.text(path, title="My title")
    newsroom.post("lead", f"{path}/words", **newsroom.text(path, body="The lead's words."))

    answer = newsroom.post("editor", f"{path}/words", **late)

    assert answer.status_code == 409
    assert "you changed different parts" in answer.text
    assert "The lead&#39;s words.</textarea>" in answer.text
    assert 'value="My title"' in answer.text


def test_fields_follow_the_kind(newsroom: Newsroom) -> None:
    op_ed, post = newsroom.item(kind=Kind.OP_ED), newsroom.item()

    assert 'name="byline"' in newsroom.get("lead", f"{op_ed}/words").text
    assert 'name="byline"' not in newsroom.get("lead", f"{post}/words").text


def test_versions_are_compared_word_by_word(newsroom: Newsroom) -> None:
    path = newsroom.item()
    newsroom.post("lead", f"{path}/words", **newsroom.text(path, body=ITEM_TEXT.body.replace("senator", "mayor")))

    page = newsroom.get("other_lead", f"{path}/versions?from=1&to=2")

    assert page.status_code == 200
    assert "senator" in page.text.split("<del>")[1].split("</del>")[0]
    assert "mayor" in page.text.split("<ins>")[1].split("</ins>")[0]
    for odd in ("from=9&to=-1", "from=x&to=y", "from=2&to=1", "to=99999999999999"):
        assert newsroom.get("lead", f"{path}/versions?{odd}").status_code == 200


def test_what_is_out_is_corrected_with_a_note(newsroom: Newsroom) -> None:
    path = newsroom.item()
    newsroom.put(path, state=State.PUBLISHED, published_url="https://x.example/1")

    assert newsroom.get("lead", f"{path}/words").headers["Location"].endswith("/correct")
    typed = newsroom.text(path, body="Right words.")
    assert newsroom.post("lead", f"{path}/correct", **typed, note="").status_code == 422
    assert newsroom.post("lead", f"{path}/correct", **typed, note="A number was wrong.").status_code == 303
    assert newsroom.stored(path).state == State.CORRECTED
    assert "A number was wrong." in newsroom.get("lead", path).text


def test_a_comparison_that_would_take_too_long_says_so_and_shows_both(newsroom: Newsroom) -> None:
    path = newsroom.item()
    for order in (1, -1):
        numbers = [str(number) for number in range(300)][::order]
        texts = {f"variant-{row}-text": f"{row} " + " ".join(numbers) for row in range(60)}
        places = {f"variant-{row}-language": f"{chr(97 + row // 26)}{chr(97 + row % 26)}a" for row in range(60)}
        rest = {f"variant-{row}-organisation_id": "0" for row in range(60)}
        typed = newsroom.text(path, rows="60", **texts, **places, **rest)
        assert newsroom.post("lead", f"{path}/words", **typed).status_code == 303

    page = newsroom.get("lead", f"{path}/versions?from=2&to=3").text

    assert page.count('class="change"') == 60
    assert 0 < page.count("too long or too different") < 60
    # The last one is shown as a whole, before and after.
    assert f"</span>59 {' '.join(str(number) for number in range(300))}<span" in page
    assert f"</span>59 {' '.join(str(number) for number in range(299, -1, -1))}<span" in page
