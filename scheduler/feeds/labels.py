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

POLLING = (
    (_l("Thunderbird"), _l("every 30 minutes, unless you set another interval")),
    (_l("Apple Calendar (Mac)"), _l("every hour, unless you set another interval")),
    (_l("Apple Calendar (iPhone, iPad)"), _l("once a day, unless you set another interval")),
    (_l("Fastmail"), _l("every hour")),
    (_l("Outlook.com and Microsoft 365"), _l("about every 3 hours, at times after more than a day")),
    (_l("Outlook for Windows (classic)"), _l("once a day, as a rule")),
    (_l("Proton Calendar"), _l("every 4 to 16 hours")),
    (_l("Google Calendar"), _l("every 8 to 24 hours; it cannot be made to ask sooner")),
    (_l("Nextcloud"), _l("every 6 hours, or once a week in versions that do not read our hint")),
    (_l("ICSx5 (Android)"), _l("as you set it")),
)
"""How often calendar programs ask for a feed, the quickest first: it is theirs to choose, whatever a feed says.

Read on 21 November 2026. Thunderbird and Nextcloud: their source (comm-central, nextcloud/server). Google, Outlook on
the web, Apple, Proton, Fastmail: what makers of feeds have measured (freispace documentation, usemooncal.com of May
2026, docs.casecalendar.net). Classic Outlook: Stack Overflow 538081. ICSx5: its settings.
"""
