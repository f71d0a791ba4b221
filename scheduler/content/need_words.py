"""What an item waits for, and who is away, in words."""

from datetime import date

from flask_babel import gettext as _

from scheduler.content.domain.needs import Need
from scheduler.web.template_filters import day_short


def need_words(need: Need, organisation: str = "") -> str:
    """Return what is to be done; `organisation` names the one whose answer is meant."""
    who = {"organisation": organisation}
    return {
        Need.OWN: _("Choose who sees to it: it belongs to nobody"),
        Need.WRITE: _("Write the words"),
        Need.ASK: _("Ask for sign-off"),
        Need.SIGN: _("Sign-off by %(organisation)s", **who),
        Need.RENEW: _("New words since the yes of %(organisation)s: read the difference and answer again", **who),
        Need.ANSWER_NO: _("%(organisation)s said no: change the words, or take it off", **who),
        Need.REPLACE: _("%(organisation)s has closed: remove it from the signatories or name another", **who),
        Need.TAKE_OVER: _("%(organisation)s has closed: another organisation has to take it over", **who),
        Need.NAME_LEAD: _("%(organisation)s has no lead who could sign: ask a coordinator to name one", **who),
        Need.APPROVE: _("Approve it: everybody has said yes to these words"),
        Need.SCHEDULE: _("Queue it in your own tool and mark it as scheduled"),
        Need.PUBLISH: _("Publish it and record where"),
        Need.REVIEW: _("Review"),
        Need.LIFT: _("The embargo ends"),
        Need.RELEASE: _("Held: it stays under embargo until a lead or a coordinator releases it"),
    }[need]


def away_words(name: str, away_until: date | None) -> str:
    """Return a name, and until when (inclusive) that person is away."""
    return _("%(name)s (away until %(day)s)", name=name, day=day_short(away_until)) if away_until else name
