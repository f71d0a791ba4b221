"""Forms about one edition."""

import re
from datetime import date
from typing import Any, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from typing_extensions import override
from wtforms import Field, ValidationError
from wtforms.validators import StopValidation

from scheduler.dates.spans import DateSpan
from scheduler.observances.domain.validators import MAX_URL_CHARS, InvalidValueError, read_hashtags
from scheduler.observances.models import Edition
from scheduler.observances.services.edition_edits import DaysError, EditionDays, EditionTexts
from scheduler.web.fields import DayField, LineField, WebAddressField
from scheduler.web.forms import TokenForm
from scheduler.web.template_filters import span

_BETWEEN_TAGS = re.compile(r"[\s;,]+")


class HashtagsField(LineField):
    """Hashtags with blanks, commas or semicolons between them; `.tags` are the tags."""

    def __init__(self, label: str | None = None, **kwargs: Any) -> None:
        """Make the field; each tag has its #."""
        super().__init__(label, max_chars=1000, **kwargs)

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags, after the field has been validated."""
        return read_hashtags(";".join(_BETWEEN_TAGS.split(self.data or "")))

    @override
    def process_data(self, value: Any) -> None:
        self.data = value if isinstance(value, str) else " ".join(value or ())

    @override
    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        try:
            self.tags  # noqa: B018 - reading them checks them
        except InvalidValueError as error:
            raise StopValidation(error.message.render(_)) from error


class EditionForm(TokenForm):
    """What people say of one edition."""

    theme = LineField(_l("This year's theme"), max_chars=300)
    official_url = WebAddressField(_l("Official page for this year"), max_chars=MAX_URL_CHARS)
    hashtags = HashtagsField(_l("Hashtags for this year"), description=_l("Besides those used every year."))
    ask_on = DayField(
        _l("Remind the steward to check from"),
        description=_l("The steward is reminded on this date to look up the date."),
    )

    def texts(self) -> EditionTexts:
        """Return what was typed, after it has been validated."""
        return EditionTexts(
            theme=self.theme.data,
            official_url=self.official_url.data,
            hashtags=self.hashtags.tags,
            ask_on=self.ask_on.data if "ask_on" in self else None,
        )


class DaysForm(TokenForm):
    """The days of one edition, and why they are not those of the rule."""

    first_day = DayField(_l("First day"), required=True)
    last_day = DayField(_l("Last day"), description=_l("Leave empty for a single day."))
    reason = LineField(_l("Why this date"), max_chars=300, description=_l("Visible to everyone who can see this date."))
    official_url = WebAddressField(
        _l("Where it was announced"), max_chars=MAX_URL_CHARS, description=_l("The official page for this year.")
    )

    def validate_last_day(self, field: Field) -> None:
        if field.data is not None and self.first_day.data is not None and field.data < self.first_day.data:
            raise ValidationError(_("The last day is before the first day."))

    def days(self) -> EditionDays:
        """Return what was typed, after it has been validated."""
        first_day = cast("date", self.first_day.data)
        days = DateSpan(first_day, self.last_day.data or first_day)
        return EditionDays(span=days, reason=self.reason.data, official_url=self.official_url.data)

    def explain(self, error: DaysError, edition: Edition) -> None:
        """Put the reason of a refusal beside its field."""
        why = {
            "other_year": _("This date is too far from %(period)s. Check the year.", period=edition.period),
            "too_long": _("An observance lasts 366 days at most. Check the last day."),
        }
        self[error.field].errors = [*self[error.field].errors, why[error.code]]


class CancelForm(TokenForm):
    """Why an edition is not held."""

    reason = LineField(
        _l("Reason"), max_chars=300, required=True, description=_l("Visible to everyone who can see this date.")
    )


class MoveReasonNeeded:
    """Asks for a reason where the days differ from those of the rule."""

    def __init__(self, edition: Edition) -> None:
        self._by_rule = (edition.rule_starts_on, edition.rule_ends_on)

    def __call__(self, form: Any, field: Field) -> None:
        first_day = form.first_day.data
        if not field.data and (first_day, form.last_day.data or first_day) != self._by_rule:
            raise ValidationError(_("Say briefly why the date differs from the rule."))


def word_differences(form: EditionForm, edition: Edition) -> list[tuple[str, str, str]]:
    """Return label, what was typed and what is saved, of the fields that differ."""
    asked = (form.ask_on.data.isoformat() if form.ask_on.data else "") if "ask_on" in form else ""
    saved = edition.ask_on.isoformat() if edition.ask_on and "ask_on" in form else ""
    rows = [
        (form.theme.label.text, form.theme.data, edition.theme),
        (form.official_url.label.text, form.official_url.data, edition.official_url),
        (form.hashtags.label.text, " ".join(form.hashtags.tags), " ".join(edition.hashtags)),
        (_("Remind the steward to check from"), asked, saved),
    ]
    return [(str(label), typed, theirs) for label, typed, theirs in rows if typed != theirs]


def day_differences(form: DaysForm, edition: Edition) -> list[tuple[str, str, str]]:
    """Return label, what was typed and what is saved, of days, reason and link where they differ."""
    days = form.days()
    saved = span(edition.starts_on, edition.ends_on or edition.starts_on) if edition.starts_on else ""
    rows = [
        (_("Days"), span(days.span.first_day, days.span.last_day), saved),
        (form.reason.label.text, days.reason, edition.override_reason),
        (form.official_url.label.text, days.official_url or "", edition.official_url),
    ]
    return [(str(label), typed, theirs) for label, typed, theirs in rows if typed != theirs]
