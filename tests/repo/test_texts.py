"""One language on pages and in mail: docs/style.md names the words, and these are the ones that it has replaced."""

import re
from collections.abc import Iterator

import pytest
from babel.messages.pofile import read_po

from tests.repo.tree import ROOT

INSTEAD = {
    r"\b(the|these|its|their|other|new|your|exact|such|no) words\b(?! and names|:)|\bwords under embargo": "copy",
    r"\bwho sees to\b|\bsees? to (it|this)\b": "owner",
    r"\bon whom\b|\bwhoever\b": "owner, assignee, the person who",
    r"\b(comes?|came|coming) out\b|\bis out\b": "publishes, published",
    r"\buntil the end of\b": "due by",
    r"\bsa(y|ys|id) (yes|no)\b|\byes or no\b|\b(a|the|their|your|its|whose) (yes|no)\b": "sign off, request changes",
    r"\bsafe titles?\b": "placeholder title",
    r"\b(the|its|circle:) circle\b|\bcircle:": "embargo group",
    r"\bthe glass\b": "emergency access",
    r"\bh[eo]ld(ing)? (it )?back\b|\bkept back\b": "place on hold",
    r"\btaken? (it |this )?(back|up again)\b|\bbr(ing|ought) (it |them )?back\b": "revoke, reinstate, restore",
    r"\bstands?\b(?!-in)|\bstood\b": "appears, is shown",
    r"\bkinds?\b": "type",
    r"\bmails?\b(?! server)|\bmailed\b": "email",
    r"\b(some|no|every)body\b": "someone, no one, everyone",
    r"\b(is|are|was|were|be) told\b|\btells?\b": "notified",
    r"\beditions?\b": "date, or the year itself",
    r"\bheld by\b|\bheld together\b|\bholds it together\b": "hosted by, campaign manager",
    r"\bthe plan\b": "details",
    r"\bpicked\b": "selected",
    r"\bnotices?\b": "notification",
    r"\bmay know\b|\bknows of it\b": "has access",
    r"\b(becomes?|now) yours\b": "assigned to you",
    r"\bwaits?\b|\bwaiting\b": "open, due",
    r"\bletters?\b(?!( or |s? and )?digits?)": "email",
    r"\btak(e|es|en|ing) part\b": "participate, join",
    r"\bgood for (one|\d+)\b": "valid for",
    r"\bmeanwhile\b": "in the meantime",
    r"\bearly access\b|\bpeople who know\b": "embargo group",
    r"\b(reply|answer|sign off) by\b|\bsign-off deadline\b": "due by, sign-off due",
    r"\b(your|last|earlier) answers?\b": "response",
    r"\b(my(?! calendar)|mine|myself|me)\b|\bI (am|requested)\b": "you, your",
    r"\bstop these\b": "unsubscribe",
    r"\bstays? put\b": "do not move",
    r"\bkeeps to itself\b": "restricted to one organisation",
    r"\bThere is a problem\b": "the fact itself",
    r"\binvolved in (it|this)\b": "name the part that the reader has",
    r"\bat the venue\b": "original time zone",
}
"""What must not stand in a text that people see, and what to say in its place."""

WAITS, KNOWS, LETTERS = (
    r"\bwaits?\b|\bwaiting\b",
    r"\bmay know\b|\bknows of it\b",
    r"\bletters?\b(?!( or |s? and )?digits?)",
)
MEANT = {
    "Please wait before the next one": WAITS,
    "makes the wait longer": WAITS,
    "Wait a few minutes": WAITS,
    "you are waiting for": WAITS,
    "others may know their time": KNOWS,
    "its letter": LETTERS,
    "a letter": LETTERS,
    "letters a to z": LETTERS,
    "letters, digits": LETTERS,
    "letters and digits": LETTERS,
    "two-letter": LETTERS,
}
"""Parts of texts in which any text of one row has its own sense: waiting itself, knowing a time, the alphabet."""


def texts() -> Iterator[str]:
    with (ROOT / "translations" / "messages.pot").open("rb") as file:
        for message in read_po(file):
            yield from [message.id] if isinstance(message.id, str) else message.id


@pytest.mark.parametrize("old", INSTEAD)
def test_texts_speak_the_words_of_the_style_guide(old: str) -> None:
    found = [
        text
        for text in texts()
        if re.search(old, text, re.IGNORECASE) and not any(meant in text and row == old for meant, row in MEANT.items())
    ]

    assert found == [], f"say: {INSTEAD[old]}"


@pytest.mark.parametrize("meant", MEANT)
def test_what_is_let_through_is_there(meant: str) -> None:
    assert MEANT[meant] in INSTEAD
    assert any(meant in text for text in texts())
