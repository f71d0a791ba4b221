"""The facts that an item's copy uses: where each is said, and which may have become wrong since somebody looked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _

from scheduler.content.domain.anchors import Anchor, Lost, Proof, SearchedText, Span, find
from scheduler.content.domain.item_text import ItemText, has_text
from scheduler.content.domain.markdown import plain_text
from scheduler.content.domain.sentences import sentence_spans, span_at
from scheduler.content.domain.text_parts import TextPart, text_parts
from scheduler.content.domain.workflow import SETTLED, State
from scheduler.content.labels import field_label, place_name
from scheduler.content.models import ItemFact
from scheduler.content.queries.items import Seen
from scheduler.facts.domain.validity import is_expired
from scheduler.facts.labels import source_label
from scheduler.facts.models import Fact


@dataclass(frozen=True, slots=True)
class FactUse:
    """A passage that says a fact; `lost` is why it cannot be shown in the copy, None where it stands there.

    `sentence` is what the copy says now, or the passage as it was linked. `has_changed` and `has_expired` are since
    somebody compared the two.
    """

    link: ItemFact
    fact: Fact
    source: str
    place: str
    sentence: str
    lost: Lost | None
    has_changed: bool
    has_expired: bool

    @property
    def is_gone(self) -> bool:
        """Say whether the passage is not there any more."""
        return self.lost is Lost.GONE

    @property
    def is_stale(self) -> bool:
        """Say whether the copy is to be compared with the fact."""
        return self.has_changed or self.has_expired


@dataclass(frozen=True, slots=True)
class FactNews:
    """What to compare the copy of an item with; `until` is the last change, None where facts are only out of date."""

    uses: tuple[FactUse, ...]
    until: datetime | None
    today: date

    @property
    def has_expired(self) -> bool:
        """Say whether one of them is out of date."""
        return any(use.has_expired for use in self.uses)


def fact_uses(seen: Seen, facts: Sequence[tuple[ItemFact, Fact]], today: date) -> tuple[FactUse, ...]:
    """Return the passages of an item that say facts, on a day of its reader, in the order in which they were linked."""
    if not facts:
        return ()
    parts = {part.key: part for part in text_parts(seen.text)}
    wanted = {link.part for link, _fact in facts} & parts.keys()
    texts = {key: SearchedText(plain_text(parts[key].text)) for key in wanted}
    return tuple(_use(link, fact, parts, texts, today) for link, fact in facts)


def fact_news(seen: Seen, uses: Sequence[FactUse], today: date) -> FactNews | None:
    """Return what to compare the copy with; None where nothing is new, or nobody will read it."""
    stale = tuple(use for use in uses if use.is_stale)
    if not stale or State(seen.item.state) in SETTLED or not has_text(seen.text):
        return None
    changed = [use.fact.changed_at for use in stale if use.has_changed and use.fact.changed_at is not None]
    return FactNews(stale, max(changed, default=None), today)


def part_choices(text: ItemText) -> list[tuple[str, str]]:
    """Return the parts of the copy in which a passage may stand, by key."""
    return [(part.key, part_label(part)) for part in text_parts(text)]


def copies(text: ItemText) -> list[tuple[str, str]]:
    """Return the parts of the copy as they are read, by what they are called."""
    return [(part_label(part), plain_text(part.text)) for part in text_parts(text)]


def part_label(part: TextPart) -> str:
    """Return how a part of the copy is called."""
    if part.quote is not None:
        return _("Quote %(number)s", number=part.quote + 1)
    if part.variant is None:
        return str(field_label(part.key))
    return place_name(part.variant.channel, part.variant.language, "")


def _use(
    link: ItemFact, fact: Fact, parts: Mapping[str, TextPart], texts: Mapping[str, SearchedText], today: date
) -> FactUse:
    anchor = Anchor(link.passage, link.before, link.after, Proof(link.proof))
    text = texts.get(link.part)
    place = Lost.GONE if text is None else find(text, anchor)
    return FactUse(
        link=link,
        fact=fact,
        source=source_label(fact.source_name, fact.source_date),
        place=part_label(parts[link.part]) if link.part in parts else _("A part that is not there any more"),
        sentence=link.passage if text is None or isinstance(place, Lost) else _sentence(text.text, place),
        lost=place if isinstance(place, Lost) else None,
        has_changed=fact.changed_at is not None and (link.checked_at is None or fact.changed_at > link.checked_at),
        has_expired=fact.retired_at is None
        and is_expired(fact.true_until, today)
        and link.checked_until != fact.true_until,
    )


def _sentence(text: str, place: Span) -> str:
    """Return what stands from the start of the first sentence of a passage to the end of its last."""
    spans = sentence_spans(text)
    first, last = span_at(spans, place.start), span_at(spans, place.end - 1)
    start = first[0] if first else place.start
    end = last[1] if last else place.end
    return text[start:end].strip()
