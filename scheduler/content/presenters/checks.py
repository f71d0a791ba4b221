"""What the checks say of copy, as a page shows it."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from threading import Lock

from cachetools import LRUCache, cached
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from scheduler.content.checks.protocol import Check, Draft, Finding
from scheduler.content.checks.registry import CHECKS
from scheduler.content.domain.item_text import ItemText, canonical_json, normalise
from scheduler.content.domain.kinds import Kind
from scheduler.content.domain.markdown import plain_text
from scheduler.content.domain.quotes import QuoteFault
from scheduler.content.domain.reading_time import reading_minutes, word_count
from scheduler.content.domain.workflow import UNPUBLISHED
from scheduler.content.labels import field_label, place_name
from scheduler.content.models import Item
from scheduler.content.services.quotes import quote_faults
from scheduler.web.template_filters import day

# Of one check; whoever has mended these sees the next.
MOST_FINDINGS = 20
MAX_QUOTE_CHARS = 120
# Texts in use, so that one is checked once and not at every look: a long one takes a moment, what is found is small.
KEPT_TEXTS = 512


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One thing to look at: where, the passage, what to do, and how often the same is there."""

    place: str
    quote: str
    advice: str
    count: int


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What one check found; `has_more` when it found more than is shown."""

    slug: str
    label: str
    lines: tuple[CheckLine, ...]
    has_more: bool


@dataclass(frozen=True, slots=True)
class CheckPanel:
    """What all checks found, and how long the main copy is."""

    results: tuple[CheckResult, ...]
    length: int
    minutes: int

    @property
    def count(self) -> int:
        """Return how many things there are to look at."""
        return sum(len(result.lines) for result in self.results)


def check_panel(session: Session, item: Item, text: ItemText, now: datetime) -> CheckPanel:
    """Return what the checks say of this text of an item, saved or not."""
    kept = normalise(text)
    is_published = item.state not in UNPUBLISHED
    faults = quote_faults(session, item, kept, now)
    draft = Draft(kept, Kind(item.kind), item.publish_on, is_published=is_published, quote_faults=faults)
    word_number = word_count(plain_text(kept.body))
    return CheckPanel(tuple(_results(draft)), word_number, reading_minutes(word_number))


def _results(draft: Draft) -> Iterator[CheckResult]:
    for check, found in zip(CHECKS, _findings(draft), strict=True):
        if found:
            lines = tuple(_lines(check, found[:MOST_FINDINGS], draft.text))
            yield CheckResult(check.slug, check.label.render(_), lines, has_more=len(found) > MOST_FINDINGS)


def _key(draft: Draft) -> tuple[bytes, Kind, date | None, bool, tuple[QuoteFault | None, ...]]:
    text = hashlib.sha256(canonical_json(draft.text).encode()).digest()
    return text, draft.kind, draft.publish_on, draft.is_published, draft.quote_faults


@cached(LRUCache(KEPT_TEXTS), _key, Lock())
def _findings(draft: Draft) -> tuple[tuple[Finding, ...], ...]:
    """Return what each check finds, one more than is shown at most."""
    return tuple(tuple(islice(check.find(draft), MOST_FINDINGS + 1)) for check in CHECKS)


def _lines(check: Check, found: tuple[Finding, ...], text: ItemText) -> Iterator[CheckLine]:
    for finding, count in Counter(found).items():
        yield CheckLine(
            _place(finding, text), _shortened(finding.quote), check.advice(finding).with_dates(day).render(_), count
        )


def _place(finding: Finding, text: ItemText) -> str:
    if not finding.number:
        return str(field_label(finding.field))
    variant = text.variants[finding.number - 1]
    return place_name(variant.channel, variant.language, "")


def _shortened(quote: str) -> str:
    return quote if len(quote) <= MAX_QUOTE_CHARS else quote[: MAX_QUOTE_CHARS - 1].rstrip() + "…"
