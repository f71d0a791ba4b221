"""What people are quoted with: how it is printed, and whether those who said it agree to that."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

MAX_QUOTES = 20
"""How many one item may have."""

MAX_QUOTE_CHARS, MAX_SPEAKER_CHARS, MAX_ROLE_CHARS, MAX_ORGANISATION_CHARS = 5000, 200, 200, 200
MAX_CONSENT_CHARS = 1000

# What opens a quotation in some language; who typed it has chosen the marks.
_OPENING = frozenset('"“”„‟«»‘‚「『《〈')
# Those of English, in which the words around a quotation are written.
_ENGLISH = {'"': '"', "“": "”", "‘": "’"}
_KEEP = ("?", "!", "…", "...", "—", "–", ",")


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody says in a text, as plain text; who says it, in free words. All of it is signed."""

    text: str
    speaker: str = ""
    role: str = ""
    organisation: str = ""

    @property
    def key(self) -> str:
        """Return what a consent is for, as 64 hexadecimal digits: exactly these words of this speaker."""
        content = json.dumps([self.text, self.speaker], ensure_ascii=True, separators=(",", ":"))
        return hashlib.sha256(content.encode("ascii")).hexdigest()


class ConsentBasis(StrEnum):
    """Why somebody may be quoted, or that they may not be any more."""

    AGREED = "agreed"
    PUBLIC = "public"
    WITHDRAWN = "withdrawn"


class QuoteFault(StrEnum):
    """Why a quote should not go out as it is."""

    NO_SPEAKER = "no_speaker"
    NO_CONSENT = "no_consent"
    CONSENT_ENDED = "consent_ended"
    CONSENT_WITHDRAWN = "consent_withdrawn"


FORBIDDEN_FAULTS = frozenset({QuoteFault.CONSENT_ENDED, QuoteFault.CONSENT_WITHDRAWN})
"""With these a text is neither scheduled nor published."""


@dataclass(frozen=True, slots=True)
class FaultyQuote:
    """A quote that stands in the way, by who says it or else by its place among the quotes, from 1."""

    speaker: str
    number: int
    fault: QuoteFault


@dataclass(frozen=True, slots=True)
class QuoteConsent:
    """Why somebody may be quoted; `until` is the last day, inclusive, None without end."""

    basis: ConsentBasis
    until: date | None = None


def consent_fault(consent: QuoteConsent | None, today: date) -> QuoteFault | None:
    """Say why a quote may not be used on a day, which is one in the zone of the organisation that owns the item."""
    if consent is None:
        return QuoteFault.NO_CONSENT
    if consent.basis is ConsentBasis.WITHDRAWN:
        return QuoteFault.CONSENT_WITHDRAWN
    is_over = consent.basis is ConsentBasis.AGREED and consent.until is not None and today > consent.until
    return QuoteFault.CONSENT_ENDED if is_over else None


def attribution(quote: Quote) -> str:
    """Return who says it: name, role, organisation, those that are known."""
    return ", ".join(part for part in (quote.speaker, quote.role, quote.organisation) if part)


def quoted(text: str) -> str:
    """Return a quotation in marks: those that were typed, else double ones, opened anew in each paragraph."""
    if text[:1] in _OPENING:
        return text
    opened = text.replace("\n\n", "\n\n“")
    return f"“{opened}”"


def said(quote: Quote) -> str:
    """Return a quote as running text: “Text,” said Name, role. Marks of other languages are followed by a dash."""
    text, who = quoted(quote.text), attribution(quote)
    if not who:
        return text
    closing = _ENGLISH.get(text[0])
    if not quote.speaker or closing is None or len(text) < 2 or not text.endswith(closing):
        return f"{text} — {who}"
    words = text[:-1]
    if not words.endswith(_KEEP):
        words = f"{words.removesuffix('.')},"
    return f"{words}{closing} said {who}{'' if who.endswith('.') else '.'}"
