"""How networks show web addresses, at the lengths where they begin to cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.content.channels.registry import CHANNELS
from scheduler.content.domain.post_segments import PostSegment, SegmentKind, post_segments


@pytest.mark.parametrize(
    ("slug", "address", "shown"),
    [
        ("x", "https://dev.twitter.com/terms/display-guidelines", "dev.twitter.com/terms/display-…"),
        ("x", "https://www.facebook.com/ANCatNY", "facebook.com/ANCatNY"),
        ("x", "https://e.org/" + "a" * 14, "e.org/" + "a" * 14),
        ("x", "https://e.org/" + "a" * 15, "e.org/" + "a" * 14 + "…"),
        ("bluesky", "https://e.org/", "e.org"),
        ("bluesky", "https://www.e.org/" + "a" * 14, "www.e.org/" + "a" * 14),
        ("bluesky", "https://e.org/" + "a" * 15, "e.org/" + "a" * 12 + "..."),
        ("mastodon", "https://www.e.org/" + "a" * 25, "e.org/" + "a" * 25),
        ("mastodon", "https://e.org/" + "a" * 26, "e.org/" + "a" * 24 + "…"),
        ("linkedin", "https://e.org/" + "a" * 12, "https://e.org/" + "a" * 12),
        ("linkedin", "https://e.org/" + "a" * 13, "lnkd.in/…"),
        ("facebook", "https://e.org/" + "a" * 99, "https://e.org/" + "a" * 99),
    ],
)
def test_an_address_is_shown_as_the_network_does(slug: str, address: str, shown: str) -> None:
    assert CHANNELS[slug].show_link(address) == shown


def test_a_post_is_cut_into_text_links_and_hashtags() -> None:
    text = "Count it: https://example.org/questions#how. #CountIt, наше #слово"

    assert post_segments(text, CHANNELS["x"].show_link) == (
        PostSegment(SegmentKind.TEXT, "Count it: "),
        PostSegment(SegmentKind.LINK, "example.org/questions#how", "https://example.org/questions#how"),
        PostSegment(SegmentKind.TEXT, ". "),
        PostSegment(SegmentKind.HASHTAG, "#CountIt"),
        PostSegment(SegmentKind.TEXT, ", наше "),
        PostSegment(SegmentKind.HASHTAG, "#слово"),
    )


@given(text=st.text(st.sampled_from("ab #.@/:\n日שhttps://e.org/x#y "), max_size=60))
def test_nothing_is_lost(text: str) -> None:
    assert "".join(piece.address or piece.text for piece in post_segments(text, CHANNELS["x"].show_link)) == text
