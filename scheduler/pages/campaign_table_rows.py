"""The rows of a campaign's table as they are saved: its tasks and items, with what the reader may change of each."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext as _

from scheduler.accounts.access import current_actor
from scheduler.accounts.domain.acts import Act
from scheduler.accounts.page_context import reader_zone
from scheduler.agenda.access import viewer
from scheduler.campaigns.models import Task
from scheduler.campaigns.queries.campaigns import campaign_of, tasks_of
from scheduler.campaigns.services.rights import TaskRights
from scheduler.content.domain.workflow import SETTLED, TRANSITIONS, Action, State, actions_for, may
from scheduler.content.labels import state_label
from scheduler.content.permissions import roles
from scheduler.content.presenters.choices import Choices, choices_of_staff
from scheduler.content.presenters.item_list import ItemRow, rows_of
from scheduler.content.queries.listed import ListedSeen
from scheduler.content.views.transitions import SIMPLE
from scheduler.dates.timezones import day_of
from scheduler.pages.campaign_page import Opened, people_for_tasks
from scheduler.pages.campaign_table_form import ITEM, NO_ONE, TASK, Offer, row_key
from scheduler.web.request import now, session
from scheduler.web.template_filters import day_short


@dataclass(frozen=True, slots=True)
class Row:
    """A task or an item as it is saved; `values` are its cells that the reader may change, the others are text."""

    kind: str
    address: str
    path: str
    title: str
    who: str
    day: date | None
    status: str
    channels: str
    revision: int
    values: Mapping[str, str]
    offer: Offer
    is_concealed: bool = False

    @property
    def key(self) -> str:
        """What the page calls it."""
        return row_key(self.kind, self.address)

    @property
    def shown(self) -> str:
        """What its cells hold, for the form to bring back."""
        return json.dumps(dict(self.values), ensure_ascii=False)

    def said(self, cell: str, value: str) -> str:
        """Return what a value of a cell says in words."""
        labels = dict({"who": self.offer.people, "status": self.offer.statuses}.get(cell, ()))
        if cell == "day" and value:
            return day_short(date.fromisoformat(value))
        return labels.get(value, value) or _("empty")


def rows_in(opened: Opened) -> list[Row]:
    """Return tasks and items in order of day; the number of queries does not grow."""
    rows = [*_task_rows(opened), *_item_rows(opened)]
    return sorted(rows, key=lambda row: (row.day or date.max, row.title.casefold(), row.key))


def _task_rows(opened: Opened) -> Iterator[Row]:
    campaign = campaign_of(session(), viewer(), opened.page.public_id)
    if campaign is None:
        return
    rights = TaskRights(campaign.roles, viewer())
    people = [(str(one.person_id), one.label) for one in people_for_tasks(opened.page)]
    names = {one.person_id: one.name for one in opened.page.people}
    for task in tasks_of(session(), campaign):
        if task.deleted_at is None:
            is_theirs = rights.may_change(task) and campaign.cancelled_at is None
            yield _task_row(opened, task, names, people, is_theirs=is_theirs)


def _task_row(
    opened: Opened, task: Task, names: Mapping[int, str], people: Sequence[tuple[str, str]], *, is_theirs: bool
) -> Row:
    who, status = str(task.assignee_id or NO_ONE), "done" if task.done_at is not None else "open"
    name = names.get(task.assignee_id or 0, "")
    statuses = [("open", _("Open")), ("done", _("Done"))]
    values = {"title": task.title, "who": who, "day": _iso(task.due_on), "status": status}
    return Row(
        kind=TASK,
        address=task.address,
        path=url_for("campaign_page.work", public_id=opened.page.public_id, _anchor=f"task-{task.address}"),
        title=task.title,
        who=name,
        day=task.due_on,
        status=dict(statuses)[status],
        channels="",
        revision=task.revision,
        values=values if is_theirs else {},
        offer=Offer(_with(people, who, name), statuses),
    )


def _item_rows(opened: Opened) -> Iterator[Row]:
    seen = opened.work.seen
    choices = choices_of_staff(session(), viewer(), current_actor(), day_of(now(), reader_zone()))
    listed = rows_of(session(), viewer(), current_actor(), [one.item.id for one in seen])
    by_id = {row.id: row for row in listed}
    for one in seen:
        if one.item.id in by_id:
            yield _item_row(one, by_id[one.item.id], choices)


def _item_row(one: ListedSeen, listed: ItemRow, choices: Choices) -> Row:
    item, state = one.item, State(one.item.state)
    by = roles(current_actor(), item)
    who, channels = str(item.owner_id or NO_ONE), ", ".join(listed.channels)
    targets = [
        (action.value, TRANSITIONS[action].moves[state]) for action in actions_for(state, by) if action in SIMPLE
    ]
    statuses = [(state.value, state_label(state)), *((action, state_label(target)) for action, target in targets)]
    values = {"who": who, "day": _iso(item.publish_on), "status": state.value, "channels": channels}
    if may(state, Action.EDIT_TEXT, by):
        values = {"title": one.version.title, **values}
    staff = choices.staff.get(item.organisation_id, frozenset())
    people = [(str(ident), name) for ident, name in choices.people if ident in staff]
    return Row(
        kind=ITEM,
        address=item.public_id,
        path=f"/content/{item.public_id}",
        title=one.version.title,
        who=listed.owner,
        day=item.publish_on,
        status=state_label(state),
        channels=channels,
        revision=item.revision,
        values=values if by.may(Act.CHANGE_PLAN) and state not in SETTLED else {},
        offer=Offer(_with(people, who, listed.owner), statuses),
        is_concealed=listed.concealed,
    )


def _with(people: Sequence[tuple[str, str]], who: str, name: str) -> list[tuple[str, str]]:
    """Return whom a row can be given to, whoever has it now among them."""
    now_has = [(who, name)] if who != NO_ONE and who not in dict(people) else []
    return [(NO_ONE, _("Unassigned")), *now_has, *people]


def _iso(day: date | None) -> str:
    return day.isoformat() if day is not None else ""
