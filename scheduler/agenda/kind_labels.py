"""What one entry of each kind is called."""

from flask_babel import lazy_gettext as _l

from scheduler.agenda.models import EntryKind

KIND_NAMES = {
    EntryKind.EDITION: _l("Observance"),
    EntryKind.EVENT: _l("Event"),
    EntryKind.CAMPAIGN: _l("Campaign"),
    EntryKind.CONTENT: _l("Content"),
    EntryKind.TASK: _l("Task"),
    EntryKind.DEADLINE: _l("Deadline"),
    EntryKind.MILESTONE: _l("Bill milestone"),
}
