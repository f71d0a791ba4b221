"""A review that a person was asked for is due."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select

from scheduler.agenda.models import EntryKind, Involvement
from scheduler.reminders.kinds.participating import entries_involving
from scheduler.reminders.kinds.protocol import Among, Section


class ReviewWaiting:
    """Reminds reviewers of what waits for their reading."""

    name = "review_waiting"
    label = _l("Reviews due from you")
    why = _l("You were asked to review this.")
    action = _l("Read and review")
    section = Section.WAITING

    def pairs(self, among: Among) -> Select[int, int]:
        """Select reviewers with their reviews."""
        return entries_involving(among, EntryKind.DEADLINE, {Involvement.REVIEWER}, part="review")
