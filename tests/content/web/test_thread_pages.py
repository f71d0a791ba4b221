"""A thread in the editor, on pages, at sign-off and in files."""

import html
import re
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.models import Guard
from scheduler.content.domain.item_text import ItemText, Variant, text_from_json
from scheduler.content.domain.kinds import Kind
from scheduler.content.domain.workflow import State
from tests.accessible import violations
from tests.content.web.newsroom import Newsroom
from tests.plugins.browser import OpenPage

THREAD = ItemText(
    title="Scorecard",
    body="First **post**.\n\n---\n\nSecond post.\n---\n" + "Third post. " * 40,
    call_to_action="Write to your senator",
    hashtags=("EndIt",),
    content_warning="Violence",
    alt_text="An empty table",
    photo_credit="J. Okafor",
)
LONG = "The coalition asks every senator for a yes. " * 5 + "\n\n" + "It is late, and it is possible. " * 8


def blocks(page: str) -> dict[str, str]:
    """Return the texts to paste by what stands above each."""
    names = re.findall(r'class="sheet-title" id="(?:paste|preview)-\d+-title">([^<]*)<', page)
    texts = re.findall(r'<div class="paste-text" id="(?:paste|preview)-\d+"[^>]*>(.*?)</div>', page, re.DOTALL)
    return dict(zip((html.unescape(name).strip() for name in names), map(html.unescape, texts), strict=True))


def typed_body(page: str) -> str:
    found = re.search(r'<textarea[^>]*name="body"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    assert found is not None
    return html.unescape(found[1]).replace("\r\n", "\n").removeprefix("\n")


def test_each_post_has_its_text_count_button_and_limit(newsroom: Newsroom) -> None:
    path = newsroom.item(text=THREAD, channels=("bluesky", "mastodon", "linkedin"))
    newsroom.put(path, state=State.IN_REVIEW)
    third = "Third post. " * 40

    page = newsroom.read("lead", path)
    signing = newsroom.get("other_lead", f"{path}/sign-off/{newsroom.harbour.id}").text
    preview = newsroom.post(
        "lead",
        f"{path}/words",
        **newsroom.text(path, body=THREAD.body, hashtags="#EndIt", call_to_action=THREAD.call_to_action,
                        content_warning=THREAD.content_warning),
        preview="1",
    ).text  # fmt: skip

    shown = blocks(page)
    end = f"{third.strip()}\n\nWrite to your senator\n\n#EndIt"
    assert shown == {
        "Bluesky · 1 of 3": "Content warning: Violence\n\nFirst post.",
        "Bluesky · 2 of 3": "Second post.",
        "Bluesky · 3 of 3": end,
        "Mastodon · 1 of 3": "First post.",
        "Mastodon · 2 of 3": "Second post.",
        "Mastodon · 3 of 3": end,
        "LinkedIn": f"Content warning: Violence\n\nFirst post.\n\nSecond post.\n\n{end}",
    }
    assert shown == blocks(signing) == blocks(preview)
    assert page.count('data-copy="paste-3"') == 1
    assert "Over the limit for: Bluesky · 3 of 3, Mastodon · 3 of 3." in page
    assert "12 of 300 characters" in page
    assert page.count("Alt text, in its own field") == 3
    for one in (page, signing, preview):
        assert one.count('<div class="reading-post">') == 3
        assert "<hr" not in one


def test_whoever_signs_sees_each_post_of_a_version_too(newsroom: Newsroom) -> None:
    text = ItemText(title="T", body="One.", variants=(Variant("x", "", "On X.\n---\nAgain."),))
    path = newsroom.item(text=text, channels=("x", "bluesky"))
    newsroom.put(path, state=State.IN_REVIEW)

    page = newsroom.get("other_lead", f"{path}/sign-off/{newsroom.harbour.id}").text

    assert blocks(page) == {"X · 1 of 2": "On X.", "X · 2 of 2": "Again.", "Bluesky": "One."}
    assert "5 of 280 characters" in page


@pytest.mark.parametrize("kind", [Kind.ARTICLE, Kind.OP_ED])
def test_in_other_kinds_three_dashes_stay_a_rule(newsroom: Newsroom, kind: Kind) -> None:
    path = newsroom.item(text=ItemText(title="T", byline="A", body="One.\n\n---\n\nTwo."), kind=kind, channels=("x",))

    page = newsroom.read("lead", path)
    editor = newsroom.get("lead", f"{path}/words").text

    assert blocks(page) == {"X": "One.\n\n---\n\nTwo."}
    assert "<hr" in page
    assert "reading-post" not in page
    assert "Split into a thread" not in editor
    assert "starts the next post" not in editor


def test_files_and_the_public_page_show_posts_below_each_other(newsroom: Newsroom) -> None:
    path = newsroom.item(text=THREAD, channels=("x",), public_when_published=True)
    newsroom.put(path, state=State.PUBLISHED)
    newsroom.store.get_one(Guard, newsroom.stored(path).guard_id).audience = Audience.PUBLIC
    newsroom.store.commit()

    text = newsroom.get("lead", f"{path}/export/text").get_data(as_text=True)
    page = newsroom.get("lead", f"{path}/export/html").text
    public = newsroom.get("visitor", path).text

    assert "First post.\r\n\r\nSecond post.\r\n\r\nThird post." in text
    assert "---" not in text
    assert "<hr" not in page
    assert re.findall(r'<div class="reading-post"><p dir="auto">(\w+)', public) == ["First", "Second", "Third"]
    assert "<hr" not in public


def test_long_copy_is_proposed_as_a_thread_and_nothing_is_saved(newsroom: Newsroom) -> None:
    path = newsroom.item(channels=("x", "mastodon", "linkedin"))
    before = newsroom.version(path).number
    sent = newsroom.text(path, body=LONG.replace("\n", "\r\n"), hashtags="#EndIt", title="Typed title")

    answer = newsroom.post("lead", f"{path}/words", **sent, split="1")

    page = answer.text
    body = typed_body(page)
    assert (answer.status_code, newsroom.version(path).number) == (200, before)
    assert body.split() == [*("The coalition asks every senator for a yes. " * 5).split(), "---",
                            *("It is late, and it is possible. " * 8).split()]  # fmt: skip
    assert "1 line with --- added" in page
    assert "Nothing is saved yet." in page
    assert 'value="Typed title"' in page
    assert [name for name in blocks(page) if name.startswith("X")] == ["X · 1 of 2", "X · 2 of 2"]
    assert "over the limit" not in page.lower()

    again = newsroom.post("lead", f"{path}/words", **{**sent, "body": body}, split="1").text
    assert typed_body(again) == body
    assert "Nothing to split: every post fits" in again

    assert newsroom.post("lead", f"{path}/words", **{**sent, "body": body}).status_code == 303
    assert text_from_json(newsroom.version(path).text).body == body


def test_a_version_for_a_channel_is_split_by_its_own_count(newsroom: Newsroom) -> None:
    text = ItemText(title="T", body="Short.", variants=(Variant("x", "", LONG), Variant("mastodon", "", LONG)))
    path = newsroom.item(text=text, channels=("x", "mastodon"))
    rows = {"rows": "3", "variant-0-text": "", "variant-0-channel": "bluesky"}
    for row, slug in ((1, "x"), (2, "mastodon")):
        rows |= {f"variant-{row}-channel": slug, f"variant-{row}-text": LONG}

    page = newsroom.post("lead", f"{path}/words", **newsroom.text(path, body="Short.", **rows), split="1").text

    assert typed_body(page) == "Short."
    shown = blocks(page)
    assert list(shown) == ["X · 1 of 2", "X · 2 of 2", "Mastodon"]
    assert "---" not in "".join(shown.values())


@pytest.mark.parametrize(
    ("body", "channels", "says"),
    [
        ("Read " + "https://e.org/" + "a" * 400, ("bluesky",), "A post is still over the limit for: Bluesky."),
        ("Short.", ("x",), "Nothing to split: every post fits"),
        (LONG, ("linkedin",), "None of the channels in the details has threads."),
        (
            "word " * 2001,
            ("mastodon",),
            "Copy of more than 10,000 characters, channel versions included, is not split.",
        ),
    ],
)
def test_the_writer_is_told_why_copy_is_not_split(
    newsroom: Newsroom, body: str, channels: tuple[str, ...], says: str
) -> None:
    path = newsroom.item(channels=channels)

    page = newsroom.post("lead", f"{path}/words", **newsroom.text(path, body=body), split="1").text

    assert says in html.unescape(page)
    assert typed_body(page).replace("---", "").split() == body.split()


def test_what_does_not_validate_is_not_split_and_stays_as_typed(newsroom: Newsroom) -> None:
    path = newsroom.item(channels=("x",))

    answer = newsroom.post("lead", f"{path}/words", **newsroom.text(path, body=LONG, title=""), split="1")

    assert answer.status_code == 422
    assert typed_body(answer.text).split() == LONG.split()


@pytest.mark.parametrize("who", ["member", "far_lead", "visitor"])
def test_nobody_else_splits(newsroom: Newsroom, who: str) -> None:
    path = newsroom.item(channels=("x",))

    codes = {newsroom.post(who, f"{path}/words", **newsroom.text(path, body=LONG), split=one).status_code
             for one in ("1", "")}  # fmt: skip

    assert codes <= {401, 403, 404}


def enter(newsroom: Newsroom, page: Page) -> None:
    cookie = newsroom.clients["lead"].get_cookie("session")
    assert cookie is not None
    page.goto("/healthz")
    page.context.add_cookies([{"name": "session", "value": cookie.value, "url": page.url}])


def test_a_thread_is_split_without_scripts(newsroom: Newsroom, open_page: OpenPage) -> None:
    path = newsroom.item(text=ItemText(title="Scorecard", body=LONG), channels=("x",))
    page = open_page(java_script_enabled=False)
    enter(newsroom, page)
    page.goto(f"{path}/words")

    page.get_by_role("button", name="Split into a thread").click()
    page.locator("#split").wait_for()
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.locator(".paste .sheet-title")).to_have_text(["X · 1 of 2", "X · 2 of 2"])


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_a_thread_fits_and_is_accessible(newsroom: Newsroom, open_page: OpenPage, width: int, scheme: str) -> None:
    path = newsroom.item(text=replace(THREAD, title="بيان مشترك"), channels=("x", "mastodon"))
    newsroom.put(path, state=State.IN_REVIEW)
    page = open_page(width=width, color_scheme=scheme)
    enter(newsroom, page)

    for shown in (f"{path}?channel=written", f"{path}/words"):
        page.goto(shown)
        if shown.endswith("/words"):
            page.get_by_role("button", name="Split into a thread").click()
            page.locator("#preview .paste-text").first.wait_for()
        assert page.locator(".reading-post").count() >= 3
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, shown
        assert violations(page) == [], shown


def test_separators_alone_are_no_copy_for_any_place(newsroom: Newsroom) -> None:
    path = newsroom.item(channels=("x",))
    variant = {"rows": "1", "variant-0-channel": "x", "variant-0-language": "", "variant-0-organisation_id": "0"}
    newsroom.post(
        "lead", f"{path}/words", **newsroom.text(path, body="The real text", **variant), **{"variant-0-text": "---"}
    )

    page = newsroom.get("lead", path).text
    assert re.search(r'class="paste-text"[^>]*>The real text', page)

    newsroom.post("lead", f"{path}/words", **newsroom.text(path, body="---"))
    assert newsroom.get("lead", f"{path}/export/text").status_code == 404
    assert "/export/" not in newsroom.get("lead", path).text
