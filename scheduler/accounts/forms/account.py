"""The forms of a person's own account page."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from scheduler.accounts.forms.fields import NameField
from scheduler.accounts.models import Person
from scheduler.accounts.services.namesakes import with_detail
from scheduler.web.fields import DayField, ZoneField
from scheduler.web.forms import LanguageForm, TokenForm

NAME_MAX_CHARS = 120


class AccountForm(LanguageForm):
    name = NameField(_l("Your name"), max_chars=NAME_MAX_CHARS, required=True, render_kw={"autocomplete": "name"})
    zone = ZoneField(_l("Your time zone"), required=True)


class AbsenceForm(TokenForm):
    away_until = DayField(_l("Away until"))
    deputy = SelectField(_l("Deputy"), coerce=str)

    def offer(self, deputies: tuple[Person, ...], details: Mapping[int, str]) -> "AbsenceForm":
        """Fill the list of deputies; `details` tell apart those of one name."""
        nobody: list[tuple[Any, Any]] = [("", _l("No one"))]
        self.deputy.choices = nobody + [
            (str(person.id), with_detail(person.name, person.id, details)) for person in deputies
        ]
        return self
