"""What the forms of embargoes have in common: why one cannot be as typed, and the reason for emergency access."""

from collections.abc import Callable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from scheduler.agenda.services.embargo import HeldError, MayNotLiftError, PastLiftError, RevealingTitleError
from scheduler.agenda.services.guards import Embargo, LiftedError
from scheduler.web.fields import ProseField
from scheduler.web.forms import TokenForm
from scheduler.web.local_time import LocalMoment

EMBARGO_LABEL, SAFE_TITLE_LABEL = _l("Embargoed until"), _l("Placeholder title")
SAFE_TITLE_CHARS = 120
MAX_REASON_CHARS = 1000

MESSAGES: dict[type[Exception], Callable[[], str]] = {
    PastLiftError: lambda: _("This time has passed. To end the embargo now, lift it instead."),
    MayNotLiftError: lambda: _(
        "Only a coordinator or a lead of the owning organisation who is in the embargo group can bring the lift "
        "forward. Keep the time, or choose a later one."
    ),
    HeldError: lambda: _("On hold: the embargo cannot be removed until someone releases it."),
    LiftedError: lambda: _("The embargo has lifted: it can no longer be set or moved."),
}
"""Why an embargo cannot be as typed; said beside the field of its end."""

REFUSED: tuple[type[Exception], ...] = (*MESSAGES, RevealingTitleError)
"""What `EmbargoFields.explain` explains."""


HAND_OVER = _l("Under embargo: only someone who may lift it can give it to another organisation.")
"""Why something stays with its organisation until its embargo ends."""


class EmbargoFields(TokenForm):
    """The part of a form that sets an embargo: `embargo` when it lifts, `placeholder_title` what others see before.

    The form itself has both fields, where they stand on its page; `revealed` is what the title gives away.
    """

    reveals_nothing = BooleanField(_l("I've checked: the placeholder reveals nothing"))
    revealed: tuple[str, ...] = ()

    def typed_embargo(self) -> Embargo | None:
        """Return the embargo that was typed, after it has been validated."""
        moment = self.embargo.data
        return Embargo(moment.local, moment.zone, moment.instant) if isinstance(moment, LocalMoment) else None

    def explain(self, error: Exception) -> None:
        """Say beside its field why the embargo cannot be as typed; `error` is one of REFUSED."""
        if isinstance(error, RevealingTitleError):
            self.revealed = () if error.is_whole else error.revealed
            self.placeholder_title.errors = [revealing_placeholder_message(error)]
        else:
            self.embargo.errors = [MESSAGES[type(error)]()]


class EmergencyAccessForm(TokenForm):
    """Why a coordinator has to read text under embargo."""

    reason = ProseField(_l("Reason"), max_chars=MAX_REASON_CHARS, required=True)


def revealing_placeholder_message(error: RevealingTitleError) -> str:
    """Say what a placeholder title gives away."""
    if error.is_whole:
        return _(
            "The placeholder contains the whole title, so everyone would know it. Choose a title that reveals nothing."
        )
    words = ", ".join(error.revealed)
    return _(
        "Also in the real title or its hashtags: %(words)s. Choose a title that reveals nothing, or tick the box.",
        words=words,
    )


def revealing_title_message(error: RevealingTitleError, placeholder_title: str) -> str:
    """Say, beside a title, what the placeholder title that outsiders see would give away of it."""
    seen = {"placeholder_title": placeholder_title, "words": ", ".join(error.revealed)}
    if error.is_whole:
        return _(
            "Until the embargo lifts, everyone sees “%(placeholder_title)s”, which is this title. Change the "
            "placeholder title first.",
            **seen,
        )
    return _(
        "Until the embargo lifts, everyone sees “%(placeholder_title)s”, which also contains: %(words)s. Change the "
        "placeholder title first, or tick the box.",
        **seen,
    )
