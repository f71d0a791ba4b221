"""The date of an edition is not announced yet, and its steward is to ask for it."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select

from scheduler.agenda.models import EntryKind, Involvement
from scheduler.reminders.kinds.participating import entries_involving
from scheduler.reminders.kinds.protocol import Among, Section


class DateWanted:
    """Reminds stewards to ask for a date."""

    name = "date_wanted"
    label = _l("Dates you need to confirm")
    why = _l("You are the steward of this observance.")
    action = _l("Enter the date")
    section = Section.WAITING

    def pairs(self, among: Among) -> Select[int, int]:
        """Select stewards with the dates that are wanted."""
        return entries_involving(among, EntryKind.DEADLINE, {Involvement.STEWARD}, part="ask")
