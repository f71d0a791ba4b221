"""Hashtags of several words in small letters: a screen reader runs the words together."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from scheduler.content.checks.protocol import Draft, Finding
from scheduler.content.domain.kinds import Field
from scheduler.messages import N_, Message, message

# Shorter tags are acronyms and single words; only common words are taken for parts, as rare ones are often names.
MIN_CHARS = 8
# From each list; a word stands only in the one in which it ranks best.
COMMON_WORDS = {"english_wikipedia": 12_000, "us_tv_and_film": 6_000, "passwords": 1_500}
MIN_WORD_CHARS = 3
_SHORT_WORDS = frozenset({"a", "an", "as", "at", "be", "by", "do", "in", "is", "it", "me", "my", "no", "not"})
_SHORT_WORDS |= frozenset({"of", "on", "or", "our", "so", "to", "up", "us", "we"})
# Compounds of the field that the lists do not have.
_ONE_WORD = frozenset({"safeguarding", "schoolgirls", "schoolboys", "livestreaming", "livestreamed", "policymakers"})


class HashtagCase:
    """Tags such as `endtrafficking`, for which `EndTrafficking` is proposed.

    Only what is made of common English words is pointed out, so that a name or a tag in another language is left alone.
    """

    slug = "hashtag_case"
    label = message(N_("Capitals in hashtags"))

    def find(self, draft: Draft) -> Iterator[Finding]:
        """Yield tags without a capital that are two English words or more."""
        for tag in draft.text.hashtags:
            proposed = capitalised(tag)
            if proposed:
                yield Finding(Field.HASHTAGS, f"#{tag}", details=(f"#{proposed}",))

    def advice(self, finding: Finding) -> Message:
        """Say how to write it."""
        return message(N_("Write %(tag)s: screen readers then read each word."), tag=finding.details[0])


def capitalised(tag: str) -> str:
    """Return a tag in small ASCII letters with a capital for each word; "" for one word, or when it cannot be told."""
    if not (tag.isascii() and tag.isalpha() and tag.islower()) or len(tag) < MIN_CHARS or _is_one_word(tag):
        return ""
    words = _split(tag)
    return "".join(word.capitalize() for word in words) if len(words) > 1 else ""


def _is_one_word(tag: str) -> bool:
    return tag in _ONE_WORD or any(tag in words for words in _lists().values())


def _lists() -> Mapping[str, Sequence[str]]:
    """Return English words by list, the most common first."""
    # Not before they are asked for: they take 13 MB.
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # noqa: PLC0415

    lists: Mapping[str, Sequence[str]] = FREQUENCY_LISTS
    return lists


@cache
def _known() -> dict[str, int]:
    """Return common words with their rank, the most common first."""
    ranks: dict[str, int] = {}
    for name, most in COMMON_WORDS.items():
        for rank, word in enumerate(_lists()[name][:most]):
            if word.isalpha() and (len(word) >= MIN_WORD_CHARS or word in _SHORT_WORDS):
                ranks[word] = min(rank, ranks.get(word, rank))
    return ranks


def _split(tag: str) -> tuple[str, ...]:
    """Return the fewest common words that the tag is made of, none when it is not."""
    best: list[tuple[str, ...] | None] = [()]
    for end in range(1, len(tag) + 1):
        fitting = [
            (*before, tag[start:end])
            for start in range(end)
            if (before := best[start]) is not None and _is_known(tag[start:end])
        ]
        best.append(min(fitting, key=lambda words: (len(words), sum(map(_rank, words))), default=None))
    return best[-1] or ()


def _is_known(word: str) -> bool:
    """Say whether a word is common, or is so without the s of a plural or, as tags have no apostrophe, of "women's"."""
    return word in _known() or (len(word) > MIN_WORD_CHARS and word[-1] == "s" and word[:-1] in _known())


def _rank(word: str) -> int:
    return _known().get(word, _known().get(word[:-1], 0))
