"""Hashtags, links, pictures, emoji and the parts of a release."""

from typing import Any

import pytest

from scheduler.content.checks.emoji import Emoji
from scheduler.content.checks.hashtag_case import HashtagCase, capitalised
from scheduler.content.checks.links import Links, without_tracking
from scheduler.content.checks.pictures import Pictures
from scheduler.content.checks.protocol import Finding
from scheduler.content.checks.release_parts import (
    AFTER_END,
    CONTACT,
    DATELINE,
    EARLY_END,
    END_MARK,
    TWO_DATELINES,
    ReleaseParts,
)
from scheduler.content.checks.separators import Separators
from scheduler.content.domain.kinds import Field, Kind
from tests.content.checks.drafts import found, quotes

RELEASE = (
    "MANILA / BRUSSELS — Forty-one organisations today published a scorecard.\n\n“We ask for a count of what they "
    "find,” said Ligaya.\n\n###\n\nContact: press@lanternbay.example, +1 202 555 0142"
)


@pytest.mark.parametrize(
    ("tag", "proposed"),
    [
        ("endtrafficking", "EndTrafficking"),
        ("worlddayagainsttrafficking", "WorldDayAgainstTrafficking"),
        ("childrensrights", "ChildrensRights"),
        ("EndTrafficking", ""),
        ("endTrafficking", ""),
        ("environment", ""),
        ("safeguarding", ""),
        ("csam", ""),
        ("droitsdelenfant", ""),
        ("kaagapay", ""),
        ("30july2027", ""),
        ("人身売買反対", ""),
    ],
)
def test_hashtags(tag: str, proposed: str) -> None:
    assert capitalised(tag) == proposed
    expected = [Finding(Field.HASHTAGS, f"#{tag}", details=(f"#{proposed}",))] if proposed else []
    assert found(HashtagCase(), hashtags=(tag,)) == expected


@pytest.mark.parametrize(
    ("address", "clean"),
    [
        ("https://example.org/a?utm_source=x&id=1&fbclid=2#part", "https://example.org/a?id=1#part"),
        ("https://example.org/?UTM_Medium=x", "https://example.org/"),
        ("https://example.org/a?utm_id=1&id=1&id=2&q=%C3%A9", "https://example.org/a?id=1&id=2&q=%C3%A9"),
        ("HTTPS://Example.org/?gclid=1", "HTTPS://Example.org/"),
        ("https://example.org/?automation=1", None),
        ("HTTPS://Example.org/a#", None),
        ("http://www：example.com", None),
    ],
)
def test_tracking_is_taken_out_and_nothing_else(address: str, clean: str | None) -> None:
    assert without_tracking(address) == clean


def test_links() -> None:
    body = "See https://example.org/?gclid=1 and http://example.org/a, not https://example.org/b."

    assert [(row.quote, row.details) for row in found(Links(), body)] == [
        ("https://example.org/?gclid=1", ("tracked", "https://example.org/")),
        ("http://example.org/a", ("unencrypted", "")),
    ]


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ({}, []),
        ({"photo_credit": "J. Okafor"}, [Field.ALT_TEXT]),
        ({"alt_text": "A desk"}, [Field.PHOTO_CREDIT]),
        ({"photo_credit": "J. Okafor", "alt_text": "A desk"}, []),
        ({"photo_credit": " ", "alt_text": "\n"}, []),
    ],
)
def test_pictures(text: dict[str, Any], missing: list[Field]) -> None:
    assert [finding.field for finding in found(Pictures(), **text)] == missing
    assert found(Pictures(), kind=Kind.STATEMENT, **text) == []


@pytest.mark.parametrize(
    ("text", "count"),
    [("🔥🔥🔥", 0), ("🔥 🇵🇭 1️⃣ ✊🏽", 4), ("👩‍👩‍👧‍👦" * 3, 0), ("👩‍👩‍👧‍👦" * 4, 4), ("#1 2027 © ™ 4 5 6 *", 0)],
)
def test_emoji(text: str, count: int) -> None:
    assert [finding.details for finding in found(Emoji(), text)] == ([(str(count),)] if count else [])


def test_emoji_are_counted_by_post() -> None:
    assert found(Emoji(), "🔥🔥\n---\n🔥🔥") == []
    assert [finding.details for finding in found(Emoji(), "🔥\n---\n🔥🔥🔥🔥")] == [("4",)]
    assert len(found(Emoji(), "🔥🔥\n---\n🔥🔥", kind=Kind.ARTICLE)) == 1


@pytest.mark.parametrize("line", ["—", "—-", "–-", "- - -", "***", "-----", "___", " — "])
def test_a_line_that_only_looks_like_a_separator(line: str) -> None:
    assert quotes(Separators(), f"One\n{line}\nTwo") == [line.strip()]
    assert found(Separators(), f"One\n{line}\nTwo", kind=Kind.ARTICLE) == []


@pytest.mark.parametrize("body", ["One\n---\nTwo", "One\n  ---\t\nTwo", "- one\n- two", "One — two", "**", ""])
def test_separators_and_lists_are_left_alone(body: str) -> None:
    assert quotes(Separators(), body) == (["**"] if body == "**" else [])


def test_a_complete_release() -> None:
    assert found(ReleaseParts(), RELEASE, kind=Kind.PRESS_RELEASE) == []


@pytest.mark.parametrize(
    ("body", "parts"),
    [
        ("Forty-one organisations published a scorecard.", [DATELINE, END_MARK, CONTACT]),
        (RELEASE.replace("MANILA / BRUSSELS — ", ""), [DATELINE]),
        (RELEASE.replace("###", "ENDS"), []),
        (RELEASE.replace("###", "ends here"), [END_MARK]),
        (RELEASE.partition("Contact")[0], [CONTACT]),
        (RELEASE + "\n“And one more thing that nobody prints.”", [AFTER_END]),
        ("**PARIS, le 30 juillet** — Nous\n\n**FIN**\n\n01 23 45 67 89", []),
        ("MANILA, Philippines (AP) — Text\n\n###\n\na@b.org", []),
        ("NEW YORK, July 30, 2027 -- Text\n\n###\n\na@b.org", []),
        ("EU regulators agreed - at last\n\n###\n\na@b.org", [DATELINE]),
        ("UNICEF warned — again — of it\n\n###\n\na@b.org", [DATELINE]),
        ("MANILA — On 2026-11-26 and 26.11.2026, in 2025 / 2026\n\n###", [CONTACT]),
        ("MANILA — Of these\n\n30\n\na@b.org", [END_MARK]),
    ],
)
def test_parts_of_a_release(body: str, parts: list[str]) -> None:
    assert [finding.details[0] for finding in found(ReleaseParts(), body, kind=Kind.PRESS_RELEASE)] == parts
    assert found(ReleaseParts(), body, kind=Kind.ARTICLE) == []


@pytest.mark.parametrize(
    ("fields", "parts"),
    [
        ({"dateline": "MANILA"}, [END_MARK, CONTACT]),
        ({"dateline": "MANILA", "boilerplate": "UNICEF — children first", "media_contact": "a@b.org"}, []),
        ({"dateline": "MANILA", "media_contact": "Ana, at the office"}, [CONTACT]),
        ({"dateline": "MANILA", "boilerplate": "About us", "media_contact": "+63 2 5550 0117"}, []),
        ({"notes_to_editors": "1. Method"}, [DATELINE, CONTACT]),
        ({"dateline": "PARIS", "notes_to_editors": "“Abuse” means …", "media_contact": "a@b.org"}, []),
        (
            {"dateline": "PARIS", "notes_to_editors": "“But who prints this now?”", "media_contact": "a@b.org"},
            [AFTER_END],
        ),
    ],
)
def test_parts_of_a_release_in_fields_of_their_own(fields: dict[str, Any], parts: list[str]) -> None:
    body = "Forty-one organisations published a scorecard."
    assert [one.details[0] for one in found(ReleaseParts(), body, kind=Kind.PRESS_RELEASE, **fields)] == parts


def test_what_a_field_sets_is_not_typed_as_well() -> None:
    two = found(ReleaseParts(), RELEASE, kind=Kind.PRESS_RELEASE, dateline="MANILA")
    early = found(ReleaseParts(), RELEASE, kind=Kind.PRESS_RELEASE, call_to_action="Write to them")

    later = found(ReleaseParts(), f"First.\n\n{RELEASE}", kind=Kind.PRESS_RELEASE, dateline="MANILA")

    assert [finding.details for finding in two] == [(TWO_DATELINES,)]
    assert later == []
    assert [finding.details for finding in early] == [(EARLY_END,)]


def test_no_release_yet() -> None:
    assert found(ReleaseParts(), "", kind=Kind.PRESS_RELEASE) == []


def test_advice_of_each() -> None:
    body = f"{'🔥' * 4} http://example.org/"
    messages = [
        check.advice(finding).render()
        for check, findings in (
            (Emoji(), found(Emoji(), body)),
            (Links(), found(Links(), body)),
            (HashtagCase(), found(HashtagCase(), hashtags=("endtrafficking",))),
            (Pictures(), found(Pictures(), alt_text="x") + found(Pictures(), photo_credit="x")),
            (ReleaseParts(), found(ReleaseParts(), "x", kind=Kind.PRESS_RELEASE)),
            (Separators(), found(Separators(), "—")),
        )
        for finding in findings
    ]

    assert len(set(messages)) == 9
    assert all(text.endswith((".", "…")) for text in messages)
    assert quotes(Emoji(), body) == [""]
