"""Content that a person owns is to be published."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select

from scheduler.agenda.models import EntryKind, Involvement
from scheduler.reminders.kinds.participating import entries_involving
from scheduler.reminders.kinds.protocol import Among, Section


class OwnItem:
    """Reminds owners of their content."""

    name = "own_item"
    label = _l("Content that you own")
    why = _l("You own this.")
    action = _l("Open the item")
    section = Section.PUBLISHES

    def pairs(self, among: Among) -> Select[int, int]:
        """Select owners with their content."""
        return entries_involving(among, EntryKind.CONTENT, {Involvement.OWNER})
