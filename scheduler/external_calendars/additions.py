"""What external calendars add to pages of others."""

from flask_babel import lazy_gettext as _l

from scheduler.external_calendars.services.staff_feeds import events_for_staff
from scheduler.web.additions import Additions
from scheduler.web.breadcrumbs import Step

EXTERNAL_CALENDAR_ADDITIONS = Additions(
    in_staff_feeds=events_for_staff,
    steps={
        "external_calendars.index": Step(_l("External calendars"), "calendar.index"),
        "external_calendars.new": Step(_l("Add external calendar"), "external_calendars.index"),
        "external_calendars.upload": Step(_l("Import events"), "external_calendars.index"),
        "external_calendars.import_events": Step(_l("Check the events"), "external_calendars.upload"),
        "external_calendars.edit": Step(_l("Edit"), "external_calendars.index"),
    },
)
