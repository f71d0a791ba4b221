"""Says that somebody has sent others as much as one may for now, and when it goes on."""

from flask_babel import gettext as _
from flask_babel import ngettext

from scheduler.accounts.domain.errors import LimitReachedError
from scheduler.accounts.domain.limits import LimitedAct
from scheduler.accounts.page_context import reader_zone
from scheduler.dates.timezones import in_zone
from scheduler.web.template_filters import clock, zone_label


def limit_message(error: LimitReachedError) -> str:
    """Return what was too much, how much one may, and when there is room again, in the reader's zone."""
    return f"{_how_much(error)} {_when(error)}"


def _how_much(error: LimitReachedError) -> str:
    match error.act:
        case LimitedAct.INVITE:
            return ngettext(
                "Not sent: you can send %(num)s invitation an hour, including those sent again.",
                "Not sent: you can send %(num)s invitations an hour, including those sent again.",
                error.allowed,
            )
        case LimitedAct.ADDRESS:
            return ngettext(
                "Not sent: you can mention or ask %(num)s person an hour.",
                "Not sent: you can mention or ask %(num)s people an hour.",
                error.allowed,
            )
        case LimitedAct.RESEND:
            return ngettext(
                "Not sent: you can resend %(num)s message an hour.",
                "Not sent: you can resend %(num)s messages an hour.",
                error.allowed,
            )


def _when(error: LimitReachedError) -> str:
    if error.wanted > error.allowed:
        return _("That would be %(wanted)s at once: send fewer.", wanted=error.wanted)
    zone = reader_zone()
    return _(
        "You can continue at %(time)s (%(zone)s).",
        time=clock(in_zone(error.goes_on_at, zone)),
        zone=zone_label(zone, error.goes_on_at),
    )
