"""What the audit log shows: who did what when, in words, without titles and texts of anything."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Self

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from scheduler.accounts.reading import organisation_names
from scheduler.accounts.services.invitations import addresses_of
from scheduler.accounts.services.naming import names_with_organisations, people_called
from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.visibility_sql import known_guards, open_guards
from scheduler.audit.models import AuditRow
from scheduler.audit.presenters import HistoryLine, history_line
from scheduler.audit.reading import ActFilter, Restriction, acts, all_acts
from scheduler.audit.subjects import SubjectKind
from scheduler.campaigns.queries.campaigns import campaigns_behind
from scheduler.content.queries.items import items_behind
from scheduler.dates.timezones import day_start
from scheduler.events.reading import events_behind
from scheduler.pages.audit_labels import (
    ACTS,
    GUARDED_KINDS,
    KNOWN_FROM_PLACEHOLDER,
    ROLE_NAMES,
    SENTENCES,
    THINGS,
    ActGroup,
)
from scheduler.reminders.reading import messages_known_to
from scheduler.web.searching import searched_text

PER_PAGE = 100
MOST_PAGES = 100_000
_LAST_ID = 2**31 - 1
_FROM_PLACEHOLDER, _FROM_TEXT = frozenset(ACTS) & KNOWN_FROM_PLACEHOLDER, frozenset(ACTS) - KNOWN_FROM_PLACEHOLDER


@dataclass(frozen=True, slots=True)
class AuditQuery:
    """What a coordinator asks the log for; empty asks for all. `since` and `until` are days, both inclusive.

    `who` holds parts of a name, of those who did it and of those whom it is about.
    """

    group: str = ""
    who: str = ""
    organisation_id: int | None = None
    since: date | None = None
    until: date | None = None
    page: int = 1

    @classmethod
    def parse(cls, arguments: Mapping[str, str]) -> Self:
        """Read it from an address; what makes no sense asks for all."""
        group = arguments.get("group", "")
        return cls(
            group=group if group in set(ActGroup) else "",
            who=searched_text(arguments, "who"),
            organisation_id=_number(arguments.get("organisation", "")),
            since=_day(arguments.get("since", "")),
            until=_day(arguments.get("until", "")),
            page=min(max(_number(arguments.get("page", "")) or 1, 1), MOST_PAGES),
        )

    def arguments(self) -> dict[str, Any]:
        """Return what an address carries of it, besides the place in the list."""
        given = {
            "group": self.group,
            "who": self.who,
            "organisation": self.organisation_id,
            "since": self.since.isoformat() if self.since else "",
            "until": self.until.isoformat() if self.until else "",
        }
        return {name: value for name, value in given.items() if value}


@dataclass(frozen=True, slots=True)
class AuditPage:
    """One page of the log, and the number of the next one."""

    lines: Sequence[HistoryLine]
    older: int | None


def audit_page(session: Session, viewer: Viewer, query: AuditQuery, zone: str) -> AuditPage:
    """Return what was done last; days of the query are those of the reader's zone."""
    # Pages are counted over what is shown: a row's id would tell how much there is that is not.
    rows = acts(session, _filter(session, viewer, query, zone), PER_PAGE + 1, skipped=(query.page - 1) * PER_PAGE)
    return AuditPage(_lines(session, rows[:PER_PAGE]), query.page + 1 if len(rows) > PER_PAGE else None)


def audit_lines(session: Session, viewer: Viewer, query: AuditQuery, zone: str) -> Iterator[HistoryLine]:
    """Return all that fits, the last first."""
    for rows in all_acts(session, _filter(session, viewer, query, zone)):
        yield from _lines(session, rows)


def _filter(session: Session, viewer: Viewer, query: AuditQuery, zone: str) -> ActFilter:
    return ActFilter(
        acts=frozenset(SENTENCES[ActGroup(query.group)]) if query.group else frozenset(ACTS),
        people=people_called(session, query.who) if query.who else None,
        organisation_id=query.organisation_id,
        since=day_start(query.since, zone) if query.since else None,
        until=day_start(query.until + timedelta(days=1), zone) if query.until else None,
        restrictions=_restrictions(viewer),
    )


def _restrictions(viewer: Viewer) -> tuple[Restriction, ...]:
    """Let through what is about things that the viewer may know of: what others keep to themselves is not there."""
    found = []
    for acts_of, guards in ((_FROM_PLACEHOLDER, known_guards(viewer)), (_FROM_TEXT, open_guards(viewer))):
        behind = {
            "guard": guards,
            "content": items_behind(guards),
            "campaign": campaigns_behind(guards),
            "event": events_behind(guards),
            "message": messages_known_to(viewer),
        }
        found += [Restriction(acts_of, kind, behind[kind]) for kind in sorted(GUARDED_KINDS)]
    return tuple(found)


def _lines(session: Session, rows: Sequence[AuditRow]) -> list[HistoryLine]:
    people = names_with_organisations(session, _ids(rows, "actor_id") | _ids(rows, "person_id"))
    organisations = organisation_names(session, _ids(rows, "organisation_id"))
    invitations = {row.subject_id for row in rows if row.subject_kind == SubjectKind.INVITATION}
    addresses = addresses_of(session, invitations)
    return [_line(row, people, organisations, addresses) for row in rows]


def _line(
    row: AuditRow, people: Mapping[int, str], organisations: Mapping[int, str], addresses: Mapping[int, str]
) -> HistoryLine:
    details, organisation = row.details, organisations.get(row.organisation_id or 0, "")
    values = {
        "person": people.get(row.person_id or 0, "") or _("someone"),
        "organisation": organisation,
        "place": organisation or _("the coalition"),
        "reader": _("for the staff of %(name)s", name=organisation) if organisation else _("for one reader"),
        "role": _role(details, "role"),
        "role_before": _role(details, "role_before"),
        "address": addresses.get(row.subject_id, "") or _("someone"),
        "count": details.get("count", 0),
        "thing": THINGS.get(row.subject_kind, ""),
        **{name: details.get(name) or _("(deleted)") for name in ("name", "name_before", "short", "short_before")},
    }
    if details.get("makes_coordinator"):
        values["role"] = _("coordinator")
    return history_line(row, people.get(row.actor_id or 0, "") or _nobody(row), ACTS, values)


def _nobody(row: AuditRow) -> str:
    """Say who did what nobody who was logged in has done."""
    return _("A visitor") if row.act in SENTENCES[ActGroup.LOG_INS] else _("The server itself")


def _role(details: Mapping[str, Any], name: str) -> str:
    return str(ROLE_NAMES.get(str(details.get(name)), ""))


def _ids(rows: Collection[AuditRow], column: str) -> set[int]:
    return {ident for row in rows if (ident := getattr(row, column)) is not None}


def _number(text: str) -> int | None:
    is_id = text.isascii() and text.isdigit() and len(text) <= 10 and int(text) <= _LAST_ID
    return int(text) if is_id else None


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1900 <= day.year <= 2200 else None
