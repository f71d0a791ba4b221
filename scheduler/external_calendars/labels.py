"""How colours and failures of external calendars are worded."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from scheduler.external_calendars.domain.calendar_text import Unusable
from scheduler.external_calendars.domain.problems import Problem

TINT_NAMES: Mapping[int, LazyString] = {
    1: _l("Teal"),
    2: _l("Amber"),
    3: _l("Blue"),
    4: _l("Red"),
    5: _l("Olive"),
    6: _l("Violet"),
    7: _l("Pink"),
    8: _l("Grey"),
}
"""Names of the colours of the style sheet, by number."""

PROBLEMS: Mapping[Problem, LazyString] = {
    Problem.BAD_ADDRESS: _l("The link cannot be opened. Edit it: copy it again from the calendar’s settings."),
    Problem.INNER_ADDRESS: _l(
        "The link leads to a private network, which is not fetched. Ask for a link that works on the internet."
    ),
    Problem.NOT_RESOLVED: _l("There is no server of that name. Check the link for typing errors."),
    Problem.NO_ANSWER: _l("The server did not respond. It is asked again; if this lasts, check the link."),
    Problem.TIMEOUT: _l("The server took too long. It is asked again; if this lasts, ask who runs it."),
    Problem.TLS: _l("The server’s certificate is not valid, so nothing was fetched. Ask who runs the server."),
    Problem.TOO_LARGE: _l("The calendar is too large: at most 10 MB and 10,000 events. Ask for a smaller one."),
    Problem.TOO_MANY_REDIRECTS: _l("The link redirects too many times. Edit it: use the calendar’s current link."),
    Problem.NOT_FOUND: _l("There is no calendar at this link any more. Ask for the new link, then edit it here."),
    Problem.REFUSED: _l("The server wants a log-in. Use the calendar’s public or secret iCal link instead."),
    Problem.SERVER_ERROR: _l("The server has a problem of its own. It is asked again; nothing for you to do yet."),
    Problem.EMPTY: _l("The file is empty. Check whether the calendar is shared, then fetch it again."),
    Problem.WEB_PAGE: _l("The link leads to a web page, not to a calendar. Use the link that ends in .ics."),
    Problem.NO_CALENDAR: _l("The file is not a calendar. Use the calendar’s iCal link, which often ends in .ics."),
    Problem.TOO_COMPLEX: _l("The calendar takes too long to read. Ask for one with fewer recurring events."),
}
"""Why nothing new was fetched, and what to do."""

UNUSABLE: Mapping[Unusable, LazyString] = {
    Unusable.EMPTY: _l("The file is empty. Export the calendar again, then upload the new file."),
    Unusable.WEB_PAGE: _l("The file is a web page, not a calendar. Export the calendar as a file that ends in .ics."),
    Unusable.NO_CALENDAR: _l("The file is not a calendar. Choose one that ends in .ics."),
    Unusable.TOO_LARGE: _l("The file is too large: at most 2 MB and 10,000 events. Export fewer events."),
    Unusable.TOO_COMPLEX: _l("The file takes too long to read. Export one with fewer recurring events."),
}
"""Why an uploaded file cannot be imported, and what to do."""
