"""How a reminder names its link, and where that leads."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from scheduler.agenda.models import Entry
from scheduler.outbox.models import Message
from scheduler.reminders.domain.reminder_links import signed
from scheduler.reminders.services.reminder_links import link_in
from scheduler.web.request import settings

LINK_LABELS: dict[str, LazyString] = {
    "task_due": _l("Mark as done, snooze or hand over, without logging in"),
    "own_item": _l("Snooze or hand over, without logging in"),
}
"""By kind of reminder; one that is not named has no link."""


def link_token(message: Message, entry: Entry) -> str:
    """Return the secret part of the address of a reminder's link; "" for a kind that has none."""
    link = link_in(message, entry)
    return signed(settings().secret_key, link) if link is not None else ""


def link_label(kind: str) -> str:
    """Return what the link of a kind is called; "" for a kind that has none."""
    return str(LINK_LABELS.get(kind, ""))


def link_address(token: str) -> str:
    """Return the address of a reminder's link; "" without a token."""
    return f"{settings().base_url}/reminder/{token}" if token else ""
