"""The forms of a milestone of a bill."""

import re
from datetime import date
from typing import Any, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from typing_extensions import override
from wtforms import Field, Form
from wtforms.validators import StopValidation, ValidationError

from scheduler.legislation.domain.milestones import VOTES, MilestoneKind
from scheduler.legislation.labels import KIND_LABELS
from scheduler.legislation.services.milestones import MilestoneDraft
from scheduler.web.fields import ChoiceField, DayField, LineField, WebAddressField
from scheduler.web.forms import TokenForm
from scheduler.web.template_filters import number

MOST_VOTES = 99_999
# As people group digits: 1,024 and 1 024.
_GROUPS = re.compile(r"(?<=\d)[\s,.'’](?=\d{3}(?!\d))")
_WITHOUT_COUNT = frozenset(MilestoneKind) - VOTES


class VotesField(LineField):
    """How many votes there were, as it was typed; `votes` is the number, None when empty or not understood."""

    votes: int | None = None

    def __init__(self, label: str | None = None, **kwargs: Any) -> None:
        """Make the field."""
        super().__init__(label, max_chars=20, render_kw={"inputmode": "numeric"}, **kwargs)

    @override
    def process_data(self, value: Any) -> None:
        self.data = "" if value is None else str(value)

    @override
    def pre_validate(self, form: Form) -> None:
        super().pre_validate(form)
        typed = _GROUPS.sub("", self.data or "")
        if typed and not typed.isdecimal():
            raise StopValidation(_("Enter a whole number, 0 or more."))
        if typed and int(typed) > MOST_VOTES:
            raise StopValidation(_("Enter a number up to %(most)s.", most=number(MOST_VOTES)))
        self.votes = int(typed) if typed else None


class MilestoneForm(TokenForm):
    """What is entered of a milestone."""

    kind = ChoiceField(_l("What happened"), choices=[("", _l("Choose one")), *KIND_LABELS.items()])
    day = DayField(_l("Day"), required=True, description=_l("A day in the future is shown as planned."))
    votes_for = VotesField(_l("Votes for"), description=_l("Of a committee or floor vote, if the count is known."))
    votes_against = VotesField(_l("Votes against"))
    place = LineField(
        _l("Chamber or committee"), max_chars=120, description=_l("For example Senate or Committee on the Judiciary.")
    )
    source_url = WebAddressField(_l("Source"), required=True, description=_l("The official page that says so."))
    note = LineField(_l("Note"), max_chars=500)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        """Make the form; `today` is the day where whoever fills it in is."""
        super().__init__(*args, **kwargs)
        self.today = today

    def validate_kind(self, field: Field) -> None:
        """Refuse that nothing was chosen."""
        if not field.data:
            raise ValidationError(_("Choose what happened."))

    def validate_votes_for(self, field: VotesField) -> None:
        """Refuse a count of what is no vote, of a day to come, and one number without the other."""
        self._check_votes(field, self.votes_against)

    def validate_votes_against(self, field: VotesField) -> None:
        """Refuse the same."""
        self._check_votes(field, self.votes_for)

    def _check_votes(self, field: VotesField, other: VotesField) -> None:
        # Said once, beside the first that is filled in.
        is_first = field is self.votes_for or not other.data
        if field.data and is_first and self.kind.data in _WITHOUT_COUNT:
            raise ValidationError(_("Only a committee vote or a floor vote has a count. Leave this empty."))
        if field.data and is_first and isinstance(self.day.data, date) and self.day.data > self.today:
            raise ValidationError(_("That day is still to come. Leave this empty until the votes are counted."))
        if other.data and not field.data and self.kind.data not in _WITHOUT_COUNT:
            raise ValidationError(_("Enter both numbers of votes, or leave both empty."))

    def draft(self) -> MilestoneDraft:
        """Return what was entered."""
        return MilestoneDraft(
            kind=MilestoneKind(self.kind.data),
            day=cast("date", self.day.data),
            source_url=self.source_url.data,
            votes_for=self.votes_for.votes,
            votes_against=self.votes_against.votes,
            place=self.place.data,
            note=self.note.data,
        )


class RetractForm(TokenForm):
    """Why a milestone is wrong."""

    reason = LineField(
        _l("Why is it wrong?"),
        max_chars=500,
        required=True,
        description=_l("For example: the official page gave the wrong count. Everyone who reads the bill sees this."),
    )
