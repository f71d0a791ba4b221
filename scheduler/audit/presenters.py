"""Acts on record in words, as every page shows them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import LazyString

from scheduler.audit.acts import AuditAct
from scheduler.audit.models import AuditRow
from scheduler.web.template_filters import day_short


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One act: when (aware UTC), by whom (empty where nobody is named), and what."""

    at: datetime
    who: str
    text: str


def history_line(
    row: AuditRow, who: str, sentences: Mapping[AuditAct, LazyString], values: Mapping[str, Any]
) -> HistoryLine:
    """Return an act in the sentence that a page has for it, filled with values."""
    return HistoryLine(row.at, who, str(sentences[AuditAct(row.act)]) % values)


def ids_named(rows: Iterable[AuditRow], fact: str) -> set[int]:
    """Return the ids that stand in acts under a name."""
    return {row.details[fact] for row in rows if isinstance(row.details.get(fact), int)}


def day_named(row: AuditRow, fact: str) -> str:
    """Return in words the day that stands in an act under a name; a dash for none."""
    text = row.details.get(fact)
    return day_short(date.fromisoformat(text)) if isinstance(text, str) and text else "–"
