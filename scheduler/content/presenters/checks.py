"""What the checks say of copy, as a page shows it."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from scheduler.accounts.services.naming import names_with_organisations
from scheduler.agenda.domain.visibility import Viewer
from scheduler.content.checks.protocol import Check, Draft, Finding
from scheduler.content.checks.running import MOST_FINDINGS
from scheduler.content.domain.copy_length import copy_length
from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.reading_level import ReadingLevel
from scheduler.content.domain.workflow import FailedCheck
from scheduler.content.labels import field_label, place_name
from scheduler.content.models import CheckOverride, Item
from scheduler.content.queries.feedback import readable_overrides
from scheduler.content.queries.items import Seen
from scheduler.content.services.check_overrides import CheckedText, CheckState, checked_text
from scheduler.guidance.models import Level
from scheduler.legislation.models import Bill
from scheduler.web.template_filters import day

MAX_QUOTE_CHARS = 120


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One thing to look at: where, the passage, what to do, how often the same is there, and what may be copied."""

    place: str
    quote: str
    advice: str
    count: int
    offer: str = ""


@dataclass(frozen=True, slots=True)
class OverrideLine:
    """Who has overridden a check, when and why; `reason` is empty for whoever may not read what was said then."""

    person: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What one check found; `has_more` when it found more than is shown.

    `is_required` says that nothing is scheduled with these findings unless somebody overrides the check.
    """

    slug: str
    label: str
    lines: tuple[CheckLine, ...]
    has_more: bool
    is_required: bool = False
    override: OverrideLine | None = None


@dataclass(frozen=True, slots=True)
class CheckPanel:
    """What all checks found, how long the main copy is, and how hard to read; `level` is None where nobody can say."""

    results: tuple[CheckResult, ...]
    length: int
    minutes: int
    level: ReadingLevel | None = None
    failed: tuple[FailedCheck, ...] = ()

    @property
    def count(self) -> int:
        """Return how many things there are to look at."""
        return sum(len(result.lines) for result in self.results)


def check_panel(
    session: Session,
    viewer: Viewer,
    seen: Seen,
    now: datetime,
    *,
    text: ItemText | None = None,
    bills: Collection[Bill] | None = None,
) -> CheckPanel:
    """Return what the checks say of an item's text, or of one typed for it; `bills` are those it cites, if known."""
    item = seen.item
    checked = checked_text(session, item, text or seen.text, now, bills=bills)
    length = copy_length(checked.draft.text.body)
    return CheckPanel(
        results=tuple(_results(checked, _override_lines(session, viewer, item, checked))),
        length=length.words,
        minutes=length.minutes,
        level=length.level,
        failed=checked.failed,
    )


def check_result(state: CheckState, draft: Draft, override: OverrideLine | None = None) -> CheckResult:
    """Return what one check found, in words."""
    lines = tuple(_lines(state.check, state.found[:MOST_FINDINGS], draft.text))
    return CheckResult(
        slug=state.check.slug,
        label=state.check.label.render(_),
        lines=lines,
        has_more=len(state.found) > MOST_FINDINGS,
        is_required=state.level is Level.REQUIRED,
        override=override,
    )


def _results(checked: CheckedText, overrides: dict[int, OverrideLine]) -> Iterator[CheckResult]:
    for state in checked.states:
        if state.found:
            yield check_result(state, checked.draft, overrides.get(state.override.id) if state.override else None)


def _override_lines(session: Session, viewer: Viewer, item: Item, checked: CheckedText) -> dict[int, OverrideLine]:
    rows = [state.override for state in checked.states if state.override is not None]
    if not rows:
        return {}
    readable = readable_overrides(session, viewer, item)
    people = names_with_organisations(session, {row.person_id for row in rows})
    return {row.id: _override_line(row, people.get(row.person_id, ""), row.id in readable) for row in rows}


def _override_line(row: CheckOverride, person: str, is_readable: bool) -> OverrideLine:  # noqa: FBT001
    return OverrideLine(person, row.at, row.reason if is_readable else "")


def _lines(check: Check, found: tuple[Finding, ...], text: ItemText) -> Iterator[CheckLine]:
    for finding, count in Counter(found).items():
        advice = check.advice(finding).with_dates(day).render(_)
        yield CheckLine(_place(finding, text), _shortened(finding.quote), advice, count, finding.offer)


def _place(finding: Finding, text: ItemText) -> str:
    if finding.field is None:
        return place_name(finding.channel, finding.language, "") if finding.channel else ""
    if not finding.number:
        return str(field_label(finding.field))
    variant = text.variants[finding.number - 1]
    return place_name(variant.channel, variant.language, "")


def _shortened(quote: str) -> str:
    return quote if len(quote) <= MAX_QUOTE_CHARS else quote[: MAX_QUOTE_CHARS - 1].rstrip() + "…"
