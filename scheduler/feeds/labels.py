"""What is said of entries in feeds."""

from flask_babel import lazy_gettext as _l

from scheduler.agenda.models import EntryStatus

STATUS_LABELS = {
    EntryStatus.CONFIRMED: _l("Confirmed"),
    EntryStatus.TENTATIVE: _l("Tentative"),
    EntryStatus.CANCELLED: _l("Cancelled"),
}
