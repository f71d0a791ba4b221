"""What an item waits for, who may answer, who is away and who may see it, in words."""

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from scheduler.agenda.domain.sight import Audience
from scheduler.content.domain.needs import Need
from scheduler.content.domain.signoff import AnswerRole
from scheduler.content.services.signoffs import Bar
from scheduler.web.template_filters import day_short

_NEEDS = {
    Need.OWN: _l("Choose who sees to it: it belongs to nobody"),
    Need.WRITE: _l("Write the words"),
    Need.ASK: _l("Ask for sign-off"),
    Need.SIGN: _l("Sign-off by %(organisation)s"),
    Need.RENEW: _l("New words since the answer of %(organisation)s: read the difference and answer again"),
    Need.ANSWER_NO: _l("%(organisation)s said no: change the words, or take it off"),
    Need.REPLACE: _l("%(organisation)s has closed: remove it from the signatories or name another"),
    Need.TAKE_OVER: _l("%(organisation)s has closed: another organisation has to take it over"),
    Need.NAME_LEAD: _l("%(organisation)s has no lead who could sign: ask a coordinator to name one"),
    Need.APPROVE: _l("Approve it: everybody has said yes to these words"),
    Need.SCHEDULE: _l("Queue it in your own tool and mark it as scheduled"),
    Need.PUBLISH: _l("Publish it and record where"),
    Need.REVIEW: _l("Review"),
    Need.LIFT: _l("The embargo ends"),
    Need.RELEASE: _l(
        "Held: it stays under embargo until a lead of its organisation, or a coordinator who knows of it, releases it"
    ),
}


def need_words(need: Need, organisation: str = "") -> str:
    """Return what is to be done; `organisation` names the one whose answer is meant."""
    return str(_NEEDS[need]) % {"organisation": organisation}


def away_words(name: str, away_until: date | None) -> str:
    """Return a name, and until when (inclusive) that person is away."""
    return _("%(name)s (away until %(day)s)", name=name, day=day_short(away_until)) if away_until else name


def bar_words(bar: Bar) -> str:
    """Return why somebody may not answer for an organisation, and what to do instead."""
    return {
        Bar.NOT_ASKED: _("Nobody is asked to sign it now. Its owner can ask for sign-off."),
        Bar.NOT_A_SIGNER: _("Only a lead of the organisation answers for it, or the deputy of a lead who is away."),
        Bar.OWN_WORDS: _("You wrote these words last, so somebody else has to check them."),
    }[bar]


def role_words(role: AnswerRole, on_behalf_of: str = "") -> str:
    """Return in what capacity somebody answered; `on_behalf_of` is the lead who was away."""
    if role is AnswerRole.DEPUTY:
        return _("for %(name)s, who was away", name=on_behalf_of)
    return _("lead") if role is AnswerRole.LEAD else _("coordinator, as a second pair of eyes")


def audience_words(audience: Audience) -> str:
    """Return who may know of a thing, where nobody has to be named."""
    return {
        Audience.PUBLIC: _("Everybody"),
        Audience.COALITION: _("The whole coalition"),
        Audience.ORGANISATIONS: _("These organisations"),
        Audience.PEOPLE: _("These people"),
    }[audience]
