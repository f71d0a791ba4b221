"""What waits for a person, from every feature: answers, decisions, tasks, requests to join, and dates to ask for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.models import EntryKind
from scheduler.agenda.reading import EntryView, Selection
from scheduler.campaigns.domain.todo import WaitingRow, by_urgency, due
from scheduler.campaigns.queries.join_requests import WAITING as JOIN_WAITING
from scheduler.campaigns.queries.join_requests import requests_waiting_on
from scheduler.campaigns.queries.my_tasks import tasks_waiting_on
from scheduler.content.domain.next_steps import OBSTACLES
from scheduler.content.presenters.todo import NO_ITEMS, NearItems, kind_of, waiting_on_and_near
from scheduler.content.queries.open_items import NOT_NEAR, NearIn
from scheduler.dates.timezones import day_of
from scheduler.db import AppSession
from scheduler.guidance.reading import outdated_helplines
from scheduler.outbox.holding import held_and_awaited
from scheduler.outbox.models import MessageState
from scheduler.pages.domain.todo_groups import Horizon, TodoGroup, groups_of
from scheduler.pages.month import Reader
from scheduler.reminders.reading import may_know

ASKED_SINCE_DAYS = 366
DATE_WANTED = "date_wanted"
MAIL_HELD = "mail_held"
HELPLINES_OLD = "helplines_old"
FEW_DATES = 3
TO_DECIDE = frozenset({*map(kind_of, OBSTACLES), JOIN_WAITING, MAIL_HELD})
_EDITION, _ASK = "edition", "ask"


@dataclass(frozen=True, slots=True)
class WaitingList:
    """What waits, in groups, the most urgent first.

    `dates` are dates to ask for, when there are so many that they would bury everything else. `near` are the items that
    were asked for beside.
    """

    groups: tuple[TodoGroup, ...]
    dates: tuple[WaitingRow, ...] = ()
    near: NearItems = NO_ITEMS

    @property
    def paths(self) -> frozenset[str]:
        """Where it is done."""
        return frozenset(row.path for group in self.groups for row in (*group.shown, *group.folded))

    @property
    def has_only_later(self) -> bool:
        """Say whether all that waits has more than a week."""
        return [group.horizon for group in self.groups] == [Horizon.LATER]


def waiting_for(
    session: AppSession, reader: Reader, person_id: int, dated: Iterable[EntryView], near: NearIn = NOT_NEAR
) -> WaitingList:
    """Return what waits for a person; titles under embargo only where they are in the embargo group.

    `dated` are the entries that `dates_wanted` asks for; items that are `near` are loaded with those that wait.
    """
    of_items, found = waiting_on_and_near(session, reader.viewer, person_id, reader.now, near)
    dates = by_urgency(_asked(entry, reader) for entry in dated if _is_due(entry, reader))
    are_few = len(dates) <= FEW_DATES
    rows = by_urgency(
        [
            *of_items,
            *tasks_waiting_on(session, reader.viewer, reader.zone, reader.now),
            *requests_waiting_on(session, reader.viewer),
            *(dates if are_few else ()),
            *(_for_coordinators(session, reader) if reader.viewer.is_coordinator else ()),
        ]
    )
    return WaitingList(groups_of(rows, TO_DECIDE), () if are_few else dates, found)


def _for_coordinators(session: AppSession, reader: Reader) -> Iterable[WaitingRow]:
    yield from _held_mail(session, reader.viewer)
    yield from _old_helplines(session, reader)


def _old_helplines(session: AppSession, reader: Reader) -> Iterable[WaitingRow]:
    """Yield one row for all helplines that are to be checked again, by the one that has waited longest."""
    found = outdated_helplines(session, day_of(reader.now, reader.zone))
    if found:
        yield WaitingRow(
            kind=HELPLINES_OLD,
            id=found[0].id,
            title=ngettext("Check the helpline “%(name)s”", "Check %(num)s helplines", len(found), name=found[0].name),
            path=url_for("guidance.helplines"),
            on_whom=(),
            organisation="",
            due=None,
            note=_("Last checked more than six months ago"),
            mine=True,
        )


def _held_mail(session: AppSession, viewer: Viewer) -> Iterable[WaitingRow]:
    count, is_awaited = held_and_awaited(session, may_know(viewer))
    some = ngettext("%(num)s is held until you decide", "%(num)s are held until you decide", count)
    if count or is_awaited:
        yield WaitingRow(
            kind=MAIL_HELD,
            id=0,
            title=_("Emails held after a restore from a backup"),
            path=url_for("delivery.index", state=MessageState.HELD),
            on_whom=(),
            organisation="",
            due=None,
            note=some
            if count
            else _("Emails about items that you have no access to may also be held until you decide"),
            mine=True,
        )


def _is_due(entry: EntryView, reader: Reader) -> bool:
    today = day_of(reader.now, reader.zone)
    is_now = today - timedelta(days=ASKED_SINCE_DAYS) <= entry.last_day <= today
    return is_now and (entry.source_kind, entry.part) == (_EDITION, _ASK)


def dates_wanted(person_id: int) -> tuple[None, Selection]:
    """Return where the entries stand that ask a person, as the steward of their observances, for a date, ever."""
    # They are few, and it takes longer to look at all that stands on the days of a year.
    own = Selection.parse({"kind": [EntryKind.DEADLINE], "steward": [str(person_id)]}, listed_only=False)
    return None, own


def _asked(entry: EntryView, reader: Reader) -> WaitingRow:
    return WaitingRow(
        kind=DATE_WANTED,
        id=entry.id,
        title=entry.title,
        path=entry.path,
        on_whom=(),
        organisation="",
        due=due(entry.last_day, reader.zone, reader.now),
        note=_("The organiser announces it each year: look it up and enter it"),
        mine=True,
    )
