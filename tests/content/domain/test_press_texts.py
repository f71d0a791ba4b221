"""What organisations keep ready goes behind what is typed, once, and older versions of it are found word for word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.content.domain.press_texts import SHORT, Kept, PressPart, PressVersion, inserted, is_outdated, texts_in

BAY, PORT, FAR = 1, 2, 3
LONG = "Lantern Bay works with courts and with survivor"
assert len(LONG) > SHORT


def version(text: str, *, newest: bool = False, of: int = BAY, language: str = "") -> PressVersion:
    return PressVersion(of, PressPart.BOILERPLATE, language, text, newest)


@pytest.mark.parametrize(
    ("typed", "texts", "whole"),
    [
        ("", ["Bay works."], "Bay works."),
        ("  \n", ["Bay works."], "Bay works."),
        ("Typed.", ["Bay works."], "Typed.\n\nBay works."),
        ("Typed.\n\n\n", ["Bay works.", "Port sails."], "Typed.\n\nBay works.\n\nPort sails."),
        ("Bay works.\nTyped.", ["Bay works.", "Port sails."], "Bay works.\nTyped.\n\nPort sails."),
        (f"{LONG} Typed.", [LONG, "Port sails."], f"{LONG} Typed.\n\nPort sails."),
        ("Bay works.", ["Bay works."], "Bay works."),
        ("Subway", ["way"], "Subway\n\nway"),
    ],
)
def test_texts_go_behind_what_was_typed_a_paragraph_each(typed: str, texts: list[str], whole: str) -> None:
    assert inserted(typed, map(Kept, texts)) == whole


@given(st.text(max_size=40), st.lists(st.text(min_size=1, max_size=8).map(str.strip).filter(bool), max_size=4))
def test_all_that_was_typed_stays_in_front_and_a_second_time_adds_nothing(typed: str, texts: list[str]) -> None:
    kept = [Kept(text) for text in texts]
    once = inserted(typed, kept)

    assert once.startswith(typed.rstrip())
    assert all(text in once for text in texts)
    assert inserted(once, kept) == once


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        ("Before.\n\nBay 63.\n\nAfter.", "Before.\n\nBay 71.\n\nAfter."),
        ("Bay 63.\nBay 71.", "Bay 63.\nBay 71."),
        ("Bay 63. And more.", "Bay 63. And more.\n\nBay 71."),
        (f"We are two. {LONG} Port sails.", "We are two. Bay 71. Port sails."),
    ],
)
def test_an_older_version_gives_its_place_to_the_newest(typed: str, whole: str) -> None:
    assert inserted(typed, [Kept("Bay 71.", ("Bay 63.", LONG))]) == whole


def test_each_organisation_gives_the_text_in_the_language_or_the_one_for_any_in_order() -> None:
    kept = [
        version("Bay", newest=True),
        version("La baie", newest=True, language="fr"),
        version("Old bay"),
        version("Port", newest=True, of=PORT),
        version("", newest=True, of=FAR),
        version("Once far", of=FAR),
    ]

    assert texts_in(kept, [PORT, BAY, FAR], "") == [Kept("Port"), Kept("Bay", ("Old bay",))]
    assert texts_in(kept, [PORT, BAY, FAR], "fr") == [Kept("Port"), Kept("La baie")]


@pytest.mark.parametrize(
    ("text", "older", "newest", "outdated"),
    [
        ("Bay joins 63 groups.", ["Bay joins 63 groups."], "Bay joins 71 groups.", True),
        ("Bay joins 71 groups.", ["Bay joins 63 groups."], "Bay joins 71 groups.", False),
        # Both stand there: the older one is still to be taken out.
        ("Bay 63.\n\nBay 71.", ["Bay 63."], "Bay 71.", True),
        # It grew, and it shrank.
        ("Bay joins. All new.", ["Bay joins."], "Bay joins. All new.", False),
        ("Bay joins. All new.", ["Bay joins. All new."], "Bay joins.", True),
        # Changed, and changed back.
        ("Bay 63.", ["Bay 63.", "Bay 71."], "Bay 63.", False),
        # Taken back altogether.
        ("Bay 63.", ["Bay 63."], "", True),
        ("Bay", [""], "Port", False),
        # Part of other words.
        (f"{LONG}s", [LONG], "Port", False),
        (f"{LONG}s and {LONG}", [LONG], "Port", True),
        # Short, and in somebody else's line.
        ("Ana Reyes, ana@other.example", ["Ana"], "Port", False),
        ("Contact\nAna\n", ["Ana"], "Port", True),
        # Another word than it was saved with.
        ("Bay joins 62 groups.", ["Bay joins 63 groups."], "Bay joins 71 groups.", False),
        ("", ["Bay"], "Port", False),
    ],
)
def test_an_older_version_is_found_word_for_word(text: str, older: list[str], newest: str, outdated: bool) -> None:
    assert is_outdated(text, [*map(version, older), version(newest, newest=True)]) is outdated


WORDS = st.lists(st.sampled_from(["Bay", "joins", "63", "groups."]), min_size=1, max_size=5).map(" ".join)


@given(WORDS, st.lists(WORDS, max_size=4), st.sampled_from(["", "Before.\n\n"]))
def test_the_newest_alone_is_never_outdated(newest: str, older: list[str], before: str) -> None:
    versions = [*map(version, older), version(newest, newest=True)]

    assert not is_outdated(newest, versions)
    assert not is_outdated(inserted("", [Kept(newest)]), versions)
    assert is_outdated(before + "Gone Bay", [version("Gone Bay"), version("Port", newest=True)])
