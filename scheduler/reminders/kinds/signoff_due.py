"""A sign-off that a person can give for an organisation is due."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select

from scheduler.agenda.models import EntryKind, Involvement
from scheduler.reminders.kinds.participating import entries_involving
from scheduler.reminders.kinds.protocol import Among, Section


class SignoffDue:
    """Reminds those who may sign for an organisation."""

    name = "signoff_due"
    label = _l("Sign-offs due from your organisation")
    why = _l("Your organisation is asked to sign off this, and you can sign off for it.")
    action = _l("Review and sign off")
    section = Section.WAITING

    def pairs(self, among: Among) -> Select[int, int]:
        """Select signers with what waits for their yes or no."""
        return entries_involving(among, EntryKind.DEADLINE, {Involvement.REVIEWER}, part="signoff")
