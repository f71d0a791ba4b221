"""What chat adds to pages of others: the way to an organisation's rooms."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from scheduler.accounts.access import current_actor
from scheduler.accounts.domain.acts import Act
from scheduler.chat.queries.rooms import organisations_with_stopped_rooms
from scheduler.chat.services.stopping import STOPPED
from scheduler.web.additions import Additions, Panel, Place
from scheduler.web.breadcrumbs import Step
from scheduler.web.request import session


def _kept() -> Mapping[str, object]:
    kept = current_actor().where(Act.KEEP_CHAT_ROOMS)
    return {"kept": kept, "stopped": organisations_with_stopped_rooms(session(), kept) if kept else frozenset()}


CHAT_ADDITIONS = Additions(
    mail_names={STOPPED: _l("Chat room stopped")},
    panels={Place.ORGANISATION: Panel("chat/_organisation.html", _kept)},
    steps={
        "chat.index": Step(_l("Chat"), "organisations.show"),
        "chat.edit": Step(_l("Edit chat room"), "chat.index"),
        "chat.new": Step(_l("Add chat room"), "chat.index"),
    },
)
