"""Forms of campaigns and their audience."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from typing_extensions import override
from wtforms import BooleanField, Field, ValidationError

from scheduler.accounts.models import Organisation
from scheduler.agenda import forms as agenda_forms
from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.forms import (
    EMBARGO_LABEL,
    SAFE_TITLE_CHARS,
    SAFE_TITLE_LABEL,
    EmbargoFields,
    revealing_title_message,
)
from scheduler.agenda.services.embargo import LockedOutError, RevealingTitleError
from scheduler.agenda.services.guards import Embargo
from scheduler.campaigns.domain.joining import Joining
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.queries.anchors import Anchor
from scheduler.campaigns.services.audience import AudienceDraft
from scheduler.campaigns.services.campaigns import CampaignDraft
from scheduler.campaigns.services.candidates import Candidate
from scheduler.dates.timezones import resolve_local_time
from scheduler.web.fields import ChecksField, ChoiceField, DayField, LineField, ProseField, RadiosField
from scheduler.web.forms import TokenForm
from scheduler.web.local_time import LocalMoment, LocalTimeField

OWN_DAYS = "own"
MAX_DAYS = 366
AUDIENCES = (
    (Audience.ORGANISATIONS, _l("Participating organisations")),
    (Audience.COALITION, _l("The whole coalition")),
    (Audience.PEOPLE, _l("Specific people")),
)


JOINING = (
    (Joining.ASK, _l("Ask to join; the campaign manager decides")),
    (Joining.OPEN, _l("Join at any time")),
)
HEADS = ("organisation_id", "owner_id", "joining")
"""What only those change who say who shares in the campaign."""


class _DaysForm(TokenForm):
    """What a campaign stands around: an edition, an event, or days of its own."""

    title = LineField(_l("Title"), max_chars=120, required=True)
    around = ChoiceField(_l("Observance"))
    first_day = DayField(_l("First day"), description=_l("Only for custom dates."))
    last_day = DayField(_l("Last day"), description=_l("Only for custom dates. Leave empty for a single day."))
    organisation_id = ChoiceField(_l("Lead organisation"), coerce=int)

    def offer_days(self, around: Iterable[Anchor]) -> None:
        """Set what the campaign can stand around."""
        offered = list(around)
        self.offered = {choice.key: choice for choice in offered}
        self.around.choices = [(OWN_DAYS, _("Custom dates")), *((choice.key, choice.label) for choice in offered)]

    def offer_leads(self, organisations: Iterable[Organisation]) -> None:
        """Set who can lead it."""
        self.organisation_id.choices = [(row.id, row.name) for row in organisations]

    @override
    def validate(self, extra_validators: Any = None) -> bool:
        if self.around.data != OWN_DAYS:
            for other in (self.first_day, self.last_day):
                other.process_errors, other.data = [], None
        return bool(super().validate(extra_validators))

    def validate_first_day(self, field: Field) -> None:
        if self.around.data == OWN_DAYS and field.data is None and not field.errors:
            raise ValidationError(_("Enter the first day, or choose an observance."))

    def validate_last_day(self, field: Field) -> None:
        if field.data is None or self.first_day.data is None:
            return
        if field.data < self.first_day.data:
            raise ValidationError(_("The last day is before the first day."))
        if (field.data - self.first_day.data).days >= MAX_DAYS:
            raise ValidationError(_("A campaign can last a year at most."))

    def days(self) -> dict[str, Any]:
        """Return what it stands around, as the fields of a draft."""
        chosen = self.offered.get(self.around.data)
        return {
            "edition_id": chosen.edition_id if chosen else None,
            "event_id": chosen.event_id if chosen else None,
            "first_day": self.first_day.data,
            "last_day": self.last_day.data,
        }


class NewCampaignForm(_DaysForm):
    """The least that a campaign needs; the rest comes later."""

    audience = RadiosField(_l("Access"), choices=AUDIENCES, default=Audience.ORGANISATIONS)

    def draft(self, owner_id: int) -> CampaignDraft:
        """Return what was typed."""
        organisation_id = self.organisation_id.data
        return CampaignDraft(title=self.title.data, organisation_id=organisation_id, owner_id=owner_id, **self.days())


class CampaignForm(_DaysForm):
    """Everything that a campaign says of itself; `revealed` is what the title has in common with what outsiders see."""

    revealed: tuple[str, ...] = ()
    reveals_nothing = BooleanField(_l("I've checked: both titles reveal nothing"))
    goal = ProseField(_l("Goal"), max_chars=5000, description=_l("What will have changed if the campaign succeeds?"))
    owner_id = ChoiceField(_l("Campaign manager"), coerce=int)
    joining = RadiosField(_l("How other organisations join"), choices=JOINING, default=Joining.ASK)

    def offer_owners(self, people: Iterable[Candidate], campaign: Campaign, owner: str) -> None:
        """Set who can hold it together: leads and editors of those taking part; whoever does now stays a choice."""
        editors = [person for person in people if not person.viewer.editor_of.isdisjoint(campaign.organisation_ids)]
        choices = {person.person_id: person.label for person in editors}
        self.owner_id.choices = list(({campaign.owner_id: owner} | choices).items())

    def keep_heads(self) -> None:
        """Leave who leads it, who holds it together and who may join to those who have a say in that."""
        for name in HEADS:
            del self[name]

    def draft(self, campaign: Campaign) -> CampaignDraft:
        """Return what was typed; what the form does not ask for stays as it is saved."""
        heads = {name: self[name].data if name in self else getattr(campaign, name) for name in HEADS}
        return CampaignDraft(title=self.title.data, goal=self.goal.data, **heads, **self.days())

    def refuse_title(self, error: RevealingTitleError, placeholder_title: str) -> None:
        """Say beside the title that what outsiders see until the lift would give it away."""
        self.revealed = () if error.is_whole else error.revealed
        self.title.errors = [revealing_title_message(error, placeholder_title)]

    @staticmethod
    def shown(campaign: Campaign, around: str) -> dict[str, Any]:
        """Return what the fields show of a saved campaign; `around` is the key of what it stands around."""
        return {
            "title": campaign.title,
            "goal": campaign.goal,
            "around": around or OWN_DAYS,
            "first_day": campaign.first_day,
            "last_day": campaign.last_day,
            "organisation_id": campaign.organisation_id,
            "owner_id": campaign.owner_id,
            "joining": campaign.joining,
            "revision": campaign.revision,
        }


def differences(form: CampaignForm, campaign: Campaign, around: str) -> list[tuple[str, str, str]]:
    """Return label, what was typed and what is saved, of the fields that differ."""
    saved = CampaignForm.shown(campaign, around)
    rows = []
    asked = (name for name in ("title", "goal", "around", "first_day", "last_day", *HEADS) if name in form)
    for name in asked:
        field = form[name]
        if field.data != saved[name]:
            labels = dict(field.choices) if hasattr(field, "choices") else {}
            yours, theirs = (labels.get(value, value) for value in (field.data, saved[name]))
            rows.append((str(field.label.text), str(yours or ""), str(theirs or "")))
    return rows


REFUSED: tuple[type[Exception], ...] = (*agenda_forms.REFUSED, LockedOutError)
"""What `AudienceForm.explain` explains."""


class AudienceForm(EmbargoFields):
    """Who may see a campaign, and until when only the embargo group."""

    audience = RadiosField(_l("Access"), choices=AUDIENCES)
    people = ChecksField(
        _l("People"),
        coerce=int,
        description=_l("For “Specific people” only. The campaign manager is always included."),
    )
    embargo = LocalTimeField(
        EMBARGO_LABEL,
        description=_l(
            "Leave empty for no embargo. Until it lifts, only the embargo group sees more than the placeholder title."
        ),
    )
    placeholder_title = LineField(
        SAFE_TITLE_LABEL,
        max_chars=SAFE_TITLE_CHARS,
        description=_l("Give nothing away, for example “Joint action in July”."),
    )
    embargo_group_organisations = ChecksField(_l("Embargo group: leads and editors of"), coerce=int)
    embargo_group_people = ChecksField(
        _l("Embargo group: people"), coerce=int, description=_l("The campaign manager is always in the embargo group.")
    )

    def offer(self, organisations: Iterable[Organisation], people: Iterable[Candidate]) -> None:
        """Set who can be named."""
        choices = [(person.person_id, person.label) for person in people]
        self.people.choices = self.embargo_group_people.choices = choices
        self.embargo_group_organisations.choices = [(row.id, row.name) for row in organisations]

    @override
    def explain(self, error: Exception) -> None:
        """Say beside its field why the audience cannot be as chosen."""
        if isinstance(error, LockedOutError):
            self.audience.errors = [
                _("You would lose access to the campaign yourself. Add yourself or your organisation.")
            ]
        else:
            super().explain(error)

    def draft(self) -> AudienceDraft:
        """Return what was chosen."""
        return AudienceDraft(
            audience=Audience(self.audience.data),
            people=frozenset(self.people.data or ()),
            embargo=self.typed_embargo(),
            embargo_group_organisations=frozenset(self.embargo_group_organisations.data or ()),
            embargo_group_people=frozenset(self.embargo_group_people.data or ()),
            placeholder_title=self.placeholder_title.data,
            reveals_nothing=bool(self.reveals_nothing.data),
        )

    @staticmethod
    def shown(draft: AudienceDraft, revision: int) -> dict[str, Any]:
        """Return what the fields show of a saved audience."""
        return {
            "audience": draft.audience,
            "people": sorted(draft.people),
            "embargo": _moment(draft.embargo),
            "placeholder_title": draft.placeholder_title,
            "embargo_group_organisations": sorted(draft.embargo_group_organisations),
            "embargo_group_people": sorted(draft.embargo_group_people),
            "revision": revision,
        }


def _moment(embargo: Embargo | None) -> LocalMoment | None:
    if embargo is None:
        return None
    options = resolve_local_time(embargo.local, embargo.zone).options
    choice = next((option.choice for option in options if option.instant_utc == embargo.at), None)
    return LocalMoment(embargo.local, embargo.zone, choice, embargo.at)


class CancelForm(TokenForm):
    """Why a campaign is called off."""

    reason = LineField(
        _l("Reason"), max_chars=300, required=True, description=_l("Visible to everyone who can see the campaign.")
    )
