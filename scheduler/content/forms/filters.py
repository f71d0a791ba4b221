"""What is asked of the list of items, and what is done to several of them."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Form, SelectField
from wtforms.validators import NumberRange

from scheduler.content.domain.workflow import State
from scheduler.content.forms.choices import kinds
from scheduler.content.labels import state_label
from scheduler.content.presenters.choices import NO_CAMPAIGN, NOBODY, Choices
from scheduler.content.queries.item_list import OPEN, ItemFilter
from scheduler.content.services.bulk import MAX_SHIFT_DAYS
from scheduler.folding import MAX_TYPED
from scheduler.web.fields import ChoiceField, LineField, WholeNumberField
from scheduler.web.forms import TokenForm

MAX_TEXT_CHARS = 200
ANY_STATE = "any"


class FilterForm(Form):
    """What the list is narrowed to; what cannot be understood asks for nothing."""

    text = LineField(_l("Title contains"), max_chars=MAX_TEXT_CHARS)
    state = ChoiceField(_l("Status"), choices=[], default=OPEN)
    kind = ChoiceField(_l("Type"), choices=[], default="")
    organisation = SelectField(_l("Organisation"), coerce=int, default=NOBODY)
    campaign = SelectField(_l("Campaign"), default=NO_CAMPAIGN)

    def __init__(self, arguments: Any, choices: Choices) -> None:
        """Read the query string."""
        super().__init__(arguments)
        self.state.choices = [(OPEN, _("Unpublished")), (ANY_STATE, _("Any")), *_states()]
        self.kind.choices = [("", _("Any")), *kinds()]
        self.organisation.choices = [(NOBODY, _("Any")), *choices.organisations]
        self.campaign_ids = choices.campaign_ids
        self.campaign.choices = [(NO_CAMPAIGN, _("Any")), *choices.campaigns]
        self.text.data = (self.text.data or "").replace("\x00", " ")[:MAX_TYPED]

    def wanted(self, *, mine: bool, deleted: bool) -> ItemFilter:
        """Return what is asked for."""
        state = _one_of(self.state, OPEN)
        return ItemFilter(
            mine=mine,
            deleted=deleted,
            state="" if state == ANY_STATE or deleted else state,
            kind=_one_of(self.kind, ""),
            organisation_id=_one_of(self.organisation, NOBODY) or None,
            campaign_id=self.campaign_ids.get(self.campaign.data or ""),
            text=self.text.data,
        )

    @property
    def is_set(self) -> bool:
        """Say whether anything narrows the list beyond what it shows at first."""
        asked = [self.text.data, _one_of(self.kind, ""), _one_of(self.organisation, 0)]
        asked.append(self.campaign.data in self.campaign_ids)
        return any(asked) or _one_of(self.state, OPEN) != OPEN


class BulkForm(TokenForm):
    """What is to be done to the items that are ticked."""

    days = WholeNumberField(_l("Days"), [NumberRange(-MAX_SHIFT_DAYS, MAX_SHIFT_DAYS)], default=1)
    owner_id = SelectField(_l("Assign to"), coerce=int, default=NOBODY)

    def offer(self, choices: Choices) -> None:
        """Set who can be given items."""
        self.staff = choices.staff
        self.owner_id.choices = [(NOBODY, _("Choose a person")), *choices.staff_of_own()]

    def organisations_of(self, person_id: int) -> frozenset[int]:
        """Return the organisations that a person acts for."""
        return frozenset(ident for ident, people in self.staff.items() if person_id in people)


def _states() -> list[tuple[str, str]]:
    return [(state.value, state_label(state)) for state in State]


def _one_of(field: Any, otherwise: Any) -> Any:
    return field.data if field.data in {value for value, _label in _pairs(field)} else otherwise


def _pairs(field: Any) -> list[tuple[Any, str]]:
    return [(choice[0], choice[1]) for choice in field.choices]
