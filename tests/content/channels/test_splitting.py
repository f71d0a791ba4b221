"""Copy that is too long is cut by the counts of the networks that it is for."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.content.channels.registry import CHANNELS
from scheduler.content.channels.rendering import publications
from scheduler.content.channels.splitting import MAX_SPLIT_CHARS, split_text
from scheduler.content.domain.item_text import ItemText, Variant
from scheduler.content.domain.kinds import Kind

SENTENCE = "The coalition asks every senator for a yes. "
TEXT = ItemText(
    body=SENTENCE * 12,
    content_warning="mentions abuse and violence",
    call_to_action="Write to your senator before Thursday evening",
    call_to_action_link="https://e.org/act",
    hashtags=("EndTrafficking", "SafeByDesign"),
)
KNOWING = [slug for slug, channel in CHANNELS.items() if channel.has_threads]
WORDS = st.text(st.characters(categories=("L", "Nd")), min_size=1, max_size=10)
PROSE = st.lists(st.tuples(WORDS, st.sampled_from([" ", " ", ", ", ". ", "\n\n", "\n---\n"])), max_size=150).map(
    lambda pairs: "".join(word + space for word, space in pairs)
)


@settings(deadline=None, max_examples=25)
@given(PROSE, PROSE)
def test_every_post_fits_on_every_channel_with_all_that_it_carries(body: str, own: str) -> None:
    text = replace(TEXT, body=body, variants=(Variant("x", "", own), Variant("", "fr", own)))

    found = split_text(text, KNOWING)

    assert found.too_long == ()
    assert not [row.text for row in publications(found.text, KNOWING, Kind.POST) if row.count.over]
    for before, after in ((body, found.text.body), *((own, variant.text) for variant in found.text.variants)):
        assert [word for word in after.split() if word != "---"] == [word for word in before.split() if word != "---"]


def test_the_narrowest_of_the_channels_with_threads_decides() -> None:
    added = {
        slugs: split_text(TEXT, slugs).added for slugs in (("mastodon",), ("mastodon", "x"), ("x",), ("linkedin",))
    }

    assert added == {("mastodon",): 1, ("mastodon", "x"): 2, ("x",): 2, ("linkedin",): 0}


def test_copy_that_no_channel_takes_is_left_alone() -> None:
    text = replace(TEXT, variants=(Variant("x", "", "On X."), Variant("bluesky", "", SENTENCE * 12)))

    found = split_text(text, ["x"])

    assert (found.text, found.added, found.too_long) == (text, 0, ())


def test_what_cannot_be_cut_is_named() -> None:
    text = replace(TEXT, body=f"See https://e.org/{'a' * 400} now.", call_to_action="", call_to_action_link="")

    found = split_text(text, ["bluesky", "x", "facebook"])

    # A network that counts every address alike takes it.
    assert [channel.slug for channel in found.too_long] == ["bluesky"]
    assert not found.is_unread


def test_many_texts_are_left_alone_as_one_long_text_is() -> None:
    own = SENTENCE * (MAX_SPLIT_CHARS // len(SENTENCE) // 3)
    few, many = (
        replace(TEXT, variants=tuple(Variant("x", f"{chr(97 + n)}a", own) for n in range(count))) for count in (1, 4)
    )

    assert split_text(few, ["x"]).added > 0
    found = split_text(many, ["x"])
    assert (found.text, found.added, found.is_unread) == (many, 0, True)
