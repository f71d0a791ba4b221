"""Which required checks stand in the way of an item, and why somebody has overridden one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.accounts.domain.acts import Act
from scheduler.agenda.services.changes import ChangeContext
from scheduler.audit.acts import AuditAct
from scheduler.audit.services import Detail, record
from scheduler.audit.subjects import SubjectKind
from scheduler.content.checks.protocol import Check, Draft, Finding
from scheduler.content.checks.running import Findings, findings_hash, findings_of
from scheduler.content.domain.errors import NotYoursError, WrongStateError
from scheduler.content.domain.item_text import ItemText, text_from_json
from scheduler.content.domain.workflow import UNPUBLISHED, FailedCheck, ItemRoles
from scheduler.content.models import CheckOverride, Item
from scheduler.content.queries.unguarded import current_version, overrides_of
from scheduler.content.services.check_drafts import draft_of
from scheduler.content.services.revisions import lock_item
from scheduler.guidance.models import Level
from scheduler.guidance.reading import check_levels
from scheduler.legislation.models import Bill

MOST_QUOTES, MAX_QUOTE_CHARS = 3, 60


class FindingsChangedError(ValueError):
    """The check finds something else by now, or nothing."""


@dataclass(frozen=True, slots=True)
class CheckState:
    """What one check finds in a text, what that means, and the override that holds for exactly these findings."""

    check: Check
    found: tuple[Finding, ...]
    level: Level
    findings_hash: str = ""
    override: CheckOverride | None = None

    @property
    def stands_in_the_way(self) -> bool:
        """Say whether nothing is scheduled with these findings."""
        return bool(self.found) and self.level is Level.REQUIRED and self.override is None


@dataclass(frozen=True, slots=True)
class CheckedText:
    """A text with what all checks say of it that are not switched off."""

    draft: Draft
    states: tuple[CheckState, ...]

    @property
    def failed(self) -> tuple[FailedCheck, ...]:
        """Return the required checks whose findings nobody has overridden."""
        return tuple(_failed(state) for state in self.states if state.stands_in_the_way)


def checked_text(
    session: Session, item: Item, text: ItemText, now: datetime, *, bills: Collection[Bill] | None = None
) -> CheckedText:
    """Return what the checks say of a text of an item, saved or not; `bills` are those it cites, if known."""
    draft, levels = draft_of(session, item, text, now, bills=bills), check_levels(session)
    found: Findings = findings_of(draft)
    needs_overrides = any(rows and levels.get(check.slug) == Level.REQUIRED for check, rows in found)
    overrides = overrides_of(session, item) if needs_overrides else ()
    states = (_state(check, rows, levels.get(check.slug, Level.ADVICE), draft, overrides) for check, rows in found)
    return CheckedText(draft, tuple(state for state in states if state.level is not Level.OFF))


def failed_checks(session: Session, item: Item, text: ItemText, now: datetime) -> tuple[FailedCheck, ...]:
    """Return which required checks stand in the way of a text."""
    if Level.REQUIRED not in check_levels(session).values():
        return ()
    return checked_text(session, item, text, now).failed


def override_check(
    session: Session, item: Item, slug: str, reason: str, *, found: str, by: ItemRoles, context: ChangeContext
) -> None:
    """Keep why an item may be scheduled with what a required check finds; the same sent twice is kept once.

    `found` is the hash of the findings that the person has seen.

    Raises:
        NotYoursError: the person may not schedule it.
        WrongStateError: it is out, retracted or cancelled.
        FindingsChangedError: the check finds something else by now, or is not required.
        RowGoneError: the item was deleted meanwhile.
    """
    lock_item(session, item)
    if not by.may(Act.SCHEDULE):
        raise NotYoursError
    if item.state not in UNPUBLISHED:
        raise WrongStateError(item.state)
    version = current_version(session, item)
    text = text_from_json(version.text)
    state = next((one for one in checked_text(session, item, text, context.now).states if one.check.slug == slug), None)
    if state is None or state.level is not Level.REQUIRED or state.findings_hash != found or not state.found:
        raise FindingsChangedError
    if state.override is not None:
        return
    row = CheckOverride(item_id=item.id, check_slug=slug, findings_hash=found, reason=reason, at=context.now)
    row.version_number, row.text_hash, row.person_id = version.number, version.text_hash, context.actor_id or 0
    session.add(row)
    session.flush()
    details: dict[str, Detail] = {"check": slug, "version": version.number}
    subject = (SubjectKind.CONTENT, item.id)
    act = AuditAct.CONTENT_CHECK_OVERRIDDEN
    record(session, act, subject, actor_id=context.actor_id, now=context.now, details=details)


def _state(
    check: Check, found: tuple[Finding, ...], level: Level, draft: Draft, overrides: Sequence[CheckOverride]
) -> CheckState:
    if not found:
        return CheckState(check, found, level)
    key = findings_hash(found, draft)
    fitting = (row for row in reversed(overrides) if (row.check_slug, row.findings_hash) == (check.slug, key))
    return CheckState(check, found, level, key, next(fitting, None))


def _failed(state: CheckState) -> FailedCheck:
    quotes = dict.fromkeys(one.quote[:MAX_QUOTE_CHARS] for one in state.found if one.quote)
    return FailedCheck(state.check.slug, tuple(quotes)[:MOST_QUOTES], len(quotes) > MOST_QUOTES)
