"""A safe title must not give away what it stands in for."""

import pytest

from scheduler.content.domain.safe_titles import shared_words


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
def test_what_a_safe_title_gives_away(safe, title, hashtags, found):
    assert shared_words(safe, title, hashtags) == found
