"""An embargo that concerns a person is about to end."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select

from scheduler.agenda.models import EntryKind, Involvement
from scheduler.reminders.kinds.participating import entries_involving
from scheduler.reminders.kinds.protocol import Among, Section


class Lift:
    """Reminds owners and the embargo group of a lift."""

    name = "lift"
    label = _l("Embargoes that lift")
    why = _l("You own this or are in its embargo group.")
    action = _l("See the embargo")
    section = Section.PUBLISHES

    def pairs(self, among: Among) -> Select[int, int]:
        """Select the embargo group with the lifts."""
        return entries_involving(among, EntryKind.DEADLINE, set(Involvement), part="lift")
