"""The form of a helpline."""

from datetime import date
from typing import Any

import regex
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field
from wtforms.validators import ValidationError

from scheduler.guidance.services.helplines import HelplineDraft
from scheduler.web.country_names import country_choices
from scheduler.web.fields import ChoiceField, DayField, LineField
from scheduler.web.forms import TokenForm

_TELEPHONE = regex.compile(r"\+?[0-9][0-9()./ \-]{1,30}")
_ADDRESS = regex.compile(r"https?://[^\s/]+\.[^\s]+")


class HelplineForm(TokenForm):
    """What is entered of a helpline; `today` is the last day on which it can have been checked."""

    country = ChoiceField(_l("Country"))
    name = LineField(_l("Name"), max_chars=160, required=True)
    contact = LineField(
        _l("Phone number or link"),
        max_chars=300,
        required=True,
        description=_l("As people dial it in the country, or a full link with https://."),
    )
    hours = LineField(
        _l("Hours"), max_chars=160, description=_l("For example: day and night, or Mon to Fri 9:00–17:00.")
    )
    languages = LineField(_l("Languages"), max_chars=160, description=_l("For example: English and Filipino."))
    source = LineField(
        _l("Source"),
        max_chars=300,
        required=True,
        description=_l("Where you found the number, for example a web page."),
    )
    checked_on = DayField(
        _l("Checked on"), required=True, description=_l("The day on which someone made sure that it is right.")
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.country.choices = country_choices()
        self._today = today

    def validate_contact(self, field: Field) -> None:
        """Take a number or a web address."""
        text = field.data or ""
        if not (_TELEPHONE.fullmatch(text) or _ADDRESS.fullmatch(text)):
            raise ValidationError(_("Enter a phone number such as 1343 or +63 2 1343, or a link with https://."))

    def validate_checked_on(self, field: Field) -> None:
        """Refuse a day to come."""
        if field.data is not None and field.data > self._today:
            raise ValidationError(_("This day has not come yet. Enter the day on which it was checked."))

    def draft(self) -> HelplineDraft:
        """Return what was typed."""
        return HelplineDraft(
            country=self.country.data,
            name=self.name.data,
            contact=self.contact.data,
            hours=self.hours.data,
            languages=self.languages.data,
            source=self.source.data,
            checked_on=self.checked_on.data or self._today,
        )
