"""The forms that plan an item: all of it, its plan, or just a title and a day."""

from dataclasses import replace
from datetime import date
from typing import Any, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from typing_extensions import override
from wtforms import BooleanField, Field, SelectField, ValidationError

from scheduler.agenda.forms import EMBARGO_LABEL, SAFE_TITLE_CHARS, SAFE_TITLE_LABEL, EmbargoFields
from scheduler.agenda.services.embargo import PastLiftError
from scheduler.agenda.services.entry_drafts import AllDay, Timed
from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.kinds import KINDS, MAX_CHARS, Kind
from scheduler.content.domain.kinds import Field as WordField
from scheduler.content.domain.links import MAX_LINK_CHARS
from scheduler.content.domain.sharing import ShareScope, Sharing
from scheduler.content.forms.choices import SHARING, channels, kinds
from scheduler.content.forms.fields import OpenTimeField, moment_of, needs_day, shown, timed
from scheduler.content.presenters.choices import NO_CAMPAIGN, NOBODY, Choices
from scheduler.content.services.access import EmbargoSettings
from scheduler.content.services.item_plan import ItemPlan
from scheduler.web.fields import ChecksField, ChoiceField, DayField, LineField, RadiosField, WebAddressField
from scheduler.web.forms import TokenForm
from scheduler.web.local_time import LocalTimeField

MOST_USUAL_CHANNELS = 2
_SETTLED_ONCE_OUT = (
    "kind",
    "publish",
    "channels",
    "with_whom",
    "people",
    "public_when_published",
    "signatories",
    "signoff_due_on",
    "exclusive",
)


class ItemPlanForm(TokenForm):
    """Everything that is planned of an item beside its text."""

    kind = ChoiceField(_l("Type"), choices=[], default=Kind.POST)
    organisation_id = SelectField(_l("Organisation"), coerce=int)
    owner_id = SelectField(_l("Owner"), coerce=int)
    campaign_id = SelectField(_l("Campaign"), default=NO_CAMPAIGN)
    publish = OpenTimeField(_l("Publishes"), [needs_day])
    channels = ChecksField(_l("Channels"))
    with_whom = RadiosField(_l("Who can see this before publication"), choices=SHARING, default=ShareScope.PARTICIPANTS)
    people = ChecksField(_l("People"), coerce=int)
    public_when_published = BooleanField(_l("Make public once published (no login needed)"))
    signatories = ChecksField(_l("Other signatories"), coerce=int)
    signoff_due_on = DayField(_l("Sign-off due"))
    bills = ChecksField(_l("Bills cited"), coerce=int)
    outlet = LineField(_l("Outlet"), max_chars=MAX_CHARS[WordField.OUTLET])
    exclusive = LocalTimeField(_l("Exclusive until"))
    outside_link = WebAddressField(_l("Link to shared document"), max_chars=MAX_LINK_CHARS)
    saved: ItemPlan | None = None
    # Today in the zone of whoever fills in the form, or an earlier day that is saved already.
    earliest_due_on: date | None = None

    def offer(self, choices: Choices) -> None:
        """Set what can be chosen."""
        self.choices = choices
        self.kind.choices = kinds()
        self.organisation_id.choices = list(choices.own)
        self.owner_id.choices = [(NOBODY, _("Unassigned")), *choices.staff_of_own()]
        self.campaign_id.choices = [(NO_CAMPAIGN, _("None")), *choices.campaigns]
        self.channels.choices = channels()
        self.people.choices = list(choices.people)
        self.signatories.choices = list(choices.organisations)
        self.bills.choices = list(choices.bills)

    def validate_owner_id(self, field: Field) -> None:
        staff = self.choices.staff.get(self.organisation_id.data or NOBODY, frozenset())
        if field.data != NOBODY and field.data not in staff:
            raise ValidationError(_("Choose a lead or an editor of the organisation chosen above."))

    def validate_signoff_due_on(self, field: Field) -> None:
        when = self.publish.when()
        day = when.local_start.date() if isinstance(when, Timed) else when.first_day if when else None
        if field.data is not None and self.earliest_due_on is not None and field.data < self.earliest_due_on:
            raise ValidationError(_("This date has passed: choose today or a later date."))
        if field.data is not None and day is not None and field.data > day:
            raise ValidationError(_("This is after the publish date."))

    def validate_signatories(self, field: Field) -> None:
        others = set(field.data or ()) - {self.organisation_id.data}
        if others and self.with_whom.data == ShareScope.PEOPLE:
            raise ValidationError(
                _("Signatories need to read the copy: give access to organisations, not to single people.")
            )

    def settle(self, saved: ItemPlan) -> None:
        """Leave out what cannot change once the item is out: when, where and who may know of it."""
        self.saved = saved
        for name in _SETTLED_ONCE_OUT:
            del self[name]

    def plan(self) -> ItemPlan:
        """Return what was typed, after it has been validated."""
        planned = self.saved or self._planned()
        return replace(
            planned,
            organisation_id=self.organisation_id.data,
            owner_id=self.owner_id.data or None,
            campaign_id=self.choices.campaign_ids.get(self.campaign_id.data),
            bills=frozenset(self.bills.data or ()),
            outlet=self.outlet.data,
            outside_link=self.outside_link.data,
        )

    def _planned(self) -> ItemPlan:
        exclusive = self.exclusive.data
        return ItemPlan(
            kind=Kind(self.kind.data),
            organisation_id=self.organisation_id.data,
            owner_id=None,
            when=self.publish.when(),
            channels=tuple(self.channels.data or ()),
            signatories=frozenset(self.signatories.data or ()) - {self.organisation_id.data},
            exclusive=timed(exclusive) if exclusive else None,
            signoff_due_on=self.signoff_due_on.data,
            public_when_published=self.public_when_published.data,
            sharing=Sharing(ShareScope(self.with_whom.data), frozenset(self.people.data or ())),
        )


class NewItemForm(EmbargoFields, ItemPlanForm):
    """A new item: title and plan, and an embargo from the beginning if there is one."""

    title = LineField(_l("Title"), max_chars=MAX_CHARS[WordField.TITLE], required=True)
    embargo = LocalTimeField(EMBARGO_LABEL)
    placeholder_title = LineField(SAFE_TITLE_LABEL, max_chars=SAFE_TITLE_CHARS)
    embargo_group_organisations = ChecksField(_l("Embargo group: leads and editors of"), coerce=int)
    embargo_group_people = ChecksField(_l("Embargo group: people"), coerce=int)

    @override
    def offer(self, choices: Choices) -> None:
        super().offer(choices)
        self.embargo_group_organisations.choices = list(choices.organisations)
        self.embargo_group_people.choices = list(choices.people)

    @override
    def explain(self, error: Exception) -> None:
        super().explain(error)
        if isinstance(error, PastLiftError):
            self.embargo.errors = [_("This time has passed: choose a later one, or leave it empty.")]

    @override
    def plan(self) -> ItemPlan:
        plan = super().plan()
        return plan if plan.channels else replace(plan, channels=usual_channels(plan.kind))

    def text(self) -> ItemText:
        """Return the first text: a title."""
        return ItemText(title=self.title.data)

    def secrecy(self) -> EmbargoSettings | None:
        """Return the embargo that was typed, after it has been validated."""
        embargo = self.typed_embargo()
        if embargo is None:
            return None
        return EmbargoSettings(
            embargo,
            self.placeholder_title.data,
            frozenset(self.embargo_group_organisations.data or ()),
            frozenset(self.embargo_group_people.data or ()),
            reveals_nothing=bool(self.reveals_nothing.data),
        )


class QuickAddForm(TokenForm):
    """A title and a day; the rest can be filled in when there is time."""

    title = LineField(_l("Title"), max_chars=MAX_CHARS[WordField.TITLE], required=True)
    publish = DayField(_l("Day"), required=True)
    kind = ChoiceField(_l("Type"), choices=[], default=Kind.POST)
    organisation_id = SelectField(_l("Organisation"), coerce=int)
    campaign_id = SelectField(_l("Campaign"), default=NO_CAMPAIGN)

    def offer(self, choices: Choices) -> None:
        """Set what can be chosen."""
        self.choices = choices
        self.kind.choices = kinds()
        self.organisation_id.choices = list(choices.own)
        self.campaign_id.choices = [(NO_CAMPAIGN, _("None")), *choices.campaigns]

    def plan(self, owner_id: int | None) -> ItemPlan:
        """Return the plan of an item with that owner, on the channels that its kind usually goes out on."""
        kind, day = Kind(self.kind.data), cast("date", self.publish.data)
        return ItemPlan(
            kind=kind,
            organisation_id=self.organisation_id.data,
            owner_id=owner_id,
            when=AllDay(day, day),
            campaign_id=self.choices.campaign_ids.get(self.campaign_id.data),
            channels=usual_channels(kind),
        )


def quick_add_line(choices: Choices, campaign: str) -> QuickAddForm | None:
    """Return the short form for the page of a campaign, whatever that was sent; None for whoever may plan nothing."""
    form = QuickAddForm(formdata=None, data={"campaign_id": campaign, "kind": Kind.POST.value})
    form.offer(choices)
    return form if choices.own and campaign in choices.campaign_ids else None


def shown_details(plan: ItemPlan, choices: Choices) -> dict[str, Any]:
    """Return what the form's fields show of a saved plan."""
    return {
        "kind": plan.kind.value,
        "organisation_id": plan.organisation_id,
        "owner_id": plan.owner_id or NOBODY,
        "campaign_id": choices.campaign_called(plan.campaign_id),
        "publish": shown(plan.when),
        "channels": list(plan.channels),
        "with_whom": plan.sharing.with_whom.value,
        "people": sorted(plan.sharing.people),
        "public_when_published": plan.public_when_published,
        "signatories": sorted(plan.signatories),
        "signoff_due_on": plan.signoff_due_on,
        "bills": sorted(plan.bills),
        "outlet": plan.outlet,
        "exclusive": moment_of(plan.exclusive) if plan.exclusive else None,
        "outside_link": plan.outside_link,
    }


def usual_channels(kind: Kind) -> tuple[str, ...]:
    """Return the channels that a kind always goes out on; none for posts and videos, whose networks differ."""
    usual = KINDS[kind].channels
    return usual if len(usual) <= MOST_USUAL_CHANNELS else ()
