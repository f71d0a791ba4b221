"""Forms of the embargo: when it ends, who reads the text before, and what outsiders see."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, ValidationError

from scheduler.agenda.forms import EMBARGO_LABEL, SAFE_TITLE_CHARS, SAFE_TITLE_LABEL, EmbargoFields
from scheduler.agenda.models import Guard
from scheduler.agenda.services.entry_drafts import Timed
from scheduler.content.domain.sharing import ShareScope, Sharing
from scheduler.content.forms.choices import SHARING
from scheduler.content.forms.fields import moment_of
from scheduler.content.presenters.choices import Choices
from scheduler.content.services.access import EmbargoSettings
from scheduler.content.services.item_plan import ItemPlan
from scheduler.web.fields import ChecksField, LineField, RadiosField
from scheduler.web.forms import TokenForm
from scheduler.web.local_time import LocalMoment, LocalTimeField
from scheduler.web.template_filters import clock, day_short


class ConfirmEmbargoForm(TokenForm):
    """Asks once more; `seen` says what the embargo and the text were when the page was made."""

    seen = HiddenField()


class EmbargoForm(EmbargoFields):
    """An embargo, its embargo group, its placeholder title, and who may know of the item."""

    embargo = LocalTimeField(EMBARGO_LABEL, required=True)
    placeholder_title = LineField(SAFE_TITLE_LABEL, max_chars=SAFE_TITLE_CHARS, required=True)
    embargo_group_organisations = ChecksField(_l("Embargo group: leads and editors of"), coerce=int)
    embargo_group_people = ChecksField(_l("Embargo group: people"), coerce=int)
    with_whom = RadiosField(_l("Who can see the placeholder"), choices=SHARING)
    people = ChecksField(_l("People with access"), coerce=int)

    def offer(self, choices: Choices) -> None:
        """Set who can be chosen."""
        self.embargo_group_organisations.choices = list(choices.organisations)
        self.embargo_group_people.choices = list(choices.people)
        self.people.choices = list(choices.people)

    def validate_people(self, field: Field) -> None:
        if self.with_whom.data == ShareScope.PEOPLE and not field.data:
            raise ValidationError(_("Choose the people with access."))

    def secrecy(self) -> EmbargoSettings:
        """Return the embargo that was typed, after it has been validated."""
        embargo = self.typed_embargo()
        if embargo is None:
            raise ValueError("the form has not been validated")
        return EmbargoSettings(
            embargo,
            self.placeholder_title.data,
            frozenset(self.embargo_group_organisations.data or ()),
            frozenset(self.embargo_group_people.data or ()),
            reveals_nothing=bool(self.reveals_nothing.data),
        )

    def sharing(self) -> Sharing:
        """Return who may know of it, after it has been validated."""
        return Sharing(ShareScope(self.with_whom.data), frozenset(self.people.data or ()))


def shown_embargo(guard: Guard, plan: ItemPlan, embargo_group: tuple[frozenset[int], frozenset[int]]) -> dict[str, Any]:
    """Return what the form's fields show of a saved embargo; `embargo_group` is its organisations and people."""
    local, zone, at = guard.embargo_local, guard.embargo_zone, guard.embargo_at
    moment = moment_of(Timed(local, zone, at=at)) if local is not None and zone is not None else None
    organisations, people = embargo_group
    return {
        "embargo": moment,
        "placeholder_title": guard.placeholder_title,
        "embargo_group_organisations": sorted(organisations or {plan.organisation_id} | plan.signatories),
        "embargo_group_people": sorted(people),
        "with_whom": plan.sharing.with_whom.value,
        "people": sorted(plan.sharing.people),
    }


def embargo_differences(typed: EmbargoForm, saved: EmbargoForm) -> list[tuple[str, str, str]]:
    """Return label, what was typed and what is saved, of the fields that differ."""
    yours, theirs = _texts(typed), _texts(saved)
    return [(str(typed[name].label.text), yours[name], theirs[name]) for name in yours if yours[name] != theirs[name]]


def _texts(form: EmbargoForm) -> dict[str, str]:
    moment = form.embargo.data if isinstance(form.embargo.data, LocalMoment) else None
    lists = ("embargo_group_organisations", "embargo_group_people", "people")
    return {
        "embargo": f"{day_short(moment.local)}, {clock(moment.local)} ({moment.zone})" if moment else "–",
        "placeholder_title": form.placeholder_title.data,
        "with_whom": str(dict(SHARING).get(form.with_whom.data, "–")),
        **{name: _chosen(form[name]) for name in lists},
    }


def _chosen(field: Field) -> str:
    labels = dict(field.choices)
    return ", ".join(labels[value] for value in field.data or () if value in labels) or "–"
