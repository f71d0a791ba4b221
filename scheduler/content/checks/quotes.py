"""Every quote has a speaker who agreed to be quoted, and stands in the body in the same words or not at all."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import regex

from scheduler.content.checks.protocol import Draft, Finding
from scheduler.content.domain.kinds import Field
from scheduler.content.domain.markdown import plain_text
from scheduler.content.domain.quotes import QuoteFault
from scheduler.messages import N_, Message, message

DIFFERS = "differs"

# Shorter ones are names of things and single words.
MIN_WORDS = 4
# Of the pairs of words that follow each other in a quotation; what shares fewer with a quote is something else.
MIN_SHARED = 0.5

_QUOTED = regex.compile(r"[“„][^“”„\n]{1,5000}+[”“]|\"[^\"\n]{1,5000}+\"|«[^«»\n]{1,5000}+»")
# What a writer leaves out or puts in, and says so.
_CUT = regex.compile(r"\[[^\[\]\n]{0,200}+\]|…|\.{3}")
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}\p{N}]+)*+")


class Quotes:
    """Quotes without speaker or consent, and quotations in the body that differ from the quote."""

    slug = "quotes"
    label = message(N_("Quotes"))

    def find(self, draft: Draft) -> Iterator[Finding]:
        """Yield what is wrong with each quote, in order, then the quotations of the body that differ."""
        faults = draft.quote_faults or (None,) * len(draft.text.quotes)
        for quote, fault in zip(draft.text.quotes, faults, strict=True):
            if not quote.speaker:
                yield Finding(Field.QUOTES, quote.text, details=(QuoteFault.NO_SPEAKER,), basis=quote.key)
            if fault is not None:
                yield Finding(Field.QUOTES, quote.text, details=(fault,), basis=quote.key)
        if draft.text.quotes:
            yield from _differing(draft)

    def advice(self, finding: Finding) -> Message:
        """Say what is missing, or which words to compare."""
        return {
            QuoteFault.NO_SPEAKER: message(N_("This quote has no speaker. Enter who said it.")),
            QuoteFault.NO_CONSENT: message(
                N_("No consent is recorded for this quote as it reads now. Record it on “Details”, under “Quotes”.")
            ),
            QuoteFault.CONSENT_ENDED: message(
                N_("Consent for this quote ends before it is published. Ask again, or remove the quote.")
            ),
            QuoteFault.CONSENT_WITHDRAWN: message(N_("Consent for this quote was withdrawn. Remove the quote.")),
            DIFFERS: message(N_("The text quotes this differently from the quote below it. Make both the same.")),
        }[finding.details[0]]


def _differing(draft: Draft) -> Iterator[Finding]:
    known = [_words(quote.text) for quote in draft.text.quotes]
    whole = [f" {' '.join(words)} " for words in known]
    pairs = [set(_pairs(words)) for words in known]
    for match in _QUOTED.finditer(plain_text(draft.text.body)):
        parts = [words for part in _CUT.split(match.group()) if (words := _words(part))]
        own = [pair for words in parts for pair in _pairs(words)]
        if sum(map(len, parts)) < MIN_WORDS or not own:
            continue
        shared = Counter({index: sum(pair in of for pair in own) for index, of in enumerate(pairs)})
        index, count = shared.most_common(1)[0]
        if count / len(own) >= MIN_SHARED and not all(f" {' '.join(words)} " in whole[index] for words in parts):
            yield Finding(Field.BODY, match.group(), details=(DIFFERS,))


def _words(text: str) -> list[str]:
    return [match.group().casefold().replace("’", "'") for match in _WORD.finditer(text)]


def _pairs(words: list[str]) -> Iterator[tuple[str, str]]:
    return pairwise(words)
