"""A placeholder title must not give away what it stands in for."""

import pytest

from scheduler.agenda.domain.placeholder_titles import RealTitle, holds_title, revealed_words, shared_words


@pytest.mark.parametrize(
    ("safe", "title", "hashtags", "found"),
    [
        ("Joint statement, 30 July", "Joint statement on live-streamed abuse", (), ()),
        ("Scorecard, 30 July", "Scorecard of live-streamed abuse", (), ("Scorecard",)),
        ("SCORECARD", "The scorecard", (), ("SCORECARD",)),
        ("Item on abuse", "Live-streamed abuse", (), ("abuse",)),
        ("Item of July", "In July we act", (), ()),
        ("End trafficking now", "A new law", ("EndTrafficking",), ("#EndTrafficking",)),
        ("About #CSAM", "A new law", ("CSAM", "X"), ("#CSAM",)),
        ("Straßenfest", "Das STRASSENFEST", (), ("Straßenfest",)),
        ("", "Scorecard", ("Tag",), ()),
    ],
)
def test_what_a_placeholder_gives_away(safe, title, hashtags, found):
    assert shared_words(safe, title, hashtags) == found


@pytest.mark.parametrize(
    ("placeholder", "title", "holds"),
    [
        ("Day off", "Day off", True),
        ("DAY  OFF!", "day-off", True),
        ("A day off in May", "Day off", True),
        ("Press release", "Press release", True),
        ("Joint press release, 30 July", "Press release", False),
        ("Day on, off", "Day off", False),
        ("A day", "A day off", False),
        ("Summer plan", "", False),
        ("", "Day off", False),
        ("30 July", "…", False),
        (
            "\N{ARABIC LETTER YEH}\N{ARABIC LETTER WAW}\N{ARABIC LETTER MEEM} 1",
            "\N{ARABIC LETTER YEH}\N{ARABIC LETTER WAW}\N{ARABIC LETTER MEEM}",
            True,
        ),
    ],
)
def test_a_placeholder_that_holds_the_whole_title(placeholder, title, holds):
    assert holds_title(placeholder, title) is holds


def test_of_a_changed_title_only_what_is_new_is_told():
    before = RealTitle("Scorecard of platforms")

    assert revealed_words("Scorecard and verdict", before, before) == ()
    assert revealed_words("Scorecard and verdict", RealTitle("The verdict: a scorecard"), before) == ("verdict",)
    assert revealed_words("Scorecard and verdict", RealTitle("Another", ("verdict",)), before) == ("#verdict",)
    assert revealed_words("Scorecard and verdict", before) == ("Scorecard",)
