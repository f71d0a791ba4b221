"""What each chat service is sent: its own form, typed text as text, nobody called, and never too much."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from scheduler.chat.domain.chat_messages import MOST_LINES, ChatLine, ChatMessage, ChatSection
from scheduler.chat.platforms.registry import PLATFORMS

LINK = "https://plan.example/calendar"
HOSTILE = "<!channel> @channel @room *all* [x](https://evil.example) <script> &amp; `code` #tag :siren:"
TEAMS_LIMIT_BYTES = 28_000


def message(title: str, *lines: ChatLine, last: ChatLine | None = None) -> ChatMessage:
    return ChatMessage(title, (ChatSection("Mon 5 Apr 2027", lines),), last)


def hostile() -> ChatMessage:
    return message(HOSTILE, ChatLine(HOSTILE, LINK, HOSTILE), last=ChatLine("Open the calendar", LINK))


def test_slack_shows_typed_text_as_text():
    payload = PLATFORMS["slack"].payload(hostile())
    title, heading, listed, last = payload["blocks"][0]["elements"]
    assert title["elements"] == [{"type": "text", "text": HOSTILE, "style": {"bold": True}}]
    assert heading["elements"][0]["text"] == "Mon 5 Apr 2027"
    assert listed["elements"][0]["elements"] == [
        {"type": "link", "url": LINK, "text": HOSTILE},
        {"type": "text", "text": f" – {HOSTILE}"},
    ]
    assert last["elements"][0]["url"] == LINK
    assert "<" not in payload["text"]
    assert payload["unfurl_links"] is False


def test_teams_gets_an_adaptive_card_of_runs():
    payload = PLATFORMS["teams"].payload(hostile())
    (attachment,) = payload["attachments"]
    assert payload["type"] == "message"
    assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
    card = attachment["content"]
    assert (card["type"], card["version"]) == ("AdaptiveCard", "1.4")
    assert {block["type"] for block in card["body"]} == {"RichTextBlock"}
    run = card["body"][2]["inlines"][1]
    assert (run["text"], run["selectAction"]) == (HOSTILE, {"type": "Action.OpenUrl", "url": LINK})


def test_matrix_gets_html_in_which_typed_text_is_escaped():
    payload = PLATFORMS["matrix"].payload(hostile())
    assert "<script>" not in payload["html"]
    assert f'<li><a href="{LINK}">&lt;!channel&gt;' in payload["html"]
    assert "@room" not in payload["text"]


@given(typed=st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=40))
def test_mattermost_takes_nothing_typed_for_a_mark(typed):
    text = PLATFORMS["mattermost"].payload(message("Today", ChatLine(typed)))["text"]
    paragraph = MarkdownIt().enable(["table", "strikethrough"]).parse(text)[-4]
    shown = "".join(child.content for child in paragraph.children or ())
    assert {child.type for child in paragraph.children or ()} <= {"text", "text_special"}
    assert shown.replace("\u2060", "") == typed


def test_mattermost_calls_nobody():
    text = PLATFORMS["mattermost"].payload(hostile())["text"]
    assert "@channel" not in text
    assert f"]({LINK})" in text


@pytest.mark.parametrize("name", sorted(PLATFORMS))
def test_a_long_message_is_cut_to_what_every_service_takes(name):
    lines = [ChatLine("نص طويل " * 37, f"{LINK}/{number}", "Sat 30 Jul 2027") for number in range(60)]
    short = message("Today", *lines).shortened()
    assert short.line_count == MOST_LINES
    assert len(json.dumps(PLATFORMS[name].payload(short))) < TEAMS_LIMIT_BYTES


def test_a_message_without_links_and_headings_is_written_too():
    short = ChatMessage("Test", (ChatSection("", (ChatLine("One"),)),))
    for platform in PLATFORMS.values():
        assert "One" in json.dumps(platform.payload(short))
    assert short.plain() == "Test\n• One"
