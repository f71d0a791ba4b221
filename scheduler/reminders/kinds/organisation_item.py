"""Content of a person's organisations is to be published."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, exists, select

from scheduler.accounts.models import Membership
from scheduler.agenda.models import Entry, EntryKind, EntryPerson, Involvement
from scheduler.reminders.kinds.protocol import Among, Section


class OrganisationItem:
    """Reminds members of what their organisation publishes, but for what they own: that is a kind of its own."""

    name = "organisation_item"
    label = _l("Content that your organisation publishes")
    why = _l("Your organisation publishes this.")
    action = _l("Open the item")
    section = Section.PUBLISHES

    def pairs(self, among: Among) -> Select[int, int]:
        """Select members with the content of their organisations."""
        is_own = exists().where(
            EntryPerson.entry_id == Entry.id,
            EntryPerson.person_id == Membership.person_id,
            EntryPerson.involvement == Involvement.OWNER,
        )
        query = select(Membership.person_id, Entry.id).join(Entry, Entry.organisation_id == Membership.organisation_id)
        query = query.where(*among.where(Membership.person_id, Entry.id), Membership.ended_at.is_(None))
        return query.where(Entry.kind == EntryKind.CONTENT, ~is_own)
