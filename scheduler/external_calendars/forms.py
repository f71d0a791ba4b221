"""Forms of external calendars."""

import re
from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from typing_extensions import override

from scheduler.accounts.forms.fields import NameField
from scheduler.external_calendars.labels import TINT_NAMES
from scheduler.external_calendars.models import NAME_CHARS
from scheduler.external_calendars.services.keeping import CalendarDraft
from scheduler.web.fields import RadiosField, WebAddressField
from scheduler.web.forms import TokenForm

COALITION = "coalition"


class CalendarAddressField(WebAddressField):
    """The address of a calendar; calendar apps write `webcal` for `https`."""

    @override
    def normalise(self, text: str) -> str:
        return re.sub(r"^\s*webcals?://", "https://", super().normalise(text), flags=re.IGNORECASE)


class CalendarForm(TokenForm):
    """What a calendar is called, where it is, and its colour."""

    name = NameField(_l("Name"), max_chars=NAME_CHARS, required=True)
    url = CalendarAddressField(_l("Calendar link"), required=True)
    tint = RadiosField(_l("Colour"), coerce=int, default=1, choices=list(TINT_NAMES.items()))

    @property
    def draft(self) -> CalendarDraft:
        """The calendar as it was typed."""
        return CalendarDraft(self.name.data, self.url.data, self.tint.data)


class NewCalendarForm(CalendarForm):
    """The same, and whose it is to be."""

    whose = RadiosField(_l("Who sees it"))

    def offer(self, organisations: Iterable[tuple[int, str]], *, coalition: bool) -> None:
        """Fill the choices: everyone in the coalition, and each organisation whose calendars the person keeps."""
        theirs = [(str(ident), _("Everyone at %(organisation)s", organisation=name)) for ident, name in organisations]
        self.whose.choices = [*theirs, *([(COALITION, _("Everyone in the coalition"))] if coalition else [])]
        if self.whose.data is None and len(self.whose.choices) == 1:
            self.whose.data = self.whose.choices[0][0]

    @property
    def organisation_id(self) -> int | None:
        """The organisation chosen; None for the coalition."""
        return None if self.whose.data == COALITION else int(self.whose.data)
