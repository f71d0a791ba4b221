"""Copy about abuse, suicide or trafficking of children without a content warning, or without a helpline."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import regex

from scheduler.content.checks.protocol import Draft, Finding, KnownHelpline, Passage, prose
from scheduler.content.domain.kinds import KINDS, Field
from scheduler.content.domain.sensitive_words import first_sensitive_words, sensitive_words
from scheduler.messages import N_, Message, message

_WARNING, _HELPLINE, _OUTDATED = "warning", "helpline", "outdated"
_NONE_KNOWN, _NO_COUNTRY = "none_known", "no_country"
_WARNS = regex.compile(r"(?i)\b(?:content|trigger) (?:warning|note)|\b[CT]W:")
_NAMES_A_HELPLINE = regex.compile(
    r"(?i)\b(?:help|hot)-?lines?\b|\bcrisis lines?\b|\bl[ií]nea de ayuda\b|\bHilfetelefon\b"
)
_NUMBER_CHARS = 6
"""From so many digits on, a telephone number is found by its digits, whatever stands between them."""


class ContentWarning:
    """What is asked for where the words of `data/sensitive_words.csv` stand in the copy.

    Helplines are those that coordinators have entered for the country of the organisation.
    """

    slug = "content_warning"
    label = message(N_("Content warning and helpline"))

    def find(self, draft: Draft) -> Iterator[Finding]:
        """Yield the words that ask for a warning, and what to name of a helpline."""
        passages = list(prose(draft))
        words = _first(passages)
        if not words:
            return
        fields = KINDS[draft.kind].fields
        if Field.CONTENT_WARNING in fields and not _warns(draft, passages):
            yield Finding(Field.CONTENT_WARNING, words, details=(_WARNING,), basis=_all(passages))
        if not _names_one(passages, draft.helplines):
            yield replace(_without_helpline(words, draft), basis=_all(passages))

    def advice(self, finding: Finding) -> Message:
        """Say what to add."""
        what = finding.details[0]
        if what == _WARNING:
            return message(N_("Readers may be hurt by this. Add a content warning."))
        if what == _NONE_KNOWN:
            return message(
                N_("Name a helpline. None is listed for the country of your organisation. Ask a coordinator.")
            )
        if what == _NO_COUNTRY:
            text = N_("Name a helpline. None can be offered, as the country of your organisation is not set.")
            return message(text)
        if what == _OUTDATED:
            text = N_("Name a helpline, and make sure first that it is right: this one was last checked on %(day)s.")
            return message(text, day=date.fromisoformat(finding.details[1]))
        return message(N_("Name a helpline, for example this one."))


def helpline_text(helpline: KnownHelpline) -> str:
    """Return a helpline as it is put into copy."""
    rest = "; ".join(part for part in (helpline.hours, helpline.languages) if part)
    return f"{helpline.name}: {helpline.contact}" + (f" ({rest})" if rest else "")


def _first(passages: list[Passage]) -> str:
    found = (first_sensitive_words(passage.text, passage.language) for passage in passages)
    return next((words for words in found if words), "")


def _all(passages: list[Passage]) -> str:
    """Return every such word once, in the order of the alphabet: who overrides the check does so for these."""
    return "|".join(sorted(set().union(*(sensitive_words(passage.text, passage.language) for passage in passages))))


def _warns(draft: Draft, passages: list[Passage]) -> bool:
    return bool(draft.text.content_warning.strip()) or any(_WARNS.search(passage.text) for passage in passages)


def _names_one(passages: list[Passage], helplines: tuple[KnownHelpline, ...]) -> bool:
    text = "\n".join(passage.text for passage in passages)
    if not helplines:
        return bool(_NAMES_A_HELPLINE.search(text))
    digits = regex.sub(r"\D+", "", text)
    return any(_stands_in(one.contact, text.casefold(), digits) for one in helplines)


def _stands_in(contact: str, text: str, digits: str) -> bool:
    number = "" if ":" in contact else regex.sub(r"\D+", "", contact)
    address = regex.sub(r"^https?://(?:www\.)?|/$", "", contact.casefold())
    stands = regex.compile(rf"(?<!\w)(?<!\d[,.]){regex.escape(address)}(?![\w-]|\.\w)")
    return bool(stands.search(text)) or (len(number) >= _NUMBER_CHARS and number in digits)


def _without_helpline(quote: str, draft: Draft) -> Finding:
    """Return what to say where no helpline is named, and offer one, if there is one that is not outdated."""
    if not draft.helplines:
        return Finding(None, quote, details=(_NONE_KNOWN if draft.has_country else _NO_COUNTRY,))
    best = min(draft.helplines, key=lambda one: one.is_outdated)
    details = (_OUTDATED, best.checked_on.isoformat()) if best.is_outdated else (_HELPLINE,)
    return Finding(None, quote, details=details, offer=helpline_text(best))
