"""A task that a person has to do is due."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select

from scheduler.agenda.models import EntryKind, Involvement
from scheduler.reminders.kinds.participating import entries_involving
from scheduler.reminders.kinds.protocol import Among, Section


class TaskDue:
    """Reminds assignees of their tasks."""

    name = "task_due"
    label = _l("Tasks assigned to you")
    why = _l("This task is assigned to you.")
    action = _l("Open the task")
    section = Section.WAITING

    def pairs(self, among: Among) -> Select[int, int]:
        """Select assignees with their tasks."""
        return entries_involving(among, EntryKind.TASK, {Involvement.ASSIGNEE})
