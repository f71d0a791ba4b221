"""The forms of a fact."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, SelectField
from wtforms.validators import ValidationError

from scheduler.facts.domain.source_dates import source_date
from scheduler.facts.services.facts import FactDraft
from scheduler.web.fields import DayField, LineField, ProseField, WebAddressField
from scheduler.web.forms import TokenForm


class FactForm(TokenForm):
    """What is written down of a fact."""

    statement = LineField(
        _l("Fact"),
        max_chars=300,
        required=True,
        description=_l("One figure or claim, for example: 50 million people live in modern slavery."),
    )
    source_name = LineField(
        _l("Source"), max_chars=200, required=True, description=_l("For example ILO, Global Estimates.")
    )
    source_url = WebAddressField(_l("Link to the source"))
    source_date = LineField(
        _l("Date of the source"),
        max_chars=10,
        required=True,
        description=_l("A year, month or day: 2022, 2022-09 or 2022-09-12."),
    )
    true_until = DayField(
        _l("True until"),
        description=_l("The last day, if you know one. After it, copy that uses this fact is to be checked."),
    )
    owner_id = SelectField(
        _l("Owner"), coerce=int, description=_l("Looks for a newer version of the source, and gets an email in time.")
    )
    note = ProseField(_l("Note"), max_chars=1000, description=_l("For example how the figure was counted."))

    def validate_source_date(self, field: Field) -> None:
        """Refuse what is no date, and keep the rest in full."""
        known = source_date(field.data or "")
        if known is None:
            raise ValidationError(_("Enter a year, a month or a day, for example 2022, 2022-09 or 2022-09-12."))
        field.data = known

    def draft(self) -> FactDraft:
        """Return what was typed."""
        return FactDraft(
            statement=self.statement.data,
            source_name=self.source_name.data,
            source_url=self.source_url.data,
            source_date=self.source_date.data,
            true_until=self.true_until.data,
            owner_id=self.owner_id.data,
            note=self.note.data,
        )


class RetireForm(TokenForm):
    """Why copy must not use a fact any more."""

    reason = LineField(
        _l("Why must no one use it any more?"),
        max_chars=500,
        required=True,
        description=_l("For example: the source has withdrawn the figure. Everyone who reads the fact sees this."),
    )
