"""The note that is proposed for a correction of published copy which news of a bill or a fact may have made wrong."""

from collections.abc import Iterator

from flask_babel import gettext as _

from scheduler.content.domain.text_length import beginning
from scheduler.content.presenters.bill_news import BillNews, MilestoneNews
from scheduler.content.presenters.facts import FactNews, FactUse
from scheduler.facts.labels import source_label
from scheduler.shortening import up_to_last
from scheduler.web.template_filters import day

_BETWEEN = "; "


def proposed_note(bill_news: BillNews | None, fact_news: FactNews | None, *, max_chars: int) -> str:
    """Return one line that says what is new, the latest of each bill first; empty where nothing is.

    Each thing is said once. News that the line has no room for is left out; the first is cut instead.

    Args:
        bill_news: what is new of the bills that the copy cites.
        fact_news: what is new of the facts that it uses.
        max_chars: how long the line may be, in code points.
    """
    note = ""
    # Copy may say one fact in several places.
    for line in dict.fromkeys(_lines(bill_news, fact_news)):
        longer = f"{note}{_BETWEEN}{line}" if note else _("Corrected: %(news)s", news=line)
        if len(longer) > max_chars:
            return note or f"{up_to_last(beginning(longer, max_chars - 1))}…"
        note = longer
    return note


def _lines(bill_news: BillNews | None, fact_news: FactNews | None) -> Iterator[str]:
    if bill_news:
        yield from map(_milestone, reversed(bill_news.news))
    if fact_news:
        # What is no longer used, or out of date, says nothing of what is right.
        yield from (_fact(use) for use in fact_news.uses if use.has_changed and not use.fact.retired_at)


def _milestone(news: MilestoneNews) -> str:
    name = f"{news.name} {news.count}" if news.count else news.name
    parts = {"bill": news.bill.number, "milestone": name, "day": day(news.row.day)}
    if news.row.taken_back_at:
        # Translators: a milestone of a bill that was entered by mistake, with its day
        return _("%(bill)s: not “%(milestone)s, %(day)s”", **parts)
    # Translators: what happened to a bill, with the count of a vote if it was one, and the day
    return _("%(bill)s: %(milestone)s, %(day)s", **parts)


def _fact(use: FactUse) -> str:
    return f"{use.fact.statement} ({source_label(use.fact.source_name, use.fact.source_date)})"
