"""Saves a row of a campaign's table, all of it or nothing, through the services that its own pages use."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from scheduler.accounts.domain.actor_roles import ActorRoles
from scheduler.accounts.domain.acts import Act
from scheduler.accounts.reading import organisation_names
from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.embargo import RevealingTitleError
from scheduler.agenda.services.entry_drafts import AllDay, Timed, When
from scheduler.campaigns.queries.campaigns import campaign_of, task_of
from scheduler.campaigns.services import tasks
from scheduler.campaigns.services.errors import NotOfThePlanError, NotYoursError
from scheduler.campaigns.services.locking import lock_campaign_at
from scheduler.campaigns.services.rights import TaskRights
from scheduler.content.domain import errors
from scheduler.content.domain.skipping import SkippedError
from scheduler.content.domain.workflow import Action, ActionRefusedError, ItemRoles
from scheduler.content.messages import moved_message, refusal_message
from scheduler.content.permissions import roles
from scheduler.content.queries.items import Seen, readable_item
from scheduler.content.services import items
from scheduler.content.services.item_plan import plan_of
from scheduler.content.services.item_text import save_text
from scheduler.content.services.revisions import lock_items_at
from scheduler.content.services.transitions import move_item
from scheduler.dates.timezones import TimeOutOfRangeError, resolve_local_time
from scheduler.pages.campaign_table_form import ItemRow, TaskRow
from scheduler.rows import RowGoneError, StaleEditError

GONE = _l("This row was deleted, or is no longer yours to change. Nothing of it was saved.")


@dataclass(frozen=True, slots=True)
class Saving:
    """Who saves, in which campaign."""

    session: Session
    viewer: Viewer
    actor: ActorRoles
    public_id: str
    context: ChangeContext


class CellError(Exception):
    """Why a row cannot be saved, beside the cell that it is about; a row that is gone has no cell."""

    def __init__(self, cell: str, text: str) -> None:
        super().__init__(text)
        self.cell, self.text = cell, text


def save_task(saving: Saving, address: str, revision: int, form: TaskRow, touched: frozenset[str]) -> None:
    """Save what was touched of a task; the row is locked first, its campaign before it.

    Raises:
        CellError: it cannot be saved.
        StaleEditError: somebody else saved it meanwhile.
    """
    session = saving.session
    lock_campaign_at(session, saving.public_id)
    campaign = campaign_of(session, saving.viewer, saving.public_id)
    task = task_of(session, campaign, address) if campaign is not None else None
    if campaign is None or task is None or campaign.cancelled_at is not None:
        raise CellError("", str(GONE))
    if not TaskRights(campaign.roles, saving.viewer).may_change(task):
        raise CellError("", str(GONE))
    wanted = _drafted(tasks.draft_of(campaign, task), form, touched)
    if "day" in touched and wanted.due_on is None and campaign.first_day is not None:
        raise CellError("day", _("Enter the due date."))
    with _explained():
        if revision != task.revision:
            raise StaleEditError
        tasks.change_task(session, campaign, task, wanted, revision=task.revision, context=saving.context)
        if "status" in touched:
            act = tasks.finish_task if form.status.data == "done" else tasks.reopen_task
            act(session, campaign, task, saving.context)


def _drafted(draft: tasks.TaskDraft, form: TaskRow, touched: frozenset[str]) -> tasks.TaskDraft:
    return replace(
        draft,
        title=form.title.data if "title" in touched else draft.title,
        assignee_id=form.who.data if "who" in touched else draft.assignee_id,
        due_on=form.day.data if "day" in touched else draft.due_on,
    )


def save_item(saving: Saving, address: str, revision: int, form: ItemRow, touched: frozenset[str]) -> None:
    """Save what was touched of an item: its plan, then its title, then its status.

    Raises:
        CellError: it cannot be saved.
        StaleEditError: somebody else saved it meanwhile.
    """
    session = saving.session
    lock_items_at(session, [address])
    campaign = campaign_of(session, saving.viewer, saving.public_id)
    seen = readable_item(session, saving.viewer, address)
    if campaign is None or seen is None or seen.item.campaign_id != campaign.id:
        raise CellError("", str(GONE))
    by = roles(saving.actor, seen.item)
    if not by.may(Act.CHANGE_PLAN):
        raise CellError("", str(GONE))
    with _explained():
        if revision != seen.item.revision:
            raise StaleEditError
        _save_plan(saving, seen, by, form, touched)
        if "title" in touched:
            text = replace(seen.text, title=form.title.data)
            save_text(session, seen.item, text, revision=seen.item.revision, by=by, context=saving.context)
        if "status" in touched:
            _move(saving, seen, by, form.status.data)


def _save_plan(saving: Saving, seen: Seen, by: ItemRoles, form: ItemRow, touched: frozenset[str]) -> None:
    plan = plan_of(saving.session, seen.item)
    if "who" in touched:
        plan = replace(plan, owner_id=form.who.data)
    if "day" in touched:
        plan = replace(plan, when=_on(form.day.data, plan.when))
    if "channels" in touched:
        plan = replace(plan, channels=form.slugs())
    items.edit_plan(saving.session, seen.item, plan, revision=seen.item.revision, by=by, context=saving.context)


def _on(day: date | None, when: When | None) -> When | None:
    """Return the same time on another day; a whole day while there is no time, or no day."""
    if day is None:
        return None
    if not isinstance(when, Timed):
        return AllDay(day, day)
    try:
        resolved = resolve_local_time(datetime.combine(day, when.local_start.time()), when.zone)
    except TimeOutOfRangeError:
        raise CellError("day", _("Enter a day between 1900 and 2200.")) from None
    return Timed(resolved.wall, when.zone, at=resolved.instant_utc)


def _move(saving: Saving, seen: Seen, by: ItemRoles, action: str) -> None:
    try:
        move_item(saving.session, seen.item, Action(action), by=by, context=saving.context)
    except ActionRefusedError as error:
        concerned = {row.blocker.organisation_id for row in error.refusals if row.blocker is not None}
        known = organisation_names(saving.session, concerned)
        raise CellError("status", " ".join(refusal_message(row, known) for row in error.refusals)) from error


@contextmanager
def _explained() -> Iterator[None]:
    """Say beside which cell stands why a service refuses."""
    try:
        yield
    except (RowGoneError, errors.NotYoursError, errors.WrongStateError) as error:
        raise CellError("", str(GONE)) from error
    except (NotOfThePlanError, NotYoursError) as error:
        raise CellError("who", _("You cannot assign this task to this person. Choose another.")) from error
    except SkippedError as error:
        raise CellError("day", moved_message(error)) from error
    except RevealingTitleError as error:
        text = _("The placeholder title would give this title away. Change one of them on the page of the item.")
        raise CellError("title", text) from error
    except ActionRefusedError as error:
        raise CellError("title", _("Its copy cannot be changed in this status.")) from error
