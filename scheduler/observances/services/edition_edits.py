"""What people change about an edition: theme, link, hashtags, days, and whether it is held."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from scheduler.agenda.services.changes import ChangeContext
from scheduler.audit.acts import AuditAct
from scheduler.audit.services import record
from scheduler.audit.subjects import SubjectKind
from scheduler.dates.spans import DateSpan
from scheduler.observances.models import Edition
from scheduler.observances.queries.observances import editions_of
from scheduler.observances.rules.support.periods import MAX_DURATION_DAYS
from scheduler.observances.services.calendar_entries import publish_editions
from scheduler.observances.services.editions import override_span, rule_span, set_ask_day
from scheduler.observances.services.estimates import is_estimated
from scheduler.observances.services.locking import lock
from scheduler.rows import StaleEditError


class DaysError(ValueError):
    """The days cannot be those of this edition; `field` is `first_day` or `last_day`, `code` says why."""

    def __init__(self, field: str, code: str) -> None:
        super().__init__(f"{field}: {code}")
        self.field = field
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionTexts:
    """What people say of one edition; `ask_on` matters while it has no date, None leaves it as it is."""

    theme: str = ""
    official_url: str = ""
    hashtags: tuple[str, ...] = ()
    ask_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionDays:
    """The days that a person gives an edition, both included, why, and where they were announced if that is new."""

    span: DateSpan
    reason: str = ""
    official_url: str | None = None


def texts_of(edition: Edition) -> EditionTexts:
    """Return what people have said of an edition so far."""
    return EditionTexts(
        theme=edition.theme,
        official_url=edition.official_url,
        hashtags=tuple(edition.hashtags),
        ask_on=edition.ask_on,
    )


def describe_edition(
    session: Session, edition: Edition, texts: EditionTexts, *, revision: int | None, context: ChangeContext
) -> None:
    """Change theme, official link and hashtags; saying again what is said already changes nothing.

    Raises:
        StaleEditError: somebody else changed the edition in the meantime.
    """
    lock(session, edition)
    wanted = replace(texts, ask_on=texts.ask_on or edition.ask_on)
    if wanted == texts_of(edition):
        return
    _refuse_stale(edition, revision)
    edition.theme, edition.official_url = wanted.theme, wanted.official_url
    edition.hashtags, edition.ask_on = list(wanted.hashtags), wanted.ask_on
    _saved(session, edition, AuditAct.EDITION_DESCRIBED, context)


def set_days(
    session: Session, edition: Edition, days: EditionDays, *, revision: int | None, context: ChangeContext
) -> None:
    """Give an edition days of its own, or announce those of one that had none; the same days again change nothing.

    Days that are those of the rule end what a person had set before; those that it only estimates, they confirm.

    Raises:
        DaysError: longer than a year, or more than a year away from the edition's own.
        StaleEditError: somebody else changed the edition in the meantime.
    """
    _check_span(edition, days.span)
    lock(session, edition)
    by_rule = days.span == rule_span(edition) and not is_estimated(edition)
    url = edition.official_url if days.official_url is None else days.official_url
    wanted = (None, "", url) if by_rule else (days.span, days.reason, url)
    if wanted == (override_span(edition), edition.override_reason, edition.official_url):
        return
    _refuse_stale(edition, revision)
    edition.override_starts_on = None if by_rule else days.span.first_day
    edition.override_ends_on = None if by_rule else days.span.last_day
    edition.override_reason = "" if by_rule else days.reason
    edition.official_url, edition.conflict_noted_at = url, None
    _saved(session, edition, AuditAct.EDITION_MOVED_BY_HAND, context)


def use_rule_days(session: Session, edition: Edition, context: ChangeContext) -> None:
    """Let go of the days that a person has set; without days by the rule the edition waits for a date again."""
    lock(session, edition)
    if override_span(edition) is None:
        return
    edition.override_starts_on = edition.override_ends_on = None
    edition.override_reason, edition.conflict_noted_at = "", None
    if edition.starts_on is None or is_estimated(edition):
        edition.ask_on = None
        set_ask_day(edition, editions_of(session, [edition.observance_id])[edition.observance_id], context.now)
    _saved(session, edition, AuditAct.EDITION_RULE_DAYS_USED, context)


def keep_days(session: Session, edition: Edition, context: ChangeContext) -> None:
    """Keep the days that a person has set although the rule says others; the mark goes away."""
    lock(session, edition)
    if edition.conflict_noted_at is None:
        return
    edition.conflict_noted_at = None
    _saved(session, edition, AuditAct.EDITION_DAYS_KEPT, context)


def cancel_edition(session: Session, edition: Edition, reason: str, context: ChangeContext) -> None:
    """Say that an edition is not held; it stays in calendars as cancelled. Twice is once."""
    lock(session, edition)
    if edition.cancelled_at is not None:
        return
    edition.cancelled_at, edition.cancelled_reason = context.now, reason
    _saved(session, edition, AuditAct.EDITION_CANCELLED, context)


def restore_edition(session: Session, edition: Edition, context: ChangeContext) -> None:
    """Say that an edition is held after all. Twice is once."""
    lock(session, edition)
    if edition.cancelled_at is None:
        return
    edition.cancelled_at, edition.cancelled_reason = None, ""
    _saved(session, edition, AuditAct.EDITION_RESTORED, context)


def republish_edition(session: Session, edition_id: int, context: ChangeContext) -> None:
    """Publish an edition again after its guard changed."""
    publish_editions(session, [session.get_one(Edition, edition_id)], context)


def _refuse_stale(edition: Edition, revision: int | None) -> None:
    if revision != edition.revision:
        raise StaleEditError


def _check_span(edition: Edition, span: DateSpan) -> None:
    if abs(span.first_day.year - int(edition.period[:4])) > 1:
        raise DaysError("first_day", "other_year")
    if span.days > MAX_DURATION_DAYS:
        raise DaysError("last_day", "too_long")


def _saved(session: Session, edition: Edition, act: AuditAct, context: ChangeContext) -> None:
    edition.revision += 1
    details: dict[str, str | int | bool | None] = {
        "first_day": edition.starts_on.isoformat() if edition.starts_on else None,
        "last_day": edition.ends_on.isoformat() if edition.ends_on else None,
    }
    record(session, act, (SubjectKind.EDITION, edition.id), actor_id=context.actor_id, now=context.now, details=details)
    publish_editions(session, [edition], context)
