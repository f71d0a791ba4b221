"""What a person may add to the calendar, and the form for each."""

from collections.abc import Sequence

from flask_babel import gettext as _

from scheduler.accounts.domain.actor_roles import ActorRoles
from scheduler.accounts.domain.acts import Act, may


def forms_for(actor: ActorRoles) -> Sequence[tuple[str, str, str]]:
    """Return name, endpoint and picture of each form that takes a day from its address."""
    forms = []
    if may(Act.ADD_EVENT, actor.roles_anywhere):
        forms.append((_("Event"), "events.new", "event"))
    if may(Act.START_CAMPAIGN, actor.roles_anywhere):
        forms.append((_("Campaign"), "campaigns.new", "campaign"))
    if actor.where(Act.PLAN_ITEM):
        forms.append((_("Content"), "content.new", "content"))
    return forms
