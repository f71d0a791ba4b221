"""What is said of feeds and of entries in them."""

from flask_babel import lazy_gettext as _l

from scheduler.agenda.models import EntryKind, EntryStatus
from scheduler.feeds.domain.options import Alarm, Cancelled

KIND_LABELS = {
    EntryKind.EDITION: _l("Observances"),
    EntryKind.EVENT: _l("Events"),
    EntryKind.CAMPAIGN: _l("Campaigns"),
    EntryKind.CONTENT: _l("Content"),
    EntryKind.TASK: _l("Tasks"),
    EntryKind.DEADLINE: _l("Reviews, sign-offs and dates to confirm"),
    EntryKind.MILESTONE: _l("Bill milestones"),
}
STATUS_LABELS = {
    EntryStatus.CONFIRMED: _l("Confirmed"),
    EntryStatus.TENTATIVE: _l("Tentative"),
    EntryStatus.CANCELLED: _l("Cancelled"),
}
BACK_LABELS = {
    0: _l("From this month"),
    30: _l("1 month"),
    180: _l("6 months"),
    365: _l("1 year"),
}
AHEAD_LABELS = {
    3: _l("3 months"),
    6: _l("6 months"),
    12: _l("1 year"),
    24: _l("2 years"),
}
ALARM_LABELS = {
    Alarm.NONE: _l("None"),
    Alarm.DAY: _l("1 day before (all-day entries: at 09:00 the day before)"),
    Alarm.HOUR: _l("1 hour before (only entries with a time)"),
}
CANCELLED_LABELS = {
    Cancelled.MARKED: _l("Stay for 60 days, marked as cancelled"),
    Cancelled.REMOVED: _l("Removed at once"),
}
