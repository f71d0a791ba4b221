"""Wording that is true on some days only: read a week later, "earlier today" misleads."""

from collections.abc import Iterator
from datetime import date, timedelta

import regex

from scheduler.content.checks.protocol import Draft, Finding, Passage, prose
from scheduler.content.domain.relative_wording import relative_spans
from scheduler.content.domain.sentences import quotation_spans, span_at
from scheduler.messages import N_, Message, message

_DAYS_FROM_PUBLICATION = {"yesterday": -1, "today": 0, "tonight": 0, "this morning": 0, "this afternoon": 0}
_DAYS_FROM_PUBLICATION |= {"this evening": 0, "tomorrow": 1}
_DAY = regex.compile(rf"(?i)\b(?:{'|'.join(_DAYS_FROM_PUBLICATION)})\b")


class RelativeTime:
    """English wording that depends on the day of reading, while the item is not out.

    What somebody said stays as it was said: quotations are left alone.
    """

    slug = "relative_time"
    label = message(N_("Wording that goes out of date"))

    def find(self, draft: Draft) -> Iterator[Finding]:
        """Yield each passage; with the day that is meant where the day of publication tells."""
        if draft.is_published:
            return
        for passage in prose(draft):
            if passage.may_be_in("en"):
                yield from _found(passage, draft.publish_on)

    def advice(self, finding: Finding) -> Message:
        """Say what to write instead."""
        if finding.details:
            text = N_("Readers may see this on another day. Give the date: %(day)s, as planned now.")
            return message(text, day=date.fromisoformat(finding.details[0]))
        return message(N_("Readers may see this on another day. Give the date, or leave the time out."))


def _found(passage: Passage, publish_on: date | None) -> Iterator[Finding]:
    quotations = quotation_spans(passage.text)
    for start, end in relative_spans(passage.text):
        if not span_at(quotations, start):
            wording = passage.text[start:end]
            yield Finding(passage.field, wording, passage.number, _meant(wording, publish_on))


def _meant(wording: str, publish_on: date | None) -> tuple[str, ...]:
    """Return the day that is meant, in ISO form, if it can be told."""
    day = _DAY.search(wording)
    if publish_on is None or day is None or "before" in wording or "after" in wording.split():
        return ()
    # What fits by capitals of another language alone (`THİS`) is no such name.
    days = _DAYS_FROM_PUBLICATION.get(day.group().lower())
    try:
        return () if days is None else ((publish_on + timedelta(days=days)).isoformat(),)
    except OverflowError:
        return ()
