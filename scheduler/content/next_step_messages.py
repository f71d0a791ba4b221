"""What an item waits for, who may answer, who is away and who may see it, in words."""

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from scheduler.agenda.domain.visibility import Audience
from scheduler.content.domain.next_steps import NextStep
from scheduler.content.domain.signoff import AnswerRole
from scheduler.content.services.signoffs import CannotSignReason
from scheduler.web.template_filters import day_short

_MESSAGES = {
    NextStep.OWN: _l("Assign an owner"),
    NextStep.REDATE: _l("The campaign moved: move it along, or keep its date"),
    NextStep.WRITE: _l("Write the copy"),
    NextStep.ASK: _l("Request sign-off"),
    NextStep.SIGN: _l("Sign-off by %(organisation)s"),
    NextStep.CHECK: _l("Second check for %(organisation)s: its only lead wrote the copy"),
    NextStep.RENEW: _l("Copy changed since %(organisation)s responded: review changes"),
    NextStep.ANSWER_NO: _l("%(organisation)s requested changes: edit the copy or remove it"),
    NextStep.REPLACE: _l("%(organisation)s has closed: remove it as a signatory or choose another"),
    NextStep.TAKE_OVER: _l("%(organisation)s has closed: choose a new owning organisation"),
    NextStep.NAME_LEAD: _l("%(organisation)s has no lead who could sign off: ask a coordinator to appoint one"),
    NextStep.APPROVE: _l("Approve: all organisations have signed off"),
    NextStep.SCHEDULE: _l("Schedule in your publishing tool, then mark as scheduled"),
    NextStep.PUBLISH: _l("Publish, then add the link"),
    NextStep.REVIEW: lazy_pgettext("step of an item", "Review"),
    NextStep.PITCH: _l("Exclusive offer to an outlet ends: record its answer"),
    NextStep.LIFT: _l("Embargo lifts"),
    NextStep.RELEASE: _l(
        "On hold: the embargo stays until a lead of the owning organisation, or a coordinator with access, releases it"
    ),
}


def next_step_message(step: NextStep, organisation: str = "") -> str:
    """Return what is to be done; `organisation` names the one whose answer is meant."""
    return str(_MESSAGES[step]) % {"organisation": organisation}


def away_label(name: str, away_until: date | None) -> str:
    """Return a name, and until when (inclusive) that person is away."""
    return _("%(name)s (away until %(day)s)", name=name, day=day_short(away_until)) if away_until else name


def cannot_sign_message(bar: CannotSignReason) -> str:
    """Return why somebody may not answer for an organisation, and what to do instead."""
    return {
        CannotSignReason.NOT_ASKED: _("Sign-off is not requested at the moment. The owner can request it."),
        CannotSignReason.NOT_A_SIGNER: _(
            "Only a lead of the organisation, or the deputy of a lead who is away, can respond."
        ),
        CannotSignReason.OWN_TEXT: _("You made the last edit, so another lead must sign off."),
    }[bar]


def role_label(role: AnswerRole, on_behalf_of: str = "") -> str:
    """Return in what capacity somebody answered; `on_behalf_of` is the lead who was away."""
    if role is AnswerRole.DEPUTY:
        return _("on behalf of %(name)s (away)", name=on_behalf_of)
    return _("lead") if role is AnswerRole.LEAD else _("coordinator, second check")


def access_label(audience: Audience) -> str:
    """Return who may know of a thing, where nobody has to be named."""
    return {
        Audience.PUBLIC: _("Everyone"),
        Audience.COALITION: _("The whole coalition"),
        Audience.ORGANISATIONS: _("These organisations"),
        Audience.PEOPLE: _("These people"),
    }[audience]
