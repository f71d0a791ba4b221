"""What organisations keep ready goes behind what is typed, once, and older versions of it are found word for word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.content.domain.press_texts import PressPart, PressVersion, inserted, is_outdated, texts_in

BAY, PORT, FAR = 1, 2, 3


def version(text: str, *, newest: bool = False, of: int = BAY, language: str = "") -> PressVersion:
    return PressVersion(of, PressPart.BOILERPLATE, language, text, newest)


@pytest.mark.parametrize(
    ("typed", "texts", "whole"),
    [
        ("", ["Bay works."], "Bay works."),
        ("  \n", ["Bay works."], "Bay works."),
        ("Typed.", ["Bay works."], "Typed.\n\nBay works."),
        ("Typed.\n\n\n", ["Bay works.", "Port sails."], "Typed.\n\nBay works.\n\nPort sails."),
        ("Bay works. Typed.", ["Bay works.", "Port sails."], "Bay works. Typed.\n\nPort sails."),
        ("Bay works.", ["Bay works."], "Bay works."),
        ("Subway", ["way"], "Subway\n\nway"),
    ],
)
def test_texts_go_behind_what_was_typed_a_paragraph_each(typed: str, texts: list[str], whole: str) -> None:
    assert inserted(typed, texts) == whole


@given(st.text(max_size=40), st.lists(st.text(min_size=1, max_size=8).map(str.strip).filter(bool), max_size=4))
def test_all_that_was_typed_stays_in_front_and_a_second_time_adds_nothing(typed: str, texts: list[str]) -> None:
    once = inserted(typed, texts)

    assert once.startswith(typed.rstrip())
    assert all(text in once for text in texts)
    assert inserted(once, texts) == once


def test_each_organisation_gives_the_text_in_the_language_or_the_one_for_any_in_order() -> None:
    kept = [
        version("Bay", newest=True),
        version("La baie", newest=True, language="fr"),
        version("Old bay"),
        version("Port", newest=True, of=PORT),
        version("", newest=True, of=FAR),
        version("Once far", of=FAR),
    ]

    assert texts_in(kept, [PORT, BAY, FAR], "") == ["Port", "Bay"]
    assert texts_in(kept, [PORT, BAY, FAR], "fr") == ["Port", "La baie"]


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
        ("Lantern Bays", ["Bay"], "Port", False),
        ("Lantern Bays, a Bay", ["Bay"], "Port", True),
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
    assert not is_outdated(inserted("", [newest]), versions)
    assert is_outdated(before + "Gone Bay", [version("Gone Bay"), version("Port", newest=True)])
