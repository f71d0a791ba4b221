"""All channels: complete, sourced, and safe on any text."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.content.channels.registry import CHANNELS
from scheduler.content.domain.item_text import ItemText

slugs = pytest.mark.parametrize("slug", CHANNELS)


@slugs
def test_a_channel_stands_under_its_own_slug_and_every_limit_has_a_source(slug):
    channel = CHANNELS[slug]
    limits = [*channel.limits, *([channel.alt_text_limit] if channel.alt_text_limit else [])]

    assert channel.slug == slug
    assert channel.name
    assert all(limit.value > 0 and limit.source and limit.read_on >= date(2026, 11, 21) for limit in limits)


@slugs
def test_the_count_names_the_first_limit(slug):
    channel = CHANNELS[slug]
    count = channel.count("")

    assert (count.used, count.over) == (0, False)
    assert count.limit == (channel.limits[0].value if channel.limits else None)


@slugs
def test_only_mastodon_keeps_the_warning_apart(slug):
    text = CHANNELS[slug].compose(ItemText(body="Text", content_warning="mentions abuse"))

    assert CHANNELS[slug].has_warning_field == (slug == "mastodon")
    assert ("mentions abuse" in text) == (slug != "mastodon")


@slugs
@settings(max_examples=25)
@given(text=st.text(st.characters(), max_size=60), warning=st.text(max_size=10))
def test_any_text_is_counted(slug, text, warning):
    count = CHANNELS[slug].count(text, warning)

    assert count.used >= 0
    assert count.limit is None or count.used <= count.limit or count.over
