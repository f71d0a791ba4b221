"""Words that blame a child or play down a crime, and what the field says instead."""

from collections.abc import Iterator

from scheduler.content.checks.protocol import Draft, Finding, Passage, prose
from scheduler.content.domain.sentences import quotation_spans, sentence_spans, span_at
from scheduler.guidance.domain.terms import TermList, legal_name_spans, term_matches
from scheduler.messages import N_, Message, message

# A sentence may be as long as a text; what is further away says nothing about a phrase.
NEAR_CHARS = 400


class Terminology:
    """Phrases of the list in `guidance/data/terminology.csv`, as the coalition has changed it.

    Left alone are quotations, as a person's own word wins, and names of laws.
    """

    slug = "terminology"
    label = message(N_("Terminology"))

    def find(self, draft: Draft) -> Iterator[Finding]:
        """Yield each phrase, with what to say instead and why."""
        for passage in prose(draft):
            for language in draft.terms.languages():
                if passage.may_be_in(language):
                    yield from _found(passage, language, draft.terms)

    def advice(self, finding: Finding) -> Message:
        """Say what to write instead, and why."""
        prefer, reason = finding.details
        if not reason:
            return message(N_("Instead: %(prefer)s."), prefer=prefer)
        return message(N_("Instead: %(prefer)s. Reason: %(reason)s."), prefer=prefer, reason=reason)


def _found(passage: Passage, language: str, terms: TermList) -> Iterator[Finding]:
    text = passage.text
    matches = list(term_matches(text, language, terms))
    if not matches:
        return
    left_alone = (quotation_spans(text), legal_name_spans(text))
    sentences = sentence_spans(text)
    for term, start, end in matches:
        sentence = span_at(sentences, start) or (start, end)
        if not any(span_at(spans, start) for spans in left_alone) and term.is_meant(
            _around(text, start, end, sentence)
        ):
            yield Finding(passage.field, text[start:end], passage.number, (term.prefer, term.reason))


def _around(text: str, start: int, end: int, sentence: tuple[int, int]) -> str:
    """Return the rest of the sentence, as far as it is near."""
    before = text[max(sentence[0], start - NEAR_CHARS) : start]
    return f"{before} {text[end : max(end, min(sentence[1], end + NEAR_CHARS))]}"
