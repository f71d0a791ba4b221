"""The form that moves something to another day."""

from flask_babel import lazy_gettext as _l

from scheduler.web.fields import DayField
from scheduler.web.forms import TokenForm


class MoveForm(TokenForm):
    """The day on which it is to begin."""

    day = DayField(_l("New first day"), required=True)
