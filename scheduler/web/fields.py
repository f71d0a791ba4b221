"""Form fields that every feature shares, with messages that say what to do."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, ClassVar

from flask import request
from flask_babel import gettext as _
from flask_babel import ngettext
from typing_extensions import override
from wtforms import Field, Form, IntegerField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import StopValidation
from wtforms.widgets import CheckboxInput, DateInput, ListWidget, TextInput, URLInput

from scheduler.addresses import hidden_in_address, is_web_address
from scheduler.dates.meant_zones import is_plain_zone, zones_meant
from scheduler.dates.timezones import zone_names
from scheduler.web.hidden_characters import refused_character_message
from scheduler.web.request import now
from scheduler.web.template_filters import month_year
from scheduler.web.text_rules import (
    forbidden_in_line,
    forbidden_in_prose,
    is_blank,
    normalise_line,
    normalise_prose,
)

Validator = Callable[[Form, Field], None]
Choices = Iterable[tuple[Any, str]]
ADDRESS_MAX_CHARS = 2000
LONGEST_ZONE = 64
ZONE_LIST_ID = "zone-names"
LEAP_DAY = (2, 29)
FIRST_YEAR, LAST_YEAR = 1900, 2200
_MOST_DIGITS = 9
FURTHEST_NUMBER = 10**_MOST_DIGITS
_WHOLE_NUMBER = re.compile("([-+\N{MINUS SIGN}]?)(\\d+)", re.ASCII)


class _Needed:
    """Refuses an empty field; spaces and invisible characters alone count as empty."""

    field_flags: ClassVar[dict[str, bool]] = {"required": True}

    def __init__(self, message: str | None) -> None:
        self._message = message

    def __call__(self, _form: Form, field: Field) -> None:
        value = field.data
        if value not in (None, [], ()) and not (isinstance(value, str) and is_blank(value)):
            return
        if field.errors:
            # What was typed but not understood has its own message.
            raise StopValidation
        raise StopValidation(self._message or _("Required."))


def needed(message: str | None = None) -> Validator:
    """Return a validator that refuses an empty field, with a message of its own if one is given."""
    return _Needed(message)


class _CheckedText(StringField):
    """Text with a limit, kept as it was typed when it is refused."""

    def __init__(
        self,
        label: str | None = None,
        validators: Sequence[Validator] = (),
        *,
        max_chars: int,
        required: bool = False,
        **kwargs: Any,
    ) -> None:
        """Make the field; `max_chars` counts Unicode code points, a line end as one."""
        super().__init__(label, ([needed()] if required else []) + list(validators), **kwargs)
        self.max_chars = max_chars

    def normalise(self, text: str) -> str:
        """Return the text as it is kept."""
        return normalise_line(text)

    def forbidden(self, text: str) -> str | None:
        """Return the first character that may not stand here."""
        return forbidden_in_line(text)

    @override
    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist:
            self.data = self.normalise(valuelist[0])

    @override
    def process_data(self, value: Any) -> None:
        self.data = value or ""

    @override
    def pre_validate(self, form: Form) -> None:
        text = self.data or ""
        found = self.forbidden(text)
        if found is not None:
            raise StopValidation(refused_character_message(text, text.index(found)))
        if len(text) > self.max_chars:
            raise StopValidation(_too_long(len(text), self.max_chars))


class LineField(_CheckedText):
    """One line of text; `""` when empty."""

    def __init__(
        self, label: str | None = None, validators: Sequence[Validator] = (), *, max_chars: int = 200, **kwargs: Any
    ) -> None:
        """Make the field; `required=True` refuses an empty one."""
        super().__init__(label, validators, max_chars=max_chars, **kwargs)


class ProseField(_CheckedText, TextAreaField):
    """Text of many lines; `""` when empty."""

    def __init__(
        self, label: str | None = None, validators: Sequence[Validator] = (), *, max_chars: int = 5000, **kwargs: Any
    ) -> None:
        """Make the field; `required=True` refuses an empty one."""
        super().__init__(label, validators, max_chars=max_chars, **kwargs)

    @override
    def normalise(self, text: str) -> str:
        return normalise_prose(text)

    @override
    def forbidden(self, text: str) -> str | None:
        return forbidden_in_prose(text)


class WebAddressField(LineField):
    """An http or https address; `""` when empty."""

    widget = URLInput()

    def __init__(
        self,
        label: str | None = None,
        validators: Sequence[Validator] = (),
        *,
        max_chars: int = ADDRESS_MAX_CHARS,
        **kwargs: Any,
    ) -> None:
        """Make the field; a page address without a scheme is taken as https."""
        super().__init__(label, validators, max_chars=max_chars, **kwargs)

    @override
    def normalise(self, text: str) -> str:
        line = normalise_line(text)
        bare = re.fullmatch(r"[\w-]+(\.[\w-]+)+(/\S*)?", line)
        return f"https://{line}" if bare else line

    @override
    def forbidden(self, text: str) -> str | None:
        return hidden_in_address(text, may_join=True)

    @override
    def pre_validate(self, form: Form) -> None:
        super().pre_validate(form)
        if self.data and not is_web_address(self.data):
            raise StopValidation(_("Enter a full link that starts with https:// or http://."))


class ZoneField(LineField):
    """An IANA time zone name, typed or picked from a list.

    Of what may mean several zones, or none by that name, the choice is offered in `meant`; what was typed stays.
    """

    widget = TextInput()
    wants_zones = True

    def __init__(self, label: str | None = None, validators: Sequence[Validator] = (), **kwargs: Any) -> None:
        """Make the field; its list of zones is drawn by the form macro."""
        kwargs.setdefault("render_kw", {"list": ZONE_LIST_ID, "autocomplete": "off", "spellcheck": "false"})
        super().__init__(label, validators, max_chars=LONGEST_ZONE, **kwargs)
        self.meant: tuple[str, ...] = ()

    @override
    def normalise(self, text: str) -> str:
        return zone_name(text)

    @override
    def process(self, formdata: Any, *args: Any, **kwargs: Any) -> None:
        """Take what was typed, or what was chosen of what that may mean."""
        super().process(formdata, *args, **kwargs)
        if formdata is not None and self.name in formdata:
            self.data = chosen_zone(self.data or "", formdata.get(f"{self.name}-meant", ""), now())

    @override
    def pre_validate(self, form: Form) -> None:
        super().pre_validate(form)
        if self.data and not is_plain_zone(self.data):
            self.meant = zones_meant(self.data, now())
            raise StopValidation(no_plain_zone(self.data, self.meant))


class DayField(Field):
    """A calendar day; None when empty."""

    widget = DateInput()

    def __init__(
        self,
        label: str | None = None,
        validators: Sequence[Validator] = (),
        *,
        required: bool = False,
        **kwargs: Any,
    ) -> None:
        """Make the field; years from 1900 to 2200."""
        super().__init__(label, ([needed()] if required else []) + list(validators), **kwargs)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.data.isoformat() if self.data else ""

    @override
    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = parse_day(valuelist[0]) if valuelist else None


class WholeNumberField(IntegerField):
    """A whole number, with a minus of any kind; a longer one than anybody means is as far as numbers go here."""

    @override
    def process_formdata(self, valuelist: list[str]) -> None:
        match = _WHOLE_NUMBER.fullmatch(valuelist[0].strip()) if valuelist else None
        if match is not None and len(match[2]) > _MOST_DIGITS:
            self.data = -FURTHEST_NUMBER if match[1] in {"-", "\N{MINUS SIGN}"} else FURTHEST_NUMBER
        else:
            super().process_formdata([one.replace("\N{MINUS SIGN}", "-") for one in valuelist])


class ChoiceField(SelectField):
    """One of several choices, in a list that opens; choices are pairs of value and label."""

    def __init__(
        self, label: str | None = None, validators: Sequence[Validator] = (), *, choices: Choices = (), **kwargs: Any
    ) -> None:
        """Make the field; choices may also be set before the form is validated."""
        super().__init__(label, validators, choices=_select_choices(choices), **kwargs)


class RadiosField(RadioField):
    """One of a few choices, all shown; choices are pairs of value and label."""

    def __init__(
        self, label: str | None = None, validators: Sequence[Validator] = (), *, choices: Choices = (), **kwargs: Any
    ) -> None:
        """Make the field; choices may also be set before the form is validated."""
        super().__init__(label, validators, choices=_select_choices(choices), **kwargs)


class ChecksField(SelectMultipleField):
    """Any number of choices as check boxes; a list of their values."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(
        self, label: str | None = None, validators: Sequence[Validator] = (), *, choices: Choices = (), **kwargs: Any
    ) -> None:
        """Make the field; choices may also be set before the form is validated."""
        super().__init__(label, validators, choices=_select_choices(choices), **kwargs)

    @override
    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(_not_a_choice()) from error

    @override
    def pre_validate(self, form: Form) -> None:
        try:
            super().pre_validate(form)
        except ValueError as error:
            raise StopValidation(_not_a_choice()) from error


def day_in_address() -> date | None:
    """Return the day that an address suggests as `day`; None without one, or if it cannot be read."""
    try:
        return parse_day(request.args.get("day", ""))
    except ValueError:
        return None


def parse_day(text: str) -> date | None:
    """Read `YYYY-MM-DD`, or `D.M.YYYY` and `D/M/YYYY` as typed where a browser has no date picker.

    Raises:
        ValueError: with a message for the person who typed it.
    """
    text = text.strip()
    if not text:
        return None
    match = re.fullmatch(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})", text, re.ASCII) or re.fullmatch(
        r"(?P<d>\d{1,2})[./](?P<m>\d{1,2})[./](?P<y>\d{4})", text, re.ASCII
    )
    if not match:
        raise ValueError(_("Enter the day as year-month-day, for example 2027-07-30."))
    year, month, day = int(match["y"]), int(match["m"]), int(match["d"])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(_("Enter a year between %(first)s and %(last)s.", first=FIRST_YEAR, last=LAST_YEAR))
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ValueError(_no_such_day(year, month, day)) from error


def chosen_zone(typed: str, chosen: str, at: datetime) -> str:
    """Return the zone that was chosen, if it is one of those that the typed text may mean then; else the text.

    `at` is as in `zones_meant`.
    """
    if is_plain_zone(typed) or not is_plain_zone(chosen) or len(typed) > LONGEST_ZONE:
        return typed
    return chosen if chosen in zones_meant(typed, at) else typed


def no_plain_zone(text: str, meant: Sequence[str]) -> str:
    """Say that a text is no name of one zone, and what to do."""
    if meant:
        return _("“%(text)s” matches more than one time zone. Choose the right one.", text=text)
    return _(
        "No time zone has this name. Type the country, or the city that its time zone is named after, for example "
        "Brussels."
    )


def zone_name(text: str) -> str:
    """Return the zone's exact name for one typed in another case or with spaces; else the text itself."""
    line = normalise_line(text)
    return _zones_by_lower_name().get(line.replace(" ", "_").lower(), line)


def _select_choices(choices: Choices) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in choices]


@cache
def _zones_by_lower_name() -> dict[str, str]:
    return {name.lower(): name for name in zone_names() if is_plain_zone(name)}


def _no_such_day(year: int, month: int, day: int) -> str:
    if (month, day) == LEAP_DAY:
        return _("There is no 29 February in %(year)s: choose 28 February or 1 March.", year=year)
    if not 1 <= month <= 12:
        return _("Months are numbered 1 to 12: there is no month %(month)s.", month=month)
    days, name = monthrange(year, month)[1], month_year(date(year, month, 1))
    # Translators: month is a month and a year, such as "February 2027".
    return ngettext("%(month)s has %(num)s day.", "%(month)s has %(num)s days.", days, month=name)


def _not_a_choice() -> str:
    return _("One of your choices is no longer available. Check the list again.")


def _too_long(count: int, limit: int) -> str:
    over = count - limit
    return ngettext(
        "This is %(num)s character too long: the limit is %(limit)s.",
        "This is %(num)s characters too long: the limit is %(limit)s.",
        over,
        limit=limit,
    )
