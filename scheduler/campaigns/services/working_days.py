"""The working days of organisations: on which day a task is due that falls on a weekend or public holiday."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy.orm import Session

from scheduler.accounts.reading import organisations_among
from scheduler.campaigns.domain.days import TaskDates, moved_with
from scheduler.campaigns.models import Task
from scheduler.dates.public_holidays import FALLBACK, days_off
from scheduler.dates.working_days import LONGEST_BREAK, working_day_up_to


def due_with(session: Session, tasks: Sequence[Task], first_day: date) -> dict[int, date | None]:
    """Return by task on which day it is due when the campaign's first day is this one; one query at most."""
    places = {task.organisation_id for task in tasks if task.on_working_days}
    countries = {row.id: row.country for row in organisations_among(session, places).values()} if places else {}
    return {task.id: _due(task, first_day, countries.get(task.organisation_id, "")) for task in tasks}


def working_day(day: date, country: str) -> date:
    """Return the last working day up to a day in a country."""
    return working_day_up_to(day, days_off(country, day - timedelta(days=LONGEST_BREAK), day, FALLBACK))


def _due(task: Task, first_day: date, country: str) -> date | None:
    due_on = moved_with(TaskDates(task.due_on, task.offset_days), first_day).due_on
    return working_day(due_on, country) if task.on_working_days and due_on is not None else due_on
